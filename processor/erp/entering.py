"""Rows that say NO by being there are entered where they are missing: in a flag's own table, or in a blacklist."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from processor.erp import blacklist, sql
from processor.erp.assigning import Task, flag_key
from processor.erp.flag import Blacklist
from processor.erp.naming import bare, condition
from processor.erp.server import Server
from processor.erp.targets import Target, assignments
from processor.erp.values import key_of


def enter_flags(
    connection: sa.Connection, server: Server, target: Target, tasks: Sequence[Task], facts: Mapping[str, object]
) -> None:
    """Insert the missing rows of the flag's own table; rows that share one, also of other targets, get it once."""
    flag, table = target.flag, sql.flag_table(target)
    wanted = {flag_key(target, task.row): task for task in tasks}
    select = sa.select(*(table.c[name] for name in flag.via))
    select = select.where(sql.by_values(list(flag.via), list(wanted), server))
    select = select.where(condition(flag.where)) if flag.where else select
    there = {key_of(list(row), server.padded) for row in connection.execute(select)}
    extra = assignments(flag.insert, facts, server.moments)
    missing = []
    for key, task in wanted.items():
        if key_of(list(key), server.padded) not in there:
            columns = [name for name in (flag.column_of(change.column) for change in task.changes) if name]
            noes = dict.fromkeys(columns, flag.value(facts, server.moments))
            missing.append({**extra, **dict(zip(flag.via, key, strict=True)), **noes})
    _insert(connection, server, table, missing)


def enter_addresses(
    connection: sa.Connection,
    server: Server,
    listing: Blacklist,
    wanted: Sequence[str],
    facts: Mapping[str, object],
) -> set[str]:
    """Write canonical addresses into a blacklist: old rows are made active again, missing ones inserted.

    Return those that it cannot hold, because the server takes them for another entry; the rest is written.
    """
    table = blacklist.table_with(listing)
    there = blacklist.entries(connection, listing, server, wanted)
    active = {listing.active: listing.active_value} if listing.active else {}
    missing: dict[str, Mapping[str, Any]] = {}
    for address in wanted:
        entry = there.get(address)
        if entry is None:
            spelled = listing.spelled(address)
            digest = hashlib.sha256(address.encode()).hexdigest()
            extra = assignments(listing.values, {**facts, "email": spelled, "digest": digest[:32]}, server.moments)
            missing[address] = {**extra, **active, listing.email: spelled}
        elif not entry.counts:
            same = [server.exact(bare(listing.email)) == server.bound(cell) for cell in entry.cells]
            # Also the collation's own way, which the column's index serves.
            coarse = server.members(bare(listing.email), entry.cells, texts=True)
            picked = sa.and_(coarse, sa.or_(*same), *([condition(listing.where)] if listing.where else []))
            connection.execute(sql.update(table, picked, active, server))
    return _insert_what_can_be(connection, server, listing, missing) if missing else set()


def _insert_what_can_be(
    connection: sa.Connection, server: Server, listing: Blacklist, rows: Mapping[str, Mapping[str, Any]]
) -> set[str]:
    """Insert rows (by address) into a blacklist; return the addresses that the server takes for another entry's.

    What it refuses is narrowed down by halves, each try in a savepoint of its own.
    """
    table = blacklist.table_with(listing)
    try:
        with connection.begin_nested():
            _insert(connection, server, table, list(rows.values()))
    except sa.exc.IntegrityError:
        addresses = list(rows)
        if len(rows) > 1:
            halves = addresses[: len(rows) // 2], addresses[len(rows) // 2 :]
            parts = [{address: rows[address] for address in half} for half in halves]
            return set().union(*(_insert_what_can_be(connection, server, listing, part) for part in parts))
        same = server.members(bare(listing.email), [rows[addresses[0]][listing.email]], texts=True)
        if connection.execute(sa.select(table.c[listing.email]).where(same).limit(1)).first() is None:
            raise  # for a reason that has nothing to do with the address
        return {addresses[0]}
    return set()


def _insert(
    connection: sa.Connection, server: Server, table: sa.TableClause, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert rows, those with the same columns several with one statement."""
    alike: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        alike.setdefault(tuple(row), []).append(row)
    for names, group in alike.items():
        for part in sql.in_portions(group, max(1, min(300, server.at_once // len(names)))):
            bound = [{name: server.assigned(value) for name, value in row.items()} for row in part]
            connection.execute(sa.insert(table).values(bound))
