"""The way back: how rows that we changed are now, and the values before written into those that are as we left them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from processor.domain.address import addresses
from processor.domain.address_edit import without
from processor.domain.undo import Standing
from processor.erp import sql
from processor.erp.assigning import flag_key, statement_for
from processor.erp.change import Change, Row, flag_in, same_people
from processor.erp.naming import condition
from processor.erp.places import Places, places_of
from processor.erp.server import Server
from processor.erp.sharing import place_of, rows_of, sharers
from processor.erp.targets import Changed, Target, assignments, facts_of
from processor.erp.values import decode, same, text_of
from processor.errors import Unavailable

REASON = "undo"
"""What fills {reason} of the extra assignments, which are made anew: what stood in them before is not known."""


def written_at(target: Target, change: Change) -> str:
    """Return the column a change wrote, "" where writing the value before is no way back.

    Rows that were deleted or inserted, a blacklist, and what a statement of the operator's own did stay as they are; so
    does a table that nothing may be written to.
    """
    if (
        target.write == "file"
        or statement_for(target, change.action) is not None
        or (change.action == "set_no" and target.blacklist)
    ):
        return ""
    flag = "" if target.flag.row else target.flag.column_of(change.column)
    columns = {"set_no": flag, "mark": target.bounce.column, "clear": change.column}
    return columns.get(change.action, "")


def is_ours(target: Target, change: Change, row: Row) -> bool:
    """Return whether a place still holds what the change wrote there; a NO of the ERP's own is not ours."""
    if change.action == "set_no":
        return target.flag.is_written(flag_in(target, change.column, row))
    if change.action == "mark":
        return target.bounce.faulty(row[target.bounce.column])
    return same_people(text_of(row[change.column]), _left_of(change))


def _left_of(change: Change) -> str:
    """What clearing one address left in the cell."""
    return without(change.email, {change.canonical}) or ""


def present(target: Target, change: Change, row: Row) -> Any:
    """Return the raw value in the place a change wrote to."""
    return flag_in(target, change.column, row) if change.action == "set_no" else row[written_at(target, change)]


def standing_of(target: Target, change: Change, row: Row | None) -> Standing:
    """Return how the row of one change is now (None: it is not there)."""
    place = written_at(target, change)
    if not place:
        return Standing("unknown", f"{change.action} {change.column}")
    if row is None:
        return Standing("gone", place)
    people = {one.canonical for name in target.email for one in addresses(text_of(row[name])) if one.canonical}
    people |= {one.canonical for one in addresses(change.email) if one.canonical}
    return Standing(_now(target, change, row), place, tuple(sorted(people)))


def _now(target: Target, change: Change, row: Row) -> Any:
    before, raw = decode(change.before), present(target, change, row)
    about_them = change.action == "clear" or _same_owner(text_of(row[change.column]), change.email)
    if about_them and is_ours(target, change, row) and not same(raw, before):
        return "ours"
    return "before" if same(raw, before) else "edited"


def _same_owner(cell: str, before: str) -> bool:
    """Return whether the row still is about the same people; one without an address is about nobody else."""
    return not cell.strip() or same_people(cell, before)


def standing(
    connection: sa.Connection, server: Server, targets: Mapping[str, Target], changes: Sequence[Change]
) -> list[Standing]:
    """Return how the row of each change is now, in the same order; a target no longer in the settings is unknown.

    Whoever hangs on the same flag counts among the people of a row: his NO stands there too.
    """
    rows = {
        name: rows_of(connection, server, targets[name], {one.key for one in changes if one.target == name})
        for name in {change.target for change in changes} & set(targets)
    }
    shared = {
        name: sharers(connection, server, targets.values(), targets[name], list(found.values()))
        for name, found in rows.items()
        if targets[name].flag.table
    }
    standings = []
    for change in changes:
        if change.target not in rows:
            standings.append(Standing("unknown", f"{change.action} {change.column}"))
            continue
        target, row = targets[change.target], rows[change.target].get(change.key)
        found = standing_of(target, change, row)
        if row is not None and change.action == "set_no" and change.target in shared:
            others = shared[change.target].get(place_of(target, row, server.padded), set())
            found = found._replace(people=tuple(sorted({*found.people, *others})))
        standings.append(found)
    return standings


