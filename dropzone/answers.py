"""Answers: the receipts of files that were fetched from a server are put beside them in its done/, each once.

What is owed is recorded before a file is taken in, so that a death forgets none. Everything may be repeated: a file of
ours that lies there already is success, and one of somebody else is left alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, cast

from dropzone import durable
from dropzone.errors import ZoneError, ZoneUnavailable, world
from dropzone.folder import Folder
from dropzone.names import resting
from dropzone.record import Record
from dropzone.rest import Companions
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

    def send(self, drop_id: str, state: str, companions: Companions) -> None:
        """Put these files beside the file, in place of those of before.

        `state` is what they tell about. In one session.
        """
        from dropzone.ssh import connected
        from dropzone.upload import answered, as_folder, joined

        stem, _, told = self._record.read()[drop_id]
        done = joined(as_folder(self._folder), "done")
        with connected(self._server) as sftp:
            try:
                now = self._replace(sftp, done, str(stem), companions, cast(dict[str, str], told))
            except OSError as problem:
                raise answered(sftp, done, problem, self._server.place) from problem
        self._record.write({**self._record.read(), drop_id: [stem, state, now]})

    def _replace(
        self, sftp: Sftp, done: bytes, stem: str, companions: Companions, told: Mapping[str, str]
    ) -> dict[str, str]:
        """Return the digests of the files by suffix."""
        from dropzone.upload import joined, remove, take_back, upload

        for suffix, digest in told.items():
            with suppress(ZoneError):  # somebody has worked on it
                if take_back(sftp, done, stem + suffix, digest, self._server.place):
                    remove(sftp, joined(done, durable.part(stem + suffix)))
        now: dict[str, str] = {}
        for suffix, data in companions.items():
            with world(self._spool), Folder(self._spool) as spool:
                durable.put(spool, SOURCE, data)
                now[suffix] = durable.digest_of(spool, SOURCE)
            try:
                upload(sftp, done, stem + suffix, self._spool / SOURCE, now[suffix], self._server.place)
            except ZoneUnavailable:
                raise
            except ZoneError:
                continue  # somebody else's file has the name
        with world(self._spool):
            (self._spool / SOURCE).unlink(missing_ok=True)
        return now
