"""What a session with the ERP is like: server, driver, time limits, clocks, and the operator's own statements."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from processor.erp.calls import call
from processor.erp.probe.asking import Asker
from processor.erp.probe.finding import Finding
from processor.errors import Unavailable

APART = timedelta(minutes=2)
"""Clocks further apart than that are worth a warning."""

CLOCKS: Mapping[str, str] = {
    "postgresql": "SELECT CAST(clock_timestamp() AT TIME ZONE 'UTC' AS text), CAST(LOCALTIMESTAMP AS text)",
    "mysql": "SELECT CAST(UTC_TIMESTAMP(6) AS char), CAST(NOW(6) AS char)",
    "mssql": "SELECT CONVERT(varchar(27), SYSUTCDATETIME(), 121), CONVERT(varchar(27), SYSDATETIME(), 121)",
}
"""The server's time in UTC and by its own clock on the wall, as text: no driver can bend it."""

LIMITS: Mapping[str, str] = {
    "postgresql": "SELECT current_setting('lock_timeout'), current_setting('statement_timeout')",
    "mysql": "SELECT concat(@@innodb_lock_wait_timeout, ' s'), ''",
    "mssql": "SELECT concat(@@LOCK_TIMEOUT, ' ms'), ''",
    "sqlite": "SELECT timeout || ' ms', '' FROM pragma_busy_timeout",
}
"""How long a session waits for a lock, and for a statement where the server itself limits that."""

_HARMLESS = re.compile(
    r"\s*(SET\s+(?!PASSWORD\b|STATEMENT\b|DEFAULT\b)(?!.*\b(GLOBAL|PERSIST|PERSIST_ONLY)\b)|SELECT\b(?!.*\bINTO\b))"
    r"[^;]*;?\s*\Z",
    re.IGNORECASE | re.DOTALL,
)
"""One statement of which nothing stays once it is rolled back."""


def server_findings(
    connection: sa.Connection, now: Callable[[], datetime], asker: Asker, preamble: tuple[Sequence[str], Sequence[str]]
) -> Iterator[Finding]:
    """Yield what is to be said about the server as a whole; `now` gives an aware time in the office's zone."""
    yield Finding("ok", "erp_server", {"server": server_name(connection), "driver": _driver(connection)})
    if limits := asker.told(LIMITS.get(asker.kind), {}):
        lock, statement = limits[0]
        seconds = _statement_seconds(connection)
        yield Finding("ok", "erp_limits", {"lock": lock, "statement": str(statement or seconds)})
    yield from _clock(asker, now)
    for place, statements in zip(("before_sql", "after_sql"), preamble, strict=True):
        yield from _preamble(asker, place, statements)


def server_name(connection: sa.Connection) -> str:
    """Return what the server calls itself, with its version."""
    version = ".".join(str(part) for part in connection.dialect.server_version_info or ())
    names = {"postgresql": "PostgreSQL", "mssql": "SQL Server", "mysql": "MySQL", "sqlite": "SQLite"}
    name = names.get(connection.dialect.name, connection.dialect.name)
    return f"{'MariaDB' if getattr(connection.dialect, 'is_mariadb', False) else name} {version}"


def _driver(connection: sa.Connection) -> str:
    """Return name and version of the ODBC driver, or of what stands in its place."""
    raw: Any = connection.connection.dbapi_connection
    dbapi: Any = connection.dialect.dbapi
    if not hasattr(raw, "getinfo"):
        return str(dbapi.__name__)
    return f"{raw.getinfo(dbapi.SQL_DRIVER_NAME)} {raw.getinfo(dbapi.SQL_DRIVER_VER)}"


def _statement_seconds(connection: sa.Connection) -> str:
    seconds = getattr(connection.connection.dbapi_connection, "timeout", 0)
    return f"{seconds} s" if seconds else "–"


def _clock(asker: Asker, now: Callable[[], datetime]) -> Iterator[Finding]:
    """Yield how the server's clock stands to ours; a SQLite file has none of its own."""
    told = asker.told(CLOCKS.get(asker.kind), {})
    if not told:
        return
    theirs, wall = (datetime.fromisoformat(str(text)[:26].rstrip()) for text in told[0])
    ours = now()
    apart = theirs - ours.astimezone(UTC).replace(tzinfo=None)
    facts: dict[str, object] = {"seconds": round(abs(apart.total_seconds()))}
    if abs(apart) <= APART:
        yield Finding("ok", "erp_clock", facts)
    else:
        facts = {**facts, "theirs": f"{theirs:%Y-%m-%d %H:%M:%S}"}
        yield Finding("warn", "erp_clock_behind" if apart < timedelta() else "erp_clock_ahead", facts)
    there, here = _quarters(wall - theirs), _quarters(ours.utcoffset() or timedelta())
    if there != here:
        yield Finding("warn", "erp_zone", {"there": _offset(there), "here": _offset(here)})


def _quarters(offset: timedelta) -> int:
    """Return an offset from UTC in quarters of an hour, which all zones are whole numbers of."""
    return round(offset / timedelta(minutes=15))


def _offset(quarters: int) -> str:
    return f"UTC{'-' if quarters < 0 else '+'}{abs(quarters) // 4:02}:{abs(quarters) % 4 * 15:02}"


def _preamble(asker: Asker, place: str, statements: Sequence[str]) -> Iterator[Finding]:
    """Try statements that leave nothing behind when they are rolled back; others cannot be proved without effect."""
    for statement in statements:
        if not _HARMLESS.match(statement):
            yield Finding("warn", "erp_preamble_untried", {"place": place, "statement": statement})
        elif why := _refused(asker, statement):
            yield Finding("error", "erp_preamble_refused", {"place": place, "statement": statement, "why": why})
        else:
            yield Finding("ok", "erp_preamble", {"place": place, "statement": statement})


def _refused(asker: Asker, statement: str) -> str:
    try:
        with asker.sessions.session(writing=True) as connection:
            call(connection, statement)
    except Unavailable as problem:
        if problem.code != "erp_refuses":
            raise
        return str(problem.facts["why"])
    return ""
