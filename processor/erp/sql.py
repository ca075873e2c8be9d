"""The statements sent to the ERP, as SQLAlchemy Core: names quoted as written, values always as parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.sql import quoted_name
from sqlalchemy.types import TypeEngine

from processor.erp.targets import Target
from processor.erp.values import key_values

T = TypeVar("T")

_NAME_PART = re.compile(r'\s*(?:"((?:[^"]|"")+)"|\[((?:[^\]]|\]\])+)\]|`((?:[^`]|``)+)`|([^.]+?))\s*(?:\.|$)')


def split_name(name: str) -> tuple[str | None, str]:
    """Return (schema, table) of a table name; parts that hold a dot stand in "…", […] or `…`.

    What stands before the last part is the schema as a whole, such as "eazybusiness.dbo".
    """
    parts = [
        (double or "").replace('""', '"')
        or (square or "").replace("]]", "]")
        or (tick or "").replace("``", "`")
        or bare
        for double, square, tick, bare in _NAME_PART.findall(name)
    ]
    return (".".join(parts[:-1]) or None), parts[-1]


def table_of(target: Target) -> sa.TableClause:
    """Return the target's table with every column it names; no reflection, names exactly as written."""
    schema, name = split_name(target.table)
    columns: list[sa.ColumnClause[Any]] = [sa.column(quoted_name(column, quote=True)) for column in target.columns()]
    # A schema of several parts is left to the dialect: SQL Server's takes "database.owner" apart.
    quoted = schema if schema is None or "." in schema else quoted_name(schema, quote=True)
    return sa.table(quoted_name(name, quote=True), *columns, schema=quoted)


def condition(where: str) -> sa.TextClause:
    """Return the operator's own condition as written; a colon in it is no parameter of ours."""
    return sa.text("(" + where.replace(":", r"\:") + ")")


def living(target: Target, table: sa.TableClause, columns: Sequence[str]) -> sa.Select[Any]:
    """Return the SELECT of all living rows of a target."""
    statement = sa.select(*(table.c[column] for column in columns)).select_from(table)
    return statement.where(condition(target.where)) if target.where else statement


def having_address(target: Target, table: sa.TableClause) -> sa.ColumnElement[bool]:
    """Return the condition that at least one e-mail column is neither NULL nor empty."""
    return sa.or_(*(table.c[column] != sa.literal_column("''") for column in target.email))


def by_keys(target: Target, table: sa.TableClause, keys: Sequence[str], dialect: str) -> sa.ColumnElement[bool]:
    """Return the condition that picks the rows with these keys; composite keys as an OR of ANDs."""
    rows = [key_values(key) for key in keys]
    if len(target.key) == 1:
        values = [row[0] for row in rows]
        column: sa.ColumnClause[Any] = sa.column(quoted_name(target.key[0], quote=True), text_type(values, dialect))
        return column.in_(values)
    return sa.or_(
        *(
            sa.and_(*(table.c[name] == bound(value, dialect) for name, value in zip(target.key, row, strict=True)))
            for row in rows
        )
    )


def equals(column: sa.ColumnElement[Any], before: object, dialect: str) -> sa.ColumnElement[bool]:
    """Return the NULL-safe comparison with a value read before; blanks that fill a CHAR may be there or not."""
    if before is None:
        return column.is_(None)
    same = column == bound(before, dialect)
    if isinstance(before, str) and before.endswith(" "):
        return sa.or_(same, column == bound(before.rstrip(" "), dialect))
    return same


def as_before(
    target: Target, table: sa.TableClause, befores: Mapping[str, object], column: str, dialect: str
) -> sa.ColumnElement[bool]:
    """Return the condition of a compare-and-set: the rows with these keys whose `column` still is as before.

    `befores`: key -> raw value read before. Where all are the same the keys stand in one list.
    """
    distinct = list(befores.values())
    if all(type(value) is type(distinct[0]) and value == distinct[0] for value in distinct):
        return sa.and_(by_keys(target, table, list(befores), dialect), equals(table.c[column], distinct[0], dialect))
    return sa.or_(
        *(
            sa.and_(by_keys(target, table, [key], dialect), equals(table.c[column], before, dialect))
            for key, before in befores.items()
        )
    )


def bound(value: object, dialect: str) -> sa.BindParameter[Any]:
    """Return a value as a parameter of fitting type."""
    return sa.bindparam(None, value, type_=text_type([value], dialect), unique=True)


def text_type(values: Sequence[object], dialect: str) -> TypeEngine[Any] | None:
    """Return the type of a parameter for these values, None where the driver knows best.

    SQL Server compares a VARCHAR column with an NVARCHAR parameter by converting the column, row by row, past its
    index. Plain ASCII text is therefore sent as VARCHAR, which suits both; other text must go as NVARCHAR.
    """
    if dialect != "mssql" or not all(isinstance(value, str) for value in values):
        return None
    texts = [str(value) for value in values]
    length = 255 if all(len(text) <= 255 for text in texts) else 1999
    if any(len(text) > length for text in texts):
        return sa.Unicode()
    return sa.String(length) if all(text.isascii() for text in texts) else sa.Unicode(length)


def portion(target: Target, dialect: str, own_befores: bool = False) -> int:
    """Return how many keys one statement may name; fewer where each comes with a before-image of its own.

    SQL Server takes 2100 parameters, SQLite before 3.32 takes 999 and nests conditions 1000 deep; some of them are
    kept for the assignments. The others take 32 767 (PostgreSQL) or 65 535 (MariaDB), more than is any faster.
    """
    parameters = {"sqlite": 900, "mssql": 1_900}.get(dialect, 5_000)
    width = len(target.key) + 2 * own_befores
    room = parameters - len(target.also) - 10
    return max(1, room if width == 1 else min(300, room // width))


def in_portions(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Yield `items` in slices of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
