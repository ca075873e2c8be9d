"""Who is new for the newsletter server but cannot be handed over as things are, and since when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from processor.ledger import schema
from processor.ledger.crowds import among
from processor.ledger.frames import chunks, write_frame

if TYPE_CHECKING:
    import pandas as pd

_left_out = sa.Table(
    "left_out",
    schema.export.metadata,
    sa.Column("canonical", schema.ADDRESS, primary_key=True),
    sa.Column("reason", schema.CODE, nullable=False),  # one of export.render.REASONS
    sa.Column("since", schema.Utc, nullable=False, index=True),
)


class LeftOut:
    """People no export file can hold; they stay unknown to the newsletter server. Every method is one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reading=True)

    def note(self, people: pd.DataFrame, now: datetime) -> None:
        """Note who cannot be handed over (columns canonical, reason), and forget who now can, or is gone.

        Who is left out for the same reason as before keeps the time since when: people are told of a change only.
        """
        now_out = dict(zip(people["canonical"].tolist(), people["reason"].tolist(), strict=True))
        with self._engine.begin() as connection:
            before = {row.canonical: row.reason for row in connection.execute(sa.select(_left_out))}
            over = [one for one, reason in before.items() if now_out.get(one) != reason]
            for part in chunks(over):
                connection.execute(_left_out.delete().where(_left_out.c.canonical.in_(part)))
            fresh = [before.get(one) != reason for one, reason in now_out.items()]
            write_frame(connection, _left_out, people[fresh].assign(since=now))

    def among(self, people: Collection[str]) -> set[str]:
        """Return which of these canonical addresses could not be handed over the last time."""
        with self._reader.connect() as connection:
            return set(among(connection, sa.select(_left_out.c.canonical), people))

    def begun(self, since: datetime, until: datetime) -> list[tuple[str, list[str]]]:
        """Return (reason, canonical addresses) of people left out since a time in the period, sorted by reason."""
        query = sa.select(_left_out.c.reason, _left_out.c.canonical).where(
            _left_out.c.since > since, _left_out.c.since <= until
        )
        found: dict[str, list[str]] = {}
        with self._reader.connect() as connection:
            for reason, canonical in sorted(map(tuple, connection.execute(query))):
                found.setdefault(reason, []).append(canonical)
        return list(found.items())
