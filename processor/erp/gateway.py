"""The gateway to the ERP: who is in it, what is to be changed, and what `check` can say about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from processor.erp import writing
from processor.erp.change import CHANGES, Change, changes_in
from processor.erp.dialects import import_pyodbc, odbc_engine, sqlite_engine
from processor.erp.reading import CUSTOMERS, customers_of
from processor.erp.targets import Bounce, Changed, Flag, Target
from processor.erp.trouble import kind_of, why
from processor.errors import Misconfigured, Unavailable

if TYPE_CHECKING:
    import pandas as pd

    from processor.erp.probe import Finding

__all__ = ["CHANGES", "CUSTOMERS", "Bounce", "Changed", "Erp", "Flag", "Target"]

ATTEMPTS = 3


class _Locked(Exception):
    """A lock time-out or a deadlock ended the transaction."""


class Erp:
    """One ERP. Connections are opened when needed and never kept, so that a restart of the server is no event.

    Every method raises Unavailable with "erp_away" (no connection, or it broke), "erp_locked" (somebody else holds
    the rows for too long) or "erp_refuses" (the server says no; the fact `why` has its words).
    """

    def __init__(self, connect: Callable[[], sa.Engine], targets: Sequence[Target], secret: str = "") -> None:
        """`connect` makes the engine when it is first needed; `secret` is blanked in messages."""
        self._make = connect
        self._made: sa.Engine | None = None
        self._targets = {target.name: target for target in targets}
        self._secret = secret
        for target in targets:
            for name in set(target.fields) & set(CUSTOMERS):
                raise Misconfigured("erp_field_name_taken", target=target.name, field=name)

    @classmethod
    def open(cls, url: str = "", odbc: str = "", *, targets: Sequence[Target], timeout: int = 30) -> Erp:
        """Return the ERP behind a SQLite URL or an ODBC connection string; connects later, when needed.

        `timeout` in seconds limits connecting, each statement, and (a third of it) waiting for a lock.
        Raises Misconfigured for what cannot work: no pyodbc, a URL that names no SQLite file.
        """
        if odbc:
            import_pyodbc()
            return cls(lambda: odbc_engine(odbc, timeout), targets, secret=odbc)
        engine = sqlite_engine(url, timeout / 3)
        return cls(lambda: engine, targets)

    def customers(self, fields: Sequence[str] = (), chunk: int = 50_000) -> Iterator[pd.DataFrame]:
        """Yield all living rows with an address, target by target, with CUSTOMERS and a "str" column for each field.

        A cell with several addresses gives several rows. Bounded memory: each frame comes from at most `chunk` rows.
        """
        for target in self._targets.values():
            with self._session() as connection:
                yield from customers_of(connection, target, fields, chunk)

    def apply(self, changes: pd.DataFrame, *, now: datetime, source: str) -> int:
        """Write the changes (columns: CHANGES) in one transaction; return how many rows of the ERP were changed.

        Rows already as wanted are fine, so that it can be repeated after a crash. `now` is aware, in the office's
        zone; `source` fills {source}. Lock time-outs and deadlocks are tried again as a whole, three times in all.
        Nothing is written when it raises Changed (rows edited since the plan was made: plan anew) or Unavailable
        with "erp_write_reverted" (a value did not take). "erp_commit_unknown": nobody knows; apply again.
        """
        import stamina

        wanted = changes_in(changes)
        if not wanted:
            return 0
        try:
            for attempt in stamina.retry_context(
                on=_Locked, attempts=ATTEMPTS, timeout=None, wait_initial=0.1, wait_max=1.0, wait_jitter=0.3
            ):
                with attempt:
                    return self._apply_once(wanted, now, source)
        except _Locked as problem:
            raise Unavailable("erp_locked", why=str(problem)) from problem
        raise AssertionError("stamina gives at least one attempt")

    def _apply_once(self, changes: Sequence[Change], now: datetime, source: str) -> int:
        try:
            with self._session(writing=True) as connection:
                rows = writing.write(connection, self._targets, changes, now, source)
                self._commit(connection)
                return rows
        except Unavailable as problem:
            if problem.code == "erp_locked":
                raise _Locked(problem.facts["why"]) from problem
            raise

    def _commit(self, connection: sa.Connection) -> None:
        try:
            connection.commit()
        except sa.exc.DBAPIError as problem:
            if kind_of(problem) == "locked":
                raise  # refused, and therefore known not to have happened
            raise Unavailable("erp_commit_unknown", why=why(problem, self._secret)) from problem

    def probe(self) -> Iterator[Finding]:
        """Yield what `check` says about the ERP and each target; changes nothing, trouble is a Finding."""
        from processor.erp.probe import findings

        yield from findings(self._session, list(self._targets.values()))

    def close(self) -> None:
        """Forget the way into the database; the next call finds it again."""
        if self._made is not None:
            self._made.dispose()
            self._made = None

    @contextmanager
    def _session(self, writing: bool = False) -> Iterator[sa.Connection]:
        """Give a connection; whatever the caller did not commit is rolled back. Driver errors become Unavailable."""
        try:
            if self._made is None:
                self._made = self._make()
            connection = self._made.connect()
            try:
                yield connection.execution_options(writing=writing)
            finally:
                _end(connection)
        except Exception as problem:
            if not self._is_drivers(problem):
                raise
            code = {"away": "erp_away", "locked": "erp_locked", "refuses": "erp_refuses"}[kind_of(problem)]
            raise Unavailable(code, why=why(problem, self._secret)) from problem

    def _is_drivers(self, problem: Exception) -> bool:
        """Return whether the database driver raised it; rows are fetched past SQLAlchemy and come without its wrap."""
        driver = self._made.dialect.dbapi if self._made is not None else None
        return isinstance(problem, sa.exc.DBAPIError) or (driver is not None and isinstance(problem, driver.Error))


def _end(connection: sa.Connection) -> None:
    """Roll back what is not committed; a connection that broke did that by breaking, and is thrown away."""
    try:
        connection.rollback()
    except sa.exc.DBAPIError:
        connection.invalidate()
    connection.close()
