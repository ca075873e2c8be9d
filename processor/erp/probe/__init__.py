"""What `check` says about the ERP: asked with plain queries and tried on no row, changing nothing."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from datetime import datetime

from processor.erp.needs import Need, needs_of
from processor.erp.probe.asking import Asker
from processor.erp.probe.catalogue import columns_of, lasting, triggers_of
from processor.erp.probe.finding import Finding
from processor.erp.probe.fitting import fitting
from processor.erp.probe.keeping import keep_findings
from processor.erp.probe.readable import keys, unreadable
from processor.erp.probe.rights import rights
from processor.erp.probe.rows import passed_over, row_findings
from processor.erp.probe.searching import search_findings
from processor.erp.probe.session import server_findings
from processor.erp.probe.surplus import surplus
from processor.erp.sessions import Sessions
from processor.erp.targets import Target
from processor.errors import AbgleichError

__all__ = ["Finding", "findings"]


def findings(sessions: Sessions, targets: Sequence[Target], now: Callable[[], datetime]) -> Iterator[Finding]:
    """Yield what is to be said about the server and each target, in the order of the configuration.

    `now` gives an aware time in the office's zone. Trouble is a finding too; one target's never hides the others.
    """
    try:
        with sessions.session() as connection:
            is_mariadb = bool(getattr(connection.dialect, "is_mariadb", False))
            asker = Asker(sessions, sessions.server(connection).name, is_mariadb)
            yield from server_findings(connection, now, asker, sessions.preamble)
    except AbgleichError as problem:
        yield Finding("error", problem.code, dict(problem.facts))
        return
    needs = {need.table: need for need in needs_of(targets)}
    sound = []
    for target in targets:
        if (yield from _guarded(sessions, asker, target, needs, now)):
            sound.append(target)
    yield from surplus(asker, {need.table: needs[need.table] for need in needs_of(sound)})


def _guarded(
    sessions: Sessions, asker: Asker, target: Target, needs: dict[str, Need], now: Callable[[], datetime]
) -> Generator[Finding, None, bool]:
    """Yield what is to be said about one target; return whether its tables can be read."""
    try:
        if unread := list(unreadable(asker, target)):
            yield from unread
            return False
        yield from _of_target(sessions, asker, target, needs, now)
    except AbgleichError as problem:
        yield Finding("error", problem.code, {"target": target.name, **problem.facts})
    return True


def _of_target(
    sessions: Sessions, asker: Asker, target: Target, needs: dict[str, Need], now: Callable[[], datetime]
) -> Iterator[Finding]:
    tables = [need.table for need in needs_of([target])]
    columns = {table: columns_of(asker, table) for table in tables}
    yield Finding("ok", "erp_table", {"target": target.name, "table": target.table, "columns": target.all_columns()})
    with sessions.session() as connection:
        yield from keys(connection, target)
    with sessions.session() as connection:
        server = sessions.server(connection)
        found = passed_over(connection, server, target)
        yield from row_findings(connection, server, target, found)
        yield from search_findings(connection, asker, server, target, columns[target.table], found)
    yield from fitting(target, columns, needs, now())
    yield from keep_findings(target, columns[target.table], found.longest, now())
    yield from rights(asker, server, target, needs, now())
    for table in tables:
        if target.write == "sql" and (engine := lasting(asker, table)):
            yield Finding("warn", "erp_no_transactions", {"target": target.name, "table": table, "engine": engine})
        if triggers := triggers_of(asker, table):
            yield Finding("ok", "erp_triggers", {"target": target.name, "table": table, "triggers": triggers})
