"""On which lists people were handed over, by which export, and until when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from processor.domain.digest import digests
from processor.domain.listed import Remembered, joined_masks
from processor.ledger import schema
from processor.ledger.frames import chunks, write_frame
from processor.ledger.state import state, touch
from processor.ledger.streams import streamed

if TYPE_CHECKING:
    import pandas as pd

    from processor.domain.digest import Numbers

_listing = sa.Table(
    "listings",
    schema.drop.metadata,
    sa.Column("canonical", schema.ADDRESS, primary_key=True),
    sa.Column("list", sa.String(200), primary_key=True),  # "" of somebody who is taken to be on no list
    # of the export; 0: nobody handed them over, they were known before there were lists
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False, index=True),
    sa.Column("over", schema.Utc, index=True),  # since when they are not on it any more
    sa.Column("removed_by", sa.Integer),  # number of the removal file that says so, NULL where none does
)

ASSUMED = 0
"""Number of the export that never was: people known before there were lists."""

STATE = "listings"
"""Name in `meta` of the number that counts the changes of the table."""


class Listings:
    """The listings of the ledger. Every method is one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reading=True)
        self._kept: tuple[object, Remembered] | None = None  # what it was made of, and the memory

    def remembered(self, names: Sequence[str]) -> Remembered:
        """Return who is on which of the lists of these names; fetched again only where somebody changed them since."""
        bits = {name: 1 << place for place, name in enumerate(names)}
        query = sa.select(_listing.c.canonical, _listing.c.list, _listing.c.over)
        with self._reader.connect() as connection:
            made_of = (state(connection, STATE), tuple(names))
            if self._kept is not None and self._kept[0] == made_of:
                return self._kept[1]
            pairs = [_pair(rows, bits) for rows in streamed(connection, query)]
        self._kept = made_of, joined_masks(pairs)
        return self._kept[1]

    def assume(self, people: pd.DataFrame) -> None:
        """Note people (columns canonical, list) who are taken to be on lists that nobody handed them over on."""
        if len(people):
            with self._engine.begin() as connection:
                write_frame(connection, _listing, people.assign(number=ASSUMED), "keep")
                touch(connection, STATE)

    def leave(self, people: Sequence[str], name: str, now: datetime) -> None:
        """Note that people are on a list no more, and that no file says so."""
        with self._engine.begin() as connection:
            end_listings(connection, people, now, name=name)

    def left_by_hand(self, since: datetime, until: datetime) -> dict[str, list[str]]:
        """Return by list the people who left it in a period and whom no file takes off it, sorted."""
        table = _listing
        query = sa.select(table.c.list, table.c.canonical).where(
            table.c.over > since, table.c.over <= until, table.c.removed_by.is_(None)
        )
        found: dict[str, list[str]] = {}
        with self._reader.connect() as connection:
            for name, canonical in sorted(map(tuple, connection.execute(query.distinct()))):
                found.setdefault(name, []).append(canonical)
        return found

    def of(self, canonical: str) -> list[tuple[str, str]]:
        """Return (list, name of the export) that somebody was handed over on and is still, in order of the exports.

        The name is "" where nobody handed them over.
        """
        table, exports = _listing, schema.export
        query = (
            sa.select(table.c.list, sa.func.coalesce(exports.c.name, ""))
            .join_from(table, exports, exports.c.number == table.c.number, isouter=True)
            .where(table.c.canonical == canonical, table.c.over.is_(None), table.c.list != "")
            .order_by(table.c.number, table.c.list)
        )
        with self._reader.connect() as connection:
            return [(name, export) for name, export in connection.execute(query)]


def note_listings(connection: sa.Connection, number: int, people: Sequence[str], names: Sequence[str]) -> None:
    """Note within a transaction whom an export hands over on which list, pair by pair."""
    import pandas as pd

    pairs = pd.DataFrame({"canonical": list(people), "list": list(names), "number": number})
    write_frame(connection, _listing, pairs)
    touch(connection, STATE)


