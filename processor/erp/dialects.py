"""The way into the database: a SQLite file through the standard library, every server through its ODBC driver."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import registry
from sqlalchemy.engine import URL
from sqlalchemy.pool import NullPool

from processor.erp.trouble import masked, why
from processor.errors import Misconfigured, Unavailable

# DBMS and driver name as SQLGetInfo tells them, in lower case and only a part -> SQLAlchemy URL, extra connection keys.
_SERVERS: tuple[tuple[str, str, str, str], ...] = (
    ("sql server", "tdsodbc", "mssql+freetds", ""),
    ("sql server", "", "mssql+sqlserver", ""),
    # psqlODBC: parameters as untyped literals so that CHAR, UUID and DATE keys compare as themselves; real booleans;
    # rows fetched in portions instead of all at once (a million customers would otherwise sit in memory).
    ("postgresql", "", "postgresql+psqlodbc", "UseServerSidePrepare=0;BoolsAsChar=0;UseDeclareFetch=1;Fetch=10000"),
    ("mariadb", "", "mysql+pyodbc", ""),
    ("mysql", "", "mysql+pyodbc", ""),
)

registry.register("mssql.sqlserver", "processor.erp.sqlserver", "SqlServerOverOdbc")
registry.register("mssql.freetds", "processor.erp.freetds", "SqlServerOverFreeTds")
registry.register("postgresql.psqlodbc", "processor.erp.psqlodbc", "PostgresOverOdbc")


def sqlite_engine(url: str, timeout: float) -> sa.Engine:
    """Return an engine for an existing SQLite file given as "sqlite:///path"; waits `timeout` seconds for locks.

    Nothing of the foreign file's settings is changed. Transactions with the execution option `writing` take the write
    lock at once. What is no UTF-8 in a text is read as U+FFFD, so that one such cell does not end a pass over all.
    Raises Misconfigured when the URL names no SQLite file. A missing file is never created.
    """
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError as problem:
        raise Misconfigured("erp_url_not_sqlite", url=masked(url)) from problem
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        raise Misconfigured("erp_url_not_sqlite", url=parsed.render_as_string(hide_password=True))
    file = f"{Path(str(parsed.database)).absolute().as_uri()}?mode=rw"

    def connect() -> sqlite3.Connection:
        opened = sqlite3.connect(file, uri=True, timeout=timeout, isolation_level=None, check_same_thread=False)
        opened.text_factory = lambda raw: raw.decode("utf-8", "replace")
        return opened

    engine = sa.create_engine("sqlite://", creator=connect, poolclass=NullPool)

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def import_pyodbc() -> Any:
    """Return the module pyodbc; raise Misconfigured in words when it or the system's ODBC manager is missing."""
    try:
        pyodbc: Any = import_module("pyodbc")
    except ImportError as problem:
        raise Misconfigured("odbc_missing", why=str(problem)[:300]) from problem
    pyodbc.pooling = False  # a pool would hand out connections that died meanwhile
    return pyodbc


def odbc_engine(connection_string: str, timeout: int) -> sa.Engine:
    """Return an engine for the server behind an ODBC connection string, speaking what the server says it is.

    Connects once. `timeout` limits, in seconds, connecting and each statement; a third of it waiting for a lock, so
    that three attempts fit into it. Keys the string sets itself are left alone. Raises Unavailable("erp_away") and
    Misconfigured("erp_unknown_server").
    """
    pyodbc = import_pyodbc()
    first = _connect(pyodbc, connection_string, timeout)
    try:
        name, driver = first.getinfo(pyodbc.SQL_DBMS_NAME), first.getinfo(pyodbc.SQL_DRIVER_NAME)
    except pyodbc.Error as problem:
        raise Unavailable("erp_away", why=why(problem, connection_string)) from problem
    finally:
        first.close()
    for part, of_driver, dialect, extra in _SERVERS:
        if part in name.lower() and of_driver in driver.lower():
            return _engine(
                dialect, partial(_connect, pyodbc, with_defaults(connection_string, extra), timeout), timeout
            )
    raise Misconfigured("erp_unknown_server", server=name, driver=driver)


def with_defaults(connection_string: str, extra: str) -> str:
    """Return the connection string with those of the `extra` keys that it does not set itself."""
    present = {part.partition("=")[0].strip().lower() for part in connection_string.split(";")}
    missing = [part for part in extra.split(";") if part and part.partition("=")[0].lower() not in present]
    return ";".join([connection_string.rstrip("; "), *missing])


def _connect(pyodbc: Any, connection_string: str, timeout: int) -> Any:
    try:
        connection = pyodbc.connect(connection_string, autocommit=False, timeout=timeout)
    except pyodbc.Error as problem:
        raise Unavailable("erp_away", why=why(problem, connection_string)) from problem
    with suppress(pyodbc.Error):  # psqlODBC knows no such attribute; the session's own time limits stand in
        connection.timeout = timeout
    return connection


def _engine(dialect: str, connect: Callable[[], Any], timeout: int) -> sa.Engine:
    engine = sa.create_engine(URL.create(dialect), creator=connect, poolclass=NullPool)
    statements = session_limits(engine.dialect.name, timeout)

    @sa.event.listens_for(engine, "connect")
    def _limit(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        for statement in statements:
            cursor.execute(statement)
        cursor.close()
        connection.commit()  # PostgreSQL would take the settings back with the first rollback

    return engine


def session_limits(dialect: str, timeout: int) -> list[str]:
    """Return the statements that keep a session of this dialect from waiting for ever; they need no special right."""
    lock = max(1, timeout // 3)
    return {
        "postgresql": [f"SET lock_timeout = '{lock}s'", f"SET statement_timeout = '{timeout}s'"],
        "mssql": [f"SET LOCK_TIMEOUT {lock * 1000}"],
        # Not strict, MariaDB cuts what is too long and says nothing: half an address would be kept aside.
    }.get(
        dialect,
        [
            f"SET SESSION innodb_lock_wait_timeout = {lock}",
            f"SET SESSION lock_wait_timeout = {lock}",
            "SET SESSION sql_mode = concat(@@sql_mode, ',STRICT_ALL_TABLES')",
        ],
    )
