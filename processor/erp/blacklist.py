"""The ERP's own blacklists: which addresses stand in them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from processor.domain.address import addresses_of
from processor.erp.flag import Blacklist
from processor.erp.folding import folded
from processor.erp.naming import bare, condition, table_of
from processor.erp.server import Server
from processor.erp.values import text_of


@dataclass
class Entry:
    """What a blacklist has of one address: whether a row of it counts, and the raw cells of all its rows."""

    counts: bool = False
    cells: list[str] = field(default_factory=list)


def table_with(blacklist: Blacklist) -> sa.TableClause:
    """Return the table with every column the settings name."""
    more = [blacklist.active] if blacklist.active else []
    return table_of(blacklist.table, tuple(dict.fromkeys([blacklist.email, *more, *blacklist.values])))


def entries(
    connection: sa.Connection,
    blacklist: Blacklist | None,
    server: Server,
    wanted: Collection[str] | None = None,
    odd: Sequence[str] = (),
) -> dict[str, Entry]:
    """Return the entries of a blacklist by canonical address.

    `wanted` narrows it to these canonical addresses: then an entry that is not simply the address in some case is only
    found where its cell is among the `odd` ones. Without it all are read.
    """
    if blacklist is None:
        return {}
    table = table_with(blacklist)
    columns = [table.c[blacklist.email], *([table.c[blacklist.active]] if blacklist.active else [])]
    select = sa.select(*columns).select_from(table)
    select = select.where(condition(blacklist.where)) if blacklist.where else select
    if wanted is None:
        return _by_address(blacklist, connection.execute(select).fetchall())
    rows: dict[tuple[Any, ...], None] = {}
    for picked in _narrowed(connection, blacklist, server, wanted, odd):
        rows |= dict.fromkeys(tuple(row) for row in connection.execute(select.where(picked)))
    asked = set(wanted)
    return {address: entry for address, entry in _by_address(blacklist, list(rows)).items() if address in asked}


def _narrowed(
    connection: sa.Connection, blacklist: Blacklist, server: Server, wanted: Collection[str], odd: Sequence[str]
) -> Iterator[sa.ColumnElement[bool]]:
    column = folded(connection, server, table_with(blacklist), blacklist.email)
    for part in server.portions(sorted(wanted), "texts"):
        yield server.members(column, part, texts=True)
    for part in server.portions(odd, "texts"):
        yield server.members(bare(blacklist.email), part, texts=True)


def listed(
    connection: sa.Connection,
    blacklist: Blacklist | None,
    server: Server,
    wanted: Collection[str] | None = None,
    odd: Sequence[str] = (),
) -> set[str]:
    """Return the canonical addresses that may not be mailed by this blacklist; `wanted` and `odd` as for `entries`."""
    return {address for address, entry in entries(connection, blacklist, server, wanted, odd).items() if entry.counts}


def _by_address(blacklist: Blacklist, rows: Sequence[Sequence[Any]]) -> dict[str, Entry]:
    texts = [text_of(row[0]) for row in rows]
    addresses = addresses_of(texts)
    found: dict[str, Entry] = {}
    for text, row in zip(texts, rows, strict=True):
        for address in addresses[text]:
            if address.canonical:
                entry = found.setdefault(address.canonical, Entry())
                entry.counts |= blacklist.counts(row[1] if blacklist.active else None)
                entry.cells.append(text)
    return found
