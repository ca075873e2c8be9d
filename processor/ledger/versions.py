"""Brings a ledger of an older program up to this one's tables; what it holds stays as it is."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from processor.ledger import schema
from processor.ledger.compact import Compact
from processor.ledger.frames import read_frame

REPLACED: Mapping[str, tuple[Compact, str]] = {"lines": (schema.lines, "n"), "changes": (schema.changes, "id")}
"""Tables of version 1 and 2, by name: what took their place in version 3, and the column that orders their rows."""


def bring_up(connection: sa.Connection) -> None:
    """Move what an older ledger holds into today's tables and stamp it; may be repeated after a death half-way.

    New tables are made by `schema.create`. Columns that came in later versions are NULL in every older row.
    """
    there = sa.inspect(connection).get_table_names()
    for name, (compact, order) in REPLACED.items():
        if name in there:
            _move(connection, name, compact, order)
            connection.execute(sa.schema.DropTable(sa.Table(name, sa.MetaData())))
    stamp = schema.meta.update().where(schema.meta.c.name == "version")
    connection.execute(stamp.values(value=str(schema.VERSION)))


def _move(connection: sa.Connection, name: str, compact: Compact, order: str) -> None:
    """Copy an older table, drop by drop; a copy that a death left behind is made anew."""
    present = {column["name"] for column in sa.inspect(connection).get_columns(name)}
    whole = {column.name: column.type for column in compact.whole(name).c if column.name in present}
    older = sa.table(name, *(sa.column(column, kind) for column, kind in whole.items()))
    dtypes = {column: _dtype(kind) for column, kind in whole.items() if column not in ("drop_id", "id")}
    for drop_id in connection.scalars(sa.select(older.c.drop_id).distinct()).all():
        query = sa.select(*(older.c[column] for column in dtypes)).where(older.c.drop_id == drop_id)
        compact.forget(connection, drop_id)
        compact.store(connection, drop_id, read_frame(connection, query.order_by(older.c[order]), dtypes))


def _dtype(kind: sa.types.TypeEngine[object]) -> str:
    if isinstance(kind, schema.Utc):
        return "datetime64[us, UTC]"
    if isinstance(kind, sa.Boolean):
        return "bool"
    return "int64" if isinstance(kind, sa.Integer) else "str"
