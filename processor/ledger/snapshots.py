"""Which whole lists of subscribers the newsletter server has shown; their people stand in the lines of the drop."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from processor.domain.digest import digests, find, together
from processor.domain.drift import Held, Outline
from processor.domain.plan import SAID_NO
from processor.domain.snapshot import Snapshot, There, state, there
from processor.ledger import schema
from processor.ledger.streams import streamed
from processor.ledger.undoable import STANDING

if TYPE_CHECKING:
    from processor.domain.digest import Numbers

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


_STATES = ("active", "out", "faulty", "other")
_HELD = ("said_no", "bounced", "sent", "known")


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

    def outline(self, snapshots: Sequence[Snapshot]) -> Outline:
        """Return everybody in these snapshots, and what the ledger knew when the oldest of them came, by digest.

        Who said no after that was told by somebody the snapshot could not know of yet.
        """
        parts: dict[str, list[Numbers]] = defaultdict(list)
        with self._reader.connect() as connection:
            for query, label in _sides(connection, snapshots):
                for rows in streamed(connection, query):
                    numbers, labels = _digests(rows), [label(*row[1:]) for row in rows]
                    for name in set(labels):
                        parts[name].append(numbers[[one == name for one in labels]])
        found = {name: together(parts[name]) for name in (*_STATES, *_HELD)}
        named = together([found[name] for name in _STATES])
        found.pop("other")
        return Outline(named=named, **found)

    def exactly(self, snapshots: Sequence[Snapshot], numbers: Numbers) -> tuple[There, Held]:
        """Return the same in texts, for those who have one of these digests (ascending)."""
        people: dict[str, set[str]] = defaultdict(set)
        with self._reader.connect() as connection:
            for query, label in _sides(connection, snapshots):
                for rows in streamed(connection, query):
                    for place in find(numbers, _digests(rows))[1].nonzero()[0].tolist():
                        canonical, *told = rows[place]
                        people[label(*told)].add(canonical)
        return there(**{name: people[name] for name in _STATES}), Held(**{name: people[name] for name in _HELD})


def _sides(
    connection: sa.Connection, snapshots: Sequence[Snapshot]
) -> Iterator[tuple[sa.Select[Any], Callable[..., str]]]:
    """Yield queries for canonical addresses and what is told of them, each with what names that: _STATES, _HELD."""
    at, mine = min(one.at for one in snapshots), [one.drop_id for one in snapshots]
    lines, table, drops, exports = schema.line, schema.suppression, schema.drop, schema.export
    published = sa.select(exports.c.number).where(exports.c.published_at < at - ARRIVES_WITHIN)
    sent = {f"export:{number}" for number in connection.scalars(published)}
    named = sa.select(lines.c.canonical, lines.c.event, lines.c.outcome)
    yield named.where(lines.c.drop_id.in_(mine), lines.c.canonical != ""), state
    suppressed = sa.select(table.c.canonical, table.c.reason).join(drops, drops.c.id == table.c.drop_id)
    in_time = (drops.c.received <= at) | table.c.drop_id.in_(mine)
    yield suppressed.where(table.c.lifted_at.is_(None), in_time), _against
    known = sa.select(schema.known.c.canonical, schema.known.c.source)
    yield known, lambda source: "sent" if source in sent else "known" if source.startswith("drop:") else ""


def _against(reason: str) -> str:
    return "said_no" if reason in SAID_NO else "bounced"


def _digests(rows: Sequence[Sequence[Any]]) -> Numbers:
    return digests(row[0] for row in rows)


def note_snapshot(connection: sa.Connection, drop_id: str, source: str, active: int) -> None:
    """Note within a transaction that a drop is a snapshot with so many active people; none with 0."""
    connection.execute(_snapshot.delete().where(_snapshot.c.drop_id == drop_id))
    if active:
        connection.execute(_snapshot.insert().values(drop_id=drop_id, source=source, active=active))
