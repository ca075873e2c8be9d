"""What was loaded before the first export: who is suppressed, from which files, and what changed in the ERP."""

from __future__ import annotations

import sqlalchemy as sa

from processor.domain.plan import SAID_NO
from processor.ledger import schema


class Loaded:
    """What was loaded so far; reads only."""

    def __init__(self, engine: sa.Engine) -> None:
        self._reader = engine.execution_options(reading=True)

    def suppressed(self) -> tuple[int, int]:
        """Return how many addresses said no, and how many others are kept out for a bounce."""
        table = schema.suppression
        active = sa.select(table.c.canonical).where(table.c.lifted_at.is_(None))
        said_no = active.where(table.c.reason.in_(SAID_NO))
        bounced = active.where(table.c.reason.not_in(SAID_NO), table.c.canonical.not_in(said_no))
        return self._count(said_no.distinct()), self._count(bounced.distinct())

    def files(self, limit: int) -> list[str]:
        """Return the names of the newest files that suppressions rest on."""
        drops, table = schema.drop, schema.suppression
        mine = sa.select(table.c.drop_id).where(table.c.lifted_at.is_(None))
        query = sa.select(drops.c.name).where(drops.c.id.in_(mine)).order_by(drops.c.received.desc()).limit(limit)
        with self._reader.connect() as connection:
            return list(connection.scalars(query))

    def rows_changed(self) -> int:
        """Return how many rows of the ERP were changed."""
        table = schema.change
        return self._count(sa.select(table.c.target, table.c.key).where(table.c.applied_at.is_not(None)).distinct())

    def _count(self, query: sa.Select[tuple[str]] | sa.Select[tuple[str, str]]) -> int:
        with self._reader.connect() as connection:
            return connection.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
