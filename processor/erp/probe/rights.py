"""Whether the account may do what is asked of it: tried on no row and rolled back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from processor.erp.gaps import filled
from processor.erp.naming import split_name, table_of
from processor.erp.needs import Need, Write, deleted_from, procedure_of, statements_of, writes_of
from processor.erp.probe.asking import NOTHING, Asker
from processor.erp.probe.finding import Finding
from processor.erp.server import Server
from processor.erp.targets import Target, facts_of

ROUTINES: Mapping[str, str] = {
    "postgresql": "SELECT CASE WHEN has_function_privilege(p.oid, 'EXECUTE') THEN 1 ELSE 0 END FROM pg_proc p"
    " JOIN pg_namespace n ON n.oid = p.pronamespace WHERE lower(p.proname) = lower(:name)"
    " AND (lower(n.nspname) = lower(:schema) OR (CAST(:schema AS text) IS NULL AND pg_function_is_visible(p.oid)))",
    "mysql": "SELECT 1 FROM information_schema.routines"
    " WHERE routine_schema = coalesce(:schema, database()) AND routine_name = :name",
    "mssql": "SELECT HAS_PERMS_BY_NAME(:quoted, 'OBJECT', 'EXECUTE') FROM (SELECT OBJECT_ID(:quoted) AS id) AS o"
    " WHERE id IS NOT NULL",
}
"""Per server: a row for the procedure or function if there is one, 1 where we may execute it."""


def rights(asker: Asker, server: Server, target: Target, needs: Mapping[str, Need], now: datetime) -> Iterator[Finding]:
    """Yield what the server refuses of the writes a target needs; one finding says that it refuses nothing."""
    if target.write == "file":
        yield Finding("ok", "erp_worklist", {"target": target.name})
        return
    refused = list(_refused(asker, server, target, needs, now))
    yield from refused
    if not any(finding.level == "error" for finding in refused):
        yield Finding("ok", "erp_write", {"target": target.name})


def _refused(
    asker: Asker, server: Server, target: Target, needs: Mapping[str, Need], now: datetime
) -> Iterator[Finding]:
    about: dict[str, object] = {"target": target.name}
    for write in dict.fromkeys(writes_of(target)):
        if write.how == "update" and (
            why := asker.refused(lambda write=write: _update(server, write, now), writing=True)  # type: ignore[misc]
        ):
            yield Finding("error", "erp_write_refused", {**about, "column": write.column, "why": why})
    for name in dict.fromkeys(write.table for write in writes_of(target) if write.how == "insert"):
        writes = {write.column: write for write in writes_of(target) if write.how == "insert" and write.table == name}
        columns = list(needs[name].insert)
        values = [_value(server, writes.get(column), now) for column in columns]
        if why := asker.refused(lambda: _insert(name, columns, values), writing=True):  # noqa: B023
            yield Finding("error", "erp_insert_refused", {**about, "table": name, "why": why})
    for name in dict.fromkeys(deleted_from(target)):
        if why := asker.refused(lambda: sa.delete(table_of(name, ())).where(NOTHING), writing=True):  # noqa: B023
            yield Finding("error", "erp_delete_refused", {**about, "table": name, "why": why})
    yield from _statements(asker, target)


def _update(server: Server, write: Write, now: datetime) -> sa.Update:
    table = table_of(write.table, (write.column,))
    value = "" if write.clears else filled(write.value, facts_of(now), server.moments)
    return sa.update(table).where(NOTHING).values({write.column: server.assigned(value)})


def _insert(name: str, columns: Sequence[str], values: Sequence[sa.ColumnElement[Any]]) -> sa.Insert:
    """Return an INSERT of no row: as many rows as there are that no row is."""
    table = table_of(name, tuple(columns))
    nobody = sa.select(*values).select_from(table).where(NOTHING)
    return sa.insert(table).from_select(list(columns), nobody)


def _value(server: Server, write: Write | None, now: datetime) -> sa.ColumnElement[Any]:
    if write is None:
        return sa.null()
    value = filled(write.value, facts_of(now), server.moments)
    return sa.null() if value is None else server.assigned(value)


def _statements(asker: Asker, target: Target) -> Iterator[Finding]:
    """Yield what can be said of the operator's own statements without running them: whether what they call is there."""
    for statement in statements_of([target]):
        name = procedure_of(statement)
        about: dict[str, object] = {"target": target.name, "statement": statement.sql}
        schema, bare = split_name(name) if name else (None, "")
        facts = {"schema": schema, "name": bare, "quoted": name}
        found = asker.told(ROUTINES.get(asker.kind), facts) if name else None
        if found is None:
            yield Finding("warn", "erp_statement_untried", about)
        elif not found:
            yield Finding("error", "erp_procedure_missing", {**about, "procedure": name})
        elif not any(may for (may,) in found):
            yield Finding("error", "erp_procedure_refused", {**about, "procedure": name})
        else:
            yield Finding("ok", "erp_procedure", {**about, "procedure": name})
