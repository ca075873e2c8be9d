"""Which whole lists of subscribers the newsletter server has shown; their people stand in the lines of the drop."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from processor.domain.drift import Held
from processor.domain.plan import SAID_NO
from processor.domain.snapshot import Snapshot, There, there
from processor.ledger import schema
from processor.ledger.undoable import STANDING

_snapshot = sa.Table(
    "snapshots",
    schema.drop.metadata,
    sa.Column("drop_id", sa.String(8), primary_key=True),
    sa.Column("source", schema.Foreign(200), nullable=False),
    sa.Column("active", sa.Integer, nullable=False),
)

ARRIVES_WITHIN = timedelta(days=1)
"""An export published so long before a snapshot should be in it."""

FORSAKEN = timedelta(days=90)
"""A source silent for so long while another one speaks is a newsletter server that was given up."""


class Snapshots:
    """The snapshots of the ledger; reads only."""

    def __init__(self, engine: sa.Engine) -> None:
        self._reader = engine.execution_options(reading=True)

    def last(self, source: str = "") -> list[Snapshot]:
        """Return the newest snapshot of each source, or of one, that nobody has undone, newest first."""
        table, drops = _snapshot, schema.drop
        query = (
            sa.select(table, drops.c.name, drops.c.received.label("at"))
            .join(drops, drops.c.id == table.c.drop_id)
            .where(drops.c.state.in_(STANDING), (table.c.source == source) if source else sa.true())
            .order_by(drops.c.received.desc(), table.c.drop_id)
        )
        found: dict[str, Snapshot] = {}
        before: dict[str, datetime] = {}
        with self._reader.connect() as connection:
            for row in connection.execute(query):
                if row.source in found:
                    before.setdefault(row.source, row.at)
                else:
                    found[row.source] = Snapshot(row.drop_id, row.name, row.source, row.at, row.active)
        together = [Snapshot(**{**vars(one), "before": before.get(one.source)}) for one in found.values()]
        return [one for one in together if one.at > together[0].at - FORSAKEN]

    def there(self, snapshots: Sequence[Snapshot]) -> There:
        """Return who was what in these snapshots together."""
        table = schema.line
        query = sa.select(table.c.canonical, table.c.event, table.c.outcome)
        query = query.where(table.c.drop_id.in_([one.drop_id for one in snapshots]), table.c.canonical != "")
        with self._reader.connect() as connection:
            return there((row.canonical, row.event, row.outcome) for row in connection.execute(query))

    def held(self, snapshots: Sequence[Snapshot]) -> Held:
        """Return what the ledger knew of people when the oldest of these snapshots came.

        Who said no after that was told by somebody the snapshot could not know of yet.
        """
        at = min(one.at for one in snapshots)
        table, drops, known, exports = schema.suppression, schema.drop, schema.known, schema.export
        mine = [one.drop_id for one in snapshots]
        suppressed = (
            sa.select(table.c.canonical, table.c.reason)
            .join(drops, drops.c.id == table.c.drop_id)
            .where(table.c.lifted_at.is_(None), (drops.c.received <= at) | table.c.drop_id.in_(mine))
        )
        published = sa.select(exports.c.number).where(exports.c.published_at < at - ARRIVES_WITHIN)
        with self._reader.connect() as connection:
            found = [(row.canonical, row.reason) for row in connection.execute(suppressed)]
            sources = {f"export:{number}" for number in connection.scalars(published)}
            people = [(row.canonical, row.source) for row in connection.execute(sa.select(known))]
        return Held(
            said_no={canonical for canonical, reason in found if reason in SAID_NO},
            bounced={canonical for canonical, reason in found if reason not in SAID_NO},
            sent={canonical for canonical, source in people if source in sources},
            known={canonical for canonical, source in people if source.startswith("drop:")},
        )


def note_snapshot(connection: sa.Connection, drop_id: str, source: str, active: int) -> None:
    """Note within a transaction that a drop is a snapshot with so many active people; none with 0."""
    connection.execute(_snapshot.delete().where(_snapshot.c.drop_id == drop_id))
    if active:
        connection.execute(_snapshot.insert().values(drop_id=drop_id, source=source, active=active))
