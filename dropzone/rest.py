"""Resting: a file leaves working/ for held/, refused/ or done/ with its companions; every step can be repeated."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import ExitStack

from dropzone import durable
from dropzone.claim import put_back
from dropzone.errors import ZoneError, world
from dropzone.folder import Folder
from dropzone.names import SUFFIX, Claimed, accompanies, halves, resting
from dropzone.places import PLACE, Found, find, opened
from dropzone.spool import Note, Spool

Companions = Mapping[str, bytes | Iterable[bytes]]
"""Files to lie beside a resting one: suffix, such as ".receipt.txt", and bytes, or pieces of them."""


def rest(root: Folder, spool: Spool, drop_id: str, place: str, companions: Companions) -> str:
    """Bring the file to `place` with its companions; return its path in the drop folder. See Dropzone.rest."""
    if not PLACE.fullmatch(place) or not all(SUFFIX.fullmatch(suffix) for suffix in companions):
        raise ValueError(f"no such place or suffix: {place!r}, {sorted(companions)}")
    with world(spool.path):
        note = spool.note(drop_id)
    found = find(root, drop_id)
    if found and found.place.startswith("done/") and place.startswith("done/"):
        place = found.place  # a repeat after midnight: it rests already
    found = _unless_rewritten(root, spool, drop_id, found, note)
    stem, extension = _resting_name(drop_id, found, note)
    with opened(root, place) as target:
        for suffix, data in companions.items():
            durable.put(target, stem + suffix, data)
        if found is None:
            _from_spool(target, stem + extension, spool, drop_id)
        elif found.place != place:
            with opened(root, found.place) as source:
                durable.move(source, found.name, target, stem + extension)
        target.remove(durable.part(stem + extension))  # of an earlier try from the spool
    if place != "held":
        _without_companions(root, drop_id)
        with world(spool.path):
            spool.remove(drop_id)
    return f"{place}/{stem}{extension}"


def _resting_name(drop_id: str, found: Found | None, note: Note | None) -> tuple[str, str]:
    if found and found.place != "working":
        return halves(found.name)
    claimed = Claimed.parse(found.name) if found else None
    return resting(claimed.original if claimed else note.name if note else "", drop_id)


def _unless_rewritten(root: Folder, spool: Spool, drop_id: str, found: Found | None, note: Note | None) -> Found | None:
    """Return `found`, or None after sending the file back because somebody wrote into it after it was copied.

    POSIX lets a writer go on writing into a file we renamed. What was worked on is the copy, so the copy is archived,
    and the file with its later bytes is dropped once more: neither is lost, and the archive keeps what its digest says.
    """
    if found is None or note is None or note.trouble or found.place not in ("working", "held"):
        return found
    with opened(root, found.place) as folder:
        facts = folder.look(found.name)
        if (facts.st_size, facts.st_mtime_ns) == (note.size, note.modified):
            return found
        with world(spool.path):
            if spool.verified(drop_id) is None:
                return found
        if durable.digest_of(folder, found.name) == note.digest:
            return found
        with ExitStack() as stack:
            origin = stack.enter_context(root.make(note.folder)) if note.folder else root
            put_back(folder, found.name, origin, note.name, drop_id)
    return None


def _from_spool(target: Folder, name: str, spool: Spool, drop_id: str) -> None:
    """Archive the copy because the file itself is gone or was sent back."""
    with world(spool.path):
        note = spool.verified(drop_id)
        if note is None or note.trouble:
            raise ZoneError("vanished", id=drop_id)
        fd = os.open(spool.copy_path(drop_id), os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        temporary = durable.fresh(target, durable.part(name))
        try:
            durable.copy(lambda size: os.read(fd, size), temporary)
        finally:
            os.close(temporary)
    finally:
        os.close(fd)
    durable.move(target, durable.part(name), target, name)


def _without_companions(root: Folder, drop_id: str) -> None:
    """Remove what lay in held/ beside the file while it was held."""
    with root.sub("held") as held:
        stale = [name for name in held.names() if accompanies(name, drop_id)]
        for name in stale:
            held.remove(name)
        if stale:
            held.sync()
