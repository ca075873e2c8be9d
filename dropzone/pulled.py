"""Remembers which files of a remote folder were taken, for servers that let us neither move nor remove them."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from dropzone.record import Record
from dropzone.settle import Key

RECORD = "pulled.json"
"""File in the spool: for each name that still lies there its size and time when it was taken, and its SHA-256."""

Sign = tuple[int | None, int | None]  # size in bytes and time in seconds, as the server tells them


class Pulled:
    """What was taken; losing the record of it only means fetching files again."""

    def __init__(self, spool: Path) -> None:
        self._record = Record(spool, RECORD)

    def has(self, key: Key, sign: Sign) -> bool:
        """Tell whether this very file was taken. Raise ZoneUnavailable."""
        return self._record.read().get("/".join(key), [None])[:2] == list(sign)

    def add(self, key: Key, sign: Sign, digest: str) -> None:
        """Remember that it was. Raise ZoneUnavailable."""
        self._record.write({**self._record.read(), "/".join(key): [*sign, digest]})

    def keep(self, keys: Collection[Key]) -> None:
        """Forget what does not lie there any more. Raise ZoneUnavailable."""
        names = {"/".join(key) for key in keys}
        if not self._record.read().keys() <= names:
            self._record.write({name: sign for name, sign in self._record.read().items() if name in names})
