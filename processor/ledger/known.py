"""Known subscribers that rest on an export: who they are, and what becomes of them when it never reached anybody."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from processor.ledger import schema
from processor.ledger.crowds import known_changed
from processor.ledger.listings import forget_assumed, forget_listings, listed_by_others
from processor.ledger.removals import given_up_since
from processor.ledger.undoable import STANDING


def source_of(number: int) -> str:
    """Return how known subscribers name the export they rest on."""
    return f"export:{number}"


def known_from(number: int) -> sa.Select[tuple[str]]:
    """Return the query for the canonical addresses that rest on an export."""
    return sa.select(schema.known.c.canonical).where(schema.known.c.source == source_of(number))


def rest_on(connection: sa.Connection, sources: Mapping[str, str]) -> None:
    """Within a transaction let known subscribers rest on these sources, by canonical address."""
    table = schema.known
    moved = table.update().where(table.c.canonical == sa.bindparam("who")).values(source=sa.bindparam("rests_on"))
    if sources:
        connection.execute(moved, [{"who": who, "rests_on": source} for who, source in sources.items()])


def let_go(connection: sa.Connection, number: int) -> None:
    """Within a transaction let the people of an export that nobody has read be unknown, and on its lists no more.

    Whom another export handed over on a list, or a file of the newsletter server's names, rests on that from then on.
    """
    table, mine = schema.known, known_from(number)
    others = {row.canonical: f"drop:{row.drop_id}" for row in connection.execute(_named_by_files(mine))}
    others |= {row.canonical: source_of(row.last) for row in connection.execute(listed_by_others(mine, number))}
    rest_on(connection, others)
    forget_assumed(connection, mine)
    connection.execute(table.delete().where(table.c.source == source_of(number)))
    known_changed(connection)
    forget_listings(connection, number)


def _named_by_files(people: sa.Select[tuple[str]]) -> sa.Select[tuple[str, str]]:
    """The query for the files by which the newsletter server has somebody of these, not removed since; newest last."""
    lines, drops = schema.line, schema.drop
    return (
        sa.select(lines.c.canonical, lines.c.drop_id)
        .join_from(lines, drops, drops.c.id == lines.c.drop_id)
        .where(lines.c.event == "subscribed", lines.c.canonical.in_(people), drops.c.state.in_(STANDING))
        .where(~given_up_since(lines.c.canonical, drops.c.received))
        .order_by(drops.c.received, drops.c.id)
    )
