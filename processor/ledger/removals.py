"""Addresses that customers gave up and the newsletter server still has, and the files that ask it to remove them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from processor.ledger import schema
from processor.ledger.crowds import known_changed
from processor.ledger.frames import chunks, write_frame
from processor.ledger.listings import end_listings, taken_off_by

_removal = sa.Table(
    "removals",
    schema.drop.metadata,
    sa.Column("canonical", schema.ADDRESS, primary_key=True),
    sa.Column("noted_at", schema.Utc, nullable=False),
    sa.Column("number", sa.Integer, index=True),  # of the file that names it, NULL while none does
)

_file = sa.Table(
    "removal_files",
    schema.drop.metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("name", sa.String(400), nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("addresses", sa.Integer, nullable=False),
    sa.Column("drawn_at", schema.Utc, nullable=False),
    sa.Column("published_at", schema.Utc),
)


@dataclass(frozen=True)
class RemovalFile:
    """One file of addresses to be removed: drawn (its bytes are fixed), then published."""

    number: int
    name: str
    digest: str
    addresses: int
    drawn_at: datetime
    published_at: datetime | None = None


class Removals:
    """The removals of the ledger. Every method is one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reading=True)

    def waiting(self) -> list[str]:
        """Return the canonical addresses that no file names yet, sorted as `people` are."""
        with self._reader.connect() as connection:
            return sorted(connection.scalars(given_up()))

    def out(self, since: datetime | None = None) -> set[str]:
        """Return the names of the files published after `since`."""
        query = sa.select(_file.c.name).where(_file.c.published_at.is_not(None))
        with self._reader.connect() as connection:
            return set(connection.scalars(query if since is None else query.where(_file.c.published_at > since)))

    def named_in(self, files: Collection[str]) -> set[str]:
        """Return the canonical addresses that the files of these names remove."""
        query = sa.select(_removal.c.canonical).join(_file, _file.c.number == _removal.c.number)
        with self._reader.connect() as connection:
            return {one for some in chunks(files) for one in connection.scalars(query.where(_file.c.name.in_(some)))}

    def forget(self, people: Sequence[str]) -> None:
        """Forget addresses that are not to be removed after all: a customer has them again, or they said no."""
        with self._engine.begin() as connection:
            for some in chunks(people):
                open_ones = _removal.c.canonical.in_(some) & _removal.c.number.is_(None)
                connection.execute(_removal.delete().where(open_ones))

    def draw(self, file: RemovalFile, people: Sequence[str]) -> None:
        """Fix a file; its people are no known subscribers any more: a customer who has the address again is new."""
        with self._engine.begin() as connection:
            connection.execute(_file.insert().values(vars(file)))
            for some in chunks(people):
                mine = _removal.c.canonical.in_(some)
                connection.execute(_removal.update().where(mine).values(number=file.number))
                connection.execute(schema.known.delete().where(schema.known.c.canonical.in_(some)))
            known_changed(connection)
            end_listings(connection, people, file.drawn_at, number=file.number)

    def draw_for_list(self, file: RemovalFile, people: Sequence[str], name: str) -> None:
        """Fix a file that takes people off one list; they stay known subscribers."""
        with self._engine.begin() as connection:
            connection.execute(_file.insert().values(vars(file)))
            end_listings(connection, people, file.drawn_at, name=name, number=file.number)

    def unpublished(self) -> list[RemovalFile]:
        """Return files that were drawn and may not have reached the export folder, in order."""
        query = sa.select(_file).where(_file.c.published_at.is_(None)).order_by(_file.c.number)
        with self._reader.connect() as connection:
            return [RemovalFile(**row._mapping) for row in connection.execute(query)]

    def people(self, number: int) -> tuple[list[str], bool]:
        """Return whom a file names, sorted, and whether it takes them off one list only."""
        everywhere = sa.select(_removal.c.canonical).where(_removal.c.number == number)
        with self._reader.connect() as connection:
            found = sorted(connection.scalars(everywhere))
            return (found, False) if found else (sorted(connection.scalars(taken_off_by(number))), True)

    def redrawn(self, number: int, digest: str) -> None:
        """Note that the bytes of a file had to be made anew."""
        with self._engine.begin() as connection:
            connection.execute(_file.update().where(_file.c.number == number).values(digest=digest))

    def renamed(self, number: int, name: str) -> None:
        """Note another name of a file, because a foreign one has taken the first."""
        with self._engine.begin() as connection:
            connection.execute(_file.update().where(_file.c.number == number).values(name=name))

    def published(self, number: int, now: datetime) -> None:
        """Note that a file stands in the export folder."""
        with self._engine.begin() as connection:
            connection.execute(_file.update().where(_file.c.number == number).values(published_at=now))

    def out_between(self, begin: datetime, end: datetime) -> list[str]:
        """Return the names of the files published in this time, oldest first."""
        query = sa.select(_file.c.name).where(_file.c.published_at.between(begin, end)).order_by(_file.c.number)
        with self._reader.connect() as connection:
            return list(connection.scalars(query))

    def noted(self, since: datetime, until: datetime) -> tuple[int, int]:
        """Return how many addresses were given up in a period, and of how many of them no file tells."""
        within = (_removal.c.noted_at > since) & (_removal.c.noted_at <= until)
        query = sa.select(sa.func.count(), sa.func.count(_removal.c.number)).where(within)
        with self._reader.connect() as connection:
            every, told = connection.execute(query).one()
            return every, every - told


def given_up() -> sa.Select[tuple[str]]:
    """Return the query for the canonical addresses that no file names yet."""
    return sa.select(_removal.c.canonical).where(_removal.c.number.is_(None))


def last_number(connection: sa.Connection) -> int:
    """Return the number of the last removal file, 0 before the first."""
    return connection.scalar(sa.select(sa.func.max(_file.c.number))) or 0


def given_up_since(canonical: sa.ColumnElement[str], at: sa.ColumnElement[datetime]) -> sa.ColumnElement[bool]:
    """Return the condition that a removal file names an address that was given up at this moment or later."""
    mine = (_removal.c.canonical == canonical) & (_removal.c.noted_at >= at) & _removal.c.number.is_not(None)
    return sa.exists().where(mine)


def note_removals(connection: sa.Connection, people: Sequence[str], now: datetime) -> None:
    """Note within a transaction addresses that customers gave up."""
    import pandas as pd

    gone = pd.DataFrame({"canonical": list(people), "noted_at": now, "number": None})
    write_frame(connection, _removal, gone, "renew")
