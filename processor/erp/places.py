"""Which rows of the flag's own table are those of our rows: the server finds them, exact comparison is ours.

Its collation may take keys for the same that the table with the addresses keeps apart: abc and ABC are two customers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from processor.erp import sql
from processor.erp.assigning import flag_key
from processor.erp.change import Row
from processor.erp.naming import condition
from processor.erp.server import Server
from processor.erp.sql import FLAG
from processor.erp.targets import Target
from processor.erp.values import key_of, plain
from processor.errors import Unavailable

Key = tuple[Any, ...]

FEW = 100
"""So many keys of an exact condition in one statement: it is an OR, and servers nest those only so deep."""


@dataclass(frozen=True)
class Places:
    """`keys`: by the key that a row of ours names, the key as the flag's own table spells it, mostly the same one.

    `strangers`: the table has rows, of somebody else, whose keys it takes for these.
    """

    keys: Mapping[Key, Key]
    strangers: bool = False

    def parts(
        self, target: Target, keys: Sequence[Key], server: Server
    ) -> Iterator[tuple[Sequence[Key], list[sa.ColumnElement[bool]]]]:
        """Yield portions of spelled keys, and what must hold beside the plain condition that picks them."""
        columns = list(target.flag.via)
        if not self.strangers:
            yield keys, []
            return
        for part in sql.in_portions(keys, FEW):
            yield part, [sa.or_(*(_exactly(columns, key, server) for key in part))]


def places_of(connection: sa.Connection, server: Server, target: Target, rows: Sequence[Row]) -> Places:
    """Return where the flags of these rows of ours stand.

    A key that is spelled in another way counts where no row of ours is spelled just so; where one is, raise
    Unavailable("erp_key_not_unique"): it is the neighbour's.
    """
    asked = {flag_key(target, row): row for row in rows}
    if not any(isinstance(value, str) for key in asked for value in key):
        return Places({key: key for key in asked})
    names = {_plain(key): key for key in asked}
    found = [
        key
        for part in sql.in_portions(list(asked), sql.portion(len(target.flag.via), server))
        for key in _found(connection, server, target, part)
    ]
    exact = {names[_plain(key)] for key in found if _plain(key) in names}
    keys = {key: key for key in asked}
    if strangers := any(_plain(key) not in names for key in found):
        for key in (key for key, row in asked.items() if row[FLAG] and key not in exact):
            keys[key] = _spelled(connection, server, target, key, asked[key])
    return Places(keys, strangers)


def _plain(key: Key) -> Key:
    """Return a key as it is compared: a number in one table may be a text in the other."""
    return tuple(None if value is None else plain(value) for value in key)


def _found(connection: sa.Connection, server: Server, target: Target, keys: Sequence[Key]) -> list[Key]:
    flag, table = target.flag, sql.flag_table(target)
    select = sa.select(*(table.c[name] for name in flag.via)).where(sql.by_values(list(flag.via), keys, server))
    select = select.where(condition(flag.where)) if flag.where else select
    return [tuple(row) for row in connection.execute(select)]


def _spelled(connection: sa.Connection, server: Server, target: Target, key: Key, row: Row) -> Key:
    """Return how the flag's own table spells a key that it has in another way only."""
    own = sql.own_table(target)
    for stranger in _found(connection, server, target, [key]):
        neighbour = _exactly(list(target.flag.via.values()), stranger, server)
        if connection.execute(sa.select(sa.literal_column("1")).select_from(own).where(neighbour).limit(1)).first():
            name = key_of([row[column] for column in target.key], server.padded)
            raise Unavailable("erp_key_not_unique", target=target.name, key=name)
        key = stranger
    return key


def _exactly(columns: Sequence[str], key: Key, server: Server) -> sa.ColumnElement[bool]:
    return sa.and_(*(sql.equals(name, value, server, exact=True) for name, value in zip(columns, key, strict=True)))
