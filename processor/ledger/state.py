"""The state of a table as a number that counts its changes, for whoever keeps its content in memory."""

from __future__ import annotations

import sqlalchemy as sa

from processor.ledger import schema


def state(connection: sa.Connection, name: str) -> str:
    """Return the number of the last change of what is called `name` in `meta`, "" before the first."""
    return connection.scalar(sa.select(schema.meta.c.value).where(schema.meta.c.name == name)) or ""


def touch(connection: sa.Connection, name: str) -> str:
    """Note a change within its transaction, on whichever machine; return its number.

    The database counts: where two read the number before they write, both changes would get the same one.
    """
    value, mine = schema.meta.c.value, schema.meta.c.name == name
    following = sa.cast(sa.cast(value, sa.BigInteger) + 1, sa.String(20))
    count = schema.meta.update().where(mine).values(value=following)
    if not connection.execute(count).rowcount:
        try:
            with connection.begin_nested():
                connection.execute(schema.meta.insert().values(name=name, value="1"))
        except sa.exc.IntegrityError:  # another machine noted the first one meanwhile
            connection.execute(count)
    return state(connection, name)


def before(number: str) -> str:
    """Return the number of the change before this one."""
    return str(int(number) - 1) if int(number) > 1 else ""
