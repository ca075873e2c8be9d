"""Flags that more than one row or target hangs on, and rows whose flag's own table has none to say NO in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from processor.domain.address import addresses
from processor.erp import sql
from processor.erp.change import Change, Row, no_place
from processor.erp.comparing import rows_by_key
from processor.erp.naming import split_name, table_of
from processor.erp.server import Server
from processor.erp.targets import Target
from processor.erp.values import key_of, text_of


def sharers(
    connection: sa.Connection, server: Server, targets: Iterable[Target], target: Target, keys: Iterable[str]
) -> Mapping[str, set[str]]:
    """Return, by key of these rows of `target`, the canonical addresses that targets find behind the same flag.

    Whom the row itself names is left out where its own table holds the flag.
    """
    found: dict[str, set[str]] = {}
    wanted, width = sorted(keys), len(target.key)
    for other in targets:
        if not _one_flag(target, other):
            continue
        for part in sql.key_portions(wanted, width, server):
            for row in connection.execute(_behind_one_flag(target, other, sql.by_keys(target.key, part, server))):
                people = found.setdefault(key_of(list(row[:width]), server.padded), set())
                people |= {one.canonical for cell in row[width:] for one in addresses(text_of(cell))} - {""}
    return found


def _one_flag(target: Target, other: Target) -> bool:
    """Return whether rows of both may hang on one flag."""
    if other is target and not target.flag.table:
        return False
    one, two = (split_name(each.flag.table or each.table) for each in (target, other))
    if target.flag.row or other.flag.row:  # a row that is there or not; it has no column to share
        return one == two and target.flag.row == other.flag.row and set(target.flag.via) == set(other.flag.via)
    return one == two and not set(target.flag.named()).isdisjoint(other.flag.named())


def _behind_one_flag(target: Target, other: Target, picked: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Return the SELECT of the keys of the rows of `target` that are picked, and the addresses of `other` beside."""
    ours, theirs = _by_column(target), _by_column(other)
    own = sql.own_table(target)
    row = sa.select(*(own.c[name] for name in dict.fromkeys([*target.key, *ours.values()]))).where(picked)
    row_, other_ = row.subquery("row_"), sql.own_table(other).alias("other_")
    select = sa.select(*(row_.c[name] for name in target.key), *(other_.c[name] for name in other.email))
    if set(ours) == set(theirs):  # also where the row of the flag is not there
        alike = (row_.c[column] == other_.c[theirs[name]] for name, column in ours.items())
        return select.select_from(row_.join(other_, sa.and_(*alike)))
    flag_ = table_of(target.flag.table or target.table, tuple(dict.fromkeys([*ours, *theirs]))).alias("flag_")
    mine = (flag_.c[name] == row_.c[column] for name, column in ours.items())
    its = (flag_.c[name] == other_.c[column] for name, column in theirs.items())
    return select.select_from(row_.join(flag_, sa.and_(*mine)).join(other_, sa.and_(*its)))


def _by_column(target: Target) -> Mapping[str, str]:
    """Return, by column of the table that holds the flag, the column of ours that equals it."""
    return target.flag.via if target.flag.table else {name: name for name in target.key}


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
