"""Whom the ledger knows, for a look through all customers: digests of everybody, and the texts of a few on demand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from processor.domain.bounced import ADDRESS_FAULTS
from processor.domain.crowd import Crowd
from processor.domain.digest import digests, find, together
from processor.domain.plan import SAID_NO
from processor.ledger import schema
from processor.ledger.former import successors
from processor.ledger.frames import chunks
from processor.ledger.state import state, touch
from processor.ledger.streams import streamed

if TYPE_CHECKING:
    from processor.domain.digest import Numbers

KNOWN = "known"
"""Name in `meta` of the number that counts the changes of the known subscribers."""


class Crowds:
    """People of the ledger as crowds. The digests are those of now, `exactly` asks the ledger anew."""

    def __init__(self, engine: sa.Engine) -> None:
        self._reader = engine.execution_options(reading=True)
        self._kept: tuple[str, Numbers] | None = None  # state of the known subscribers, and their digests then

    def known(self) -> Crowd:
        """Return the known subscribers; their digests are fetched again only where somebody changed them since."""
        queries = [sa.select(schema.known.c.canonical)]
        with self._reader.connect() as connection:
            now = state(connection, KNOWN)
            if self._kept is None or self._kept[0] != now:
                self._kept = None  # while they are fetched nobody needs the old ones
                self._kept = now, _numbers(connection, queries)
        return crowd_of(self._reader, queries, self._kept[1])

    def said_no(self, waiting_since: datetime) -> Crowd:
        """Return who may never be YES, as People.said_no does."""
        return self._crowd([suppressed(said_no(None, waiting_since))])

    def kept_out(self) -> Crowd:
        """Return whom no export may hold, as People.kept_out does."""
        return self._crowd(kept_out())

    def faulty_before(self, moment: datetime | None) -> Crowd:
        """Return whose address was last marked in the ERP for a fault of its own before that moment; None: nobody.

        The time of the last mark, not of the bounce: people get all of the quarantine to correct an address.
        """
        if moment is None:
            return Crowd.of(())
        table = schema.change
        marked = table.c.applied_at.is_not(None) & table.c.undone_at.is_(None)
        marked &= (table.c.action == "mark") & table.c.reason.in_(ADDRESS_FAULTS)
        query = sa.select(table.c.canonical).where(marked).group_by(table.c.canonical)
        return self._crowd([query.having(sa.func.max(table.c.applied_at) < moment)])

    def who_have(self, numbers: Numbers) -> dict[int, set[str]]:
        """Return by digest who has one of these digests (ascending): known subscribers, who said no or may have.

        May have: named in a file that is held.
        """
        found: dict[int, set[str]] = defaultdict(set)
        said_no = schema.suppression.c.reason.in_(SAID_NO)
        with self._reader.connect() as connection:
            for query in (sa.select(schema.known.c.canonical), suppressed(said_no), held()) if len(numbers) else ():
                for rows in streamed(connection, query):
                    people = [row[0] for row in rows]
                    mine = digests(people)
                    there = find(numbers, mine)[1]
                    for place in there.nonzero()[0].tolist():
                        found[int(mine[place])].add(people[place])
        return found

    def _crowd(self, queries: Sequence[sa.Select[Any]]) -> Crowd:
        return crowd_of(self._reader, queries)


def crowd_of(reader: sa.Engine, queries: Sequence[sa.Select[Any]], numbers: Numbers | None = None) -> Crowd:
    """Return the people whose addresses the queries find; `numbers` are their digests, where they are at hand."""
    if numbers is None:
        with reader.connect() as connection:
            numbers = _numbers(connection, queries)
    return Crowd(numbers, lambda addresses: _among(reader, queries, addresses))


def said_no(since: datetime | None, waiting_since: datetime | None) -> sa.ColumnElement[bool]:
    """Return the condition on suppressions of people who may never be YES; see People.said_no."""
    table, drops = schema.suppression, schema.drop
    planned = sa.select(drops.c.id).where(drops.c.state == "planned")
    planned = planned if waiting_since is None else planned.where(drops.c.received >= waiting_since)
    which = table.c.reason.in_(SAID_NO) & table.c.drop_id.not_in(planned)
    if since is not None:
        which &= table.c.drop_id.in_(sa.select(drops.c.id).where(drops.c.received >= since))
    return which


def suppressed(which: sa.ColumnElement[bool]) -> sa.Select[tuple[str]]:
    """Return the query for the addresses of suppressions that stand and are `which`; some come several times."""
    return sa.select(schema.suppression.c.canonical).where(schema.suppression.c.lifted_at.is_(None), which)


def kept_out() -> list[sa.Select[tuple[str]]]:
    """Return the queries for the addresses no export may hold; some come several times."""
    return [suppressed(sa.true()), held(), successors(held(SAID_NO))]


def held(events: Collection[str] = ()) -> sa.Select[tuple[str]]:
    """Return the query for the addresses named in files that are held, for these events; some come several times."""
    lines, drops = schema.line, schema.drop
    waiting = sa.select(drops.c.id).where(drops.c.state == "held")
    query = sa.select(lines.c.canonical).where(lines.c.drop_id.in_(waiting))
    return query.where(lines.c.event.in_(events)) if events else query


def among(connection: sa.Connection, query: sa.Select[Any], addresses: Collection[str]) -> Iterator[str]:
    """Yield those of the addresses that a query for canonical addresses finds."""
    column = query.selected_columns[0]
    for some in chunks(addresses):
        yield from connection.scalars(query.where(column.in_(some)))


def _among(reader: sa.Engine, queries: Sequence[sa.Select[Any]], addresses: Collection[str]) -> AbstractSet[str]:
    with reader.connect() as connection:
        return {one for query in queries for one in among(connection, query, addresses)}


def known_changed(connection: sa.Connection) -> None:
    """Note within a transaction that it changes who is a known subscriber; whoever does so must say it."""
    touch(connection, KNOWN)


def _numbers(connection: sa.Connection, queries: Sequence[sa.Select[Any]]) -> Numbers:
    return together([digests(row[0] for row in rows) for query in queries for rows in streamed(connection, query)])
