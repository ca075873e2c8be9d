"""What a receipt tells of the lines of a drop: counted by the database, and read portion by portion."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from processor.domain.batch import those
from processor.domain.receipt import CHANGED, OUTCOMES, ROW_COLUMNS, SAMPLES, Counts, Lines, Portion
from processor.ledger import schema
from processor.ledger.frames import read_frame

if TYPE_CHECKING:
    import pandas as pd

AT_ONCE = 50_000
"""Lines read at a time; a million at once would cost half a gigabyte."""

_TOLD = [schema.line.c[name] for name in ROW_COLUMNS]


class Receipts:
    """The lines of stored plans; reads only."""

    def __init__(self, engine: sa.Engine) -> None:
        self._reader = engine.execution_options(reading=True)

    def lines(self, drop_id: str, counts: Counts, but: Collection[str] = ()) -> Lines:
        """Return the lines of a drop, of which there are as many as `counts` says.

        Changes of the targets `but` are left out: they only stand on a work list.
        """
        table = schema.line
        mine = table.c.drop_id == drop_id
        lines = sa.func.count()
        with self._reader.connect() as connection:
            bare = sa.select(table.c.outcome, table.c.code, lines).where(mine, table.c.detail == "", table.c.code != "")
            bare = bare.group_by(table.c.outcome, table.c.code).order_by(lines.desc(), table.c.code)
            tallies = schema.tally
            by_event = sa.select(tallies.c.event, sa.func.sum(tallies.c.lines)).where(tallies.c.drop_id == drop_id)
            return Lines(
                shown=_shown(connection, drop_id, counts),
                codes={(outcome, code): number for outcome, code, number in connection.execute(bare)},
                events={event: int(number) for event, number in connection.execute(by_event.group_by(tallies.c.event))},
                portions=lambda: self._portions(drop_id, counts.read, but),
            )

    def shared_and_future(self, drop_id: str, received: datetime) -> tuple[int, int]:
        """Return how many addresses stand in several rows of the ERP, and how many lines are dated after `received`."""
        table = schema.line
        mine = table.c.drop_id == drop_id
        several = table.c.customers.like("% %:%")  # a key of several columns, or of text, may have a blank of its own
        shared = sa.select(sa.func.count(table.c.address.distinct())).where(mine, several)
        future = sa.select(sa.func.count()).where(mine, table.c.at > received)
        with self._reader.connect() as connection:
            return connection.scalar(shared) or 0, connection.scalar(future) or 0

    def _portions(self, drop_id: str, count: int, but: Collection[str]) -> Iterator[Portion]:
        changes = self._changes(drop_id, but)
        n = schema.line_row.c.n
        for first in range(0, count, AT_ONCE):
            with self._reader.connect() as connection:
                rows = schema.lines.fetch(connection, drop_id, ROW_COLUMNS, n >= first, n < first + AT_ONCE)
            yield rows, changes

    def _changes(self, drop_id: str, but: Collection[str]) -> pd.DataFrame:
        with self._reader.connect() as connection:
            changes = schema.changes.fetch(connection, drop_id, CHANGED)
        return those(changes, ~changes["target"].isin(list(but)))


def _shown(connection: sa.Connection, drop_id: str, counts: Counts) -> pd.DataFrame:
    """Return the first lines of each outcome and all rejected ones, each with its place in the file as index."""
    import pandas as pd

    table = schema.line
    parts = []
    for outcome in OUTCOMES:
        query = sa.select(table.c.n, *_TOLD).where(table.c.drop_id == drop_id, table.c.outcome == outcome)
        limit = counts.rejected if outcome == "rejected" else min(SAMPLES, getattr(counts, outcome))
        parts.append(read_frame(connection, query.order_by(table.c.n).limit(limit), {"n": "int64", **ROW_COLUMNS}))
    return pd.concat(parts).set_index("n").rename_axis(None).sort_index()
