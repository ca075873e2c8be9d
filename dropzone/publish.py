"""Publishing: an outgoing file appears in a folder whole and at once, never over another; it is taken back so too."""

from __future__ import annotations

import os
from pathlib import Path

from dropzone import durable
from dropzone.errors import ZoneError, world
from dropzone.folder import Folder


def publish(folder: Path, name: str, source: Path, digest: str) -> Path:
    """Copy `source` durably to `name` in `folder` and return its path there; a reader never sees a part of it.

    `digest` is the SHA-256 (hex) of its bytes. A file of that name and digest is success: an earlier try got that far.
    Raise ZoneError("exists") when the name is taken by other bytes, ZoneError("source_changed") when the source does
    not have the digest, ZoneError("bad_name") for a path instead of a name, ZoneUnavailable for trouble of the world.
    """
    plain(name)
    with world(folder), Folder(folder) as place:
        if not _there(place, name, digest):
            _copy(place, durable.part(name), source, digest)
            try:
                durable.move(place, durable.part(name), place, name)
            except FileExistsError:
                _there(place, name, digest)
        place.remove(durable.part(name))
        place.sync()
    return folder / name


def unless_taken(folder: Path, name: str, digest: str) -> None:
    """Raise ZoneError("exists") when `name` in `folder` is taken by other bytes than those of the digest."""
    plain(name)
    with world(folder), Folder(folder) as place:
        _there(place, name, digest)


def take_back(folder: Path, name: str, digest: str) -> bool:
    """Take a published file out of `folder` again, all at once, if it lies there as we wrote it; return whether we did.

    It is renamed to where its parts were written, so that of us and whoever fetches it one alone has it: linking it
    first would leave a moment for both. There it stays until `discard_part`, and a repeat after a death says True.
    False: it was fetched. Raise ZoneError("altered") where it no longer has the `digest`, ZoneUnavailable for trouble
    of the world.
    """
    plain(name)
    hidden = durable.part(name)
    with world(folder), Folder(folder) as place:
        if not place.has(hidden):
            _unaltered(place, name, digest, name)
            try:
                durable.mark(place, name, hidden)
            except FileNotFoundError:
                return False
            place.sync()
        try:
            _unaltered(place, hidden, digest, name)
        except ZoneError:  # changed in between: it is given back
            durable.move(place, hidden, place, name)
            raise
    return True


def plain(name: str) -> None:
    """Raise ZoneError("bad_name") for a path instead of a name."""
    if name in ("", ".", "..") or any(sign in name for sign in "/\\\0"):
        raise ZoneError("bad_name", name=name)


def discard_part(folder: Path, name: str) -> None:
    """Remove what a try to publish `name` left unfinished in `folder`, if anything. Raise ZoneUnavailable."""
    with world(folder), Folder(folder) as place:
        place.remove(durable.part(name))


def _there(place: Folder, name: str, digest: str) -> bool:
    """Tell whether the file is published already. Raise ZoneError("exists") when another one is."""
    same = _same(place, name, digest)
    if same is False:
        raise ZoneError("exists", folder=str(place.path), name=name)
    return same is True


def _unaltered(place: Folder, name: str, digest: str, known_as: str) -> None:
    """Raise ZoneError("altered") where a file is not the one we wrote; one that is gone is none."""
    if _same(place, name, digest) is False:
        raise ZoneError("altered", folder=str(place.path), name=known_as)


def _same(place: Folder, name: str, digest: str) -> bool | None:
    """Tell whether what is called so has these bytes; None where nothing is."""
    try:
        return durable.digest_of(place, name) == digest
    except FileNotFoundError:
        return None
    except OSError:
        return False  # a link, a folder, a file we may not read: not ours in any case


def _copy(place: Folder, temporary: str, source: Path, digest: str) -> None:
    target = durable.fresh(place, temporary)
    try:
        with world(source.parent):
            fd = os.open(source, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        try:
            copied, _ = durable.copy(lambda size: os.read(fd, size), target)
        finally:
            os.close(fd)
    finally:
        os.close(target)
    if copied != digest:
        place.remove(temporary)
        raise ZoneError("source_changed", name=source.name)
