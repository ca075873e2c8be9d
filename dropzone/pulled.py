"""Remembers which files of a remote folder were taken, for servers that let us neither move nor remove them."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path

from dropzone import durable
from dropzone.errors import world
from dropzone.folder import Folder
from dropzone.settle import Key

RECORD = "pulled.json"
"""File in the spool: for each name that still lies there its size and time when it was taken, and its SHA-256."""

Sign = tuple[int | None, int | None]  # size in bytes and time in seconds, as the server tells them


class Pulled:
    """The record, read once and written whole after each change; losing it only means fetching files again."""

    def __init__(self, spool: Path) -> None:
        self._spool = spool
        self._taken: dict[str, list[object]] | None = None

    def has(self, key: Key, sign: Sign) -> bool:
        """Tell whether this very file was taken. Raise ZoneUnavailable."""
        return self._record().get("/".join(key), [None])[:2] == list(sign)

    def add(self, key: Key, sign: Sign, digest: str) -> None:
        """Remember that it was. Raise ZoneUnavailable."""
        self._write({**self._record(), "/".join(key): [*sign, digest]})

    def keep(self, keys: Collection[Key]) -> None:
        """Forget what does not lie there any more. Raise ZoneUnavailable."""
        names = {"/".join(key) for key in keys}
        if not self._record().keys() <= names:
            self._write({name: sign for name, sign in self._record().items() if name in names})

    def _record(self) -> dict[str, list[object]]:
        if self._taken is None:
            with world(self._spool):
                try:
                    self._taken = dict(json.loads((self._spool / RECORD).read_bytes()))
                except (FileNotFoundError, ValueError, TypeError):
                    self._taken = {}
        return self._taken

    def _write(self, taken: dict[str, list[object]]) -> None:
        with world(self._spool), Folder(self._spool) as spool:
            durable.put(spool, RECORD, json.dumps(taken).encode())
        self._taken = taken
