"""Places: the folders a claimed file can be in, and how it is found there again by its id."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import NamedTuple

from dropzone.folder import Folder
from dropzone.names import Claimed, rests_as

PLACE = re.compile(r"held|refused|done/\d{4}-\d{2}-\d{2}")
"""Where a file may come to rest."""


class Found(NamedTuple):
    """Where the file of an id lies: its place and its name there; the place fits `PLACE` or is "working"."""

    place: str
    name: str


def find(root: Folder, drop_id: str) -> Found | None:
    """Return where the file with this id lies, None when it is nowhere. Raise OSError when a folder cannot be read."""
    with root.sub("working") as working:
        for name in working.names():
            claimed = Claimed.parse(name)
            if claimed and claimed.id == drop_id:
                return Found("working", name)
    for place in ("held", "refused", *days(root)):
        with opened(root, place) as folder:
            for name in folder.names():
                if rests_as(name, drop_id):
                    return Found(place, name)
    return None


def days(root: Folder) -> list[str]:
    """Return the places in done/, newest first."""
    with root.sub("done") as done:
        return sorted((f"done/{name}" for name in done.names() if PLACE.fullmatch(f"done/{name}")), reverse=True)


@contextmanager
def opened(root: Folder, place: str) -> Iterator[Folder]:
    """Give the folder of a place, made durably when it is missing."""
    with ExitStack() as stack:
        folder = root
        for name in place.split("/"):
            folder = stack.enter_context(folder.make(name))
        yield folder
