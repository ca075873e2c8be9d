"""What `check` says about the ERP: asked with plain queries, changing nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, Protocol

import sqlalchemy as sa

from processor.domain.address import addresses_of
from processor.erp import sql
from processor.erp.dialects import PADS
from processor.erp.reading import raw_rows
from processor.erp.targets import Target
from processor.erp.values import encode, key_of, text_of
from processor.errors import AbgleichError, Unavailable

SHOWN = 12
"""Values named in one finding; the rest is only counted."""


@dataclass(frozen=True)
class Finding:
    """One thing `check` found. The words of `code` are in templates/words/check.toml and its neighbours."""

    level: Literal["ok", "warn", "error"]
    code: str
    facts: dict[str, object] = field(default_factory=dict)


class Sessions(Protocol):
    """Opens a connection whose changes are rolled back and whose driver errors are Unavailable."""

    def __call__(self, writing: bool = False) -> AbstractContextManager[sa.Connection]:
        """Return the context of one connection."""


def findings(session: Sessions, targets: Sequence[Target]) -> Iterator[Finding]:
    """Yield what is to be said about the server and each target, in the order of the configuration."""
    try:
        with session() as connection:
            yield Finding("ok", "erp_server", {"server": _server(connection)})
    except AbgleichError as problem:
        yield Finding("error", problem.code, dict(problem.facts))
        return
    for target in targets:
        try:
            yield from _of_target(session, target)
        except AbgleichError as problem:
            yield Finding("error", problem.code, {"target": target.name, **problem.facts})


def _server(connection: sa.Connection) -> str:
    version = ".".join(str(part) for part in connection.dialect.server_version_info or ())
    names = {"postgresql": "PostgreSQL", "mssql": "SQL Server", "mysql": "MySQL", "sqlite": "SQLite"}
    name = names.get(connection.dialect.name, connection.dialect.name)
    return f"{'MariaDB' if getattr(connection.dialect, 'is_mariadb', False) else name} {version}"


def _of_target(session: Sessions, target: Target) -> Iterator[Finding]:
    unreadable = list(_unreadable(session, target))
    if unreadable:
        yield from unreadable
        return
    yield Finding("ok", "erp_table", {"target": target.name, "table": target.table, "columns": target.columns()})
    with session() as connection:
        yield from _key(connection, target)
    with session() as connection:
        yield from _rows(connection, target)
    yield from _rights(session, target)


def _refused(session: Sessions, statement: Callable[[], sa.Executable], writing: bool = False) -> str:
    """Return why the server refuses a statement, "" when it accepts; what it did is rolled back."""
    try:
        with session(writing=writing) as connection:
            connection.execute(statement()).close()
    except Unavailable as problem:
        if problem.code != "erp_refuses":
            raise
        return str(problem.facts["why"])
    return ""


def _unreadable(session: Sessions, target: Target) -> Iterator[Finding]:
    """Yield what keeps the target from being read: the table, single columns or the condition."""
    table, nothing = sql.table_of(target), sa.text("1=0")
    about: dict[str, object] = {"target": target.name, "table": target.table}
    if why := _refused(session, lambda: sa.select(sa.literal_column("1")).select_from(table).where(nothing)):
        yield Finding("error", "erp_table_unreadable", {**about, "why": why})
        return
    broken = False
    for name in target.columns():
        # Qualified by the table: SQLite takes a quoted name it does not know for a text.
        if why := _refused(session, lambda name=name: sa.select(table.c[name]).where(nothing)):  # type: ignore[misc]
            broken = True
            yield Finding("error", "erp_column_unreadable", {**about, "column": name, "why": why})
    if not broken and (why := _refused(session, lambda: sql.living(target, table, target.key).where(nothing))):
        yield Finding("error", "erp_where_refused", {**about, "where": target.where, "why": why})


def _key(connection: sa.Connection, target: Target) -> Iterator[Finding]:
    table = sql.table_of(target)
    key = [table.c[name] for name in target.key]
    about: dict[str, object] = {"target": target.name, "key": ", ".join(target.key)}
    empty = sa.select(sa.func.count()).select_from(table).where(sa.or_(*(column.is_(None) for column in key)))
    if without := connection.execute(empty).scalar_one():
        yield Finding("error", "erp_key_null", {**about, "rows": int(without)})
    twice = sa.select(*key).group_by(*key).having(sa.func.count() > 1).order_by(*key).limit(1)
    if double := connection.execute(twice).fetchone():
        yield Finding("error", "erp_key_twice", {**about, "example": key_of(list(double), True)})
    elif not without:
        yield Finding("ok", "erp_key", about)


def _rows(connection: sa.Connection, target: Target) -> Iterator[Finding]:
    """Yield what one pass over the living rows shows: how many, how many with an address, and the flag's values."""
    table, columns = sql.table_of(target), list(dict.fromkeys([*target.key, *target.email, target.flag.column]))
    living = addressed = unusable = 0
    values: Counter[tuple[str, str]] = Counter()
    example, padded = "", connection.dialect.name in PADS
    for rows in raw_rows(connection, sql.living(target, table, columns), 50_000):
        cells = dict(zip(columns, zip(*rows, strict=True), strict=True))
        example = example or key_of([cells[name][0] for name in target.key], padded)
        living += len(rows)
        flags = (raw.rstrip(" ") if isinstance(raw, str) else raw for raw in cells[target.flag.column])
        values.update((target.flag.said(raw), encode(raw)) for raw in flags)
        texts = [[text_of(raw) for raw in cells[name]] for name in target.email]
        known = addresses_of(text for column in texts for text in column)
        for row in zip(*texts, strict=True):
            held = [address for text in row for address in known[text] if address.fault != "empty"]
            addressed += bool(held)
            unusable += sum(1 for address in held if not address.canonical)
    about: dict[str, object] = {"target": target.name}
    facts = {**about, "living": living, "addressed": addressed, "unusable": unusable}
    yield Finding("ok" if addressed else "warn", "erp_rows" if addressed else "erp_no_rows", facts)
    if (
        example
        and not connection.execute(
            sa.select(table.c[target.key[0]]).where(sql.by_keys(target, table, [example], connection.dialect.name))
        ).fetchone()
    ):
        yield Finding("error", "erp_key_not_found_again", {**about, "example": example})
    yield from _flag(target, values)


