"""Publishing: an outgoing file appears in a folder whole and at once, or not at all, and never over another."""

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
    if not place.has(name):
        return False
    try:
        same = durable.digest_of(place, name) == digest
    except OSError:
        same = False  # a link, a folder, a file we may not read: not ours in any case
    if not same:
        raise ZoneError("exists", folder=str(place.path), name=name)
    return True


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
