"""SQLAlchemy's PostgreSQL over ODBC: SQLAlchemy brings the dialect and the connector, but not the two together."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.connectors.pyodbc import PyODBCConnector
from sqlalchemy.dialects.postgresql.base import PGDialect


class PostgresOverOdbc(PyODBCConnector, PGDialect):
    """PostgreSQL's SQL spoken through pyodbc (psqlODBC)."""

    supports_statement_cache = True
    supports_server_side_cursors = False  # psqlODBC makes them itself (UseDeclareFetch)

    def do_savepoint(self, connection: sa.Connection, name: str) -> None:
        """Make a savepoint, never as the first statement: psqlODBC opens no transaction for that one."""
        connection.exec_driver_sql("SELECT 1").close()
        super().do_savepoint(connection, name)  # type: ignore[no-untyped-call]
