"""Publishing: exports and removal files appear for the newsletter server in the order in which they were drawn."""

from __future__ import annotations

from datetime import datetime
from operator import attrgetter

from dropzone.errors import world
from processor.customers import exporting, removing
from processor.ledger.exports import Export
from processor.ledger.removals import RemovalFile
from processor.parts import Parts


def publish_drawn(parts: Parts, *, since: datetime | None = None) -> None:
    """Publish drawn files, those of an earlier life included, then clear their bytes away here; repeatable.

    Exports drawn before `since` (None: any) have waited: the ERP is asked once more for their people.

    In order, for an address that was given up and is had again must be taken off before it is added. Raise
    ZoneUnavailable where the outlet is away: what is left waits for the next time.
    """
    outgoing = parts.outgoing
    if outgoing is None:
        return
    drawn: list[Export | RemovalFile] = [*parts.ledger.exports.unpublished(), *parts.ledger.removals.unpublished()]
    for file in sorted(drawn, key=attrgetter("drawn_at")):
        if isinstance(file, Export):
            exporting.finish_export(file, parts, outgoing, afresh=since is not None and file.drawn_at >= since)
        else:
            removing.finish_removal(file, parts, outgoing)
    if parts.ledger.removals.unpublished():
        return  # one got another name
    with world(parts.spool):
        for pattern in (exporting.spooled("*", parts), removing.spooled("*", parts)):
            for done in parts.spool.glob(pattern.name):
                done.unlink(missing_ok=True)
