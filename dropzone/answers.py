"""Answers: the receipts of files that were fetched from a server are put beside them in its done/, each once.

What is owed is recorded before a file is taken in, so that a death forgets none. Everything may be repeated: a file of
ours that lies there already is success, and one of somebody else is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, cast

from dropzone import durable
from dropzone.errors import ZoneError, world
from dropzone.folder import Folder
from dropzone.names import resting
from dropzone.record import Record
from dropzone.server import Server

if TYPE_CHECKING:
    from dropzone.sftp import Sftp

RECORD = "answers.json"
"""File in the spool: for each file fetched its name there without ending, and what was put beside it."""

SOURCE = "answer"
"""File in the spool that holds what is on its way."""


class Answers:
    """The answers to one remote folder. Every method raises ZoneUnavailable for trouble of the world."""

    def __init__(self, server: Server, folder: str, spool: Path) -> None:
        """Touch nothing yet."""
        self._server, self._folder, self._spool = server, folder, spool
        self._record = Record(spool, RECORD)

    def owe(self, drop_id: str, original: str) -> None:
        """Note that a file of this name rests there under our number from now on, and waits for its receipt."""
        known = self._record.read()
        if drop_id not in known:
            self._record.write({**known, drop_id: [resting(original, drop_id)[0], "", {}]})

    def owed(self) -> dict[str, str]:
        """Return the ids of files that wait for a receipt, and about which state they have one already, "" for none."""
        return {drop_id: str(state) for drop_id, (_, state, _) in self._record.read().items()}

    def forget(self, drop_id: str) -> None:
        """Note that a file gets no receipt, or no other one."""
        self._record.write({one: told for one, told in self._record.read().items() if one != drop_id})

    def send(self, drop_id: str, state: str, companions: Mapping[str, bytes | Iterable[bytes]]) -> None:
        """Put these files (suffix, such as ".receipt.txt", and bytes) beside the file, in place of those of before.

        `state` is what they tell about. In one session.
        """
        from dropzone.ssh import connected
        from dropzone.upload import answered, as_folder, joined

        stem, _, told = self._record.read()[drop_id]
        done = joined(as_folder(self._folder), "done")
        with connected(self._server) as sftp:
            try:
                self._take_back(sftp, done, str(stem), cast(dict[str, str], told))
                now = {suffix: self._put(sftp, done, f"{stem}{suffix}", data) for suffix, data in companions.items()}
            except OSError as problem:
                raise answered(sftp, done, problem, self._server.place) from problem
        with world(self._spool):
            (self._spool / SOURCE).unlink(missing_ok=True)
        self._record.write({**self._record.read(), drop_id: [stem, state, now]})

    def _take_back(self, sftp: Sftp, done: bytes, stem: str, told: Mapping[str, str]) -> None:
        """Remove what was put there before, unless somebody has worked on it."""
        from dropzone.upload import joined, remove, take_back

        for suffix, digest in told.items():
            with suppress(ZoneError):
                if take_back(sftp, done, stem + suffix, digest, self._server.place):
                    remove(sftp, joined(done, durable.part(stem + suffix)))

    def _put(self, sftp: Sftp, done: bytes, name: str, data: bytes | Iterable[bytes]) -> str:
        """Put one file there, unless somebody else's has its name; return its SHA-256 (hex)."""
        from dropzone.upload import upload

        with world(self._spool), Folder(self._spool) as spool:
            durable.put(spool, SOURCE, data)
            digest = durable.digest_of(spool, SOURCE)
        try:
            upload(sftp, done, name, self._spool / SOURCE, digest, self._server.place)
        except ZoneError as problem:
            if problem.code != "exists":
                raise
        return digest
