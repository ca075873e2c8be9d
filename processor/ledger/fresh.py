"""How fresh each export was: what was known of opt-outs when it went out, and what was still waiting."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import sqlalchemy as sa

from processor.domain.freshness import Freshness
from processor.domain.plan import SAID_NO
from processor.ledger import schema
from processor.ledger.exports import Export
from processor.ledger.takebacks import of_exports

_fresh = sa.Table(
    "freshness",
    schema.drop.metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),  # of the export
    sa.Column("known_until", schema.Utc, nullable=False),
    sa.Column("last_name", sa.String(400), nullable=False, default=""),
    sa.Column("last_at", schema.Utc),
    sa.Column("held", sa.Integer, nullable=False),
    sa.Column("waiting", sa.Integer, nullable=False),
    sa.Column("written_at", schema.Utc),  # when it was written beside the export
)

RECENT = timedelta(days=1)
"""Exports published longer ago than that are history: nobody asks any more whether they may be sent to."""

REFUSED_LATELY = timedelta(days=3)
"""For so long a refused file is named: over a weekend. Then people have seen to it, or it was nothing."""


class Fresh:
    """The freshness of exports. Every method is one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reading=True)

    def of(self, number: int) -> Freshness | None:
        """Return the freshness of an export, None where it was not noted."""
        with self._reader.connect() as connection:
            row = connection.execute(sa.select(_fresh).where(_fresh.c.number == number)).first()
            return None if row is None else Freshness(**row._mapping, refused=_refused(connection, row.known_until))

    def unnoted(self, now: datetime) -> list[Export]:
        """Return recently published exports whose freshness was not noted yet, in order."""
        table = schema.export
        noted = sa.select(_fresh.c.number)
        query = sa.select(table).where(table.c.published_at > now - RECENT, table.c.number.not_in(noted))
        with self._reader.connect() as connection:
            return [Export(**row._mapping) for row in connection.execute(query.order_by(table.c.number))]

    def unwritten(self) -> list[tuple[Export, Freshness]]:
        """Return exports that are out and whose freshness was noted and not written yet, in order."""
        table = schema.export
        query = sa.select(table).join(_fresh, _fresh.c.number == table.c.number)
        query = query.where(_fresh.c.written_at.is_(None), table.c.published_at.is_not(None))
        with self._reader.connect() as connection:
            found = [Export(**row._mapping) for row in connection.execute(query.order_by(table.c.number))]
        return [(export, fresh) for export in found if (fresh := self.of(export.number)) is not None]

    def overtaken(self) -> list[tuple[Export, datetime]]:
        """Return exports that were taken back after that was written beside them, and when, in order."""
        table, back = schema.export, of_exports()
        query = (
            sa.select(table, back.c.taken_back_at)
            .join_from(table, back, back.c.number == table.c.number)
            .join(_fresh, _fresh.c.number == table.c.number)
            .where(_fresh.c.written_at <= back.c.taken_back_at)
            .order_by(table.c.number)
        )
        with self._reader.connect() as connection:
            rows = [dict(row._mapping) for row in connection.execute(query)]
        return [(Export(**row), at) for row in rows if (at := row.pop("taken_back_at"))]

    def note(self, freshness: Freshness) -> None:
        """Note the freshness of an export."""
        with self._engine.begin() as connection:
            connection.execute(_fresh.insert().values({one.name: getattr(freshness, one.name) for one in _fresh.c}))

    def written(self, number: int, now: datetime) -> None:
        """Note that it stands beside the export."""
        with self._engine.begin() as connection:
            connection.execute(_fresh.update().where(_fresh.c.number == number).values(written_at=now))

    def last_optouts(self, until: datetime) -> tuple[str, datetime | None]:
        """Return name and arrival of the last file with opt-outs that came by then, "" and None without one."""
        drops, tallies = schema.drop, schema.tally
        said_no = sa.select(tallies.c.drop_id).where(tallies.c.event.in_(SAID_NO))
        query = (
            sa.select(drops.c.name, drops.c.received)
            .where(drops.c.id.in_(said_no), drops.c.received <= until)
            .where(drops.c.state.in_(("planned", "applied", "already")))
            .order_by(drops.c.received.desc())
            .limit(1)
        )
        with self._reader.connect() as connection:
            row = connection.execute(query).first()
            return ("", None) if row is None else (row.name, row.received)


def _refused(connection: sa.Connection, until: datetime) -> int:
    """Return how many files were refused shortly before a moment, and until then did not come again under their name.

    One whose bytes are held already is that one's business.
    """
    drops, later = schema.drop, schema.drop.alias()
    again = (later.c.name == drops.c.name) & (later.c.received > drops.c.received) & (later.c.received <= until)
    read = later.c.state.in_(("planned", "applied", "already", "held"))
    query = sa.select(drops.c.reasons).where(drops.c.state == "refused", ~sa.exists().where(again, read))
    query = query.where(drops.c.received > until - REFUSED_LATELY, drops.c.received <= until)
    return sum(json.loads(reasons)[0][0] != "held_already" for reasons in connection.scalars(query))
