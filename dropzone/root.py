"""The root of the drop folder: is it there, is it the right one, are our folders in it?"""

from __future__ import annotations

import errno
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from dropzone import durable
from dropzone.drop import PLACES
from dropzone.errors import ZoneMisconfigured, ZoneUnavailable, world
from dropzone.folder import Folder

RECORD = "root.json"
"""File in the spool that says on which device the root was when our folders were last seen in it."""


class Root:
    """Opens the drop folder, and only the real one.

    An empty mount point looks like an empty drop folder. The sign of the real one is its folder working/: when that is
    missing and the device is not the one it was on, the share is away. On the same device people have made the folder
    anew, and ours are made again in it.
    """

    def __init__(self, path: Path, spool: Path, subfolders: Sequence[str]) -> None:
        self.path, self.spool, self.subfolders = path, spool, subfolders
        self.identity: tuple[int, int] | None = None  # (device, inode) when it was last open
        self._device: int | None = None

    @contextmanager
    def open(self) -> Iterator[Folder]:
        """Give the open root with all our folders in it. Any OSError inside becomes ZoneUnavailable.

        Raise ZoneUnavailable("folder_away") when the root is missing or another, ZoneMisconfigured
        ("other_filesystem") when one of our folders is on another file system, where nothing can be moved to.
        """
        with world(self.path), Folder(self.path) as root:
            facts = root.facts()
            if facts.st_dev != self._device or not root.has("working"):
                self._recognise(root, facts.st_dev)
            self.identity = (facts.st_dev, facts.st_ino)
            for name in PLACES:
                with root.make(name) as folder:
                    if folder.facts().st_dev != facts.st_dev:
                        raise ZoneMisconfigured("other_filesystem", folder=str(folder.path), problem="")
            for name in self.subfolders:
                self._subfolder(root, name)
            yield root

    def _recognise(self, root: Folder, device: int) -> None:
        known = self._remembered()
        if not root.has("working") and known not in (None, device):
            raise ZoneUnavailable("folder_away", folder=str(self.path), problem="working/")
        if known != device:
            record = json.dumps({"root": str(self.path), "device": device}).encode()
            with world(self.spool), Folder(self.spool) as spool:
                durable.put(spool, RECORD, record)
        self._device = device

    def _remembered(self) -> int | None:
        """Return the device of this very root as last seen, None when it never was."""
        with world(self.spool):
            try:
                record = json.loads((self.spool / RECORD).read_bytes())
            except (FileNotFoundError, ValueError):
                return None
        return record["device"] if record.get("root") == str(self.path) else None

    def _subfolder(self, root: Folder, name: str) -> None:
        try:
            root.make(name).__exit__(None, None, None)
        except NotADirectoryError:
            pass  # a file or link of that name was dropped: it is taken like any other, then there is room
        except OSError as problem:
            if problem.errno != errno.ELOOP:
                raise
