"""How much of a file stood in an earlier one already: most often an older export that was dropped again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa

from processor.domain.receipt import Worded
from processor.ledger import schema
from processor.ledger.frames import CHUNK

LOOKED_BACK = timedelta(days=60)
FILES = 20
"""How far back, and at how many files at most, we look."""

SAMPLE = CHUNK
"""Addresses looked up in all of these files; only the file that has most of them is compared whole."""

SHARE, FEWEST = 0.5, 10
"""From which share of the addresses on it is worth a word, and of how many a file must have."""


class Overlap:
    """Compares a file with those that came before it."""

    def __init__(self, engine: sa.Engine) -> None:
        self._reader = engine.execution_options(reading=True)

    def with_earlier(self, addresses: Iterable[str], received: datetime, but: str = "") -> list[Worded]:
        """Given a file's canonical addresses and when it came, return what to say of the earlier file most like it.

        Empty where none has half of them. Costs one look into an index for each of a few hundred addresses, and the
        addresses of one file.
        """
        with self._reader.connect() as connection:
            if not (recent := _recent(connection, received, but)):
                return []
            wanted = sorted(set(addresses) - {""})
            if len(wanted) < FEWEST:
                return []
            few = wanted[:: -(-len(wanted) // SAMPLE)]
            best, common = _most_like(connection, few, list(recent))
            if common < SHARE * len(few):
                return []
            share = (
                len(_addresses(connection, best) & set(wanted)) * 100 // len(wanted) / 100
            )  # 1 only if all are there
        if share < SHARE:
            return []
        name, at = recent[best]
        return [("overlap", {"share": share, "name": name, "at": at})]


def _recent(connection: sa.Connection, received: datetime, but: str) -> dict[str, tuple[str, datetime]]:
    """Name and time of the drops before `received` that were understood, by id, newest first."""
    table = schema.drop
    query = (
        sa.select(table.c.id, table.c.name, table.c.received)
        .where(table.c.received < received, table.c.received >= received - LOOKED_BACK, table.c.id != but)
        .where(table.c.state.in_(("planned", "applied", "held", "discarded")))
        .order_by(table.c.received.desc(), table.c.id)
        .limit(FILES)
    )
    return {row.id: (row.name, row.received) for row in connection.execute(query)}


def _most_like(connection: sa.Connection, few: list[str], drops: list[str]) -> tuple[str, int]:
    """The drop that has most of a few addresses, of equals the newest, and how many of them it has."""
    table = schema.line
    number = sa.func.count(sa.distinct(table.c.canonical)).label("common")
    query = (
        sa.select(table.c.drop_id, number)
        .where(table.c.canonical.in_(few), table.c.drop_id.in_(drops))
        .group_by(table.c.drop_id)
    )
    found = {row.drop_id: row.common for row in connection.execute(query)}
    return max(((drop_id, found.get(drop_id, 0)) for drop_id in drops), key=lambda pair: pair[1])


def _addresses(connection: sa.Connection, drop_id: str) -> set[str]:
    return set(connection.scalars(sa.select(schema.line.c.canonical).where(schema.line.c.drop_id == drop_id)))
