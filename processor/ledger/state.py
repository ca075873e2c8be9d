"""The state of a table as a number that counts its changes, for whoever keeps its content in memory."""

from __future__ import annotations

import sqlalchemy as sa

from processor.ledger import schema


def state(connection: sa.Connection, name: str) -> str:
    """Return the number of the last change of what is called `name` in `meta`, "" before the first."""
    return connection.scalar(sa.select(schema.meta.c.value).where(schema.meta.c.name == name)) or ""


def touch(connection: sa.Connection, name: str) -> str:
    """Note a change within its transaction, on whichever machine; return its number."""
    following = str(int(state(connection, name) or 0) + 1)
    mine = schema.meta.c.name == name
    if not connection.execute(schema.meta.update().where(mine).values(value=following)).rowcount:
        connection.execute(schema.meta.insert().values(name=name, value=following))
    return following


def before(number: str) -> str:
    """Return the number of the change before this one."""
    return str(int(number) - 1) if int(number) > 1 else ""
