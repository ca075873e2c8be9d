"""The state of a table as a number that counts its changes, for whoever keeps its content in memory."""

from __future__ import annotations

import sqlalchemy as sa

from processor.ledger import schema


def state(connection: sa.Connection, name: str) -> str:
    """Return the number of the last change of what is called `name` in `meta`, "" before the first."""
    return connection.scalar(sa.select(schema.meta.c.value).where(schema.meta.c.name == name)) or ""


def touch(connection: sa.Connection, name: str) -> None:
    """Note a change within its transaction, on whichever machine."""
    following = str(int(state(connection, name) or 0) + 1)
    mine = schema.meta.c.name == name
    if not connection.execute(schema.meta.update().where(mine).values(value=following)).rowcount:
        connection.execute(schema.meta.insert().values(name=name, value=following))
