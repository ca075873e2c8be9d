"""One look at the drop folder: every name in it gets exactly one state."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from dropzone.drop import PLACES
from dropzone.errors import CODES
from dropzone.folder import Folder
from dropzone.lease import lease
from dropzone.litter import has_owner, is_litter, owners
from dropzone.names import Claimed, shown
from dropzone.settle import Key, Settling, Sighting


@contextmanager
def inside(root: Folder, name: str) -> Iterator[Folder]:
    """Give the folder `name` in the open root, the root itself for ""."""
    if not name:
        yield root
        return
    with root.sub(name) as folder:
        yield folder


class Look:
    """One pass over the root and its subfolders; `sightings` is its result."""

    def __init__(self, root: Folder, subfolders: Collection[str], settling: Settling, now: float) -> None:
        """Look at everything; `now` is a time of the monotonic clock. Raise OSError when a folder cannot be listed."""
        self.sightings: list[Sighting] = []
        self._settling, self._now, self._subfolders = settling, now, subfolders
        self._seen: set[Key] = set()
        self._folder(root, "")
        for name in subfolders:
            try:
                with root.sub(name) as folder:
                    self._folder(folder, name)
            except (FileNotFoundError, NotADirectoryError):
                continue  # not there, or a file or link of that name, which the look at the root has treated
        with root.sub("working") as working:
            self._strangers(working)
        settling.keep(self._seen)

    def _folder(self, folder: Folder, label: str) -> None:
        names = folder.names()
        owner_files = owners(names)
        for name in names:
            if is_litter(name) or (not label and name in PLACES):
                continue
            try:
                self._name(folder, label, name, owner_files)
            except FileNotFoundError:
                continue  # deleted or renamed in this moment
            except OSError as problem:
                # It may be back in the next look: what was known about its rest is no longer worth anything.
                self._say(label, name, "blocked", 0, CODES.get(problem.errno or 0, "folder_trouble"))

    def _name(self, folder: Folder, label: str, name: str, owner_files: Collection[str]) -> None:
        facts = folder.look(name)
        if stat.S_ISDIR(facts.st_mode):
            if label or name not in self._subfolders:
                self._say(label, name, "foreign", 0, "folder")
            return
        if name.startswith("."):
            self._say(label, name, "foreign", facts.st_size, "hidden")
            return
        waiting = self._settling.see(label, name, facts, self._now)
        if waiting.state == "ready" and has_owner(name, owner_files):
            waiting.state = "open"
        elif waiting.state == "ready" and not waiting.trouble:
            waiting.state = writers(folder, name)
        if waiting.state == "ready" and waiting.reason:
            waiting.state = "blocked"
        reason = "no_permission" if waiting.state == "blocked" and not waiting.reason else waiting.reason
        self._say(label, name, waiting.state, facts.st_size, reason)

    def _say(self, label: str, name: str, state: str, size: int, reason: str) -> None:
        self._seen.add((label, name))
        since = self._now - self._settling.first_seen(label, name, self._now)
        self.sightings.append(Sighting(shown(name), label, state, since, size, reason))

    def _strangers(self, working: Folder) -> None:
        """List what people put into working/, where nothing is ever taken from."""
        for name in working.names():
            if not is_litter(name) and Claimed.parse(name) is None:
                self._say("working", name, "foreign", 0, "not_here")


def writers(folder: Folder, name: str) -> str:
    """Return "open" when somebody is proven to have the file open, "blocked" when it may not be read, else "ready".

    Raise FileNotFoundError when it is gone, OSError when it cannot be read for another reason.
    """
    try:
        fd = folder.read(name)
    except BlockingIOError:
        return "open"  # leased to somebody, such as a Samba client
    except PermissionError:
        return "open" if os.name == "nt" else "blocked"  # Windows: a sharing violation looks like this
    try:
        return "open" if lease(fd) == "open" else "ready"
    finally:
        os.close(fd)
