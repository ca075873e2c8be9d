"""Exports that are taken back before anybody fetched them: why, who was in them, and how it ended."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import sqlalchemy as sa

from processor.domain.crowd import Crowd
from processor.domain.plan import SAID_NO
from processor.ledger import schema
from processor.ledger.crowds import crowd_of, held, suppressed
from processor.ledger.exports import Export
from processor.ledger.former import successors
from processor.ledger.frames import chunks
from processor.ledger.known import known_from, let_go, source_of
from processor.ledger.listings import exports_listing, listed_people
from processor.ledger.removals import given_up

Why = Literal["said_no", "given_up", "merge"]

_take = sa.Table(
    "takebacks",
    schema.drop.metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),  # of the export
    sa.Column("why", schema.CODE, nullable=False),  # said_no | given_up | merge
    sa.Column("published_at", schema.Utc, nullable=False),
    sa.Column("asked_at", schema.Utc, nullable=False),
    sa.Column("ended_at", schema.Utc, index=True),
    sa.Column("outcome", schema.CODE, nullable=False, default=""),  # back | altered
    sa.Column("cleared_at", schema.Utc),  # when what was taken back was deleted
)

_person = sa.Table(
    "takeback_people",
    schema.drop.metadata,
    sa.Column("canonical", schema.ADDRESS, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
)


@dataclass(frozen=True)
class Takeback:
    """An export that was to be taken back, because of "said_no", "given_up" or "merge".

    `outcome` is "back", or "altered" where somebody had changed the file, so that it still lies there.
    """

    name: str
    addresses: int
    why: str
    published_at: datetime
    ended_at: datetime
    outcome: str


class Takebacks:
    """What was taken back. Every method is one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reading=True)

    def out(self, since: datetime | None = None) -> list[Export]:
        """Return the exports published after `since` that were not to be taken back before, in order."""
        table = schema.export
        never = table.c.number.not_in(sa.select(_take.c.number))
        query = sa.select(table).where(table.c.published_at.is_not(None), never).order_by(table.c.number)
        with self._reader.connect() as connection:
            rows = connection.execute(query if since is None else query.where(table.c.published_at > since))
            return [Export(**row._mapping) for row in rows]

    def crowd(self, exports: Sequence[Export]) -> Crowd:
        """Return the people of exports."""
        return crowd_of(self._reader, [of(one.number) for one in exports for of in (known_from, listed_people)])

    def holding_a_no(self, since: datetime | None = None, by_hand: Collection[str] = ()) -> list[Export]:
        """Return those of `out` that hold somebody who has said no, or is said to have in a file that is held.

        `by_hand`: canonical addresses of people who said no elsewhere.
        """
        said, waiting = suppressed(schema.suppression.c.reason.in_(SAID_NO)), held(SAID_NO)
        return self._holding(since, [said.union(waiting, successors(waiting)), *chunks(by_hand)])

    def holding_given_up(self, since: datetime | None = None) -> list[Export]:
        """Return those of `out` that hold an address which its customer has given up and no removal file names."""
        return self._holding(since, [given_up()])

    def _holding(self, since: datetime | None, people: Sequence[sa.SelectBase | Sequence[str]]) -> list[Export]:
        if not (out := self.out(since)):
            return []
        known, sources, numbers = schema.known, set[str](), set[int]()
        with self._reader.connect() as connection:
            for some in people:
                who = known.c.canonical.in_(some)
                sources.update(connection.scalars(sa.select(known.c.source).where(who).distinct()))
                numbers.update(connection.scalars(exports_listing(some)))
        return [one for one in out if one.number in numbers or source_of(one.number) in sources]

    def ask(self, exports: Sequence[Export], why: Why, now: datetime) -> None:
        """Note, before anything is done, that these are to be taken back."""
        rows = [
            {"number": one.number, "why": why, "published_at": one.published_at, "asked_at": now, "outcome": ""}
            for one in exports
        ]
        if rows:
            with self._engine.begin() as connection:
                connection.execute(_take.insert(), rows)

    def asked(self) -> list[Export]:
        """Return the exports that are to be taken back and may lie there still, in order."""
        return self._where(_take.c.ended_at.is_(None))

    def uncleared(self) -> list[Export]:
        """Return the exports that were taken back and whose bytes may be there still, out of sight."""
        return self._where((_take.c.outcome == "back") & _take.c.cleared_at.is_(None))

    def _where(self, which: sa.ColumnElement[bool]) -> list[Export]:
        table = schema.export
        mine = table.c.number.in_(sa.select(_take.c.number).where(which))
        with self._reader.connect() as connection:
            rows = connection.execute(sa.select(table).where(mine).order_by(table.c.number))
            return [Export(**row._mapping) for row in rows]

    def back(self, number: int, now: datetime) -> None:
        """Note that an export is out no more: its people are new again, unless something else has made them known."""
        mine = known_from(number).union(listed_people(number)).subquery()
        people = sa.select(mine.c.canonical, sa.literal(number))
        table = schema.export
        with self._engine.begin() as connection:
            connection.execute(_person.insert().from_select(["canonical", "number"], people))
            let_go(connection, number)
            connection.execute(table.update().where(table.c.number == number).values(published_at=None, void=True))
            _end(connection, number, "back", now)

    def cleared(self, number: int, now: datetime) -> None:
        """Note that the bytes of an export that was taken back are gone."""
        with self._engine.begin() as connection:
            connection.execute(_take.update().where(_take.c.number == number).values(cleared_at=now))

    def fetched(self, number: int) -> None:
        """Note that an export was fetched meanwhile: there is nothing to take back."""
        with self._engine.begin() as connection:
            connection.execute(_take.delete().where(_open(number)))

    def altered(self, number: int, now: datetime) -> None:
        """Note that somebody has changed an export, which is his then; merging is tried anew next time."""
        with self._engine.begin() as connection:
            connection.execute(_take.delete().where(_open(number), _take.c.why == "merge"))
            _end(connection, number, "altered", now)

    def between(self, since: datetime, until: datetime) -> list[Takeback]:
        """Return what was taken back, or could not be, in a period, in order of the exports."""
        within = (_take.c.ended_at > since) & (_take.c.ended_at <= until)
        with self._reader.connect() as connection:
            return [Takeback(**row._mapping) for row in connection.execute(_told().where(within))]


def taken_back_with(canonical: str) -> sa.Select[tuple[int]]:
    """Return the query for the numbers of exports that were taken back with somebody in them."""
    return sa.select(_person.c.number).where(_person.c.canonical == canonical)


def of_exports() -> sa.Subquery:
    """Return number, why and taken_back_at of every export that was taken back."""
    columns = (_take.c.number, _take.c.why, _take.c.ended_at.label("taken_back_at"))
    return sa.select(*columns).where(_take.c.outcome == "back").subquery()


def _told() -> sa.Select[tuple[str, int, str, datetime, datetime, str]]:
    table = schema.export
    columns = (_take.c.why, _take.c.published_at, _take.c.ended_at, _take.c.outcome)
    query = sa.select(table.c.name, table.c.addresses, *columns)
    return query.join_from(_take, table, table.c.number == _take.c.number).order_by(table.c.number)


def _open(number: int) -> sa.ColumnElement[bool]:
    return (_take.c.number == number) & _take.c.ended_at.is_(None)


def _end(connection: sa.Connection, number: int, outcome: str, now: datetime) -> None:
    connection.execute(_take.update().where(_open(number)).values(ended_at=now, outcome=outcome))
