"""Types and values on their way to the client (MS-TDS 2.2.5.4 to 2.2.5.6); dates come out of SQLite as text."""

from __future__ import annotations

import struct
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from tests.parts.tds.types import BINARIES, CODES, COLLATION, INTEGER, INTEGERS, MAX, NARROW, SCALED, WIDE, Type


def short(text: str) -> bytes:
    """Return a B_VARCHAR: a text with its length in one byte before it."""
    return struct.pack("<B", len(text)) + text.encode("utf-16-le")


def long(text: str) -> bytes:
    """Return a US_VARCHAR: a text with its length in two bytes before it."""
    return struct.pack("<H", len(text)) + text.encode("utf-16-le")


def type_info(kind: Type) -> bytes:
    """Return a type as TYPE_INFO."""
    if kind.name in INTEGERS:
        return struct.pack("<BB", INTEGER, kind.size)
    code = struct.pack("<B", CODES[kind.name])
    if kind.name in (*WIDE, *NARROW):
        return code + struct.pack("<H", kind.size) + COLLATION
    if kind.name in BINARIES:
        return code + struct.pack("<H", kind.size)
    if kind.name == "date":
        return code
    if kind.name in SCALED:
        return code + struct.pack("<B", kind.scale)
    size = struct.pack("<B", kind.size)
    return (
        code + size + (struct.pack("<BB", kind.precision, kind.scale) if kind.name in ("decimal", "numeric") else b"")
    )


def cell(kind: Type, value: Any) -> bytes:
    """Return a value as this type, None as NULL."""
    large = kind.name in (*WIDE, *NARROW, *BINARIES)
    if value is None:
        return b"\xff" * 8 if kind.size == MAX else (b"\xff\xff" if large else b"\0")
    raw = _raw(kind, value)
    if kind.size == MAX:  # known length, one chunk, end
        return struct.pack("<QI", len(raw), len(raw)) + raw + (b"\0" * 4 if raw else b"")
    return struct.pack("<H" if large else "<B", len(raw)) + raw


def _raw(kind: Type, value: Any) -> bytes:
    if kind.name in WIDE:
        return _padded(kind, str(value)).encode("utf-16-le")
    if kind.name in NARROW:
        return _padded(kind, str(value)).encode("cp1252")
    if kind.name in BINARIES:
        return value.encode() if isinstance(value, str) else bytes(value)
    if kind.name in INTEGERS or kind.name == "bit":
        return int(value).to_bytes(kind.size, "little", signed=kind.name not in ("tinyint", "bit"))
    if kind.name == "float":
        return struct.pack("<d", value)
    if kind.name in ("decimal", "numeric"):
        whole = int(Decimal(str(value)).scaleb(kind.scale))
        return struct.pack("<B", whole >= 0) + abs(whole).to_bytes(16, "little")
    if kind.name == "uniqueidentifier":
        return UUID(str(value)).bytes_le
    moment = datetime.fromisoformat(str(value))
    if kind.name != "datetimeoffset":
        return _day(kind, moment)
    offset = moment.utcoffset() or timedelta()
    minutes = struct.pack("<h", int(offset / timedelta(minutes=1)))
    return _day(kind, moment.replace(tzinfo=None) - offset) + minutes  # the moment in UTC, and the clock's offset


def _day(kind: Type, moment: datetime) -> bytes:
    since = moment - datetime.combine(moment.date(), datetime.min.time())
    if kind.name == "datetime":
        days = (moment.date() - date(1900, 1, 1)).days
        return struct.pack("<iI", days, round(since.total_seconds() * 300))
    days = (moment.date() - date(1, 1, 1)).days.to_bytes(3, "little")
    if kind.name == "date":
        return days
    width = 3 if kind.scale < 3 else 4 if kind.scale < 5 else 5
    micro = since.seconds * 10**6 + since.microseconds
    return (micro * 10**kind.scale // 10**6).to_bytes(width, "little") + days


def _padded(kind: Type, text: str) -> str:
    if kind.name not in ("char", "nchar"):
        return text
    return text.ljust(kind.size // (2 if kind.name == "nchar" else 1))
