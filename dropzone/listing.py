"""What lies in a remote folder and may be taken; names that a server gives are never trusted."""

from __future__ import annotations

import stat
from collections.abc import Collection
from typing import NamedTuple

from dropzone.litter import is_litter
from dropzone.names import Claimed, shown, trusted
from dropzone.pulled import Sign
from dropzone.settle import Key
from dropzone.sftp import Entry, Sftp
from dropzone.upload import joined

MOST_NAMES = 5_000
"""Names that are looked at in one folder at once; what is behind them has its turn when these are gone."""


class Found(NamedTuple):
    """A plain file in the remote folder."""

    path: bytes  # there
    name: str
    folder: str  # "", or the subfolder it lies in: one of those for dropping, or "working"
    sign: Sign

    @property
    def key(self) -> Key:
        """Where it lies and what it is called."""
        return self.folder, self.name


class Listing:
    """One look at a remote folder: `found` are files to be taken, `foreign` names that never are, for showing.

    The key of a file is its place and name; the place of one that was claimed there already is "working".
    """

    def __init__(self, sftp: Sftp, folder: bytes, subfolders: Collection[str]) -> None:
        """Look at everything. Raise OSError where a folder cannot be listed."""
        self.found: dict[Key, Found] = {}
        self.foreign: list[str] = []
        top = sftp.entries(folder, MOST_NAMES)
        self._note(top, folder, "")
        for entry in top:
            name = entry.name.decode("latin-1")
            if name in (*subfolders, "working") and not entry.is_file:
                inner = joined(folder, entry.name)
                self._note(sftp.entries(inner, MOST_NAMES), inner, name)

    def _note(self, entries: list[Entry], folder: bytes, label: str) -> None:
        for entry in entries:
            name = trusted(entry.name)
            if (name and is_litter(name)) or _is_folder(entry):
                continue
            if (
                not name
                or name.startswith(".")
                or not entry.is_file
                or (label == "working" and not Claimed.parse(name))
            ):
                self.foreign.append(shown(entry.name.decode("utf-8", "surrogateescape")))
            else:
                found = Found(joined(folder, entry.name), name, label, (entry.size, entry.modified))
                self.found[label, name] = found


def _is_folder(entry: Entry) -> bool:
    return entry.mode is not None and stat.S_ISDIR(entry.mode)
