"""The ERP as the configuration describes it, and whether the export finds its columns there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from processor import wiring
from processor.checks.finding import Finding
from processor.export.shape import encodable
from processor.settings import Settings


def erp(settings: Settings) -> Iterator[Finding]:
    """Yield what the ERP's own probe found: server, tables, columns, keys, flag values, the right to write."""
    file = _file_of(settings.erp.url)
    if file is not None and not file.is_file():
        yield Finding("error", "erp_no_file", {"file": str(file)})
        return
    gateway = wiring.erp_of(settings)
    try:
        for finding in gateway.probe():
            yield Finding(finding.level, finding.code, finding.facts)
    finally:
        gateway.close()
    if all(target.bounce.action == "none" for target in settings.erp.targets):
        yield Finding("warn", "bounces_unseen")


def _file_of(url: str) -> Path | None:
    """Return the SQLite file a URL names, None where it is no such URL."""
    start, _, path = url.partition(":///")
    return Path(path.partition("?")[0]) if start.startswith("sqlite") and path else None


def columns(settings: Settings) -> Iterator[Finding]:
    """Yield whether every column of the export can be filled; one that no target has is a mistake."""
    export, targets = settings.export, settings.erp.targets
    if export.folder is None:
        return
    broken = False
    if "{email}" not in export.columns.values():
        broken = True
        yield Finding("error", "export_no_email", {"columns": list(export.columns)})
    for header, name in export.columns.items():
        without = [target.name for target in targets if name != "{email}" and name not in target.fields]
        facts = {"column": header, "field": name, "targets": without}
        if len(without) == len(targets):
            broken = True
            known = sorted({field for target in targets for field in target.fields}) or ["–"]
            yield Finding("error", "export_field_missing", {**facts, "known": known})
        elif without:
            yield Finding("warn", "export_field_empty", facts)
    for header, fits in zip(export.columns, encodable(list(export.columns), export.encoding), strict=True):
        if not fits:
            broken = True
            yield Finding("error", "export_header_encoding", {"column": header, "encoding": export.encoding})
    if not broken:
        yield Finding("ok", "export_columns", {"columns": list(export.columns)})
