"""What is known of every drop: where it came from and what state it is in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from processor.domain.receipt import Worded
from processor.ledger import schema
from processor.ledger.frames import chunks


@dataclass(frozen=True)
class Entry:
    """One drop as the ledger knows it; fields as the columns of the table drops."""

    id: str
    name: str
    folder: str
    size: int
    digest: str
    received: datetime
    state: str  # claimed | planned | applied | undoing | undone | held | refused | already | discarded
    layout: str
    evidence: Sequence[Worded]
    shape: dict[str, Any]
    reasons: Sequence[Worded]
    same_as: str
    decision: str
    applied_at: datetime | None
    rested_at: datetime | None
    receipt: str


class Drops:
    """The drops of the ledger. Every method is one transaction and may be repeated."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reading=True)

    def enter(self, entry: dict[str, Any]) -> Entry:
        """Note a claimed file (id, name, folder, size, digest, received) unless it is known; return its entry."""
        with self._engine.begin() as connection:
            if _entry(connection, entry["id"]) is None:
                connection.execute(schema.drop.insert().values(state="claimed", **entry))
        return self.get(entry["id"])

    def get(self, drop_id: str) -> Entry:
        """Return a drop's entry; raise KeyError where there is none."""
        with self._reader.connect() as connection:
            if (found := _entry(connection, drop_id)) is None:
                raise KeyError(drop_id)
            return found

    def state(self, drop_id: str) -> str:
        """Return a drop's state, "" where there is no such drop."""
        with self._reader.connect() as connection:
            return connection.scalar(sa.select(schema.drop.c.state).where(schema.drop.c.id == drop_id)) or ""

    def states(self, ids: Iterable[str]) -> dict[str, str]:
        """Return by id the state of those of these drops that there are."""
        table = schema.drop
        with self._reader.connect() as connection:
            return {
                drop_id: state
                for some in chunks(ids)
                for drop_id, state in connection.execute(
                    sa.select(table.c.id, table.c.state).where(table.c.id.in_(some))
                )
            }

    def unrested(self) -> list[Entry]:
        """Return drops whose file has not come to rest yet, oldest first."""
        return self._where(schema.drop.c.rested_at.is_(None))

    def waiting_for_decision(self) -> list[Entry]:
        """Return held drops, oldest first; `decision` says where a human has decided."""
        return self._where(schema.drop.c.state == "held")

    def to_undo(self) -> list[Entry]:
        """Return drops to be undone, oldest first: applied ones that a human wants undone, and what is not finished."""
        asked = (schema.drop.c.state == "applied") & (schema.drop.c.decision == "undo")
        return self._where(asked | (schema.drop.c.state == "undoing"))

    def received_between(self, since: datetime, until: datetime) -> list[Entry]:
        """Return the drops of a period, oldest first."""
        return self._where(schema.drop.c.received > since, schema.drop.c.received <= until)

    def _where(self, *conditions: sa.ColumnElement[bool]) -> list[Entry]:
        query = sa.select(schema.drop).where(*conditions).order_by(schema.drop.c.received, schema.drop.c.id)
        with self._reader.connect() as connection:
            return [_to_entry(row) for row in connection.execute(query)]

    def same_content(self, digest: str, meaning: str, but: str) -> Entry | None:
        """Return the drop that brought the same bytes with the same meaning before, other than `but`."""
        query = sa.select(schema.content.c.drop_id).where(
            schema.content.c.digest == digest, schema.content.c.meaning == meaning, schema.content.c.drop_id != but
        )
        with self._reader.connect() as connection:
            earlier = connection.scalar(query)
            return None if earlier is None else _entry(connection, earlier)

    def forget_content(self, drop_id: str) -> None:
        """Let the bytes of a drop count as new when they come again."""
        with self._engine.begin() as connection:
            connection.execute(schema.content.delete().where(schema.content.c.drop_id == drop_id))

    def refuse(self, drop_id: str, reason: Worded) -> None:
        """Note that a file is refused and why; one that waited may be gone."""
        with self._engine.begin() as connection:
            update_drop(connection, drop_id, state="refused", reasons=json.dumps([reason], default=str))
            _complete_undos(connection, drop_id)

    def repeat(self, drop_id: str, earlier: str) -> None:
        """Note that a file brought the bytes of an earlier drop again."""
        self._set(drop_id, state="already", same_as=earlier)

    def discard(self, drop_id: str) -> None:
        """Note that a held file is given up: its people are no longer kept out, its bytes may come again."""
        with self._engine.begin() as connection:
            connection.execute(schema.content.delete().where(schema.content.c.drop_id == drop_id))
            for table in (schema.line_kind, schema.tally):
                held = (table.c.drop_id == drop_id) & (table.c.outcome == "held")
                connection.execute(table.update().where(held).values(outcome="ignored"))
            update_drop(connection, drop_id, state="discarded", rested_at=None)
            _complete_undos(connection, drop_id)

    def decide(self, drop_id: str, decision: str) -> None:
        """Note what a human decided about a held file: "release" or "discard"."""
        self._set(drop_id, decision=decision)

    def applied(self, drop_id: str, now: datetime) -> None:
        """Note that the changes of a drop stand in the ERP."""
        with self._engine.begin() as connection:
            table = schema.change_kind
            mine = (table.c.drop_id == drop_id) & table.c.applied_at.is_(None)
            connection.execute(table.update().where(mine).values(applied_at=now))
            update_drop(connection, drop_id, state="applied", applied_at=now)

    def rested(self, drop_id: str, receipt: str, now: datetime) -> None:
        """Note that the file lies in its folder with its receipt."""
        self._set(drop_id, receipt=receipt, rested_at=now)

    def _set(self, drop_id: str, **values: object) -> None:
        with self._engine.begin() as connection:
            update_drop(connection, drop_id, **values)


def update_drop(connection: sa.Connection, drop_id: str, **values: object) -> None:
    """Write columns of one drop within a transaction."""
    connection.execute(schema.drop.update().where(schema.drop.c.id == drop_id).values(**values))


def _complete_undos(connection: sa.Connection, drop_id: str) -> None:
    """Let undoings that left something as it was for the sake of this file be completed: it is given up."""
    table, drops = schema.change, schema.drop
    kept = sa.select(table.c.undone_by).where(table.c.undone == "kept", table.c.kept_for == drop_id)
    mine = (drops.c.state == "undone") & drops.c.id.in_(kept)
    connection.execute(drops.update().where(mine).values(state="undoing", rested_at=None))


def _entry(connection: sa.Connection, drop_id: str) -> Entry | None:
    row = connection.execute(sa.select(schema.drop).where(schema.drop.c.id == drop_id)).first()
    return None if row is None else _to_entry(row)


def _to_entry(row: Any) -> Entry:
    values = dict(row._mapping)
    for name in ("evidence", "shape", "reasons"):
        values[name] = json.loads(values[name])
    return Entry(**values)
