"""The drop: one file that was claimed, under our own id, with its local copy."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

PLACES = ("working", "held", "refused", "done")
"""Folders under the drop folder that say a file's state to people; done/ has one subfolder a day."""


@dataclass(frozen=True)
class Drop:
    """A claimed file. `name` is for showing only and never becomes a path below the dropzone's own faces."""

    id: str  # 8 characters of Crockford's base32, ours; also in the names of the working and the archived file
    name: str  # the name people gave it: printable, one line, at most 120 characters
    folder: str  # subfolder it was dropped into: "", "optouts" or "bounces"
    size: int  # bytes
    digest: str  # SHA-256 of the bytes, hex; "" where `trouble` says that there are none to read
    attempt: int  # how many times work on it has begun and not come to an orderly end, this time included
    copy: Path  # the local spool copy
    trouble: str = ""  # why it cannot be read at all: "link", "not_a_file", "hard_link"; "" when it can

    def open(self) -> BinaryIO:
        """Return the spool copy for reading, as bytes."""
        return self.copy.open("rb")