def forget_listings(connection: sa.Connection, number: int) -> None:
    """Forget within a transaction the listings of an export that never came out."""
    if connection.execute(_listing.delete().where(_listing.c.number == number)).rowcount:
        touch(connection, STATE)


def forget_assumed(connection: sa.Connection, people: sa.Select[tuple[str]]) -> None:
    """Forget within a transaction on which lists people were taken to be, because they are no known subscribers now."""
    mine = (_listing.c.number == ASSUMED) & _listing.c.canonical.in_(people)
    if connection.execute(_listing.delete().where(mine)).rowcount:
        touch(connection, STATE)


def end_listings(
    connection: sa.Connection, people: Sequence[str], now: datetime, *, name: str = "", number: int | None = None
) -> None:
    """End within a transaction the listings of people, on one list or all; `number` is the removal file's."""
    ended = 0
    for some in chunks(people):
        mine = _listing.c.canonical.in_(some) & _listing.c.over.is_(None)
        mine &= (_listing.c.list == name) if name else sa.true()
        ended += connection.execute(_listing.update().where(mine).values(over=now, removed_by=number)).rowcount
    if ended:
        touch(connection, STATE)


def taken_off_by(number: int) -> sa.Select[tuple[str]]:
    """Return the query for the canonical addresses that a removal file takes off lists."""
    return sa.select(_listing.c.canonical).where(_listing.c.removed_by == number).distinct()


def listed_people(number: int) -> sa.Select[tuple[str]]:
    """Return the query for the canonical addresses that an export hands over on lists."""
    return sa.select(_listing.c.canonical).where(_listing.c.number == number).distinct()


def listed_by_others(people: sa.Select[tuple[str]], number: int = ASSUMED) -> sa.Select[tuple[str, int]]:
    """Return the query for who of these is on a list by other exports than this one, and the last of them."""
    table = _listing
    others = table.c.number.not_in((number, ASSUMED)) & table.c.over.is_(None)
    query = sa.select(table.c.canonical, sa.func.max(table.c.number).label("last")).group_by(table.c.canonical)
    return query.where(table.c.canonical.in_(people), others)


def exports_listing(people: sa.SelectBase | Sequence[str]) -> sa.Select[Any]:
    """Return the query for the numbers of the exports that handed over somebody of these on lists."""
    return sa.select(_listing.c.number).where(_listing.c.canonical.in_(people)).distinct()


def exports_of(canonical: str) -> sa.Select[tuple[int]]:
    """Return the query for the numbers of the exports that handed somebody over on lists."""
    return sa.select(_listing.c.number).where(_listing.c.canonical == canonical).distinct()


def new_people(made: Callable[[sa.ColumnElement[int]], sa.ColumnElement[int]]) -> sa.Select[Any]:
    """Return the query over the exports for what is `made` of how many people each handed over for the first time."""
    exports, earlier = schema.export, _listing.alias()
    before = sa.exists().where(earlier.c.canonical == _listing.c.canonical, earlier.c.number < _listing.c.number)
    again = (
        sa.select(_listing.c.number, sa.func.count(_listing.c.canonical.distinct()).label("people"))
        .where(_listing.c.number != ASSUMED, before)
        .group_by(_listing.c.number)
        .subquery()
    )
    new = exports.c.addresses - sa.func.coalesce(again.c.people, 0)
    return sa.select(made(new)).join_from(exports, again, again.c.number == exports.c.number, isouter=True)


def _pair(rows: Sequence[Any], bits: dict[str, int]) -> tuple[Numbers, Numbers]:
    """Digests of the addresses in some rows, and the bits of their lists; of lists that ended or are no more: none."""
    import numpy as np

    masks = [0 if over is not None else bits.get(name, 0) for _, name, over in rows]
    return digests(canonical for canonical, _, _ in rows), np.array(masks, dtype=np.int64)
