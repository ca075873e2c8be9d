"""Records in the spool: a small JSON object in a file, read once and written whole after each change."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from dropzone import durable
from dropzone.errors import world
from dropzone.folder import Folder


class Record:
    """One such file; a missing or broken one is empty. Both methods raise ZoneUnavailable."""

    def __init__(self, spool: Path, name: str) -> None:
        """Touch nothing yet."""
        self._spool, self._name = spool, name
        self._known: dict[str, list[object]] | None = None

    def read(self) -> Mapping[str, list[object]]:
        """Return what is recorded."""
        if self._known is None:
            with world(self._spool):
                try:
                    self._known = dict(json.loads((self._spool / self._name).read_bytes()))
                except (FileNotFoundError, ValueError, TypeError):
                    self._known = {}
        return self._known

    def write(self, known: Mapping[str, list[object]]) -> None:
        """Record this, durably, in place of what was."""
        with world(self._spool), Folder(self._spool) as spool:
            durable.put(spool, self._name, json.dumps(known).encode())
        self._known = dict(known)
