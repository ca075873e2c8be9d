"""Before anything is locked: the rows of a plan are read again and compared with what the plan saw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from processor.domain.batch import those
from processor.erp import lots, sql
from processor.erp.assigning import Work, work_of
from processor.erp.blacklist import listed
from processor.erp.change import Change, Row, changes_in
from processor.erp.server import Server
from processor.erp.targets import Changed, Target
from processor.erp.twins import Twins, list_of
from processor.erp.values import key_of, key_values, keys_of
from processor.errors import Unavailable

if TYPE_CHECKING:
    import pandas as pd


def compared(
    connection: sa.Connection,
    server: Server,
    targets: Mapping[str, Target],
    changes: pd.DataFrame,
    twins: Twins,
) -> dict[str, Work]:
    """Given changes (columns: CHANGES), return by target what is left to be done.

    Entries that a blacklist cannot hold (`twins`) are not waited for. Raise Changed with the keys of all rows that are
    not as planned.
    """
    works: dict[str, Work] = {}
    edited: list[tuple[str, str]] = []
    for name in changes["target"].unique().tolist():
        of_target = those(changes, changes["target"] == name)
        if name not in targets:  # renamed or removed in the settings while the plan waited
            edited += [(name, key) for key in of_target["key"].tolist()]
            continue
        works[name] = _work(connection, server, targets[name], of_target, twins)
        edited += [(name, key) for key in works[name].edited]
    if edited:
        raise Changed(edited)
    return works


def still_open(
    connection: sa.Connection, server: Server, targets: Mapping[str, Target], changes: pd.DataFrame, twins: Twins
) -> tuple[str, str] | None:
    """Given changes (columns: CHANGES), return target and key of a row that is as planned and not as wanted.

    None where there is none, or any was edited. Of rows that writing found edited it tells whether the ERP itself
    changes them as they are written.
    """
    try:
        works = compared(connection, server, targets, changes, twins)
    except Changed:
        return None
    return next(((name, key) for name, work in works.items() for key in work.rows()), None)


def _work(connection: sa.Connection, server: Server, target: Target, of_target: pd.DataFrame, twins: Twins) -> Work:
    work = Work()
    if lots.suits(target):
        of_target = _in_lots(connection, server, target, of_target, work)
    changes = changes_in(of_target)
    known = blacklisted(connection, server, target, changes, twins)
    by_key: dict[str, list[Change]] = {}
    for change in changes:
        by_key.setdefault(change.key, []).append(change)
    for keys in sql.key_portions(list(by_key), len(target.key), server):
        rows = rows_by_key(connection, server, target, keys)
        work_of(target, {key: by_key[key] for key in keys}, rows, known, work)
    return work


def _in_lots(
    connection: sa.Connection, server: Server, target: Target, of_target: pd.DataFrame, work: Work
) -> pd.DataFrame:
    """Add to `work` the changes that are usual ones and left to be done; return those that are not usual."""
    import numpy as np

    usual = ((of_target["action"] == "set_no") & ~of_target["key"].duplicated(keep=False)).to_numpy(
        dtype=bool, copy=True
    )
    places = np.flatnonzero(usual)
    for some in sql.key_portions(of_target["key"].to_numpy()[places].tolist(), 1, server):
        these, places = places[: len(some)], places[len(some) :]
        found = raw_by_key(connection, server, target, some)
        ready, others = lots.lots_in(target, of_target, these, found)
        work.lots += ready
        usual[others] = False
    return of_target[~usual]


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
    """Return rows by key, as `raw_by_key` does, by the names of their columns."""
    names, found = raw_by_key(connection, server, target, keys, current=current)
    return {key: dict(zip(names, raw, strict=True)) for key, raw in found.items()}


def raw_by_key(
    connection: sa.Connection, server: Server, target: Target, keys: Sequence[str], *, current: bool = False
) -> tuple[Sequence[str], dict[str, Sequence[Any]]]:
    """Return the names of the columns of `sql.rows_of` and, by key, the raw rows.

    `current`: as they are now, not as the transaction first saw them. Raises Unavailable("erp_key_not_unique") where
    a key picks several rows, also where only the collation takes their keys for the same, and where it picks none
    because a part of it is NULL.
    """
    if empty := [key for key in keys if "null" in key and None in key_values(key)]:
        raise Unavailable("erp_key_not_unique", target=target.name, key=empty[0])
    picked = sql.by_keys(target.key, keys, server)
    # InnoDB repeats the first read of a transaction unless told otherwise.
    rows = sql.rows_of(target, [picked], current=current and server.name in ("mysql", "mariadb"))
    places = [rows.names.index(name) for name in target.key]
    cursor = connection.execute(rows.select).cursor
    assert cursor is not None
    raws: Sequence[Sequence[Any]] = cursor.fetchall()
    cursor.close()
    names = keys_of(raws, places, server.padded)
    found = dict(zip(names, raws, strict=True))
    if len(found) < len(raws):
        raise Unavailable("erp_key_not_unique", target=target.name, key=Counter(names).most_common(1)[0][0])
    if len(raws) > 1 and any('"' in name for name in names):  # a text is part of some key
        _never_alike(connection, server, target, picked)
    return rows.names, found


def _never_alike(connection: sa.Connection, server: Server, target: Target, picked: sa.ColumnElement[bool]) -> None:
    """Raise where of the rows picked two have keys that only the collation takes for the same.

    What is written into one of them would be written into both. Which ones it takes for the same the server says: with
    German phone book order Mueller is Müller.
    """
    table = sql.own_table(target)
    key = [table.c[name] for name in target.key]
    alike = sa.select(*key).where(picked).group_by(*key).having(sa.func.count() > 1).limit(1)
    if row := connection.execute(alike).first():
        raise Unavailable("erp_key_not_unique", target=target.name, key=key_of(list(row), server.padded))
