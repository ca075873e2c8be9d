"""Flags that stand in another table: who else hangs on one, and whose row has none to say NO in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from processor.domain.address import addresses
from processor.erp import sql
from processor.erp.change import Change, Row, no_place
from processor.erp.comparing import rows_by_key
from processor.erp.server import Server
from processor.erp.targets import Target
from processor.erp.values import key_of, text_of

Place = str
"""The key of a row in the flag's own table, in canonical form, its columns in the order of their names."""


def place_of(target: Target, row: Row, padded: bool) -> Place:
    """Return where the flag of a row stands."""
    via = target.flag.via
    return key_of([row[via[theirs]] for theirs in sorted(via)], padded)


def sharers(
    connection: sa.Connection, server: Server, targets: Iterable[Target], target: Target, rows: Sequence[Row]
) -> Mapping[Place, set[str]]:
    """Return, by place, the canonical addresses of all rows whose flag is that of one of these rows of `target`."""
    found: dict[Place, set[str]] = {}
    wanted = list({place_of(target, row, server.padded): row for row in rows}.values())
    for other in targets:
        if target.flag.table and other.flag.table == target.flag.table and set(other.flag.via) == set(target.flag.via):
            for row in _rows(connection, server, other, target, wanted):
                people = found.setdefault(place_of(other, row, server.padded), set())
                people |= {one.canonical for name in other.email for one in addresses(text_of(row[name]))}
    return {place: people - {""} for place, people in found.items()}


def _rows(
    connection: sa.Connection, server: Server, other: Target, target: Target, wanted: Sequence[Row]
) -> Iterator[Mapping[str, Any]]:
    """Yield the rows of `other` that share the flag of rows of `target`."""
    own, via = sql.own_table(other), other.flag.via
    names = list(dict.fromkeys([*via.values(), *other.email]))
    select = sa.select(*(own.c[name] for name in names)).select_from(own)
    values = [tuple(row[target.flag.via[theirs]] for theirs in via) for row in wanted]
    for part in sql.in_portions(values, sql.portion(len(via), server)):
        for row in connection.execute(select.where(sql.by_values(list(via.values()), part, server))):
            yield dict(zip(names, row, strict=True))


def without_place(
    connection: sa.Connection, server: Server, targets: Sequence[Target], changes: Sequence[Change]
) -> list[bool]:
    """Return for each change whether it is about one of these targets and its row has no place to say NO in."""
    rows = {
        target.name: rows_of(connection, server, target, {one.key for one in changes if one.target == target.name})
        for target in targets
    }
    by_name = {target.name: target for target in targets}
    found = [(by_name.get(one.target), rows.get(one.target, {}).get(one.key)) for one in changes]
    return [target is not None and row is not None and no_place(target, row) for target, row in found]


def rows_of(
    connection: sa.Connection, server: Server, target: Target, keys: Iterable[str], *, current: bool = False
) -> dict[str, Row]:
    """Return rows by key, however many; those that are not there are left out."""
    found: dict[str, Row] = {}
    for part in sql.key_portions(sorted(keys), len(target.key), server):
        found |= rows_by_key(connection, server, target, part, current=current)
    return found
