"""SQLAlchemy's PostgreSQL over ODBC: SQLAlchemy brings the dialect and the connector, but not the two together."""

from __future__ import annotations

from sqlalchemy.connectors.pyodbc import PyODBCConnector
from sqlalchemy.dialects.postgresql.base import PGDialect


class PostgresOverOdbc(PyODBCConnector, PGDialect):
    """PostgreSQL's SQL spoken through pyodbc (psqlODBC)."""

    supports_statement_cache = True
    supports_server_side_cursors = False  # psqlODBC makes them itself (UseDeclareFetch)
