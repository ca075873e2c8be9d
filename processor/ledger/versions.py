"""Brings a ledger of an older program up to this one's tables; what it holds stays as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from processor.ledger import schema

ADDED: Mapping[int, tuple[sa.Table, Sequence[str]]] = {
    2: (schema.change, ("undone", "undone_by", "kept_for", "undone_at")),
}
"""By version: the columns, NULL in every row at first, that it added to a table that was there before."""


def bring_up(connection: sa.Connection, found: int) -> None:
    """Add the columns that a ledger of version `found` lacks and stamp it; may be repeated after a death half-way.

    New tables are made by `schema.create`. ADD without COLUMN is what every server understands, SQL Server included.
    """
    preparer = connection.dialect.identifier_preparer
    for version in sorted(version for version in ADDED if version > found):
        table, added = ADDED[version]
        present = {column["name"] for column in sa.inspect(connection).get_columns(table.name)}
        for column in (table.c[name] for name in added if name not in present):
            specified = sa.schema.CreateColumn(column).compile(dialect=connection.dialect)
            connection.exec_driver_sql(f"ALTER TABLE {preparer.format_table(table)} ADD {specified}")
    stamp = schema.meta.update().where(schema.meta.c.name == "version")
    connection.execute(stamp.values(value=str(schema.VERSION)))
