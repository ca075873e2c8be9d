"""What a receipt tells beside the lines: what was noticed when planning, and what rejected lines would have meant.

Stored with the plan, so that a receipt made again is the same byte for byte, whatever has come since.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa

from processor.domain.batch import Unusable
from processor.domain.receipt import Worded
from processor.ledger import schema

_unusable = sa.Table(
    "unusable_lines",
    schema.drop.metadata,
    sa.Column("drop_id", sa.String(8), primary_key=True),
    sa.Column("row", sa.Integer, primary_key=True),  # as lines.n
    sa.Column("cell", schema.Foreign(), nullable=False),
    sa.Column("event", schema.CODE, nullable=False),
    sa.Column("bounce_class", schema.CODE, nullable=False),
    sa.Column("confident", sa.Boolean, nullable=False),
)

_remark = sa.Table(
    "remarks",
    schema.drop.metadata,
    sa.Column("drop_id", sa.String(8), primary_key=True),
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("code", schema.CODE, nullable=False),
    sa.Column("facts", sa.Text, nullable=False),
)


class Remarks:
    """Reads what was noted with plans."""

    def __init__(self, engine: sa.Engine) -> None:
        self._reader = engine.execution_options(reading=True)

    def of(self, drop_id: str) -> list[Worded]:
        """Return what was noticed when a drop was planned (words: receipt)."""
        query = sa.select(_remark.c.code, _remark.c.facts).where(_remark.c.drop_id == drop_id).order_by(_remark.c.n)
        with self._reader.connect() as connection:
            return [(code, _facts(facts)) for code, facts in connection.execute(query)]

    def about(self, texts: Collection[str]) -> list[tuple[str, str, dict[str, object]]]:
        """Return drop, code and facts of remarks that hold one of these texts, in whichever case."""
        facts = sa.func.lower(_remark.c.facts)
        holding = sa.or_(*(facts.contains(json.dumps(text.lower())[1:-1], autoescape=True) for text in texts))
        query = sa.select(_remark.c.drop_id, _remark.c.code, _remark.c.facts).where(holding)
        with self._reader.connect() as connection:
            return [(row.drop_id, row.code, _facts(row.facts)) for row in connection.execute(query)]

    def unusable(self, drop_id: str) -> dict[int, Unusable]:
        """Return, by row of the drop's lines, what lines rejected for their address would have meant."""
        columns = [_unusable.c[name] for name in Unusable._fields]
        query = sa.select(*columns).where(_unusable.c.drop_id == drop_id).order_by(_unusable.c.row)
        with self._reader.connect() as connection:
            return {found.row: Unusable(*found) for found in connection.execute(query)}


def note_remarks(
    connection: sa.Connection, drop_id: str, unusable: Sequence[Unusable], remarks: Sequence[Worded]
) -> None:
    """Note within a transaction what there is to tell of a drop, in place of what was noted of an earlier plan."""
    mend = [{"drop_id": drop_id, **each._asdict()} for each in unusable]
    told = [
        {"drop_id": drop_id, "n": n, "code": code, "facts": json.dumps(dict(facts), default=_as_text)}
        for n, (code, facts) in enumerate(remarks)
    ]
    for table, rows in ((_unusable, mend), (_remark, told)):
        connection.execute(table.delete().where(table.c.drop_id == drop_id))
        if rows:
            connection.execute(table.insert(), rows)


def _as_text(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"a remark cannot keep {value!r}")


def _facts(stored: str) -> dict[str, object]:
    """Return facts as they were; `at` is the one that is a moment."""
    facts: dict[str, object] = json.loads(stored)
    return facts | ({"at": datetime.fromisoformat(str(facts["at"]))} if "at" in facts else {})
