"""Few addresses are looked up instead of reading every customer: the server narrows, exact comparison is ours."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from processor.domain.batch import among
from processor.erp import sql
from processor.erp.blacklist import Entry, listed
from processor.erp.folding import folded
from processor.erp.naming import bare
from processor.erp.reading import Part, frame
from processor.erp.server import Server
from processor.erp.targets import Target
from processor.erp.values import key_of

if TYPE_CHECKING:
    import pandas as pd

ODD_LIMIT = 50_000
"""With more rows than that whose address stands in a form of its own, reading all is the better look-up."""


@dataclass
class Seen:
    """What the last pass over all customers left behind, so that the next look-up needs none.

    `customers` rows have an address. `odd` are, by target, the keys of rows whose cell is not simply the address in
    some case: with a name, several of them, an umlaut in the domain, a blank at the end; or whose column for look-ups
    says something else. No index finds those. `odd_entries` are such cells of the target's blacklist.
    """

    customers: int = 0
    odd: dict[str, list[str]] = field(default_factory=dict)
    odd_entries: dict[str, list[str]] = field(default_factory=dict)

    def note_entries(self, target: str, found: Mapping[str, Entry]) -> None:
        """Note the whole blacklist of a target."""
        cells = {cell for address, entry in found.items() for cell in entry.cells}
        self.odd_entries[target] = sorted(cell for cell in cells if not cell.isascii() or cell.lower() not in found)

    def note(self, target: str, part: Part, server: Server) -> None:
        """Note some of the customers of a target."""
        import pyarrow as pa
        import pyarrow.compute as pc

        self.customers += part.rows
        keys = self.odd.setdefault(target, [])
        if len(keys) > ODD_LIMIT:
            return  # too many anyway
        chunk = part.customers
        usable = chunk[chunk["canonical"] != ""]
        cells, canonical = pa.array(usable["email"]), pa.array(usable["canonical"])
        # SQL Server's "=" looks past blanks at the end, so that those of a CHAR column keep nothing from being found.
        simple = pc.utf8_rtrim(cells, " ") if server.name == "mssql" else cells
        # A server's lower() may know ASCII only.
        found = pc.and_(pc.string_is_ascii(cells), pc.equal(pc.ascii_lower(simple), canonical))
        odd = pc.invert(found).to_numpy(zero_copy_only=False)
        keys += usable.loc[odd, "key"].drop_duplicates().tolist()
        keys += part.strays

    @property
    def usable(self) -> bool:
        """Whether the odd rows are few enough to be looked at one by one."""
        return all(len(keys) <= ODD_LIMIT for keys in (*self.odd.values(), *self.odd_entries.values()))


def holders_of(
    connection: sa.Connection, server: Server, target: Target, wanted: Collection[str], seen: Seen
) -> Iterator[pd.DataFrame]:
    """Yield the living rows of a target that hold one of the canonical addresses, with CUSTOMERS."""
    blacklisted = listed(connection, target.blacklist, server, wanted, seen.odd_entries.get(target.name, ()))
    odd = list(dict.fromkeys(seen.odd.get(target.name, ())))
    conditions = [*_by_address(connection, server, target, wanted), *_by_key(server, target, odd)]
    met: set[str] = set()
    for condition in conditions:
        rows = sql.rows_of(target, [*sql.living(target), condition])
        found = connection.execute(rows.select).cursor
        assert found is not None
        raws = _fresh(target, rows.names, found.fetchall(), met, server)
        found.close()
        if raws:
            cells = dict(zip(rows.names, zip(*raws, strict=True), strict=True))
            customers = frame(target, cells, (), server.padded, blacklisted)
            yield customers[among(customers["canonical"], wanted)]


def _by_address(
    connection: sa.Connection, server: Server, target: Target, wanted: Collection[str]
) -> Iterator[sa.ColumnElement[bool]]:
    """Yield conditions that find at least the rows whose cell is one of the addresses in some case."""
    spelled = sorted(wanted)
    if target.match and target.by_match:
        columns: list[sa.ColumnElement[Any]] = [bare(target.match.column)]
        spelled = [target.match.spelled(address) for address in spelled]
    else:
        own = sql.own_table(target)
        columns = [folded(connection, server, own, name) for name in target.email]
    for column in columns:
        for part in server.portions(spelled, "texts"):
            yield server.members(column, part, texts=True)


def _by_key(server: Server, target: Target, odd: Sequence[str]) -> Iterator[Any]:
    for keys in sql.key_portions(odd, len(target.key), server):
        yield sql.by_keys(target.key, keys, server)


def _fresh(
    target: Target, names: Sequence[str], rows: Sequence[Any], met: set[str], server: Server
) -> list[Sequence[Any]]:
    """Return the rows that were not met before; note them as met."""
    places = [names.index(name) for name in target.key]
    fresh = []
    for row in rows:
        key = key_of([row[place] for place in places], server.padded)
        if key not in met:
            met.add(key)
            fresh.append(row)
    return fresh


def counted_at(connection: sa.Connection, target: Target, domains: Collection[str]) -> dict[str, int]:
    """Return how many living rows of a target have an address at each of these receiving domains, roughly.

    The server counts by what the cell ends with; names, several addresses and umlauts are left out.
    """
    own = sql.own_table(target)
    asked = sorted(domains)
    found = dict.fromkeys(asked, 0)
    for part in sql.in_portions(asked, 50):
        for name in target.email:
            ends = [sa.func.lower(own.c[name]).like("%@" + domain.replace("_", "!_"), escape="!") for domain in part]
            sums = [sa.func.sum(sa.case((end, 1), else_=0)) for end in ends]
            row = connection.execute(sa.select(*sums).select_from(own).where(*sql.living(target))).one()
            for domain, count in zip(part, row, strict=True):
                found[domain] += int(count or 0)
    return found
