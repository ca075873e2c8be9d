"""The spool: local copies of claimed files with their SHA-256; from the claim on only these are read."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from dropzone import durable
from dropzone.errors import ZoneUnavailable
from dropzone.folder import Folder

SPARE = 100_000_000
"""Bytes that stay free beside three times the file: the copy, what is made of it and the ledger."""


@dataclass(frozen=True)
class Note:
    """What the spool remembers about one copy."""

    number: int  # counts claims, so that leftovers keep their order
    name: str  # original name, raw, cut to what working/ holds
    folder: str  # subfolder it was dropped into
    size: int  # bytes
    modified: int  # modification stamp of the claimed file when it was copied, to notice later writing
    digest: str  # SHA-256, hex; "" with trouble
    trouble: str = ""


class Spool:
    """A local folder with two files for each claimed file: `<id>.copy` and `<id>.note`. Methods raise OSError."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._last = 0

    def prepare(self) -> None:
        """Make the folder, readable only for us, clear unfinished writing and go on counting where it ended."""
        os.makedirs(self.path, mode=0o700, exist_ok=True)
        with Folder(self.path) as folder:
            clear_parts(folder)
            notes = [self.note(name.removesuffix(".note")) for name in folder.names() if name.endswith(".note")]
        self._last = max((note.number for note in notes if note), default=0)

    def need(self, size: int) -> None:
        """Raise ZoneUnavailable("disk_full") unless a file of `size` bytes can be worked on comfortably."""
        needed, free = 3 * size + SPARE, shutil.disk_usage(self.path).free
        if free < needed:
            raise ZoneUnavailable("disk_full", folder=str(self.path), needed=needed, free=free)

    def next_number(self) -> int:
        """Return the number of the next claim."""
        self._last += 1
        return self._last

    def copy_path(self, drop_id: str) -> Path:
        """Return where the copy lies."""
        return self.path / f"{drop_id}.copy"

    def take_in(self, drop_id: str, read: Callable[[int], bytes]) -> tuple[str, int]:
        """Copy all that `read(size)` gives durably; return SHA-256 (hex) and size. It counts once a note follows."""
        name = f"{drop_id}.copy"
        with Folder(self.path) as folder:
            target = durable.fresh(folder, durable.part(name), 0o600)
            try:
                result = durable.copy(read, target)
            finally:
                os.close(target)
            os.replace(folder.at(durable.part(name)), folder.at(name), src_dir_fd=folder.fd, dst_dir_fd=folder.fd)
        return result

    def write_note(self, drop_id: str, note: Note) -> None:
        """Remember what the copy is; from here on it counts."""
        with Folder(self.path) as folder:
            durable.put(folder, f"{drop_id}.note", json.dumps(asdict(note)).encode())

    def note(self, drop_id: str) -> Note | None:
        """Return what is remembered about a copy; None when nothing readable is."""
        try:
            return Note(**json.loads((self.path / f"{drop_id}.note").read_bytes()))
        except (FileNotFoundError, ValueError, TypeError):
            return None

    def verified(self, drop_id: str) -> Note | None:
        """Return the note of a copy whose bytes are still those of its digest; None when it must be made anew."""
        note = self.note(drop_id)
        if note is None or note.trouble:
            return note
        try:
            with Folder(self.path) as folder:
                return note if durable.digest_of(folder, f"{drop_id}.copy") == note.digest else None
        except FileNotFoundError:
            return None

    def ids(self) -> set[str]:
        """Return the ids of everything that lies here."""
        with Folder(self.path) as folder:
            names = folder.names()
        return {name[:8] for name in names if name[8:] in (".copy", ".note")}

    def knows(self, drop_id: str) -> bool:
        """Tell whether anything lies here under this id."""
        return any((self.path / f"{drop_id}{suffix}").exists() for suffix in (".copy", ".note"))

    def remove(self, drop_id: str) -> None:
        """Remove copy and note; the note goes last so that a repeat still finds the name."""
        with Folder(self.path) as folder:
            folder.remove(f"{drop_id}.copy")
            folder.remove(f"{drop_id}.note")


def clear_parts(folder: Folder) -> None:
    """Remove what an earlier life began to write in `folder` and did not finish."""
    for name in folder.names():
        if durable.is_part(name):
            folder.remove(name)
