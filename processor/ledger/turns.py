"""The turn: of several machines that share a ledger, one at a time works on what is there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from processor.ledger import schema


class Turns:
    """The turn of a ledger. It is a lock of the database's own, which lets go of it when a machine dies."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    @contextmanager
    def taken(self) -> Iterator[bool]:
        """Hold the turn and give whether it was to be had; False where another machine has it.

        A ledger in SQLite is one machine's, and who works there holds the lock of the state folder.
        """
        if self._engine.dialect.name == "sqlite":
            yield True
            return
        table = schema.meta
        query = sa.select(table.c.value).where(table.c.name == "installation").with_for_update(skip_locked=True)
        query = query.with_hint(table, "WITH (UPDLOCK, READPAST, ROWLOCK)", "mssql")
        with self._engine.connect() as connection:
            yield connection.execute(query).first() is not None
