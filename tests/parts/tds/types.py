"""Types of T-SQL, by their name and by the code they have in SQL Server's protocol (MS-TDS 2.2.5.4)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

NUMBERS: Mapping[str, int] = {
    "uniqueidentifier": 36,
    "date": 40,
    "datetime2": 42,
    "datetimeoffset": 43,
    "tinyint": 48,
    "smallint": 52,
    "int": 56,
    "datetime": 61,
    "float": 62,
    "bit": 104,
    "decimal": 106,
    "numeric": 108,
    "bigint": 127,
    "varbinary": 165,
    "varchar": 167,
    "binary": 173,
    "char": 175,
    "rowversion": 189,
    "nvarchar": 231,
    "nchar": 239,
}
"""Types by their number in sys.types (learn.microsoft.com, sys.types)."""

MAX = 0xFFFF
"""Size of a type that travels in chunks: VARCHAR(MAX) and its like."""

COLLATION = bytes.fromhex("0904d00034")  # MS-TDS 2.2.5.1.2: SQL_Latin1_General_CP1_CI_AS, code page 1252

CODES: Mapping[str, int] = {
    "uniqueidentifier": 0x24,
    "bit": 0x68,
    "date": 0x28,
    "time": 0x29,
    "datetime2": 0x2A,
    "datetimeoffset": 0x2B,
    "datetime": 0x6F,
    "decimal": 0x6A,
    "numeric": 0x6C,
    "float": 0x6D,
    "varbinary": 0xA5,
    "binary": 0xAD,
    "rowversion": 0xAD,
    "varchar": 0xA7,
    "char": 0xAF,
    "nvarchar": 0xE7,
    "nchar": 0xEF,
    "ntext": 0x63,
}
INTEGERS: Mapping[str, int] = {"tinyint": 1, "smallint": 2, "int": 4, "bigint": 8}
INTEGER = 0x26
"""Code of a whole number of any size."""
SCALED = ("time", "datetime2", "datetimeoffset")
"""Types that say how finely they measure."""
WIDE, NARROW, BINARIES = ("nvarchar", "nchar"), ("varchar", "char"), ("varbinary", "binary", "rowversion")


@dataclass(frozen=True)
class Type:
    """A type of T-SQL; `size` in bytes as the protocol counts it, MAX for (max)."""

    name: str
    size: int = 0
    precision: int = 0
    scale: int = 0

    def __str__(self) -> str:
        if self.name not in (*WIDE, *NARROW, *BINARIES) or self.name == "rowversion":
            return self.name
        length = self.size // 2 if self.name in WIDE else self.size
        return f"{self.name}({'max' if self.size == MAX else length})"


def declared(text: str) -> Type:
    """Return the type that a column's declaration names, such as "nvarchar(80)"."""
    found = re.match(r"\s*(\w+)\s*(?:\(\s*(\w+)\s*(?:,\s*(\d+))?\s*\))?", text)
    assert found, text
    name, first, second = found[1].lower().replace("integer", "int"), (found[2] or "").lower(), int(found[3] or 0)
    if name in INTEGERS:
        return Type(name, INTEGERS[name])
    if name in ("rowversion", "timestamp"):
        return Type("rowversion", 8)
    if name in (*WIDE, *NARROW, *BINARIES):
        return Type(name, MAX if first == "max" else int(first or 1) * (2 if name in WIDE else 1))
    if name in ("decimal", "numeric"):
        return Type(name, 17, int(first or 18), second)
    size = {"bit": 1, "datetime": 8, "float": 8, "uniqueidentifier": 16}.get(name, 0)
    return Type(name, size, scale=7 if name in SCALED else 0)


def fitting(values: Sequence[object]) -> Type:
    """Return a type that holds these values of a computed column."""
    some = next((value for value in values if value is not None), None)
    if isinstance(some, str):
        return declared("nvarchar(4000)" if max(len(str(value)) for value in values) <= 4_000 else "nvarchar(max)")
    if isinstance(some, bytes):
        return declared("varbinary(8000)")
    if isinstance(some, float):
        return declared("float")
    small = all(value is None or -(2**31) <= int(str(value)) < 2**31 for value in values)
    return declared("int" if small else "bigint")


@dataclass(frozen=True)
class Result:
    """What a statement gave: columns and rows, or how many rows it changed; `verb` is the statement's first word."""

    columns: Sequence[tuple[str, Type]] = ()
    rows: Sequence[Sequence[Any]] = ()
    count: int | None = None
    verb: str = "select"
