"""Which address a customer had before, for lists that come late: a no under it is a no under the present one.

Of people only whom the newsletter server has had, or who had said no: nobody else gets mail to be refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa

from processor.domain.plan import SAID_NO
from processor.ledger import schema

_former = sa.Table(
    "former_addresses",
    schema.drop.metadata,
    sa.Column("row", sa.BigInteger, primary_key=True, autoincrement=False),  # as row_addresses.row
    sa.Column("address", schema.ADDRESS, primary_key=True),  # canonical, what it had
    sa.Column("successor", schema.ADDRESS, primary_key=True),  # canonical, what it has in its place
    sa.Column("left_at", schema.Utc, nullable=False),
)

LATE = timedelta(days=400)
"""For so long a list may come late."""


class Succession(NamedTuple):
    """In a row of the ERP one address came in the place of another; `row` is the digest of target and key."""

    row: int
    address: str
    successor: str


def note_successions(connection: sa.Connection, successions: Sequence[Succession], now: datetime) -> None:
    """Within a transaction note who came in whose place; whoever led to the former address leads to the new one."""
    for row, address, successor in successions:
        mine = (_former.c.row == row) & (_former.c.successor == address)
        earlier = connection.scalars(sa.select(_former.c.address).where(mine)).all()
        connection.execute(_former.delete().where(mine))
        for one in {address, *earlier} - {successor}:
            known = (_former.c.row == row) & (_former.c.address == one) & (_former.c.successor == successor)
            connection.execute(_former.delete().where(known))
            connection.execute(_former.insert().values(row=row, address=one, successor=successor, left_at=now))
    connection.execute(_former.delete().where(_former.c.left_at <= now - LATE))


def late_objections(connection: sa.Connection, now: datetime) -> list[Succession]:
    """Return the successions whose former address has said no, while the present one has not."""
    table = schema.suppression
    said = sa.select(table.c.canonical).where(table.c.reason.in_(SAID_NO), table.c.lifted_at.is_(None))
    query = sa.select(_former.c.row, _former.c.address, _former.c.successor).where(_former.c.left_at > now - LATE)
    query = query.where(_former.c.address.in_(said), _former.c.successor.not_in(said))
    return [Succession(*row) for row in connection.execute(query.order_by(_former.c.row, _former.c.address))]


def successors(people: sa.Select[tuple[str]]) -> sa.Select[tuple[str]]:
    """Return the query for the addresses that customers have now in the place of these."""
    return sa.select(_former.c.successor).where(_former.c.address.in_(people))
