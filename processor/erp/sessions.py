"""Sessions with the ERP's database: opened when needed and never kept, so that a restart of the server is no event."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

import sqlalchemy as sa

from processor.erp.calls import call
from processor.erp.server import Server, server_of
from processor.erp.trouble import kind_of, why
from processor.errors import Unavailable

T = TypeVar("T")

ATTEMPTS = 3


class _Locked(Exception):
    """A lock time-out or a deadlock ended the transaction."""


class Sessions:
    """Every method raises Unavailable: "erp_away" (no connection, or it broke), "erp_locked" (somebody else holds the
    rows for too long) or "erp_refuses" (the server says no; the fact `why` has its words).
    """

    def __init__(
        self, connect: Callable[[], sa.Engine], secret: str, before: Sequence[str], after: Sequence[str]
    ) -> None:
        """`connect` makes the engine when it is first needed; `secret` is blanked in messages.

        `before` and `after` are statements of the operator's own around each transaction that writes.
        """
        self._connect = connect
        self._secret = secret
        self._before = before
        self._after = after
        self._engine: sa.Engine | None = None
        self._server: Server | None = None

    @contextmanager
    def session(self, writing: bool = False) -> Iterator[sa.Connection]:
        """Give a connection; whatever the caller did not commit is rolled back. Driver errors become Unavailable."""
        try:
            if self._engine is None:
                self._engine = self._connect()
            connection = _connected(self._engine)
            try:
                yield connection.execution_options(writing=writing)
            finally:
                _end(connection)
        except Exception as problem:
            if not self._is_drivers(problem):
                raise
            code = {"away": "erp_away", "locked": "erp_locked", "refuses": "erp_refuses"}[kind_of(problem)]
            raise Unavailable(code, why=why(problem, self._secret)) from problem

    def server(self, connection: sa.Connection) -> Server:
        """Return what the server can do; asked once, and again after a time without it."""
        if self._server is None:
            self._server = server_of(connection)
        return self._server

    def in_one(self, work: Callable[[sa.Connection], int]) -> int:
        """Do work in one transaction and commit it; return what it returns.

        Raises Unavailable("erp_commit_unknown") where nobody knows whether it was committed.
        """
        with self.session(writing=True) as connection:
            for statement in self._before:
                call(connection, statement)
            done = work(connection)
            for statement in self._after:
                call(connection, statement)
            self._commit(connection)
            return done

    def tried(self, work: Callable[[sa.Connection], int]) -> int:
        """Do work in one transaction and take it back; return what it returns."""
        with self.session(writing=True) as connection:
            for statement in self._before:
                call(connection, statement)
            return work(connection)

    @property
    def preamble(self) -> tuple[Sequence[str], Sequence[str]]:
        """Statements of the operator's own before and after each transaction that writes."""
        return self._before, self._after

    def close(self) -> None:
        """Forget the way into the database; the next call finds it again."""
        if self._engine is not None:
            self._engine.dispose()
        self._engine = self._server = None

    def _commit(self, connection: sa.Connection) -> None:
        try:
            connection.commit()
        except sa.exc.DBAPIError as problem:
            if kind_of(problem) == "locked":
                raise  # refused, or out of time: trying again begins with reading what became of it
            raise Unavailable("erp_commit_unknown", why=why(problem, self._secret)) from problem

    def _is_drivers(self, problem: Exception) -> bool:
        """Return whether the database driver raised it; rows are fetched past SQLAlchemy and come without its wrap."""
        driver = self._engine.dialect.dbapi if self._engine is not None else None
        return isinstance(problem, sa.exc.DBAPIError) or (driver is not None and isinstance(problem, driver.Error))


def _connected(engine: sa.Engine) -> sa.Connection:
    """Return a connection of an engine; raises what the driver raises, or Unavailable("erp_away").

    SQLAlchemy asks a server about itself when it first connects, and swallows it when the line breaks meanwhile.
    """
    try:
        return engine.connect()
    except sa.exc.ResourceClosedError as problem:
        raise Unavailable("erp_away", why=why(problem)) from problem


def again_when_locked(work: Callable[[], T]) -> T:
    """Do work; where a lock time-out or a deadlock ends it, do it again as a whole, three times in all."""
    import stamina

    try:
        for attempt in stamina.retry_context(
            on=_Locked, attempts=ATTEMPTS, timeout=None, wait_initial=0.1, wait_max=1.0, wait_jitter=0.3
        ):
            with attempt:
                return _naming_locks(work)
    except _Locked as problem:
        raise Unavailable("erp_locked", why=str(problem)) from problem
    raise AssertionError("stamina gives at least one attempt")


def _naming_locks(work: Callable[[], T]) -> T:
    try:
        return work()
    except Unavailable as problem:
        if problem.code == "erp_locked":
            raise _Locked(problem.facts["why"]) from problem
        raise


def _end(connection: sa.Connection) -> None:
    """Roll back what is not committed; a connection that broke did that by breaking, and is thrown away."""
    try:
        connection.rollback()
    except sa.exc.DBAPIError:
        connection.invalidate()
    connection.close()
