"""Files that are undone: who asked when, and what it led to; stored before the ERP is written."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from processor.domain.undo import DONE, Reversal
from processor.ledger import schema
from processor.ledger.crowds import known_changed
from processor.ledger.drops import update_drop
from processor.ledger.frames import read_frame
from processor.ledger.known import rest_on, source_of
from processor.ledger.listings import forget_assumed, listed_by_others
from processor.ledger.undoable import STANDING

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class UndoEntry:
    """One undoing; fields as the columns of the table undos, with `counts` read (outcome -> places in the ERP)."""

    drop_id: str
    who: str
    asked_at: datetime
    done_at: datetime | None
    counts: Mapping[str, int]
    lifted: int
    handed_on: int
    forgotten: int


class Undos:
    """What is and was undone. Every method is one transaction and may be repeated."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reading=True)

    def ask(self, drop_id: str, who: str, now: datetime) -> None:
        """Note that somebody wants an applied file undone; the first one counts."""
        with self._engine.begin() as connection:
            if connection.scalar(sa.select(schema.undo.c.who).where(schema.undo.c.drop_id == drop_id)) is None:
                connection.execute(schema.undo.insert().values(drop_id=drop_id, who=who[:200], asked_at=now))
            update_drop(connection, drop_id, decision="undo")

    def get(self, drop_id: str) -> UndoEntry | None:
        """Return how the undoing of a file stands, None where nobody asked."""
        return next(iter(self._where(schema.undo.c.drop_id == drop_id)), None)

    def between(self, since: datetime, until: datetime) -> list[UndoEntry]:
        """Return what was undone in a period, oldest first."""
        return self._where(schema.undo.c.done_at > since, schema.undo.c.done_at <= until)

    def _where(self, *conditions: sa.ColumnElement[bool]) -> list[UndoEntry]:
        query = sa.select(schema.undo).where(*conditions).order_by(schema.undo.c.done_at, schema.undo.c.drop_id)
        with self._reader.connect() as connection:
            rows = [row._mapping for row in connection.execute(query)]
        return [UndoEntry(**{**row, "counts": json.loads(row["counts"])}) for row in rows]

    def told(self, drop_id: str) -> pd.DataFrame:
        """Return what became of each change when a file was undone: columns DONE, kept_for and name (of that file)."""
        table, drops = schema.change, schema.drop
        query = (
            sa.select(
                *(table.c[name] for name in DONE), table.c.kept_for, sa.func.coalesce(drops.c.name, "").label("name")
            )
            .join_from(table, drops, drops.c.id == table.c.kept_for, isouter=True)
            .where(table.c.undone_by == drop_id)
            .order_by(table.c.id)
        )
        with self._reader.connect() as connection:
            return read_frame(connection, query, {**DONE, "kept_for": "str", "name": "str"})

    def store(self, drop_id: str, reversal: Reversal, now: datetime) -> None:
        """Store what undoing leads to before the ERP is written; from then on nothing of the file counts any more.

        Its bytes may come again. Stored once more after a death or an edit in the ERP, it is what counts then.
        """
        with self._engine.begin() as connection:
            _mark_changes(connection, drop_id, reversal.changes)
            _move_suppressions(connection, drop_id, reversal, now)
            forgotten = _forget_known(connection, drop_id, reversal.known_by)
            _forget_mailing_days(connection, drop_id)
            connection.execute(schema.content.delete().where(schema.content.c.drop_id == drop_id))
            table = schema.undo
            counts = Counter(reversal.counts) + Counter(restored=_restored_before(connection, drop_id))
            values: dict[str, Any] = {"counts": json.dumps(dict(counts))}
            values |= {"lifted": len(reversal.lifted)}
            values |= {"handed_on": table.c.handed_on + len(reversal.handed_on)}  # they rest on others from then on
            values |= {"forgotten": table.c.forgotten + forgotten}
            connection.execute(table.update().where(table.c.drop_id == drop_id).values(values))
            update_drop(connection, drop_id, state="undoing", rested_at=None)

    def done(self, drop_id: str, now: datetime) -> None:
        """Note that the values before stand in the ERP again."""
        table = schema.change_row
        mine = (table.c.undone_by == drop_id) & (table.c.undone == "restored") & table.c.undone_at.is_(None)
        with self._engine.begin() as connection:
            connection.execute(table.update().where(mine).values(undone_at=now))
            undo = schema.undo
            connection.execute(undo.update().where(undo.c.drop_id == drop_id).values(done_at=now))
            update_drop(connection, drop_id, state="undone", rested_at=None)


