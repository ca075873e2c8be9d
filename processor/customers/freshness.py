"""Is it safe to send? Each export's freshness: noted when it is out, and written into a small file for people."""

from __future__ import annotations

import logging
import os

from dropzone import durable
from dropzone.errors import ZoneUnavailable, world
from dropzone.folder import Folder
from processor.domain.freshness import Freshness
from processor.ledger.exports import Export
from processor.parts import Parts
from processor.report.fresh import freshness_text, taken_back_text, title
from processor.telling import waiting_files

log = logging.getLogger("abgleich")


def tell_freshness(parts: Parts) -> None:
    """Note for exports that are out how fresh they are, then write it into the folder for such notes; repeatable.

    Where one was taken back since, the note says so instead; somebody else's file of its name is left alone.
    Where that folder is away it is written later: the exports themselves are out, and the mail says the same.
    """
    for export in parts.ledger.fresh.unnoted(parts.now()):
        parts.ledger.fresh.note(_freshness(export, parts))
    try:
        _write(parts)
    except ZoneUnavailable as problem:
        log.warning("the note about an export could not be written and is tried again: %s", problem.code)


def _write(parts: Parts) -> None:
    ledger, words, outgoing = parts.ledger, parts.words, parts.outgoing
    notes = [
        (one, freshness_text(one.name, one.addresses, fresh, words, parts.zone))
        for one, fresh in ledger.fresh.unwritten()
    ]
    notes += [(one, taken_back_text(one.name, at, words, parts.zone)) for one, at in ledger.fresh.overtaken()]
    if not notes or outgoing is None:
        return
    folder = outgoing.sidecar
    with world(folder):
        if folder.parent == parts.spool.parent:  # our own; one of the operator's is never made
            os.makedirs(folder, mode=0o700, exist_ok=True)
        with Folder(folder) as place:
            for export, text in notes:
                durable.put(place, _note_name(place, export, parts), text.replace("\n", "\r\n").encode())
                ledger.fresh.written(export.number, parts.now())


def _note_name(place: Folder, export: Export, parts: Parts) -> str:
    """Return what the note is called; where somebody else's file has that name, ours tells which abgleich wrote it."""
    name, head = f"{export.name}.info.txt", f"{title(export.name, parts.words)}\r\n".encode()
    try:
        with os.fdopen(place.read(name), "rb") as there:
            ours = there.read(len(head)) == head
    except FileNotFoundError:
        ours = True
    except OSError:  # a folder, a link
        ours = False
    return name if ours else f"{export.name}.{parts.ledger.installation[:8]}.info.txt"


def _freshness(export: Export, parts: Parts) -> Freshness:
    name, at = parts.ledger.fresh.last_optouts(export.drawn_at)
    held = sum(entry.received <= export.drawn_at for entry in parts.ledger.drops.waiting_for_decision())
    waiting = sum(file.why != "foreign" for file in waiting_files(parts))
    return Freshness(export.number, export.drawn_at, name, at, held, waiting)
