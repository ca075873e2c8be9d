"""The watch book: rounds and what the resurrection guard found in them, its repairs, and faults with their end."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from processor.domain.plan import CHANGES
from processor.domain.receipt import Worded
from processor.domain.summary import Fault
from processor.ledger import schema
from processor.ledger.frames import read_frame

if TYPE_CHECKING:
    import pandas as pd

_faults = sa.Table(
    "faults",
    schema.drop.metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("part", schema.CODE, nullable=False),  # dropzone | erp | export | smtp
    sa.Column("code", schema.CODE, nullable=False),
    sa.Column("facts", sa.Text, nullable=False),
    sa.Column("since", schema.Utc, nullable=False),
    sa.Column("until", schema.Utc),
)

GUARD = ""
"""The drop id of changes that no file caused: repairs of the resurrection guard."""


@dataclass(frozen=True)
class RoundEntry:
    """One survey of the ERP: addresses looked for, rows looked through, rows set to NO again."""

    at: datetime
    files: int
    suppressed: int
    customers: int
    repaired: int
    seconds: float


class Watchbook:
    """Rounds, repairs and faults. Every method is one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reading=True)

    def note(self, entry: RoundEntry) -> None:
        """Note a round in which the ERP was surveyed."""
        with self._engine.begin() as connection:
            connection.execute(schema.round_.insert().values(vars(entry)))

    def last(self) -> RoundEntry | None:
        """Return the newest survey."""
        query = sa.select(*(schema.round_.c[name] for name in RoundEntry.__dataclass_fields__))
        with self._reader.connect() as connection:
            row = connection.execute(query.order_by(schema.round_.c.id.desc()).limit(1)).first()
            return None if row is None else RoundEntry(**row._mapping)

    def plan_repairs(self, changes: pd.DataFrame, now: datetime) -> None:
        """Store repairs before any of them is written."""
        with self._engine.begin() as connection:
            schema.changes.store(connection, GUARD, changes.assign(planned_at=now))

    def repairs(self) -> pd.DataFrame:
        """Return repairs that are planned and not known to stand in the ERP (columns CHANGES)."""
        table = schema.change
        query = sa.select(table).where(table.c.drop_id == GUARD, table.c.applied_at.is_(None)).order_by(table.c.id)
        with self._reader.connect() as connection:
            return read_frame(connection, query, CHANGES)

    def repaired(self, now: datetime) -> None:
        """Note that all planned repairs stand in the ERP."""
        table = schema.change_kind
        open_repairs = (table.c.drop_id == GUARD) & table.c.applied_at.is_(None)
        with self._engine.begin() as connection:
            connection.execute(table.update().where(open_repairs).values(applied_at=now))

    def forget_repairs(self, rows: Sequence[tuple[str, str]]) -> None:
        """Forget planned repairs of rows, (target, key) each, that could not be set; the next survey plans anew."""
        table, planned = schema.change_row, schema.change
        mine = (planned.c.drop_id == GUARD) & planned.c.applied_at.is_(None)
        with self._engine.begin() as connection:
            for target, key in rows:
                which = sa.select(planned.c.id).where(mine, planned.c.target == target, planned.c.key == key)
                connection.execute(table.delete().where(table.c.id.in_(connection.scalars(which).all())))

    def fault_begins(self, part: str, what: Worded, now: datetime) -> Fault:
        """Note that a part of the world is away; return the fault, since when and why as of now."""
        code, facts = what
        values = {"code": code, "facts": json.dumps(dict(facts), default=str)}
        known = self.open_fault(part)
        with self._engine.begin() as connection:
            if known is None:
                connection.execute(_faults.insert().values(part=part, since=now, **values))
            elif known.what[0] != code:
                open_fault = (_faults.c.part == part) & _faults.c.until.is_(None)
                connection.execute(_faults.update().where(open_fault).values(values))
        return Fault(what=what, since=known.since if known else now, until=None)

    def open_fault(self, part: str) -> Fault | None:
        """Return the fault of a part of the world that has not ended yet."""
        table = _faults
        query = sa.select(table).where(table.c.part == part, table.c.until.is_(None)).order_by(table.c.since)
        with self._reader.connect() as connection:
            row = connection.execute(query).first()
            return None if row is None else _fault(row, None)

    def fault_ends(self, part: str, now: datetime) -> None:
        """Note that a part of the world works again."""
        open_fault = (_faults.c.part == part) & _faults.c.until.is_(None)
        with self._engine.begin() as connection:
            connection.execute(_faults.update().where(open_fault).values(until=now))

    def faults(self, since: datetime) -> list[Fault]:
        """Return faults that are open or ended after `since`, oldest first."""
        table = _faults
        recent = table.c.until.is_(None) | (table.c.until > since)
        with self._reader.connect() as connection:
            rows = connection.execute(sa.select(table).where(recent).order_by(table.c.since))
            return [_fault(row, row.until) for row in rows]


def _fault(row: Any, until: datetime | None) -> Fault:
    return Fault(what=(row.code, json.loads(row.facts)), since=row.since, until=until)
