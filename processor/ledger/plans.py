"""Plans: stored whole before anything of them is done, and read back for doing, repeating and telling."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from processor.domain.plan import CHANGES, Plan, counts_of
from processor.domain.receipt import Counts
from processor.ledger import schema
from processor.ledger.crowds import known_changed
from processor.ledger.drops import update_drop
from processor.ledger.frames import write_frame
from processor.ledger.remarks import note_remarks
from processor.ledger.snapshots import note_snapshot

if TYPE_CHECKING:
    import pandas as pd

    from processor.domain.batch import Batch


class AlreadyPlanned(Exception):
    """Another drop with the same bytes and meaning was planned in the meantime, perhaps by another machine."""


class Plans:
    """The plans of the ledger. Every method is one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reading=True)

    def store(self, drop_id: str, batch: Batch, plan: Plan, now: datetime) -> None:
        """Store a plan before anything of it is done: lines, changes, suppressions, known subscribers, in one.

        Raise AlreadyPlanned where another drop with the same content was first. A plan stored earlier for the same
        drop (held, or overtaken by an edit in the ERP) is replaced.
        """
        counts = plan.counts  # raises before anything is written if a line is lost
        with self._engine.begin() as connection:
            _claim_content(connection, drop_id, batch.meaning)
            connection.execute(schema.tally.delete().where(schema.tally.c.drop_id == drop_id))
            schema.lines.forget(connection, drop_id)
            schema.changes.forget(connection, drop_id)
            kinds = schema.lines.store(connection, drop_id, plan.rows.assign(n=range(counts.read)))
            tally = kinds.groupby(["event", "outcome", "detail"])["rows"].sum().reset_index(name="lines")
            write_frame(connection, schema.tally, tally.assign(drop_id=drop_id))
            schema.changes.store(connection, drop_id, plan.changes.assign(planned_at=now))
            write_frame(
                connection, schema.suppression, plan.suppressions.assign(drop_id=drop_id, lifted_by=""), "renew"
            )
            note_remarks(connection, drop_id, batch.unusable, plan.remarks)
            note_snapshot(connection, drop_id, batch.layout, plan.active)
            _note_people(connection, drop_id, plan, now)
            values = {
                "state": "held" if plan.held else "planned",
                "layout": batch.layout,
                "evidence": json.dumps(list(batch.evidence), default=str),
                "shape": json.dumps(dict(batch.shape), default=str),
                "reasons": json.dumps(list(plan.held), default=str),
                "rested_at": None,
            }
            update_drop(connection, drop_id, **values)

    def changes(self, drop_id: str) -> pd.DataFrame:
        """Return the planned changes of a drop (columns CHANGES)."""
        with self._reader.connect() as connection:
            return schema.changes.fetch(connection, drop_id, CHANGES)

    def customers_changed(self, drop_id: str, but: Collection[str] = ()) -> int:
        """Return how many ERP rows the plan of a drop changes, in targets other than `but`."""
        table = schema.change
        rows = sa.select(table.c.target, table.c.key).where(
            table.c.drop_id == drop_id, table.c.target.not_in(list(but))
        )
        with self._reader.connect() as connection:
            return connection.scalar(sa.select(sa.func.count()).select_from(rows.distinct().subquery())) or 0

    def tally(self, drop_id: str) -> tuple[Counts, dict[tuple[str, str], int]]:
        """Return how many lines of a drop ended where, and the same by (outcome, detail)."""
        query = sa.select(schema.tally).where(schema.tally.c.drop_id == drop_id)
        outcomes: dict[str, int] = {}
        details: dict[tuple[str, str], int] = {}
        with self._reader.connect() as connection:
            for row in connection.execute(query):
                outcomes[row.outcome] = outcomes.get(row.outcome, 0) + row.lines
                details[row.outcome, row.detail] = details.get((row.outcome, row.detail), 0) + row.lines
        return counts_of(outcomes, sum(outcomes.values())), details


def _claim_content(connection: sa.Connection, drop_id: str, meaning: str) -> None:
    """Insert the row that makes these bytes ours; raise AlreadyPlanned where another drop has it."""
    digest = connection.scalar(sa.select(schema.drop.c.digest).where(schema.drop.c.id == drop_id))
    mine = (schema.content.c.digest == digest) & (schema.content.c.meaning == meaning)
    owner = connection.scalar(sa.select(schema.content.c.drop_id).where(mine))
    try:
        if owner is None:
            connection.execute(schema.content.insert().values(digest=digest, meaning=meaning, drop_id=drop_id))
    except sa.exc.IntegrityError as problem:
        raise AlreadyPlanned(drop_id) from problem
    if owner not in (None, drop_id):
        raise AlreadyPlanned(drop_id)


def _note_people(connection: sa.Connection, drop_id: str, plan: Plan, now: datetime) -> None:
    """Note known subscribers, lifted opt-outs and the days on which mailings went out."""
    import pandas as pd

    known = pd.DataFrame({"canonical": list(plan.known), "since": now, "source": f"drop:{drop_id}"})
    if len(known):
        write_frame(connection, schema.known, known, "keep")
        known_changed(connection)
    for address in plan.lifted:
        said_no = (schema.suppression.c.canonical == address) & (schema.suppression.c.reason != "bounce")
        connection.execute(schema.suppression.update().where(said_no).values(lifted_at=now, lifted_by=drop_id))
    bounces = plan.rows[(plan.rows["event"] == "bounce") & plan.rows["at"].notna() & (plan.rows["outcome"] != "held")]
    days = pd.DataFrame({"day": sorted(set(bounces["at"].dt.date.tolist()))})
    write_frame(connection, schema.mailing_day, days, "keep")
