"""What one kind of database server can do and how it compares: asked once, then carried along as a value."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, TypeVar

import sqlalchemy as sa
from sqlalchemy.types import TypeEngine

from processor.erp.trouble import kind_of

T = TypeVar("T")

Kind = Literal["numbers", "texts", "others"]

_BIGINT = range(-(2**63), 2**63)

PROBES = {
    "sqlite": "SELECT count(*) FROM json_each('[1]')",
    "postgresql": "SELECT count(*) FROM json_array_elements_text(CAST('[1]' AS json))",
    "mssql": "SELECT count(*) FROM OPENJSON('[1]') WITH (k bigint '$') AS j",
}
"""Statements that only a server understands which takes a whole list as one JSON parameter."""


TAKEN_APART: dict[tuple[str, Kind], tuple[str, str]] = {
    ("sqlite", "numbers"): ("IN", "(SELECT value FROM json_each(:list))"),
    ("sqlite", "texts"): ("IN", "(SELECT value FROM json_each(:list))"),
    ("postgresql", "numbers"): (
        "=",
        "ANY (ARRAY(SELECT CAST(json_array_elements_text(CAST(:list AS json)) AS bigint)))",
    ),
    # A set and not an array: without an index PostgreSQL goes through an array for every row.
    ("postgresql", "texts"): ("IN", "(SELECT json_array_elements_text(CAST(:list AS json)))"),
    ("mssql", "numbers"): ("IN", "(SELECT k FROM OPENJSON(:list) WITH (k bigint '$'))"),
}
"""How each server takes a JSON list apart, on the right side of which operator.

MariaDB is not among them: in an UPDATE it takes the list apart again for every row of the table.
"""


@dataclass(frozen=True)
class Server:
    """`name` is SQLAlchemy's name of the dialect; `structured`: a list may come as one JSON parameter."""

    name: str
    structured: bool = False

    @property
    def padded(self) -> bool:
        """Whether a blank at the end of a CHAR value may be filling; SQLite fills nothing."""
        return self.name != "sqlite"

    @property
    def moments(self) -> bool:
        """Whether dates must come as dates: SQL Server's old DATETIME reads texts by the language of the session."""
        return self.name == "mssql"

    @property
    def at_once(self) -> int:
        """How many plain parameters one statement takes, some being kept for the assignments.

        SQL Server takes 2100 of them, SQLite before 3.32 takes 999; MariaDB makes a subquery of more than a thousand.
        """
        return {"sqlite": 850, "mssql": 1_900, "mysql": 1_000}.get(self.name, 5_000)

    def kind(self, values: Sequence[Any], texts: bool = False) -> Kind:
        """Return how these values of a column travel; `texts`: the column is known to be one of texts."""
        if set(map(type, values)) == {int} and min(values) in _BIGINT and max(values) in _BIGINT:
            return "numbers"
        return "texts" if texts else "others"

    def portions(self, values: Sequence[T], kind: Kind) -> Iterator[Sequence[T]]:
        """Yield values (or what stands for one each) in slices of as many as one statement takes."""
        size = self.at_once
        if self.structured and (self.name, kind) in TAKEN_APART:
            size = {"sqlite": 20_000, "postgresql": 20_000}.get(self.name, 5_000)
        for start in range(0, len(values), size):
            yield values[start : start + size]

    def members(
        self, column: sa.ColumnElement[Any], values: Sequence[Any], *, texts: bool = False
    ) -> sa.ColumnElement[bool]:
        """Return the condition that a column is one of these values.

        Whole numbers travel as one JSON parameter where the server takes that, and so do the texts for a column known
        to be one of `texts`; a key may be a UUID or a date, which only a plain parameter is compared with. Texts go as
        a list to MariaDB and SQL Server: what comes out of a JSON text has a collation of its own there, which may not
        be compared with that of the column, and only a plain parameter leaves the column's index usable.
        """
        taken_apart = TAKEN_APART.get((self.name, self.kind(values, texts))) if self.structured else None
        if taken_apart is None:
            return self.typed(column, values).in_([_sent(value) for value in values])
        operator, expression = taken_apart
        # Plain ASCII: no driver has to convert it, and nothing in it needs to be escaped but for JSON.
        whole = sa.bindparam("list", json.dumps(list(values), separators=(",", ":")), type_=sa.Text(), unique=True)
        return column.op(operator, is_comparison=True)(sa.text(expression).bindparams(whole))

    def exact(self, column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
        """Return a column of texts so that "=" tells case and accents apart, which a collation may not."""
        if self.name == "mysql":
            text = sa.func.convert(column.op("USING")(sa.literal_column("utf8mb4")), type_=sa.String())
            return text.collate("utf8mb4_bin")
        if self.name == "postgresql":  # citext and non-deterministic collations
            return sa.cast(column, sa.Text).collate("C")
        return column.collate("Latin1_General_BIN2" if self.name == "mssql" else "BINARY")

    def typed(self, column: sa.ColumnElement[Any], values: Sequence[Any]) -> sa.ColumnElement[Any]:
        """Return the column with the type that these values must be sent with, where the driver does not know best."""
        kind = self.type_of(values)
        return column if kind is None else sa.type_coerce(column, kind)

    def bound(self, value: object) -> sa.BindParameter[Any]:
        """Return a value as a parameter of fitting type."""
        return sa.bindparam(None, _sent(value), type_=self.type_of([value]), unique=True)

    def assigned(self, value: object) -> sa.BindParameter[Any]:
        """Return a value as a parameter that is written into a column of whatever type.

        PostgreSQL takes no number for a truth value or a bit, but a text of which it knows no type for any column.
        """
        return self.bound(str(value) if self.name == "postgresql" and type(value) is int else value)

    def type_of(self, values: Sequence[object]) -> TypeEngine[Any] | None:
        """Return the type of a parameter for these values, None where the driver knows best.

        SQL Server compares a VARCHAR column with an NVARCHAR parameter by converting the column, row by row, past its
        index. Plain ASCII text is therefore sent as VARCHAR, which suits both; other text must go as NVARCHAR. A moment
        with an offset is sent with it: without, DATETIMEOFFSET takes it for one in UTC.
        """
        if self.name != "mssql":
            return None
        if values and all(isinstance(value, datetime) and value.tzinfo is not None for value in values):
            return sa.DateTime(timezone=True)
        if not all(isinstance(value, str) for value in values):
            return None
        texts = [str(value) for value in values]
        length = 255 if all(len(text) <= 255 for text in texts) else 1999
        limit = None if any(len(text) > length for text in texts) else length
        return sa.String(limit) if all(text.isascii() for text in texts) else sa.Unicode(limit)


def _sent(value: Any) -> Any:
    """Return a value as drivers take it: an unsigned number of 64 bits is too large for them."""
    return Decimal(value) if type(value) is int and value not in _BIGINT else value


def server_of(connection: sa.Connection) -> Server:
    """Return what the server behind a connection can do, by trying; nothing is changed.

    Raises what the driver raises where that is no answer: a line that breaks here says nothing about the server.
    """
    name = connection.dialect.name
    try:
        with connection.begin_nested():
            connection.execute(sa.text(PROBES[name])).scalar_one()
    except KeyError:
        return Server(name)
    except sa.exc.DBAPIError as problem:
        if kind_of(problem) != "refuses":
            raise
        return Server(name)
    return Server(name, structured=True)
