"""Work lists: what is to be done in tables that nothing may be written to goes out as a file for the ERP's import."""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import datetime
from typing import TYPE_CHECKING

from dropzone import durable
from dropzone.errors import ZoneError
from dropzone.folder import Folder
from dropzone.publish import publish
from processor.domain.shown import safe_cell
from processor.errors import Unavailable
from processor.parts import Parts

if TYPE_CHECKING:
    import pandas as pd


def hand_over(changes: pd.DataFrame, name: str, parts: Parts, *, at: datetime, source: str) -> None:
    """Publish the changes (columns CHANGES) of tables with write = "file" as worklist-<name>.csv, if there are any.

    The same changes, name and time give the same bytes, so that it can be repeated after a crash. Raise
    Unavailable where the folder is away, or holds another file of that name.
    """
    if parts.worklist is None:
        return
    listed = parts.erp.listed(changes, now=at.astimezone(parts.zone), source=source)
    if listed.empty:
        return
    content, spooled = rendered(listed), f"worklist-{name}"
    with Folder(parts.spool) as spool:
        durable.put(spool, spooled, content)
    try:
        publish(parts.worklist, f"worklist-{name}.csv", parts.spool / spooled, hashlib.sha256(content).hexdigest())
    except ZoneError as problem:
        place = {"folder": str(parts.worklist), "name": f"worklist-{name}.csv"}
        raise Unavailable("worklist_taken" if problem.code == "exists" else "worklist_away", **place) from problem
    (parts.spool / spooled).unlink(missing_ok=True)


def rendered(listed: pd.DataFrame) -> bytes:
    """Return a work list as CSV that imports and spreadsheets read: semicolons, UTF-8 with BOM, CRLF, no formulas."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(listed.columns)
    writer.writerows([safe_cell(cell) for cell in row] for row in listed.itertuples(index=False))
    return text.getvalue().encode("utf-8-sig")
