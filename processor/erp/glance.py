"""What a look-up must know beforehand, asked of the server: how many rows, and which cells are more than an address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from processor.erp import sql
from processor.erp.naming import bare
from processor.erp.server import Server
from processor.erp.targets import Target
from processor.erp.values import key_of

SIMPLE = "A-Za-z0-9._+@-"
"""Of nothing but these signs is nearly every address; names, separators, quotes, blanks and umlauts hold others."""

_OTHER_SIGNS: Mapping[str, tuple[str, str]] = {
    "sqlite": ("GLOB", f"*[^{SIMPLE}]*"),
    "postgresql": ("~", f"[^{SIMPLE}]"),
    "mysql": ("REGEXP", f"[^{SIMPLE}]"),
    "mssql": ("LIKE", f"%[^{SIMPLE}]%"),
}
"""How each kind of server is asked for a sign that is none of them."""


def can_tell(server: Server, target: Target) -> bool:
    """Return whether the server can be asked; a column of the ERP's own for look-ups may differ from the address."""
    return server.name in _OTHER_SIGNS and not target.by_match


def rows_with_address(connection: sa.Connection, target: Target) -> int:
    """Return how many living rows have something in an e-mail column."""
    counted = sa.select(sa.func.count()).select_from(sql.own_table(target))
    return int(connection.execute(counted.where(*sql.living(target), sql.having_address(target))).scalar_one())


def odd_keys(connection: sa.Connection, server: Server, target: Target, limit: int) -> list[str]:
    """Return the keys of living rows with a cell that may hold more, or something else, than a plain address.

    At most one more than `limit`: then they are too many anyway.
    """
    own = sql.own_table(target)
    found = sa.select(*(own.c[name] for name in target.key)).select_from(own)
    odd = sa.or_(*(condition for name in target.email for condition in _odd(bare(name), server)))
    rows = connection.execute(found.where(*sql.living(target), odd).limit(limit + 1)).fetchall()
    return [key_of(list(row), server.padded) for row in rows]


def _odd(column: sa.ColumnElement[Any], server: Server) -> list[sa.ColumnElement[bool]]:
    operator, pattern = _OTHER_SIGNS[server.name]
    compared = column.collate("Latin1_General_BIN2") if server.name == "mssql" else column
    signs = compared.op(operator, is_comparison=True)(server.bound(pattern))
    return [signs, column.like("%@%@%"), column.like(".%"), column.like("%.")]
