"""Whether a server compares a column regardless of case, and what to compare where it does not."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from processor.erp.naming import bare
from processor.erp.server import Server


def folded(connection: sa.Connection, server: Server, table: sa.TableClause, name: str) -> sa.ColumnElement[Any]:
    """Return the expression that finds an address in lower case at least where the column has it in some ASCII case.

    That is the column itself where the server compares it regardless of case: lower() would keep it from using the
    column's index. Where case counts, an index on lower() is used.
    """
    column = bare(name)
    if server.name in ("sqlite", "postgresql"):
        return sa.func.lower(column)
    # A letter with the column's own collation; "i" because Turkish collations have another capital for it.
    small, large = (sa.func.concat(sa.func.left(column, 0), sa.literal_column(letter)) for letter in ("'i'", "'I'"))
    blind = sa.select(sa.case((small == large, 1), else_=0)).select_from(table).where(column.is_not(None)).limit(1)
    if connection.execute(blind).scalar():
        return column
    if server.name == "mysql":  # lower() leaves binary columns as they are
        return sa.func.lower(sa.func.convert(column.op("USING")(sa.literal_column("utf8mb4"))))
    return sa.func.lower(column)
