"""The way back: the values before are written into rows that are as we left them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from processor.erp import sql
from processor.erp.assigning import flag_key
from processor.erp.change import Change, changes_in
from processor.erp.naming import condition
from processor.erp.places import Places, places_of
from processor.erp.server import Server
from processor.erp.sharing import rows_of
from processor.erp.standing import Gone, absent, gone_from, present, standing, standing_of, written_at
from processor.erp.targets import Changed, Target, assignments, facts_of
from processor.erp.trouble import kind_of
from processor.erp.values import decode
from processor.errors import Unavailable

if TYPE_CHECKING:
    import pandas as pd

REASON = "undo"
"""What fills {reason} of the extra assignments, which are made anew: what stood in them before is not known."""


class Unrestorable(Changed):
    """The server does not take the values before back in these rows: nothing was written, plan anew without them."""


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
    them, Unrestorable with those of rows that the server does not let hold them (another one has a unique address now),
    Unavailable("erp_write_reverted") where a value did not take.
    """
    by_target: dict[str, list[Change]] = {}
    for change in changes:
        by_target.setdefault(change.target, []).append(change)
    if gone := [(one.target, one.key) for group in by_target.values() for one in group if one.target not in targets]:
        raise Changed(gone)
    way_back = [WayBack(connection, server, targets[name], now, source) for name in by_target]
    written = sum(one.write(by_target[one.target.name]) for one in way_back)
    if refused := [(one.target.name, key) for one in way_back for key in one.refused]:
        raise Unrestorable(refused)
    return written


def still_open(
    connection: sa.Connection, server: Server, targets: Mapping[str, Target], changes: pd.DataFrame
) -> tuple[str, str] | None:
    """Given changes (columns: CHANGES), return target and key of a row that is as we left it.

    None where there is none, or any was edited. Of rows that setting back found edited it tells whether the ERP itself
    changes them as they are written.
    """
    asked = changes_in(changes)
    found = [one.now for one in standing(connection, server, targets, asked)]
    if not set(found) <= {"ours", "before"}:
        return None
    return next(((one.target, one.key) for one, now in zip(asked, found, strict=True) if now == "ours"), None)


@dataclass
class WayBack:
    """Writes values before into one target, inside a transaction that the caller opened and ends."""

    connection: sa.Connection
    server: Server
    target: Target
    now: datetime
    source: str
    refused: set[str] = field(default_factory=set)
    """Keys of rows that the server does not let hold what they held before."""
    problem: sa.exc.DBAPIError | None = None

    def write(self, changes: Sequence[Change]) -> int:
        """Write back what is still as we left it; return how many rows were changed. See `refused` too."""
        rows = rows_of(self.connection, self.server, self.target, {one.key for one in changes})
        gone = gone_from(changes)
        judged = [(change, standing_of(self.target, change, rows.get(change.key), gone).now) for change in changes]
        if edited := [(self.target.name, change.key) for change, found in judged if found not in ("ours", "before")]:
            raise Changed(edited)
        left = [change for change, found in judged if found == "ours"]
        apart = [rows[change.key] for change in left if change.action == "set_no" and self.target.flag.table]
        places = places_of(self.connection, self.server, self.target, apart) if apart else Places({})
        groups: dict[tuple[str, str, bool], dict[tuple[Any, ...], object]] = {}
        whose: dict[tuple[str, tuple[Any, ...]], list[str]] = {}
        for change in left:
            row, place = rows[change.key], written_at(self.target, change)
            other = change.action == "set_no" and bool(self.target.flag.table)
            key = places.keys[flag_key(self.target, row)] if other else tuple(row[name] for name in self.target.key)
            groups.setdefault((place, change.before, other), {})[key] = present(self.target, change, row)
            whose.setdefault((place, key), []).append(change.key)
        for (place, before, other), now_there in groups.items():
            for key in self._set_back(place, decode(before), now_there, places if other else None):
                self.refused.update(whose[place, key])
        if self.problem and len(self.refused) > 1 and self.refused == {change.key for change in left}:
            raise self.problem  # a matter of the account and not of rows
        self._believe([change for change in left if change.key not in self.refused], gone)
        return len({change.key for change in left})

    def _set_back(
        self, place: str, before: object, now_there: Mapping[Any, object], other: Places | None
    ) -> list[tuple[Any, ...]]:
        """Write `before` into one column of the rows (key -> value there now) that still have what was just read.

        Return the keys of those that may not hold it.
        """
        target, facts = self.target, facts_of(self.now, reason=REASON, source=self.source)
        extra = assignments(target.flag.also if other else target.also, facts, self.server.moments)
        size = sql.portion(len(target.flag.via if other else target.key), self.server, own_befores=True)
        refused: list[tuple[Any, ...]] = []
        for some in sql.in_portions(list(now_there), size):
            for part, exactly in other.parts(target, some, self.server) if other else [(some, [])]:
                left = {key: now_there[key] for key in part}
                for value in [before, *(absent(target) if other and before is None else ())]:
                    left = (
                        self._update({**extra, place: value}, place, left, exactly, other=bool(other)) if left else {}
                    )
                refused += left
        return refused

    def _update(
        self,
        values: Mapping[str, Any],
        place: str,
        now_there: Mapping[Any, object],
        exactly: Sequence[sa.ColumnElement[bool]],
        *,
        other: bool,
    ) -> dict[Any, object]:
        """Write values; return those of `now_there` that the server refuses, found by halves in savepoints."""
        target = self.target
        table, columns = (sql.flag_table(target), target.flag.via) if other else (sql.own_table(target), target.key)
        picked = sql.as_before(list(columns), now_there, place, self.server)
        where = [condition(target.flag.where)] if other and target.flag.where else []
        bound = {name: self.server.assigned(value) for name, value in values.items()}
        try:
            with self.connection.begin_nested():
                self.connection.execute(sa.update(table).where(picked, *exactly, *where).values(bound))
        except sa.exc.DBAPIError as problem:
            if kind_of(problem) != "refuses":
                raise
            self.problem, keys = problem, list(now_there)
            halves = [keys[: len(keys) // 2], keys[len(keys) // 2 :]] if len(keys) > 1 else []
            refused: dict[Any, object] = {} if halves else dict(now_there)
            for half in halves:
                refused |= self._update(values, place, {key: now_there[key] for key in half}, exactly, other=other)
            return refused
        return {}

    def _believe(self, changes: Sequence[Change], gone: Gone) -> None:
        """Read the rows again: a value that did not take undoes everything."""
        rows = rows_of(self.connection, self.server, self.target, {one.key for one in changes}, current=True)
        for change in changes:
            found = standing_of(self.target, change, rows.get(change.key), gone).now
            if found == "ours":
                raise Unavailable("erp_write_reverted", target=self.target.name, key=change.key)
            if found != "before":
                raise Changed([(self.target.name, change.key)])
