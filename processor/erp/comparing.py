"""Before anything is locked: the rows of a plan are read again and compared with what the plan saw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from unicodedata import combining, normalize

import sqlalchemy as sa

from processor.erp import sql
from processor.erp.assigning import Work, work_of
from processor.erp.blacklist import listed
from processor.erp.change import Change, Row
from processor.erp.server import Server
from processor.erp.targets import Changed, Target
from processor.erp.twins import Twins, list_of
from processor.erp.values import key_of, key_values
from processor.errors import Unavailable


def compared(
    connection: sa.Connection,
    server: Server,
    targets: Mapping[str, Target],
    changes: Iterable[Change],
    twins: Twins,
) -> dict[str, Work]:
    """Return, by target, what is left to be done; raise Changed with the keys of all rows that are not as planned.

    Entries that a blacklist cannot hold (`twins`) are not waited for.
    """
    by_target: dict[str, list[Change]] = {}
    for change in changes:
        by_target.setdefault(change.target, []).append(change)
    works: dict[str, Work] = {}
    edited: list[tuple[str, str]] = []
    for name, of_target in by_target.items():
        if name not in targets:  # renamed or removed in the settings while the plan waited
            edited += [(name, change.key) for change in of_target]
            continue
        works[name] = _work(connection, server, targets[name], of_target, twins)
        edited += [(name, key) for key in works[name].edited]
    if edited:
        raise Changed(edited)
    return works


def _work(connection: sa.Connection, server: Server, target: Target, changes: Sequence[Change], twins: Twins) -> Work:
    work = Work()
    known = blacklisted(connection, server, target, changes, twins)
    by_key: dict[str, list[Change]] = {}
    for change in changes:
        by_key.setdefault(change.key, []).append(change)
    for keys in sql.key_portions(list(by_key), len(target.key), server):
        rows = rows_by_key(connection, server, target, keys)
        work_of(target, {key: by_key[key] for key in keys}, rows, known, work)
    return work


def blacklisted(
    connection: sa.Connection, server: Server, target: Target, changes: Iterable[Change], twins: Twins
) -> set[str]:
    """Return which addresses of these changes stand in the target's blacklist, or cannot."""
    wanted = {change.canonical for change in changes}
    found = listed(connection, target.blacklist, server, wanted)
    return found | (wanted & twins.get(list_of(target.blacklist), set())) if target.blacklist else found


def rows_by_key(
    connection: sa.Connection, server: Server, target: Target, keys: Sequence[str], *, current: bool = False
) -> dict[str, Row]:
    """Return rows by key. `current`: as they are now, not as the transaction first saw them.

    Raises Unavailable("erp_key_not_unique") where a key picks several rows, also where only the collation takes their
    keys for the same, and where it picks none because a part of it is NULL.
    """
    if empty := next((key for key in keys if "null" in key and None in key_values(key)), None):
        raise Unavailable("erp_key_not_unique", target=target.name, key=empty)
    picked = sql.by_keys(target.key, keys, server)
    # InnoDB repeats the first read of a transaction unless told otherwise.
    rows = sql.rows_of(target, [picked], current=current and server.name in ("mysql", "mariadb"))
    found: dict[str, Row] = {}
    cursor = connection.execute(rows.select).cursor
    assert cursor is not None
    for raw in cursor.fetchall():
        row = dict(zip(rows.names, raw, strict=True))
        key = key_of([row[name] for name in target.key], server.padded)
        if key in found:
            raise Unavailable("erp_key_not_unique", target=target.name, key=key)
        found[key] = row
    cursor.close()
    _never_twice(target, found, set(keys))
    return found


def _never_twice(target: Target, found: Iterable[str], asked: set[str]) -> None:
    """Raise where a row came along whose key only the collation takes for that of another one that was found."""
    if strangers := [key for key in found if key not in asked]:
        wanted = {_coarse(key) for key in found if key in asked}
        if twice := [key for key in strangers if _coarse(key) in wanted]:
            raise Unavailable("erp_key_not_unique", target=target.name, key=twice[0])


def _coarse(key: str) -> str:
    return "".join(sign for sign in normalize("NFKD", key) if not combining(sign)).casefold()
