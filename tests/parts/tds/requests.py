"""What a client asks for: LOGIN7, SQL batches, calls of procedures, and transactions (MS-TDS 2.2.6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.parts.tds.reading import Reader
from tests.parts.tds.types import Type

PROCEDURES: Mapping[int, str] = {
    10: "sp_executesql",
    11: "sp_prepare",
    12: "sp_execute",
    13: "sp_prepexec",
    14: "sp_prepexecrpc",
    15: "sp_unprepare",
}
"""Procedures that are called by number (MS-TDS 2.2.6.6)."""

TRANSACTIONS: Mapping[int, str] = {5: "BEGIN TRANSACTION", 7: "COMMIT TRANSACTION", 8: "ROLLBACK TRANSACTION"}
"""Requests to the transaction manager, as statements (MS-TDS 2.2.6.9)."""


@dataclass(frozen=True)
class Login:
    """Who wants to come in, and to which database."""

    user: str
    password: str
    database: str


@dataclass(frozen=True)
class Parameter:
    """One parameter of a call, as the wire has it."""

    name: str
    output: bool
    type: Type
    value: Any


@dataclass(frozen=True)
class Call:
    """A call of a procedure."""

    procedure: str
    parameters: Sequence[Parameter]


def login(content: bytes) -> Login:
    """Read a LOGIN7 (MS-TDS 2.2.6.4): texts stand behind a table of their places; the password is scrambled."""

    def text(place: int) -> bytes:
        start = int.from_bytes(content[place : place + 2], "little")
        return content[start : start + 2 * int.from_bytes(content[place + 2 : place + 4], "little")]

    turned = bytes((byte ^ 0xA5) >> 4 | ((byte ^ 0xA5) << 4 & 0xF0) for byte in text(44))
    return Login(text(40).decode("utf-16-le"), turned.decode("utf-16-le"), text(68).decode("utf-16-le"))


def batch(content: bytes) -> str:
    """Read an SQL batch (MS-TDS 2.2.6.7)."""
    return _after_headers(content).decode("utf-16-le")


def call(content: bytes) -> Call:
    """Read a remote procedure call (MS-TDS 2.2.6.6)."""
    reader = Reader(_after_headers(content))
    length = reader.number(2)
    name = PROCEDURES[reader.number(2)] if length == 0xFFFF else reader.take(2 * length).decode("utf-16-le")
    reader.take(2)
    parameters = []
    while reader.left:
        called, status, kind = reader.text(1), reader.number(1), reader.type()
        parameters.append(Parameter(called, bool(status & 1), kind, reader.value(kind)))
    return Call(name, parameters)


def transaction(content: bytes) -> tuple[str, bool]:
    """Read a request to the transaction manager (MS-TDS 2.2.6.9): a statement, and whether the next one is to begin."""
    reader = Reader(_after_headers(content))
    statement = TRANSACTIONS[reader.number(2)]
    if statement == "BEGIN TRANSACTION":
        return statement, False
    reader.text(1)
    return statement, bool(reader.number(1) & 1)


def _after_headers(content: bytes) -> bytes:
    """Return a request without its ALL_HEADERS (MS-TDS 2.2.5.3)."""
    return content[int.from_bytes(content[:4], "little") :]
