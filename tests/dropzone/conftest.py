"""A small office: a drop folder, a spool, a clock that only moves when told, and lives of the dropzone."""

from __future__ import annotations

import hashlib
import itertools
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dropzone.drop import Drop
from dropzone.names import ALPHABET
from dropzone.zone import Dropzone, Sighting

QUIET = 5.0


class Died(BaseException):
    """The process was killed here; no product code may catch it."""


class Office:
    def __init__(self, folder: Path) -> None:
        self.root, self.spool = folder / "drop", folder / "state" / "spool"
        self.root.mkdir(parents=True)
        self.now = 1000.0
        self._ids = itertools.count()

    def token(self) -> str:
        number = next(self._ids)
        return "".join(ALPHABET[number >> shift & 31] for shift in range(35, -1, -5))

    @staticmethod
    def sha(data: bytes) -> str:
        return hashlib.sha256(data).hexdigest()

    def zone(self) -> Dropzone:
        """Begin a new life."""
        zone = Dropzone(self.root, self.spool, quiet=QUIET, monotonic=lambda: self.now, token=self.token)
        zone.prepare()
        return zone

    def drop(self, name: str, data: bytes = b"a;b\n", folder: str = "") -> Path:
        path = self.root / folder / name
        path.write_bytes(data)
        return path

    def looks(self, zone: Dropzone, seconds: float = QUIET) -> dict[str, Sighting]:
        """Look, wait, look again; return the last look by name."""
        zone.look()
        self.now += seconds
        return {sighting.name: sighting for sighting in zone.look()}

    def takes(self, zone: Dropzone) -> list[Drop]:
        self.looks(zone)
        return list(zone.take())

    def tree(self) -> dict[str, bytes]:
        """Return every file under the root, by its path there."""
        files = (path for path in sorted(self.root.rglob("*")) if path.is_file() and not path.is_symlink())
        return {str(path.relative_to(self.root)): path.read_bytes() for path in files}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


class Reaper:
    """Kills at the n-th step that touches names on disk, counted by the interpreter's own audit events."""

    Died = Died

    def __init__(self) -> None:
        self.left: int | None = None

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.left is None or event not in ("open", "os.link", "os.remove", "os.rename", "os.mkdir"):
            return
        if event == "open" and isinstance(arguments[2], int) and not arguments[2] & (os.O_WRONLY | os.O_RDWR):
            return  # reading changes nothing
        if self.left == 0:
            self.left = None
            raise Died
        self.left -= 1


_REAPER = Reaper()
sys.addaudithook(_REAPER)


@pytest.fixture
def reaper() -> Iterator[Reaper]:
    _REAPER.left = None
    yield _REAPER
    _REAPER.left = None
