"""SQL Server through FreeTDS, whose driver takes a long text only under the name that Microsoft's means TEXT by."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from processor.erp.sqlserver import LONG, SqlServerOverOdbc

_NO_END = 2**31 - 1


class Text(sa.String):
    """A text that travels as VARCHAR(MAX) where it may be a long one."""

    def get_dbapi_type(self, dbapi: Any) -> Any:
        """Return the type for setinputsizes."""
        return dbapi.SQL_VARCHAR if _is_short(self.length) else (dbapi.SQL_LONGVARCHAR, _NO_END, 0)


class WideText(sa.Unicode):
    """The same as NVARCHAR."""

    def get_dbapi_type(self, dbapi: Any) -> Any:
        """Return the type for setinputsizes."""
        return dbapi.SQL_WVARCHAR if _is_short(self.length) else (dbapi.SQL_WLONGVARCHAR, _NO_END // 2, 0)


def _is_short(length: int | None) -> bool:
    return length is not None and length < LONG


class SqlServerOverFreeTds(SqlServerOverOdbc):
    """SQL Server through Debian's tdsodbc and its like."""

    supports_statement_cache = True
    colspecs = sa.util.update_copy(SqlServerOverOdbc.colspecs, {sa.String: Text, sa.Unicode: WideText})
    long_text = ("SQL_LONGVARCHAR", _NO_END)
