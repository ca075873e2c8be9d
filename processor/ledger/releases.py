"""What waits for a human's word before it is done for the first time, such as the very first export."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from processor.ledger import schema

_release = sa.Table(
    "releases",
    schema.drop.metadata,
    sa.Column("what", schema.CODE, primary_key=True),  # "export"
    sa.Column("asked_at", schema.Utc, nullable=False),
    sa.Column("facts", sa.Text, nullable=False),  # JSON: what would be done, as found last
    sa.Column("released_at", schema.Utc),
    sa.Column("who", sa.String(200), nullable=False, default=""),
)


@dataclass(frozen=True)
class Release:
    """Something that waits for a human's word (`released_at` None), or was released."""

    what: str
    asked_at: datetime
    facts: Mapping[str, Any]
    released_at: datetime | None
    who: str


class Releases:
    """The releases of the ledger. Every method is one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reading=True)

    def get(self, what: str) -> Release | None:
        """Return how it stands with `what`, None where nobody was asked yet."""
        with self._reader.connect() as connection:
            row = connection.execute(sa.select(_release).where(_release.c.what == what)).first()
            return None if row is None else Release(**{**row._mapping, "facts": json.loads(row.facts)})

    def ask(self, what: str, facts: Mapping[str, object], now: datetime) -> None:
        """Note that a human is to be asked, or what would be done now; an earlier word does not count for that."""
        told = json.dumps(dict(facts), default=str)
        mine = _release.c.what == what
        with self._engine.begin() as connection:
            if not connection.execute(
                _release.update().where(mine).values(facts=told, released_at=None, who="")
            ).rowcount:
                connection.execute(_release.insert().values(what=what, asked_at=now, facts=told))

    def release(self, what: str, who: str, now: datetime) -> bool:
        """Note that a human released it; return whether it was waiting."""
        waiting = (_release.c.what == what) & _release.c.released_at.is_(None)
        with self._engine.begin() as connection:
            values = {"released_at": now, "who": who[:200]}
            return bool(connection.execute(_release.update().where(waiting).values(values)).rowcount)
