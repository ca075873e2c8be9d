"""Statements of the operator's own: run as written, and listened to until the server has nothing more to say."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

import sqlalchemy as sa

from processor.erp.sqlserver import SqlServerOverOdbc


def call(connection: sa.Connection, statement: str, values: Sequence[object] = ()) -> None:
    """Run one statement inside the connection's transaction; raises what the driver raises.

    Every result is fetched: an error in a later step of a procedure comes after the results of the earlier ones, and
    closing early would cut the procedure short.
    """
    if not connection.in_transaction():
        connection.begin()
    with closing(connection.connection.cursor()) as cursor:
        if isinstance(connection.dialect, SqlServerOverOdbc) and values:
            cursor.setinputsizes(connection.dialect.input_sizes(values))
        cursor.execute(statement, tuple(values))
        while True:
            if cursor.description:
                cursor.fetchall()
            if not hasattr(cursor, "nextset") or not cursor.nextset():
                return
