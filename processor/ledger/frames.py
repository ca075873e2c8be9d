"""Columns into tables and back: how data frames travel to the ledger's database, set-wise and portably."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import sqlalchemy as sa

from processor.domain.batch import frame, only, series

if TYPE_CHECKING:
    import pandas as pd

CHUNK = 500
"""Values in one IN list: below every server's limit of parameters, SQLite's old 999 included."""

PORTION = 20_000
"""Rows on the way at a time: as Python's own values a million of them would take a gigabyte."""


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
    columns = [column for column in table.columns if column.name in rows.columns]
    statement, positional = _insert(connection, table, columns)
    looking = existing != "fail" and connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first()
    for start in range(0, len(rows), PORTION):
        part = rows.iloc[start : start + PORTION]
        if looking:
            present = _present(connection, table, keys, part)
            if existing == "keep":
                part = only(part, (key not in present for key in _tuples(part, keys)))
            elif present:
                _delete(connection, table, keys, present)
        values = zip(*(_bound(connection, column, part[column.name]) for column in columns), strict=True)
        names = [column.name for column in columns]
        records = list(values) if positional else [dict(zip(names, row, strict=True)) for row in values]
        if records:
            connection.exec_driver_sql(statement, records)


def _insert(connection: sa.Connection, table: sa.Table, columns: Sequence[sa.Column[Any]]) -> tuple[str, bool]:
    """The driver's own INSERT for these columns, and whether it takes tuples rather than names.

    SQLAlchemy's own execution costs several times the insert itself for a million rows, value by value.
    """
    compiled = table.insert().compile(dialect=connection.dialect, column_keys=[column.name for column in columns])
    return str(compiled), connection.dialect.positional


def _bound(connection: sa.Connection, column: sa.Column[Any], values: pd.Series[Any]) -> list[Any]:
    """A column's values as the driver wants them, each distinct one converted once."""
    return _plain(values, column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect))


def _plain(values: pd.Series[Any], convert: Callable[[Any], Any] | None = None) -> list[Any]:
    """Plain Python values, each distinct one converted once, None where one is missing."""
    if convert is None and str(values.dtype) == "str":
        return values.to_numpy(dtype=object, na_value=None).tolist()  # type: ignore[call-overload, no-any-return]
    if convert is None and str(values.dtype) in ("int64", "bool"):
        return values.tolist()
    places, distinct = values.factorize()  # the place of a missing one is -1
    different = distinct.to_pydatetime() if hasattr(distinct, "to_pydatetime") else distinct.tolist()
    known = [*(different if convert is None else map(convert, different)), None]
    return [known[place] for place in places.tolist()]


def read_frame(connection: sa.Connection, query: sa.Select[Any], dtypes: Mapping[str, str]) -> pd.DataFrame:
    """Return the result of a query as a frame with exactly `dtypes`, also when it is empty.

    The rows come past SQLAlchemy, which would convert them value by value.
    """
    import pandas as pd

    result = connection.execute(query)
    cursor = result.cursor
    assert cursor is not None
    names = list(result.keys())
    converting = dict(zip(names, _result_processors(connection, query, cursor), strict=True))
    parts = []
    while rows := cursor.fetchmany(PORTION):
        cells = dict(zip(names, zip(*rows, strict=True), strict=True))
        read = {name: _read(cells[name], converting[name], dtype) for name, dtype in dtypes.items()}
        parts.append(pd.DataFrame(read))
    result.close()
    if not parts:
        return frame(dict.fromkeys(names, ()), dtypes)
    return pd.concat(parts, ignore_index=True)


def _result_processors(connection: sa.Connection, query: sa.Select[Any], cursor: Any) -> list[Any]:
    """What turns the driver's values into ours, column by column; None where they are the same."""
    described = zip(query.selected_columns, cursor.description, strict=True)
    return [
        column.type.dialect_impl(connection.dialect).result_processor(connection.dialect, told[1])
        for column, told in described
    ]


def _read(cells: Sequence[Any], convert: Callable[[Any], Any] | None, dtype: str) -> pd.Series[Any]:
    """A column of the driver's values in our dtype, each distinct one converted once."""
    import numpy as np
    import pandas as pd

    if convert is None and not dtype.startswith("datetime"):
        return series(cells, dtype)
    objects = np.empty(len(cells), dtype=object)
    objects[:] = cells
    places, distinct = pd.factorize(objects)
    known = pd.Series([one if convert is None else convert(one) for one in distinct], dtype=dtype)
    return known.reindex(places).reset_index(drop=True)  # there is no place -1, so that a missing one stays missing


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
