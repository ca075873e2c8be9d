"""The proofs that nobody who said no gets mail, as they were found; and what they look for in the ledger."""

from __future__ import annotations

import json
from datetime import datetime

import sqlalchemy as sa

from processor.domain.plan import SAID_NO
from processor.domain.proof import Proof
from processor.ledger import schema
from processor.ledger.listings import listed_people
from processor.ledger.rows import RULE

_proof = sa.Table(
    "proofs",
    schema.drop.metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", schema.Utc, nullable=False, index=True),
    *(
        sa.Column(name, sa.Integer, nullable=False)
        for name in ("suppressed", "customers", "exports", "subscribers", "rows", "repaired", "mailed", "active")
    ),
    sa.Column("seconds", sa.Float, nullable=False),
    sa.Column("listed_at", schema.Utc),
    sa.Column("drift", sa.Text, nullable=False),
)


class Proofs:
    """The proofs of the ledger. Every method is one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reading=True)

    def note(self, proof: Proof) -> None:
        """Note a proof."""
        with self._engine.begin() as connection:
            connection.execute(_proof.insert().values({**vars(proof), "drift": json.dumps(dict(proof.drift))}))

    def last(self) -> Proof | None:
        """Return the newest proof."""
        query = sa.select(*(_proof.c[name] for name in Proof.__dataclass_fields__)).order_by(_proof.c.id.desc())
        with self._reader.connect() as connection:
            row = connection.execute(query.limit(1)).first()
            return None if row is None else Proof(**{**row._mapping, "drift": json.loads(row.drift)})

    def rows(self, since: datetime, until: datetime) -> int:
        """Return how many rows were found YES in a period and left so."""
        query = sa.select(sa.func.sum(_proof.c.rows - _proof.c.repaired))
        with self._reader.connect() as connection:
            return connection.scalar(query.where(_proof.c.at > since, _proof.c.at <= until)) or 0

    def mailed(self, since: datetime) -> tuple[int, set[str]]:
        """Return how many exports went out since then, and who in them had said no before they were drawn."""
        exports, known, table, drops = schema.export, schema.known, schema.suppression, schema.drop
        query = sa.select(exports.c.number, exports.c.drawn_at).where(exports.c.published_at > since)
        said_no = table.c.lifted_at.is_(None) & table.c.reason.in_(SAID_NO)
        with self._reader.connect() as connection:
            files = connection.execute(query).all()
            found: set[str] = set()
            for number, drawn_at in files:
                in_time = sa.case((table.c.rule == RULE, table.c.since), else_=drops.c.received) < drawn_at
                mine = sa.select(known.c.canonical).where(known.c.source == f"export:{number}")
                people = (
                    sa.select(table.c.canonical)
                    .join(drops, drops.c.id == table.c.drop_id)
                    .where(table.c.canonical.in_(mine.union(listed_people(number))), said_no, in_time)
                )
                found |= set(connection.scalars(people))
        return len(files), found
