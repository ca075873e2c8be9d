"""Columns into tables and back: how data frames travel to the ledger's database, set-wise and portably."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

import sqlalchemy as sa

from processor.domain.batch import only

if TYPE_CHECKING:
    import pandas as pd

CHUNK = 500
"""Values in one IN list: below every server's limit of parameters, SQLite's old 999 included."""

INSERT_CHUNK = 20_000


def write_frame(
    connection: sa.Connection,
    table: sa.Table,
    rows: pd.DataFrame,
    existing: Literal["fail", "keep", "renew"] = "fail",
) -> None:
    """Insert the rows of a frame; columns the table does not have are left out.

    Rows whose primary key is there already fail the statement, are kept as they are, or are replaced.
    """
    if rows.empty:
        return
    keys = [column.name for column in table.primary_key]
    if existing != "fail":
        present = _present(connection, table, keys, rows)
        if existing == "keep":
            rows = only(rows, (key not in present for key in _tuples(rows, keys)))
        elif present:
            _delete(connection, table, keys, present)
    columns = [column for column in table.columns if column.name in rows.columns]
    statement, positional = _insert(connection, table, columns)
    for start in range(0, len(rows), INSERT_CHUNK):
        part = rows.iloc[start : start + INSERT_CHUNK]
        values = zip(*(_bound(connection, column, part[column.name]) for column in columns), strict=True)
        names = [column.name for column in columns]
        records = list(values) if positional else [dict(zip(names, row, strict=True)) for row in values]
        connection.exec_driver_sql(statement, records)


def _insert(connection: sa.Connection, table: sa.Table, columns: Sequence[sa.Column[Any]]) -> tuple[str, bool]:
    """The driver's own INSERT for these columns, and whether it takes tuples rather than names.

    SQLAlchemy's own execution costs several times the insert itself for a million rows, value by value.
    """
    compiled = table.insert().compile(dialect=connection.dialect, column_keys=[column.name for column in columns])
    return str(compiled), connection.dialect.positional


def _bound(connection: sa.Connection, column: sa.Column[Any], values: pd.Series[Any]) -> list[Any]:
    """A column's values as the driver wants them, each distinct one converted once."""
    plain = _plain(values)
    convert = column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
    if convert is None:
        return plain
    converted = {value: convert(value) for value in set(plain)}
    return [converted[value] for value in plain]


def _plain(values: pd.Series[Any]) -> list[Any]:
    """Plain Python values, None where one is missing."""
    if str(values.dtype) == "str":
        return values.tolist()
    return values.astype(object).where(values.notna(), None).tolist()


def read_frame(connection: sa.Connection, query: sa.Select[Any]) -> pd.DataFrame:
    """Return the result of a query as a frame with the query's columns, also when it is empty."""
    import pandas as pd

    result = connection.execute(query)
    names = list(result.keys())
    values = list(zip(*result.fetchall(), strict=True)) or [()] * len(names)
    return pd.DataFrame({name: list(column) for name, column in zip(names, values, strict=True)}, columns=names)


def chunks(values: Iterable[str]) -> Iterator[list[str]]:
    """Return values in lists that fit into one IN."""
    together = list(values)
    for start in range(0, len(together), CHUNK):
        yield together[start : start + CHUNK]


def _tuples(rows: pd.DataFrame, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """The rows as tuples of plain Python values, None where a value is missing."""
    return zip(*(_plain(rows[name]) for name in names), strict=True)


def _present(
    connection: sa.Connection, table: sa.Table, keys: Sequence[str], rows: pd.DataFrame
) -> set[tuple[Any, ...]]:
    """Primary keys of `rows` that the table has."""
    wanted = set(_tuples(rows, keys))
    first = table.c[keys[0]]
    found: set[tuple[Any, ...]] = set()
    for part in chunks(sorted({key[0] for key in wanted})):
        query = sa.select(*(table.c[name] for name in keys)).where(first.in_(part))
        found.update(tuple(row) for row in connection.execute(query))
    return found & wanted


def _delete(connection: sa.Connection, table: sa.Table, keys: Sequence[str], present: set[tuple[Any, ...]]) -> None:
    """Delete rows by primary key."""
    where = sa.and_(*(table.c[name] == sa.bindparam(f"key_{name}") for name in keys))
    parameters = [{f"key_{name}": value for name, value in zip(keys, key, strict=True)} for key in present]
    connection.execute(table.delete().where(where), parameters)
