"""The gateway to the ERP: who is in it, what is to be changed, and what `check` can say about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import sqlalchemy as sa

from processor.domain.batch import only, those
from processor.erp import restoring, worklist
from processor.erp.blaming import Blame, Row
from processor.erp.change import CHANGES, changes_in
from processor.erp.comparing import compared, still_open
from processor.erp.dialects import import_pyodbc, odbc_engine, sqlite_engine
from processor.erp.reader import Reader
from processor.erp.reading import CUSTOMERS
from processor.erp.restoring import Unrestorable
from processor.erp.sessions import Sessions, again_when_locked
from processor.erp.sharing import without_place
from processor.erp.standing import standing
from processor.erp.targets import Bounce, Changed, Flag, Target
from processor.erp.twins import Unlistable, is_twin, with_entry
from processor.erp.writing import Writer
from processor.errors import Misconfigured, Unavailable

if TYPE_CHECKING:
    import pandas as pd

    from processor.domain.undo import Standing
    from processor.erp.probe import Finding

__all__ = ["CHANGES", "CUSTOMERS", "Bounce", "Changed", "Erp", "Flag", "Target", "Unrestorable"]


class Erp(Reader):
    """One ERP. Every method raises Unavailable as `Sessions` does: erp_away, erp_locked, erp_refuses."""

    def __init__(
        self,
        connect: Callable[[], sa.Engine],
        targets: Sequence[Target],
        secret: str = "",
        before: Sequence[str] = (),
        after: Sequence[str] = (),
    ) -> None:
        """`connect` makes the engine when it is first needed; the other arguments are those of `Sessions`."""
        super().__init__(Sessions(connect, secret, before, after), targets)
        self._blame = Blame()
        self._twins: dict[tuple[str, str], set[str]] = {}
        for target in targets:
            for name in set(target.fields) & set(CUSTOMERS):
                raise Misconfigured("erp_field_name_taken", target=target.name, field=name)

    @classmethod
    def open(
        cls,
        url: str = "",
        odbc: str = "",
        *,
        targets: Sequence[Target],
        timeout: int = 30,
        before: Sequence[str] = (),
        after: Sequence[str] = (),
    ) -> Erp:
        """Return the ERP behind a SQLite URL or an ODBC connection string; connects later, when needed.

        `timeout` in seconds limits connecting, each statement, and (a third of it) waiting for a lock.
        Raises Misconfigured for what cannot work: no pyodbc, a URL that names no SQLite file.
        """
        if odbc:
            import_pyodbc()
            return cls(lambda: odbc_engine(odbc, timeout), targets, odbc, before, after)
        engine = sqlite_engine(url, timeout / 3)
        return cls(lambda: engine, targets, "", before, after)

    def apply(self, changes: pd.DataFrame, *, now: datetime, source: str) -> int:
        """Write the changes (columns: CHANGES) in one transaction; return how many rows of the ERP were changed.

        Rows already as wanted are fine, so that it can be repeated after a crash. `now` is aware, in the office's
        zone; `source` fills {source}. Rows are compared before the transaction opens, which is therefore short. Lock
        time-outs and deadlocks are tried again as a whole, three times in all. Nothing is written when it raises
        Changed (rows edited since the plan was made: plan anew) or Unavailable "erp_write_reverted" (a value did not
        take). "erp_commit_unknown": nobody knows; apply again. Targets with write = "file" are left out.
        """
        wanted = those(changes, ~changes["target"].isin(self.by_hand))
        if wanted.empty:
            return 0
        try:
            return again_when_locked(lambda: self._apply_once(wanted, now, source))
        except Unavailable as problem:
            if problem.code != "erp_refuses":
                raise
            tried = partial(self._apply_once, now=now, source=source, keep=False)
            raise self._blame.named(problem, tried, wanted) from problem

    def without_twins(self, changes: pd.DataFrame) -> tuple[pd.DataFrame, set[str]]:
        """Return the changes (columns: CHANGES) of which something can be written, and the addresses (canonical) that
        a blacklist cannot hold beside another entry; known are those that `apply` met. See `twins`.
        """
        every = changes_in(changes) if any(self._twins.values()) else []
        left = changes[with_entry(self._sessions, self._targets, every, self._twins, every=False)] if every else changes
        found = {one.canonical for one in every if is_twin(self._targets.get(one.target), one, self._twins)}
        return left, found

    def with_place(self, changes: pd.DataFrame) -> pd.DataFrame:
        """Return the changes (columns: CHANGES) whose rows have a place to say NO in; see `change.no_place`.

        Nor are there entries that a blacklist cannot hold; each is tried.
        """
        listing = [target.name for target in self._targets.values() if target.blacklist]
        if changes["target"].isin(listing).any():
            some = changes_in(changes)
            changes = changes[with_entry(self._sessions, self._targets, some, self._twins, every=True)]
        apart = [target for target in self._targets.values() if target.flag.table]
        if not changes["target"].isin([target.name for target in apart]).any():
            return changes
        try:
            with self._sessions.session() as connection:
                lost = without_place(connection, self._sessions.server(connection), apart, changes_in(changes))
        except Unavailable as problem:
            if problem.code != "erp_key_not_unique":
                raise
            return changes  # writing them says which row it is
        return changes[[not one for one in lost]]

    @property
    def by_hand(self) -> frozenset[str]:
        """Return the names of targets that nothing may be written to."""
        return frozenset(name for name, target in self._targets.items() if target.write == "file")

    def listed(self, changes: pd.DataFrame, *, now: datetime, source: str) -> pd.DataFrame:
        """Return those of the changes that `apply` leaves to others, as a work list with WORKLIST; see there."""
        return worklist.worklist(self._targets, changes_in(changes), now, source)

    def _apply_once(self, changes: pd.DataFrame, now: datetime, source: str, *, keep: bool = True) -> int:
        with self._sessions.session() as connection:
            server = self._sessions.server(connection)
            works = compared(connection, server, self._targets, changes, self._twins)
        if not any(work.lots or work.groups for work in works.values()):
            return 0
        transaction = self._sessions.in_one if keep else self._sessions.tried
        try:
            return transaction(lambda one: Writer(one, server, now, source, self._twins).write(self._targets, works))
        except Unlistable as stop:
            for name, addresses in stop.twins.items():
                self._twins.setdefault(name, set()).update(addresses)
            raise
        except Changed as stop:
            self._unless_meddled(stop, changes, partial(still_open, twins=self._twins))
            raise

    def _unless_meddled(self, stop: Changed, changes: pd.DataFrame, still_open: Callable[..., Row | None]) -> None:
        """Raise Unavailable where the rows are as planned again: not somebody edited them, the ERP did as we wrote."""
        keys = set(stop.keys)
        some = only(changes, (row in keys for row in zip(changes["target"], changes["key"], strict=True)))
        with self._sessions.session() as connection:
            row = still_open(connection, self._sessions.server(connection), self._targets, some)
        if row is not None:
            raise Unavailable("erp_write_reverted", target=row[0], key=row[1]) from stop

    def standing(self, changes: pd.DataFrame) -> list[Standing]:
        """Return how the row of each written change (columns: CHANGES) is now, in the same order."""
        with self._sessions.session() as connection:
            return standing(connection, self._sessions.server(connection), self._targets, changes_in(changes))

    def restore(self, changes: pd.DataFrame, *, now: datetime, source: str) -> int:
        """Write the values before of the changes back, by the rules of `apply`; return how many rows were changed.

        Raises Unrestorable with the keys of rows that the server does not let hold them; nothing was written.
        """
        wanted = changes_in(changes)

        def write(connection: sa.Connection) -> int:
            server = self._sessions.server(connection)
            return restoring.write(connection, server, self._targets, wanted, now, source)

        try:
            return again_when_locked(partial(self._sessions.in_one, write)) if wanted else 0
        except Changed as stop:
            if not isinstance(stop, Unrestorable):
                self._unless_meddled(stop, changes, restoring.still_open)
            raise

    def probe(self, now: Callable[[], datetime]) -> Iterator[Finding]:
        """Yield what `check` says about the ERP and each target; changes nothing, trouble is a Finding.

        `now` gives an aware time in the office's zone, to be compared with the server's.
        """
        from processor.erp.probe import findings

        yield from findings(self._sessions, list(self._targets.values()), now)

    def close(self) -> None:
        """Forget the way into the database; the next call finds it again."""
        self._sessions.close()