def _restored_before(connection: sa.Connection, drop_id: str) -> int:
    """Return how many places an undoing has set back that is to be completed now."""
    table = schema.change
    places = sa.select(table.c.target, table.c.key, table.c.action).distinct()
    places = places.where(table.c.undone_by == drop_id, table.c.undone == "restored", table.c.undone_at.is_not(None))
    return connection.scalar(sa.select(sa.func.count()).select_from(places.subquery())) or 0


def _mark_changes(connection: sa.Connection, drop_id: str, changes: pd.DataFrame) -> None:
    """Write beside each change what becomes of it."""
    table = schema.change_row
    values = [
        {"which": which, "outcome": outcome, "keeper": keeper}
        for which, outcome, keeper in zip(
            *(changes[name].tolist() for name in ("id", "outcome", "kept_for")), strict=True
        )
    ]
    if values:
        told = {"undone": sa.bindparam("outcome"), "undone_by": drop_id, "kept_for": sa.bindparam("keeper")}
        connection.execute(table.update().where(table.c.id == sa.bindparam("which")).values(told), values)


def _move_suppressions(connection: sa.Connection, drop_id: str, reversal: Reversal, now: datetime) -> None:
    """End the suppressions that nothing else supports, rest the others on what does, let ended ones stand again."""
    table = schema.suppression
    which = (table.c.canonical == sa.bindparam("who")) & (table.c.reason == sa.bindparam("why"))

    def update(rows: list[dict[str, Any]], **values: object) -> None:
        if rows:
            connection.execute(table.update().where(which).values(values), rows)

    lifted = [{"who": who, "why": why} for who, why in reversal.lifted]
    update(lifted, lifted_at=now, lifted_by=drop_id)
    names = ("drop_id", "line", "rule", "address", "bounce_class", "since")
    resting = [
        {"who": who, "why": why} | {f"new_{name}": getattr(support, name) for name in names}
        for (who, why), support in reversal.handed_on.items()
    ]
    update(resting, lifted_at=None, lifted_by="", **{name: sa.bindparam(f"new_{name}") for name in names})
    update([{"who": who, "why": why} for who, why in reversal.standing_again], lifted_at=None, lifted_by="")


def _forget_known(connection: sa.Connection, drop_id: str, known_by: Mapping[str, str]) -> int:
    """Let known subscribers rest on the other file that names them, or the export that handed them over on a list.

    Forget the rest and return how many.
    """
    table, mine = schema.known, schema.known.c.source == f"drop:{drop_id}"
    people = sa.select(table.c.canonical).where(mine)
    others = {one: f"drop:{known_by[one]}" for one in set(connection.scalars(people)) & set(known_by)}
    rest_on(connection, others)
    forget_assumed(connection, people)
    rest_on(connection, {row.canonical: source_of(row.last) for row in connection.execute(listed_by_others(people))})
    known_changed(connection)
    return connection.execute(table.delete().where(mine)).rowcount


def _forget_mailing_days(connection: sa.Connection, drop_id: str) -> None:
    """Forget the days of mailings that only this file knew of."""
    lines, drops, days = schema.line, schema.drop, schema.mailing_day
    bounces = sa.select(lines.c.at).where(lines.c.event == "bounce", lines.c.at.is_not(None)).distinct()
    for day in {at.date() for at in connection.scalars(bounces.where(lines.c.drop_id == drop_id))}:
        begin = datetime.combine(day, datetime.min.time(), tzinfo=UTC)
        that_day = (lines.c.at >= begin) & (lines.c.at < begin + timedelta(days=1)) & (lines.c.drop_id != drop_id)
        others = bounces.join_from(lines, drops, drops.c.id == lines.c.drop_id).where(drops.c.state.in_(STANDING))
        if connection.scalar(others.where(that_day).limit(1)) is None:
            connection.execute(days.delete().where(days.c.day == day))