def write(
    connection: sa.Connection,
    server: Server,
    targets: Mapping[str, Target],
    changes: Iterable[Change],
    now: datetime,
    source: str,
) -> int:
    """Write the values before inside the caller's transaction; return how many rows of the ERP were changed.

    Rows that have them already are fine. Raises Changed with the keys of all rows that are neither so nor as we left
    them, Unavailable("erp_write_reverted") where a value did not take.
    """
    by_target: dict[str, list[Change]] = {}
    for change in changes:
        by_target.setdefault(change.target, []).append(change)
    if gone := [(one.target, one.key) for group in by_target.values() for one in group if one.target not in targets]:
        raise Changed(gone)
    way_back = (WayBack(connection, server, targets[name], now, source) for name in by_target)
    return sum(one.write(by_target[one.target.name]) for one in way_back)


@dataclass
class WayBack:
    """Writes values before into one target, inside a transaction that the caller opened and ends."""

    connection: sa.Connection
    server: Server
    target: Target
    now: datetime
    source: str

    def write(self, changes: Sequence[Change]) -> int:
        """Write back what is still as we left it; return how many rows were changed."""
        rows = rows_of(self.connection, self.server, self.target, {one.key for one in changes})
        judged = [(change, standing_of(self.target, change, rows.get(change.key)).now) for change in changes]
        if edited := [(self.target.name, change.key) for change, found in judged if found not in ("ours", "before")]:
            raise Changed(edited)
        left = [change for change, found in judged if found == "ours"]
        apart = [rows[change.key] for change in left if change.action == "set_no" and self.target.flag.table]
        places = places_of(self.connection, self.server, self.target, apart) if apart else Places({})
        groups: dict[tuple[str, str, bool], dict[tuple[Any, ...], object]] = {}
        for change in left:
            row, place = rows[change.key], written_at(self.target, change)
            other = change.action == "set_no" and bool(self.target.flag.table)
            key = places.keys[flag_key(self.target, row)] if other else tuple(row[name] for name in self.target.key)
            groups.setdefault((place, change.before, other), {})[key] = present(self.target, change, row)
        for (place, before, other), now_there in groups.items():
            self._set_back(place, decode(before), now_there, places if other else None)
        self._believe(left)
        return len({change.key for change in left})

    def _set_back(self, place: str, before: object, now_there: Mapping[Any, object], other: Places | None) -> None:
        """Write `before` into one column of the rows (key -> value there now) that still have what was just read."""
        target, facts = self.target, facts_of(self.now, reason=REASON, source=self.source)
        table = sql.flag_table(target) if other else sql.own_table(target)
        columns = list(target.flag.via) if other else list(target.key)
        extra = assignments(target.flag.also if other else target.also, facts, self.server.moments)
        values = {name: self.server.bound(one) for name, one in {**extra, place: before}.items()}
        size = sql.portion(len(columns), self.server, own_befores=True)
        for some in sql.in_portions(list(now_there), size):
            for part, exactly in other.parts(target, some, self.server) if other else [(some, [])]:
                picked = sql.as_before(columns, {key: now_there[key] for key in part}, place, self.server)
                where = [condition(target.flag.where)] if other and target.flag.where else []
                self.connection.execute(sa.update(table).where(picked, *exactly, *where).values(values))

    def _believe(self, changes: Sequence[Change]) -> None:
        """Read the rows again: a value that did not take undoes everything."""
        rows = rows_of(self.connection, self.server, self.target, {one.key for one in changes}, current=True)
        for change in changes:
            found = standing_of(self.target, change, rows.get(change.key)).now
            if found == "ours":
                raise Unavailable("erp_write_reverted", target=self.target.name, key=change.key)
            if found != "before":
                raise Changed([(self.target.name, change.key)])
