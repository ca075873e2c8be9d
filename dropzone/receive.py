"""Receiving: a file that comes from another machine lies in working/ at once, as if it had been claimed there."""

from __future__ import annotations

import os
from collections.abc import Iterator

from dropzone import durable
from dropzone.errors import world
from dropzone.folder import Folder
from dropzone.names import Claimed
from dropzone.spool import Spool


def receive(root: Folder, spool: Spool, claimed: Claimed, chunks: Iterator[bytes], size: int) -> str:
    """Write what `chunks` gives durably into working/, where `Dropzone.leftovers` finds it; return its SHA-256 (hex).

    It appears whole or not at all. Raise ZoneUnavailable("disk_full") where there is no room to work on `size` bytes,
    OSError, and whatever `chunks` raises, with nothing left behind.
    """
    with world(spool.path):
        spool.need(size)
    with root.sub("working") as working:
        part = durable.part(claimed.id)
        fd = durable.fresh(working, part)
        try:
            try:
                digest, _ = durable.copy(lambda _: next(chunks, b""), fd)
            finally:
                os.close(fd)
            durable.move(working, part, working, claimed.text)
        finally:
            working.remove(part)
    return digest
