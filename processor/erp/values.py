"""Raw database values: as JSON for plans and receipts and back, and compared the same way on every server."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from math import isfinite
from typing import Any


def encode(raw: object) -> str:
    """Return a raw value as JSON text; what JSON lacks becomes {"kind": "text"}, so that `decode` gives it back."""
    return _encoded(raw) if type(raw) in _REPEATED else json.dumps(_plain_json(raw), ensure_ascii=False)


_REPEATED = frozenset({str, int, bool, type(None)})
"""Types of flags and marks, a million of which are a handful of different ones."""


@lru_cache(maxsize=1024, typed=True)
def _encoded(raw: object) -> str:
    return json.dumps(raw, ensure_ascii=False)


@lru_cache(maxsize=1024)  # a million before-images are a handful of different ones
def decode(text: str) -> Any:
    """Return the raw value behind a JSON text made by `encode`."""
    return _from_json(json.loads(text))


def key_of(values: Sequence[object], padded: bool) -> str:
    """Return the canonical form of a key: a JSON array of its values.

    `padded`: this kind of server may fill CHAR columns with blanks (PostgreSQL does, MariaDB does not), so that
    trailing blanks are no part of a key. SQLite pads nothing and tells such keys apart.
    """
    if len(values) == 1 and type(values[0]) is int:
        return f"[{values[0]}]"
    if padded:
        values = [value.rstrip(" ") if isinstance(value, str) else value for value in values]
    return json.dumps([_plain_json(value) for value in values], ensure_ascii=False)


def key_values(key: str) -> tuple[Any, ...]:
    """Return the values of a key in canonical form."""
    number = key[1:-1]
    if number.isascii() and number.isdigit():
        return (int(number),)
    return tuple(_from_json(value) for value in json.loads(key))


def keys_of(rows: Sequence[Sequence[Any]], places: Sequence[int], padded: bool) -> list[str]:
    """Return `key_of` the values at `places` of each row; single whole numbers, most keys there are, the short way."""
    if len(places) == 1:
        values = [row[places[0]] for row in rows]
        if set(map(type, values)) == {int}:
            return [f"[{value}]" for value in values]
    return [key_of([row[place] for place in places], padded) for row in rows]


def values_of(keys: Sequence[str]) -> list[tuple[Any, ...]]:
    """Return `key_values` of each key; single whole numbers are read all at once."""
    side_by_side = "".join(keys)
    if side_by_side and _NUMBERS(side_by_side):
        return [(value,) for value in json.loads(side_by_side.replace("][", ","))]
    return [key_values(key) for key in keys]


_NUMBERS = re.compile(r"(?:\[(?:0|[1-9][0-9]{0,17})\])*").fullmatch


def plain(raw: object) -> str:
    """Return a value as the text by which values are compared: 1, "1", Decimal(1), True and "1  " are the same.

    Drivers give one and the same column as number, text, bool or bytes, and CHAR columns come filled with blanks.
    Case counts. NULL has no text: ask for it before.
    """
    if isinstance(raw, str):
        return raw.rstrip(" ")
    if isinstance(raw, bool):
        return "1" if raw else "0"
    if isinstance(raw, (Decimal, float)) and isfinite(raw) and raw == raw // 1:
        return str(int(raw))
    if isinstance(raw, (bytes, bytearray)):
        return bytes(raw).decode("ascii").rstrip(" ") if raw.isascii() and _printable(raw) else str(_number(raw))
    return str(raw)


def same(one: object, other: object) -> bool:
    """Return whether two raw values are the same, NULL only being the same as NULL."""
    if one is None or other is None:
        return one is other
    return plain(one) == plain(other)


def text_of(raw: object) -> str:
    """Return a cell as text for people and exports; NULL is ""."""
    if raw is None:
        return ""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, (bytes, bytearray)):
        return bytes(raw).decode("utf-8", "replace")
    if isinstance(raw, (date, time)):
        return raw.isoformat(" ") if isinstance(raw, datetime) else raw.isoformat()
    return plain(raw)


def _printable(raw: bytes | bytearray) -> bool:
    return all(byte >= 0x20 for byte in raw)


def _number(raw: bytes | bytearray) -> int:
    return int.from_bytes(bytes(raw), "big")


def _plain_json(raw: object) -> object:
    if raw is None or isinstance(raw, (bool, int, float, str)):
        return raw
    if isinstance(raw, Decimal):
        # Drivers take whole numbers of 64 bits only.
        whole = raw.is_finite() and abs(raw) < 2**63 and raw == raw.to_integral_value()
        return int(raw) if whole else {"decimal": str(raw)}
    if isinstance(raw, (bytes, bytearray)):
        return {"hex": bytes(raw).hex()}
    for kind in (datetime, date, time):
        if isinstance(raw, kind):
            return {kind.__name__: raw.isoformat()}
    return str(raw)


def _from_json(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    ((kind, text),) = value.items()
    readers: dict[str, Callable[[str], Any]] = {
        "decimal": Decimal,
        "hex": bytes.fromhex,
        "datetime": datetime.fromisoformat,
        "date": date.fromisoformat,
        "time": time.fromisoformat,
    }
    return readers[kind](text)
