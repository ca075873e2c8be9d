"""Publishing: exports and removal files appear for the newsletter server, and are cleared away here."""

from __future__ import annotations

from datetime import datetime

from dropzone.errors import world
from processor.customers import exporting, removing
from processor.parts import Parts


def publish_drawn(parts: Parts, *, since: datetime | None = None) -> None:
    """Publish drawn files, those of an earlier life included, then clear their bytes away here; repeatable.

    Nothing is drawn before all of them are out: an address that was given up and is had again is taken off before it is
    added. Exports drawn before `since` (None: any) have waited: the ERP is asked once more for their people. Raise
    ZoneUnavailable where the outlet is away; what is left waits for the next time.
    """
    outgoing = parts.outgoing
    if outgoing is None:
        return
    for export in parts.ledger.exports.unpublished():
        afresh = since is not None and export.drawn_at >= since
        exporting.finish_export(export, parts, outgoing, afresh=afresh)
    for file in parts.ledger.removals.unpublished():
        removing.finish_removal(file, parts, outgoing)
    if parts.ledger.removals.unpublished():
        return  # one got another name
    with world(parts.spool):
        for pattern in (exporting.spooled("*", parts), removing.spooled("*", parts)):
            for done in parts.spool.glob(pattern.name):
                done.unlink(missing_ok=True)
