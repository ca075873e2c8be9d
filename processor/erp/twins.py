"""Addresses that a blacklist cannot hold, because the server takes each for another one that stands in it already.

A unique column for whose collation case or accents do not count is such a blacklist: café@ cannot stand beside cafe@.
Only trying tells: no list of collations is complete, and an index may be on an expression.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

import sqlalchemy as sa

from processor.erp.change import Change
from processor.erp.entering import enter_addresses
from processor.erp.flag import Blacklist
from processor.erp.sessions import Sessions
from processor.erp.targets import Changed, Target, facts_of
from processor.erp.values import decode
from processor.errors import Unavailable

Twins = Mapping[tuple[str, str], set[str]]
"""By blacklist (see `list_of`): the canonical addresses it cannot hold."""

TRIED_AT = datetime(2000, 1, 1, tzinfo=UTC)
"""Fills {now} of rows that are entered on trial and taken back."""


class Unlistable(Changed):
    """A blacklist cannot hold these addresses (`twins`): nothing was written, plan anew without them."""

    def __init__(self, twins: Twins, targets: Mapping[str, Target], changes: Iterable[Change]) -> None:
        super().__init__([(one.target, one.key) for one in changes if is_twin(targets.get(one.target), one, twins)])
        self.twins = twins


def list_of(listing: Blacklist) -> tuple[str, str]:
    """Return what tells blacklists apart: one table may hold several."""
    return listing.table, listing.where


def is_twin(target: Target | None, change: Change, twins: Twins) -> bool:
    """Return whether a change asks for an entry in a blacklist that cannot hold it."""
    listing = _listing(target, change)
    return listing is not None and change.canonical in twins.get(list_of(listing), ())


def _listing(target: Target | None, change: Change) -> Blacklist | None:
    if target is None or target.optout or target.write == "file" or change.action != "set_no":
        return None
    return target.blacklist


def with_entry(
    sessions: Sessions,
    targets: Mapping[str, Target],
    changes: Sequence[Change],
    known: dict[tuple[str, str], set[str]],
    *,
    every: bool,
) -> list[bool]:
    """Return for each change whether something of it can be written: its entry in the blacklist, or its flag.

    Tried are the entries of all blacklists where one is `known` not to be possible (it may be for the sake of another
    one of these changes), or of `every` one; `known` holds then what is true now.
    """
    asked: dict[tuple[str, str], list[str]] = {}
    listings: dict[tuple[str, str], Blacklist] = {}
    for change in changes:
        if listing := _listing(targets.get(change.target), change):
            listings[list_of(listing)] = listing
            asked.setdefault(list_of(listing), []).append(change.canonical)
    asked = {name: some for name, some in asked.items() if every or not known.get(name, set()).isdisjoint(some)}
    for name, addresses in asked.items():
        known[name] = known.get(name, set()) - set(addresses) | tried(sessions, listings[name], addresses)
    return [
        not is_twin(targets.get(one.target), one, known) or _flag_is_open(targets[one.target], one) for one in changes
    ]


def _flag_is_open(target: Target, change: Change) -> bool:
    return target.flag.exists and target.flag.said(decode(change.before)) != "no"


def tried(sessions: Sessions, listing: Blacklist, addresses: Iterable[str]) -> set[str]:
    """Return which of these canonical addresses a blacklist cannot hold, by entering them and taking that back.

    What refuses them for another reason is told where they are really written.
    """
    wanted, found = list(dict.fromkeys(addresses)), set[str]()

    def enter(connection: sa.Connection) -> int:
        found.update(enter_addresses(connection, sessions.server(connection), listing, wanted, facts_of(TRIED_AT)))
        return 0

    try:
        sessions.tried(enter)
    except Unavailable as problem:
        if problem.code != "erp_refuses":
            raise
    return found
