"""The statements sent to the ERP, as SQLAlchemy Core: names quoted as written, values always as parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa

from processor.erp.naming import bare, condition, table_of
from processor.erp.server import Server
from processor.erp.targets import Target
from processor.erp.values import values_of

T = TypeVar("T")

_STEP = timedelta(milliseconds=4)

FLAG = "→"
"""Stands before the name of a column of the table that holds the flag; alone it is 1 where its row is there, else 0."""


class Rows(NamedTuple):
    """A SELECT and what its columns are called, in order: a column's own name, or FLAG and the name."""

    select: sa.Select[Any]
    names: Sequence[str]


def own_table(target: Target) -> sa.TableClause:
    """Return the table with the addresses, with every column of it that the target names."""
    return table_of(target.table, tuple(target.all_columns()))


def flag_table(target: Target) -> sa.TableClause:
    """Return the table with the flag, where that is another one."""
    flag = target.flag
    return table_of(flag.table, tuple(dict.fromkeys([*flag.via, *flag.named(), *flag.insert, *flag.also])))


def rows_of(
    target: Target,
    where: Sequence[sa.ColumnElement[bool] | sa.TextClause] = (),
    fields: Sequence[str] = (),
    *,
    current: bool = False,
) -> Rows:
    """Return the SELECT of rows of a target, with the flag where it stands in another table.

    `where` are conditions on `own_table`, `fields` further columns of it. `current`: as the rows are now, not as the
    transaction first saw them (InnoDB repeats its first read otherwise). The operator's own conditions stand in
    subqueries of their own, so that no name in them can be mistaken for one of the other table.
    """
    own, flag = own_table(target), target.flag
    names = list(dict.fromkeys([*target.columns(), *fields]))
    inner = sa.select(*(own.c[name] for name in names)).select_from(own).where(*where)
    if not flag.table:
        return Rows(inner.with_for_update(read=True) if current else inner, names)
    other = flag_table(target)
    flags = sa.select(*(other.c[name] for name in dict.fromkeys([*flag.via, *flag.named()]))).select_from(other)
    flags = flags.where(condition(flag.where)) if flag.where else flags
    if flag.row:
        entry = flags.subquery("flag_")
        on = sa.and_(*(entry.c[theirs] == own.c[ours] for theirs, ours in flag.via.items()))
        there = sa.select(sa.literal_column("1")).select_from(entry).where(on).correlate(own).exists()
        inner = inner.add_columns(_one_if(there))
        return Rows(inner.with_for_update(read=True) if current else inner, [*names, FLAG])
    if current:
        inner, flags = inner.with_for_update(read=True), flags.with_for_update(read=True)
    row, parent = inner.subquery("row_"), flags.subquery("flag_")
    on = sa.and_(*(parent.c[theirs] == row.c[ours] for theirs, ours in flag.via.items()))
    found = _one_if(parent.c[next(iter(flag.via))].is_not(None))
    select = sa.select(*(row.c[name] for name in names), found, *(parent.c[name] for name in flag.named()))
    return Rows(select.select_from(row.outerjoin(parent, on)), [*names, FLAG, *(FLAG + name for name in flag.named())])


def _one_if(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.case((condition, sa.literal_column("1")), else_=sa.literal_column("0")).label("flag_row")


def living(target: Target) -> list[sa.TextClause]:
    """Return the conditions of living rows."""
    return [condition(target.where)] if target.where else []


def having_address(target: Target) -> sa.ColumnElement[bool]:
    """Return the condition that at least one e-mail column is neither NULL nor empty."""
    return sa.or_(*(bare(column) != sa.literal_column("''") for column in target.email))


def by_keys(columns: Sequence[str], keys: Sequence[str], server: Server) -> sa.ColumnElement[bool]:
    """Return the condition that picks the rows with these keys (canonical form); composite ones as an OR of ANDs."""
    return by_values(columns, values_of(keys), server)


def by_values(columns: Sequence[str], rows: Sequence[Sequence[Any]], server: Server) -> sa.ColumnElement[bool]:
    """Return the condition that picks the rows with these values in `columns`."""
    if len(columns) == 1:
        return server.members(bare(columns[0]), _spellings([row[0] for row in rows], server))
    return sa.or_(
        *(sa.and_(*(equals(name, value, server) for name, value in zip(columns, row, strict=True))) for row in rows)
    )


def _spellings(values: list[Any], server: Server) -> list[Any]:
    """Return values, and beside one with blanks that fill a CHAR the bare one: PostgreSQL finds it in a VARCHAR so."""
    if server.name != "postgresql":
        return values
    return values + [value.rstrip(" ") for value in values if isinstance(value, str) and value.endswith(" ")]


def equals(name: str, before: object, server: Server, *, exact: bool = False) -> sa.ColumnElement[bool]:
    """Return the NULL-safe comparison with a value read before; blanks that fill a CHAR may be there or not.

    `exact`: the column holds an address or a note, and café@ is not cafe@ whatever the collation says.
    """
    column: sa.ColumnElement[Any] = bare(name)
    if before is None:
        return column.is_(None)
    if server.moments and isinstance(before, datetime):
        # SQL Server's DATETIME counts in steps of a three hundredth of a second, which no parameter is equal to.
        return column.between(server.bound(before - _STEP), server.bound(before + _STEP))
    column = server.exact(column) if exact and isinstance(before, str) else column
    same = column == server.bound(before)
    if isinstance(before, str) and before.endswith(" "):
        return sa.or_(same, column == server.bound(before.rstrip(" ")))
    return same


def as_before(
    columns: Sequence[str],
    befores: Mapping[tuple[Any, ...], object],
    column: str,
    server: Server,
    *,
    exact: bool = False,
) -> sa.ColumnElement[bool]:
    """Return the condition of a compare-and-set: rows with these values in `columns` whose `column` is as before.

    `befores`: key values -> raw value read before. Where all are the same the keys stand in one list. `exact` as for
    `equals`.
    """
    values = list(befores.values())
    if len(set(map(type, values))) == 1 and values.count(values[0]) == len(values):
        return sa.and_(by_values(columns, list(befores), server), equals(column, values[0], server, exact=exact))
    return sa.or_(
        *(
            sa.and_(by_values(columns, [key], server), equals(column, before, server, exact=exact))
            for key, before in befores.items()
        )
    )


def update(
    table: sa.TableClause, picked: sa.ColumnElement[bool], values: Mapping[str, Any], server: Server
) -> sa.Update:
    """Return the UPDATE that writes `values` by column into the rows picked."""
    return sa.update(table).where(picked).values({name: server.assigned(value) for name, value in values.items()})


def key_portions(keys: Sequence[str], width: int, server: Server) -> Iterator[Sequence[str]]:
    """Yield keys of `width` columns, in canonical form, in slices of as many as one statement names."""
    if width > 1:
        return in_portions(keys, portion(width, server))
    return server.portions(keys, server.kind([value for (value,) in values_of(keys)]))


def portion(width: int, server: Server, own_befores: bool = False) -> int:
    """Return how many keys of `width` columns one statement names; fewer where each comes with a before-image."""
    if width == 1 and not own_befores:
        return server.at_once
    # Neither too many parameters nor an OR deeper than a server nests conditions (SQLite: 1000).
    return max(1, min(300, 800 // (width + 2 * own_befores)))


def in_portions(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Yield `items` in slices of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
