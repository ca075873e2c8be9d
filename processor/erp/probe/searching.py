"""How one address is found: the collation of its column, an index that serves the look-up, and the time it takes."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import sqlalchemy as sa

from processor.erp import lookup, sql
from processor.erp.folding import folded
from processor.erp.naming import bare, split_name
from processor.erp.probe.asking import Asker
from processor.erp.probe.catalogue import Column, index_starts, quoted_name
from processor.erp.probe.finding import Finding
from processor.erp.probe.rows import Pass
from processor.erp.server import Server
from processor.erp.targets import Target

LARGE = 20_000
"""With more living rows than that, a look-up without an index is worth a warning."""

_NOISE = re.compile(r'::\w+(\s\w+)*|["`\[\]\s()]')


def search_findings(
    connection: sa.Connection, asker: Asker, server: Server, target: Target, columns: dict[str, Column], found: Pass
) -> Iterator[Finding]:
    """Yield what is to be known about looking up addresses in a target."""
    about: dict[str, object] = {"target": target.name}
    milliseconds = _measured(connection, server, target, found.address) if found.address else None
    starts = index_starts(asker, target.table)
    match = target.match if target.by_match else None
    for name in [match.column] if match else target.email:
        expression = bare(name) if match else folded(connection, server, sql.own_table(target), name)
        if not match and name in columns and columns[name].collation:
            yield _collation(asker, target, columns[name], blind=expression.compare(bare(name)))
        wanted = str(expression.compile(dialect=connection.dialect))
        index = starts is not None and any(_plain(_start_of(start)) == _plain(wanted) for start in starts)
        facts = {**about, "column": name, "rows": found.living}
        if index:
            yield Finding("ok", "erp_index", facts)
        elif starts is not None and found.living > LARGE:
            create = _create(asker, target, name, wanted, direct=expression.compare(bare(name)))
            yield Finding("warn", "erp_no_index", {**facts, "create": create})
    if milliseconds is not None:
        yield Finding("ok", "erp_lookup", {**about, "milliseconds": milliseconds})


def _measured(connection: sa.Connection, server: Server, target: Target, address: str) -> int:
    """Return how many milliseconds it takes to find the rows with one address."""
    start = time.perf_counter()
    for _ in lookup.holders_of(connection, server, target, {address}, lookup.Seen()):
        pass
    return round((time.perf_counter() - start) * 1000)


def _collation(asker: Asker, target: Target, column: Column, *, blind: bool) -> Finding:
    """Return what a column's collation means for the look-up; names tell whether accents count."""
    name = column.collation.lower()
    accents = "_ai" in name or (asker.kind == "mysql" and not re.search(r"_bin$|_as(_|$)|^binary$|_cs$", name))
    facts: dict[str, object] = {"target": target.name, "column": column.name, "collation": column.collation}
    if not blind:
        return Finding("ok", "erp_collation_exact", facts)
    return Finding("ok", "erp_collation_accents" if accents else "erp_collation_blind", facts)


def _start_of(index: str) -> str:
    """Return what an index begins with; SQLite tells its whole statement where that is an expression."""
    if not index.upper().startswith("CREATE "):
        return index
    inside, depth = index[index.index("(") + 1 :], 0
    for place, sign in enumerate(inside):
        depth += (sign == "(") - (sign == ")")
        if depth < 0 or (depth == 0 and sign == ","):
            return inside[:place]
    return inside


def _plain(expression: str) -> str:
    """Return an expression without what servers add when they write it down: casts, quotes, brackets, blanks."""
    return _NOISE.sub("", expression).lower()


def _create(asker: Asker, target: Target, name: str, wanted: str, *, direct: bool) -> str:
    """Return the statement with which an administrator would make the index."""
    table, short = quoted_name(asker, target.table), f"abgleich_{split_name(target.table)[1]}_{name}"
    index = re.sub(r"\W", "_", short)[:60]
    if asker.kind == "postgresql":
        return f"CREATE INDEX CONCURRENTLY {index} ON {table} ({wanted});"
    if direct or asker.kind == "sqlite":
        return f"CREATE INDEX {index} ON {table} ({wanted});"
    if asker.kind == "mysql" and not asker.is_mariadb:
        return f"CREATE INDEX {index} ON {table} (({wanted}));"
    if asker.kind == "mysql":  # MariaDB indexes columns only; the settings then name the new one
        return (
            f"ALTER TABLE {table} ADD COLUMN {index} varchar(254) AS ({wanted}) PERSISTENT, ADD INDEX ({index});"
            f' match = {{ column = "{index}", fold = "lower" }}'
        )
    return f"ALTER TABLE {table} ADD [{index}] AS {wanted}; CREATE INDEX [{index}_i] ON {table} ([{index}]);"