def _flag(target: Target, values: Counter[tuple[str, str]]) -> Iterator[Finding]:
    about: dict[str, object] = {"target": target.name, "column": target.flag.column}
    said = Counter[str]()
    for (meaning, _), number in values.items():
        said[meaning] += number
    listed = {meaning: _listed(values, meaning) for meaning in ("yes", "no", "unknown")}
    yield Finding("ok", "erp_flag", {**about, **{name: said[name] for name in listed}, "values": _listed(values)})
    null = sum(number for (_, value), number in values.items() if value == "null")
    if null and target.flag.null == "unknown":
        yield Finding("warn", "erp_flag_null", {**about, "rows": null})
    if said["unknown"] > null or (said["unknown"] and target.flag.null != "unknown"):
        rows = said["unknown"] - (null if target.flag.null == "unknown" else 0)
        strange = [text for text in listed["unknown"] if not text.startswith("null ")]
        yield Finding("warn", "erp_flag_unknown", {**about, "rows": rows, "values": strange})
    if values and not said["yes"]:
        yield Finding("warn", "erp_flag_never_yes", about)


def _listed(values: Counter[tuple[str, str]], meaning: str = "") -> list[str]:
    found = [(value, number) for (said, value), number in values.most_common() if meaning in ("", said)]
    more = [f"… ({len(found) - SHOWN} more)"] if len(found) > SHOWN else []
    return [f"{value} ({number})" for value, number in found[:SHOWN]] + more


def _rights(session: Sessions, target: Target) -> Iterator[Finding]:
    """Yield whether the account may write what the configuration asks for: tried on no row and rolled back."""
    table, nothing = sql.table_of(target), sa.text("1=0")
    with session() as connection:
        dialect = connection.dialect.name
    extra = target.extra(now=datetime.now(UTC), reason="check", source="check", moments=dialect == "mssql")
    wanted: list[tuple[str, dict[str, Any]]] = [(target.flag.column, {target.flag.column: target.flag.no})]
    if target.bounce.action == "mark":
        wanted.append((target.bounce.column, {target.bounce.column: target.bounce.value}))
    if "clear" in (target.bounce.action, target.bounce.then):
        wanted += [(column, {column: ""}) for column in target.email]
    refused = False
    for column, values in wanted:
        bound = {name: sql.bound(value, dialect) for name, value in {**extra, **values}.items()}
        statement = sa.update(table).where(nothing).values(bound)
        if why := _refused(session, lambda statement=statement: statement, writing=True):  # type: ignore[misc]
            refused = True
            yield Finding("error", "erp_write_refused", {"target": target.name, "column": column, "why": why})
    if target.bounce.then == "delete_row" and (
        why := _refused(session, lambda: sa.delete(table).where(nothing), writing=True)
    ):
        refused = True
        yield Finding("error", "erp_delete_refused", {"target": target.name, "why": why})
    if not refused:
        yield Finding("ok", "erp_write", {"target": target.name})
