"""What a server answers: tokens of a tabular result (MS-TDS 2.2.7)."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from typing import Any

from tests.parts.tds.cells import cell, long, short, type_info
from tests.parts.tds.types import COLLATION, Result, Type, declared

VERSION = (16, 0, 4_135)
"""SQL Server 2022, as SERVERPROPERTY and the login tell it."""

_MORE, _ERROR, _COUNT, _ATTENTION = 1, 2, 0x10, 0x20
_IN_PROCEDURE, _PROCEDURE, _STATEMENT = 0xFF, 0xFE, 0xFD


def prelogin() -> bytes:
    """Return the answer to a PRELOGIN (MS-TDS 2.2.6.5): our version, encryption on, no MARS."""
    options = {0: struct.pack(">BBHH", *VERSION, 0), 1: b"\x01", 2: b"\0", 4: b"\0"}
    place, heads, bodies = 5 * len(options) + 1, b"", b""
    for option, body in options.items():
        heads += struct.pack(">BHH", option, place + len(bodies), len(body))
        bodies += body
    return heads + b"\xff" + bodies


def welcome(database: str) -> bytes:
    """Return the answer to a login that is let in (MS-TDS 2.2.7.14 and 2.2.7.9)."""
    name = "Microsoft SQL Server"
    body = b"\x01" + struct.pack(">I", 0x74000004) + short(name) + struct.pack(">BBH", *VERSION)
    changes = _change(1, short(database) + short("master"))
    changes += _change(7, struct.pack("<B", len(COLLATION)) + COLLATION + b"\0")
    changes += _change(2, short("us_english") + short("")) + _change(4, short("4096") + short("4096"))
    return changes + b"\xad" + struct.pack("<H", len(body)) + body + done()


def began(transaction: int) -> bytes:
    """Say that a transaction was opened."""
    return _change(8, struct.pack("<BQ", 8, transaction) + b"\0")


def ended(transaction: int, committed: bool) -> bytes:
    """Say that a transaction was committed or rolled back."""
    return _change(9 if committed else 10, b"\0" + struct.pack("<BQ", 8, transaction))


def _change(kind: int, values: bytes) -> bytes:
    return b"\xe3" + struct.pack("<HB", len(values) + 1, kind) + values


def error(number: int, text: str, severity: int) -> bytes:
    """Return an ERROR (MS-TDS 2.2.7.10)."""
    body = struct.pack("<iBB", number, 1, severity) + long(text) + short("erp") + short("") + struct.pack("<I", 1)
    return b"\xaa" + struct.pack("<H", len(body)) + body


def table(columns: Sequence[tuple[str, Type]], rows: Sequence[Sequence[Any]]) -> bytes:
    """Return a result: COLMETADATA and a ROW each (MS-TDS 2.2.7.4 and 2.2.7.20)."""
    nullable = 1
    head = b"\x81" + struct.pack("<H", len(columns))
    for name, kind in columns:
        user_type = 0x50 if kind.name == "rowversion" else 0
        head += struct.pack("<IH", user_type, nullable) + type_info(kind) + short(name)
    kinds = [kind for _, kind in columns]
    body = (b"\xd1" + b"".join(map(cell, kinds, row)) for row in rows)
    return head + b"".join(body)


def output(name: str, place: int, value: int) -> bytes:
    """Return an output parameter of type INT (MS-TDS 2.2.7.19)."""
    kind = declared("int")
    head = b"\xac" + struct.pack("<H", place) + short(name) + struct.pack("<BIH", 1, 0, 1)
    return head + type_info(kind) + cell(kind, value)


def returned() -> bytes:
    """Say that a procedure returned 0 (MS-TDS 2.2.7.18)."""
    return b"\x79" + struct.pack("<i", 0)


_COMMANDS: Mapping[str, int] = {"select": 0xC1, "insert": 0xC3, "delete": 0xC4, "update": 0xC5}


def done(*, failed: bool = False, attention: bool = False) -> bytes:
    """End an answer (MS-TDS 2.2.7.6)."""
    return struct.pack("<BHHQ", _STATEMENT, _ERROR * failed | _ATTENTION * attention, 0, 0)


def done_with(result: Result, *, in_procedure: bool) -> bytes:
    """End one statement, in a batch the last one (MS-TDS 2.2.7.6 and 2.2.7.7): the count is only believed of a verb."""
    status = _MORE * in_procedure | (0 if result.count is None else _COUNT)
    command = _COMMANDS[result.verb]
    return struct.pack("<BHHQ", _IN_PROCEDURE if in_procedure else _STATEMENT, status, command, result.count or 0)


def done_procedure(*, failed: bool = False) -> bytes:
    """End a procedure (MS-TDS 2.2.7.8)."""
    return struct.pack("<BHHQ", _PROCEDURE, _ERROR * failed, 0, 0)
