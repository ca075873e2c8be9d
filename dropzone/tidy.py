"""Tidying at the start: what a life that ended in the middle left behind."""

from __future__ import annotations

from dropzone import durable
from dropzone.errors import world
from dropzone.folder import Folder
from dropzone.names import Claimed
from dropzone.places import days, find, opened
from dropzone.spool import Spool, clear_parts

RECENT_DAYS = 7
"""Days of done/ that are tidied; older ones were by earlier starts."""


def tidy(root: Folder, spool: Spool) -> None:
    """Clear unfinished writing of ours in all places, and prove that we may write there. Raise OSError if not."""
    for place in ("working", "held", "refused", *days(root)[:RECENT_DAYS]):
        with opened(root, place) as folder:
            clear_parts(folder)
            durable.probe(folder)
    _clear_spool(root, spool)


def _clear_spool(root: Folder, spool: Spool) -> None:
    """Remove copies whose file already rests for good: a life ended between the two.

    The copy of a file that is nowhere stays: it may be the last one.
    """
    with root.sub("working") as working:
        needed = {claimed.id for claimed in map(Claimed.parse, working.names()) if claimed}
    with world(spool.path):
        ids = spool.ids() - needed
    for drop_id in sorted(ids):
        found = find(root, drop_id)
        if found and found.place not in ("working", "held"):
            with world(spool.path):
                spool.remove(drop_id)
