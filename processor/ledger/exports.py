"""Which export files were drawn and published; an address handed over is a known subscriber from then on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from processor.ledger import schema
from processor.ledger.crowds import kept_out, known_changed
from processor.ledger.frames import write_frame
from processor.ledger.known import known_from, let_go, source_of
from processor.ledger.listings import listed_people, note_listings
from processor.ledger.removals import last_number


@dataclass(frozen=True)
class Export:
    """One export file: drawn (its people and bytes are fixed), then published (it stands in the export folder)."""

    number: int
    name: str
    digest: str
    addresses: int
    drawn_at: datetime
    published_at: datetime | None
    void: bool


class Exports:
    """The exports of the ledger. Every method is one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reading=True)

    def next_number(self) -> int:
        """Return the number of the next file, export or removal: in the order of their numbers they are to be read."""
        with self._reader.connect() as connection:
            last = connection.scalar(sa.select(sa.func.max(schema.export.c.number))) or 0
            return max(last, last_number(connection)) + 1

    def draw(self, export: Export, canonical: Sequence[str], lists: Sequence[str] | None = None) -> None:
        """Fix an export and note its people as known subscribers, in one: each address goes out once.

        With `lists`, one for each of the people, everybody goes out once for each list, and may be known already.
        """
        import pandas as pd

        people = {"canonical": list(dict.fromkeys(canonical)), "since": export.drawn_at}
        known = pd.DataFrame({**people, "source": source_of(export.number)})
        with self._engine.begin() as connection:
            connection.execute(schema.export.insert().values(vars(export)))
            write_frame(connection, schema.known, known, "fail" if lists is None else "keep")
            known_changed(connection)
            if lists is not None:
                note_listings(connection, export.number, canonical, lists)

    def unpublished(self) -> list[Export]:
        """Return exports that were drawn and may not have reached the export folder, in order."""
        table = schema.export
        query = sa.select(table).where(table.c.published_at.is_(None), ~table.c.void).order_by(table.c.number)
        with self._reader.connect() as connection:
            return [Export(**row._mapping) for row in connection.execute(query)]

    def people(self, number: int) -> set[str]:
        """Return the canonical addresses of an export."""
        with self._reader.connect() as connection:
            return {*connection.scalars(known_from(number)), *connection.scalars(listed_people(number))}

    def holds_somebody_kept_out(self, number: int) -> bool:
        """Return whether an export holds anybody that no export may hold."""
        with self._reader.connect() as connection:
            for query in kept_out():
                column = query.selected_columns[0]
                for people in (known_from(number), listed_people(number)):
                    if connection.execute(query.where(column.in_(people)).limit(1)).first():
                        return True
        return False

    def published(self, number: int, now: datetime) -> None:
        """Note that the file stands in the export folder."""
        with self._engine.begin() as connection:
            table = schema.export
            connection.execute(table.update().where(table.c.number == number).values(published_at=now))

    def withdraw(self, number: int) -> None:
        """Forget an export that never came out: its people go into a later one, which gets its number."""
        with self._engine.begin() as connection:
            let_go(connection, number)
            connection.execute(schema.export.delete().where(schema.export.c.number == number))

    def void(self, number: int) -> None:
        """Give up an export whose name a foreign file has taken; its people go into a later one with another number."""
        with self._engine.begin() as connection:
            let_go(connection, number)
            connection.execute(schema.export.update().where(schema.export.c.number == number).values(void=True))

    def out_between(self, begin: datetime, end: datetime) -> list[str]:
        """Return the names of the files published in this time, oldest first."""
        table = schema.export
        query = sa.select(table.c.name).where(table.c.published_at.between(begin, end)).order_by(table.c.number)
        with self._reader.connect() as connection:
            return list(connection.scalars(query))

    def last(self) -> Export | None:
        """Return the newest published export."""
        table = schema.export
        query = sa.select(table).where(table.c.published_at.is_not(None)).order_by(table.c.number.desc()).limit(1)
        with self._reader.connect() as connection:
            row = connection.execute(query).first()
            return None if row is None else Export(**row._mapping)
