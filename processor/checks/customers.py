"""The ERP as the configuration describes it, and whether the export finds its columns there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from pathlib import Path

from processor import wiring
from processor.checks.finding import Finding
from processor.export.adapter import EMAIL, MAILBOX, REST, Column, holds
from processor.export.fitted import available
from processor.settings import Settings


def erp(settings: Settings, now: Callable[[], datetime]) -> Iterator[Finding]:
    """Yield what the ERP's own probe found: server, tables, columns, keys, flag values, the right to write."""
    file = _file_of(settings.erp.url)
    if file is not None and not file.is_file():
        yield Finding("error", "erp_no_file", {"file": str(file)})
        return
    gateway = wiring.erp_of(settings)
    try:
        for finding in gateway.probe(lambda: now().astimezone(settings.zone)):
            yield Finding(finding.level, finding.code, finding.facts)
    finally:
        gateway.close()
    if all(target.bounce.action == "none" for target in settings.erp.each_target()):
        yield Finding("warn", "bounces_unseen")


def _file_of(url: str) -> Path | None:
    """Return the SQLite file a URL names, None where it is no such URL."""
    start, _, path = url.partition(":///")
    return Path(path.partition("?")[0]) if start.startswith("sqlite") and path else None


def columns(settings: Settings) -> Iterator[Finding]:
    """Yield whether every column of the export can be filled; one that no target has is a mistake."""
    targets = settings.erp.each_target()
    if not settings.export.wanted:
        return
    adapter, broken = wiring.adapter_of(settings), False
    headings = [column.heading for column in adapter.columns]
    if not any(column.field in (EMAIL, MAILBOX) for column in adapter.columns):
        broken = True
        yield Finding("error", "export_no_email", {"columns": headings})
    for column in adapter.columns:
        ours = {"list"} if any(not one.file for one in settings.export.lists) else set[str]()
        without = [target.name for target in targets if not _fills(column, ours | {*target.fields})]
        facts = {"column": column.heading, "field": column.field, "targets": without}
        if len(without) == len(targets) and not column.needed:
            broken = True
            known = sorted({field for target in targets for field in target.fields}) or ["–"]
            yield Finding("error", "export_field_missing", {**facts, "known": known})
        elif without:
            yield Finding("warn", "export_field_empty", facts)
    for heading in headings:
        if not holds(heading, adapter.encoding):
            broken = True
            yield Finding("error", "export_header_encoding", {"column": heading, "encoding": adapter.encoding})
    if not broken:
        yield Finding("ok", "export_columns", {"columns": headings})


def _fills(column: Column, fields: Collection[str]) -> bool:
    """Return whether a target with these fields has something for a column."""
    return column.field in ("", EMAIL, MAILBOX, REST) or available(column.field, fields)
