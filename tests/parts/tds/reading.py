"""Taking a message apart: numbers, texts, types and values, one after the other (MS-TDS 2.2.5)."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from tests.parts.tds.types import BINARIES, CODES, INTEGER, INTEGERS, MAX, NARROW, SCALED, WIDE, Type

_DAY_ONE, _OLD_DAY_ONE = date(1, 1, 1), datetime.fromisoformat("1900-01-01")


class Reader:
    """Takes numbers, texts, types and values off a message, one after the other."""

    def __init__(self, data: bytes) -> None:
        self.data, self.place = data, 0

    @property
    def left(self) -> int:
        """How many bytes are not read yet."""
        return len(self.data) - self.place

    def take(self, length: int) -> bytes:
        """Return so many bytes."""
        self.place += length
        return self.data[self.place - length : self.place]

    def number(self, length: int) -> int:
        """Return an unsigned number of so many bytes."""
        return int.from_bytes(self.take(length), "little")

    def text(self, width: int) -> str:
        """Return a text whose length in characters stands before it in `width` bytes."""
        return self.take(2 * self.number(width)).decode("utf-16-le")

    def type(self) -> Type:
        """Return a TYPE_INFO (MS-TDS 2.2.5.6)."""
        code = self.number(1)
        if code == INTEGER:
            size = self.number(1)
            return Type(next(name for name, length in INTEGERS.items() if length == size), size)
        name = next((name for name, known in CODES.items() if known == code), f"type {code:#x}")
        if name in (*WIDE, *NARROW):
            size = self.number(2)
            self.take(5)
            return Type(name, size)
        if name == "ntext":  # so FreeTDS sends statements
            return Type(name, int.from_bytes(self.take(9)[:4], "little"))
        if name in BINARIES:
            return Type(name, self.number(2))
        if name in SCALED:
            return Type(name, scale=self.number(1))
        if name == "date":
            return Type(name)
        if name in ("decimal", "numeric"):
            return Type(name, *self.take(3))
        assert name in CODES, name
        return Type(name, self.number(1))

    def value(self, kind: Type) -> Any:
        """Return a value of this type, None for NULL."""
        raw = self._raw(kind)
        return None if raw is None else _read(kind, raw)

    def _raw(self, kind: Type) -> bytes | None:
        if kind.size == MAX:  # MS-TDS 2.2.5.2.3: in chunks
            if self.number(8) == 2**64 - 1:
                return None
            whole = b""
            while length := self.number(4):
                whole += self.take(length)
            return whole
        if kind.name == "ntext":
            return self.take(self.number(4))
        long = kind.name in (*WIDE, *NARROW, *BINARIES)
        length = self.number(2 if long else 1)
        return None if length == (0xFFFF if long else 0) else self.take(length)


def _read(kind: Type, raw: bytes) -> Any:
    readers: Mapping[str, Callable[[], Any]] = {
        "bit": lambda: int(raw[0] != 0),
        "float": lambda: struct.unpack("<d" if len(raw) == 8 else "<f", raw)[0],
        "date": lambda: _DAY_ONE + timedelta(int.from_bytes(raw, "little")),
        "datetime2": lambda: _moment(raw, kind.scale),
        "datetime": lambda: _OLD_DAY_ONE + _since_1900(*struct.unpack("<iI", raw)),
    }
    if kind.name in readers:
        return readers[kind.name]()
    if kind.name in (*WIDE, "ntext"):
        return raw.decode("utf-16-le")
    if kind.name in NARROW:
        return raw.decode("cp1252")
    if kind.name in ("decimal", "numeric"):
        whole = int.from_bytes(raw[1:], "little") * (1 if raw[0] else -1)
        return Decimal(whole).scaleb(-kind.scale)
    return int.from_bytes(raw, "little", signed=kind.name != "tinyint") if kind.name in INTEGERS else raw


def _since_1900(days: int, ticks: int) -> timedelta:
    return timedelta(days=days, microseconds=ticks * 10_000 // 3)


def _moment(raw: bytes, scale: int) -> datetime:
    day = _DAY_ONE + timedelta(int.from_bytes(raw[-3:], "little"))
    micro = int.from_bytes(raw[:-3], "little") * 10**6 // 10**scale
    return datetime.combine(day, time()) + timedelta(microseconds=micro)
