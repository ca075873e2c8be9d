"""Whether every table, column and condition of a target can be read, and whether its keys are keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from processor.erp import sql
from processor.erp.naming import condition, table_of
from processor.erp.probe.asking import NOTHING, Asker
from processor.erp.probe.finding import Finding
from processor.erp.targets import Target
from processor.erp.values import key_of


def unreadable(asker: Asker, target: Target) -> Iterator[Finding]:
    """Yield what keeps a target from being read: a table, single columns or a condition.

    Columns of the other tables that are only ever written need not be readable; they are tried with the rights.
    """
    flag, listing = target.flag, target.blacklist
    yield from _table(asker, target, target.table, target.all_columns(), target.where)
    if flag.table:
        yield from _table(asker, target, flag.table, [*flag.via, *flag.named()], flag.where)
    if listing is not None:
        active = [listing.active] if listing.active else []
        yield from _table(asker, target, listing.table, [listing.email, *active], listing.where)


def _table(asker: Asker, target: Target, name: str, columns: Sequence[str], where: str) -> Iterator[Finding]:
    columns = list(dict.fromkeys(columns))
    table = table_of(name, tuple(columns))
    about: dict[str, object] = {"target": target.name, "table": name}
    if why := asker.refused(lambda: sa.select(sa.literal_column("1")).select_from(table).where(NOTHING)):
        yield Finding("error", "erp_table_unreadable", {**about, "why": why})
        return
    broken = False
    for column in columns:
        # Qualified by the table: SQLite takes a quoted name it does not know for a text.
        if why := asker.refused(lambda column=column: sa.select(table.c[column]).where(NOTHING)):  # type: ignore[misc]
            broken = True
            yield Finding("error", "erp_column_unreadable", {**about, "column": column, "why": why})
    if where and not broken:
        asked = sa.select(table.c[columns[0]]).where(condition(where), NOTHING)
        if why := asker.refused(lambda: asked):
            yield Finding("error", "erp_where_refused", {**about, "where": where, "why": why})


def keys(connection: sa.Connection, target: Target) -> Iterator[Finding]:
    """Yield whether the key is filled and unique, and whether the flag's own table has one row for each of ours."""
    table = sql.own_table(target)
    key = [table.c[name] for name in target.key]
    about: dict[str, object] = {"target": target.name, "key": ", ".join(target.key)}
    empty = sa.select(sa.func.count()).select_from(table).where(sa.or_(*(column.is_(None) for column in key)))
    if without := connection.execute(empty).scalar_one():
        yield Finding("error", "erp_key_null", {**about, "rows": int(without)})
    if double := _double(connection, key, []):
        yield Finding("error", "erp_key_twice", {**about, "example": double})
    elif not without:
        yield Finding("ok", "erp_key", about)
    flag = target.flag
    if flag.table and not flag.row:
        theirs = sql.flag_table(target)
        where = [condition(flag.where)] if flag.where else []
        if double := _double(connection, [theirs.c[name] for name in flag.via], where):
            facts = {"target": target.name, "table": flag.table, "key": ", ".join(flag.via), "example": double}
            yield Finding("error", "erp_flag_twice", facts)
        if shared := _shared(connection, target):
            yield Finding("ok", "erp_flag_shared", {"target": target.name, "table": flag.table, "flags": shared})


def _shared(connection: sa.Connection, target: Target) -> int:
    """Return how many flags several living rows with an address hang on: an opt-out of one is one of all."""
    table = sql.own_table(target)
    via = [table.c[name] for name in target.flag.via.values()]
    rows = sa.select(*via).select_from(table).where(*sql.living(target), sql.having_address(target))
    several = rows.where(*(column.is_not(None) for column in via)).group_by(*via).having(sa.func.count() > 1)
    return int(connection.execute(sa.select(sa.func.count()).select_from(several.subquery("several_"))).scalar_one())


def _double(connection: sa.Connection, key: Sequence[sa.ColumnElement[object]], where: Sequence[sa.TextClause]) -> str:
    """Return a key that several rows have, "" where there is none; NULL is no key."""
    filled = [column.is_not(None) for column in key]
    twice = sa.select(*key).where(*filled, *where).group_by(*key).having(sa.func.count() > 1).order_by(*key)
    double = connection.execute(twice.limit(1)).first()
    return key_of(list(double), True) if double else ""
