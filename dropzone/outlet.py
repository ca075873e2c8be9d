"""Outlets: where outgoing files appear for others to fetch, a folder here or on an SFTP server, behind one contract."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from dropzone import durable
from dropzone.errors import world
from dropzone.folder import Folder
from dropzone.publish import discard_part, plain, publish, take_back, unless_taken
from dropzone.server import Server

if TYPE_CHECKING:
    from dropzone.sftp import Sftp

MOST_NAMES = 20_000
"""Names that are looked at in a remote folder: a server that never ends its list does not hold us up."""


class Outlet(Protocol):
    """A place for outgoing files. Every method raises ZoneUnavailable for trouble of the world."""

    @property
    def place(self) -> str:
        """How people are told where it is."""

    def publish(self, name: str, source: Path, digest: str) -> None:
        """Let `source` appear as `name`, then its marker, if it has one. Raise as `dropzone.publish.publish` does.

        Nothing appears where a foreign file has the name of either.
        """

    def take_back(self, name: str, digest: str) -> bool:
        """Take a published file away again, all at once, and its marker, as `dropzone.publish.take_back` does."""

    def discard(self, name: str) -> None:
        """Remove what an unfinished try to publish `name` left, or what was taken back."""

    def has(self, name: str) -> bool:
        """Tell whether there is a file of that name."""

    def names(self) -> set[str]:
        """Return the names that lie there: what was not fetched, where whoever fetches moves or deletes it."""


@dataclass(frozen=True)
class LocalOutlet:
    """A folder of this machine or of a share. `marker` is the ending of the file that says it is complete, or ""."""

    folder: Path
    marker: str = ""

    @property
    def place(self) -> str:
        """The folder."""
        return str(self.folder)

    def publish(self, name: str, source: Path, digest: str) -> None:
        """As Outlet says; the marker holds digest and name as sha256sum(1) writes them."""
        if not self.marker:
            publish(self.folder, name, source, digest)
            return
        with marked(source, name, digest) as (sign, sign_digest):
            unless_taken(self.folder, name + self.marker, sign_digest)
            publish(self.folder, name, source, digest)
            publish(self.folder, name + self.marker, sign, sign_digest)

    def take_back(self, name: str, digest: str) -> bool:
        """As Outlet says."""
        taken = take_back(self.folder, name, digest)
        if taken and self.marker:
            with world(self.folder), Folder(self.folder) as place:
                place.remove(name + self.marker)
        return taken

    def discard(self, name: str) -> None:
        """As Outlet says."""
        discard_part(self.folder, name)

    def has(self, name: str) -> bool:
        """As Outlet says; a folder that is away has none, and publishing into it says so."""
        return (self.folder / name).exists()

    def names(self) -> set[str]:
        """As Outlet says."""
        with world(self.folder):
            return set(os.listdir(self.folder))


@dataclass(frozen=True)
class RemoteOutlet:
    """A folder on an SFTP server."""

    server: Server
    folder: str
    marker: str = ""

    @property
    def place(self) -> str:
        """Server and folder."""
        return f"{self.server.place}:{self.folder}"

    def publish(self, name: str, source: Path, digest: str) -> None:
        """As Outlet says, in one session for the file and its marker."""
        from dropzone.upload import answered, joined, there, upload

        plain(name)
        with self._connected() as (sftp, folder):
            try:
                if not self.marker:
                    upload(sftp, folder, name, source, digest, self.place)
                    return
                with marked(source, name, digest) as (sign, sign_digest):
                    there(sftp, joined(folder, name + self.marker), sign, sign_digest, self.place)
                    upload(sftp, folder, name, source, digest, self.place)
                    upload(sftp, folder, name + self.marker, sign, sign_digest, self.place)
            except OSError as problem:
                raise answered(sftp, folder, problem, self.server.place, source.stat().st_size) from problem

    def take_back(self, name: str, digest: str) -> bool:
        """As Outlet says, in one session."""
        from dropzone.upload import answered, joined, remove, take_back

        plain(name)
        with self._connected() as (sftp, folder):
            try:
                taken = take_back(sftp, folder, name, digest, self.place)
                if taken and self.marker:
                    remove(sftp, joined(folder, name + self.marker))
            except OSError as problem:
                raise answered(sftp, folder, problem, self.server.place) from problem
        return taken

    def discard(self, name: str) -> None:
        """As Outlet says."""
        from dropzone.upload import joined, remove

        with self._connected() as (sftp, folder):
            remove(sftp, joined(folder, durable.part(name)))

    def has(self, name: str) -> bool:
        """As Outlet says."""
        from dropzone.upload import joined

        with self._connected() as (sftp, folder):
            return sftp.seen(joined(folder, name)) is not None

    def names(self) -> set[str]:
        """As Outlet says."""
        with self._connected() as (sftp, folder):
            return {entry.name.decode("utf-8", "replace") for entry in sftp.entries(folder, MOST_NAMES)}

    @contextmanager
    def _connected(self) -> Iterator[tuple[Sftp, bytes]]:
        from dropzone.ssh import connected
        from dropzone.upload import as_folder

        with connected(self.server) as sftp:
            yield sftp, as_folder(self.folder)


@contextmanager
def marked(source: Path, name: str, digest: str) -> Iterator[tuple[Path, str]]:
    """Give a local file, gone afterwards, that says that `name` is complete, and its digest."""
    line = f"{digest}  {name}\n".encode()
    sign = source.with_name(f"{source.name}.marker")
    with world(source.parent), Folder(source.parent) as folder:
        durable.put(folder, sign.name, line)
    try:
        yield sign, hashlib.sha256(line).hexdigest()
    finally:
        with world(source.parent):
            sign.unlink(missing_ok=True)
