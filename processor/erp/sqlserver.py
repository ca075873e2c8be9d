"""SQL Server as SQLAlchemy speaks it, without what an ERP's account may not be able to do, and with texts typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.mssql.pyodbc import MSDialect_pyodbc

LONG = 2_000
"""Texts from this length on go as VARCHAR(MAX)."""


class Day(sa.Date):
    """A date that travels as DATE: SQLAlchemy would make it a DATETIME2.

    That one, written into a column of texts, becomes "2026-04-12 00:00:00.0000000", or is too long for it.
    """

    def bind_processor(self, dialect: sa.Dialect) -> None:
        """Leave the value as it is."""

    def result_processor(self, dialect: sa.Dialect, coltype: object) -> None:
        """Leave the value as it is."""


class SqlServerOverOdbc(MSDialect_pyodbc):
    """SQL Server through Microsoft's ODBC driver; `long_text` is ODBC's type and size for VARCHAR(MAX) there."""

    supports_statement_cache = True
    colspecs = sa.util.update_copy(MSDialect_pyodbc.colspecs, {sa.Date: Day})
    long_text = ("SQL_VARCHAR", 0)

    def do_savepoint(self, connection: sa.Connection, name: str) -> None:
        """Make a savepoint, never as the first statement.

        Microsoft's driver opens a transaction itself before the first statement. Where a driver leaves that to SET
        IMPLICIT_TRANSACTIONS, SAVE TRANSACTION is none of the statements that open one (error 628); a SELECT is, if it
        is one from a table (learn.microsoft.com).
        """
        connection.exec_driver_sql("SELECT TOP (1) 1 FROM sys.objects").close()
        super().do_savepoint(connection, name)  # type: ignore[no-untyped-call]

    def get_default_isolation_level(self, dbapi_conn: Any) -> Any:
        """Ask for none: the view that tells it needs a right an account of ours should not have."""
        raise NotImplementedError

    def input_sizes(self, values: Sequence[object]) -> list[tuple[int | None, int | None, int | None]]:
        """Return, for pyodbc's setinputsizes, the types of parameters: plain ASCII as VARCHAR, the rest as pyodbc does.

        pyodbc sends every text as NVARCHAR, and a VARCHAR column compared with that is converted row by row, past its
        index. SQLAlchemy says better for parameters that have a type; this is for statements of the operator's own.
        """
        return [self._size(value) for value in values]

    def _size(self, value: object) -> tuple[int | None, int | None, int | None]:
        if not isinstance(value, str) or not value.isascii():
            return None, None, None
        dbapi: Any = self.dbapi
        if len(value) < LONG:
            return dbapi.SQL_VARCHAR, None, None
        name, size = self.long_text
        return getattr(dbapi, name), size, 0
