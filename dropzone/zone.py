"""The drop folder as a whole: look, take, rest; everything the rest of the program may ask of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from dropzone import durable
from dropzone.anew import Chosen, taken_up
from dropzone.claim import again, claim, claims, orderly, reopened
from dropzone.drop import Drop
from dropzone.errors import ZoneMisconfigured, ZoneUnavailable, world
from dropzone.names import Claimed, new_id, resting_id
from dropzone.places import find, opened
from dropzone.receive import receive
from dropzone.rest import Companions, rest
from dropzone.root import Root
from dropzone.scan import Look
from dropzone.settle import Settling, Sighting, Waiting
from dropzone.spool import Spool
from dropzone.tidy import tidy

__all__ = ["Dropzone", "Sighting"]


class Dropzone:
    """The drop folder and its local spool, for one thread.

    Every method raises ZoneUnavailable for trouble of the world (share, disk, permission). Nothing is lost then, and
    calling it again later is always right.
    """

    def __init__(
        self,
        root: Path,
        spool: Path,
        *,
        quiet: float,
        subfolders: tuple[str, ...] = ("optouts", "bounces"),
        monotonic: Callable[[], float] = time.monotonic,
        token: Callable[[], str] = new_id,
    ) -> None:
        """Touch nothing yet.

        `root` must exist and be reachable for `prepare`; `spool` is a local folder outside it. `quiet` is in seconds;
        `monotonic` returns seconds; `token` returns a new id of 8 characters of Crockford's base32.
        """
        self._root = Root(root, spool, subfolders)
        self._spool = Spool(spool)
        self._settling = Settling(quiet)
        self._subfolders, self._monotonic, self._token = subfolders, monotonic, token

    @property
    def identity(self) -> tuple[int, int] | None:
        """Device and inode of the root when it was last open; another value means another folder, or a new mount."""
        return self._root.identity

    def prepare(self) -> None:
        """Make our folders and clear what an earlier life left unfinished; once at every start.

        Raise ZoneMisconfigured when the spool is inside the root or one of our folders is on another file system.
        """
        if self._spool.path.resolve().is_relative_to(self._root.path.resolve()):
            raise ZoneMisconfigured("spool_inside_root", folder=str(self._spool.path), problem="")
        with world(self._spool.path):
            self._spool.prepare()
        with self._root.open() as root:
            tidy(root, self._spool)

    def look(self) -> list[Sighting]:
        """Look at everything in the root and its subfolders once and return each name with its state.

        Litter (temporary and system files) is left out. Time passes for a file only between looks.
        """
        with self._root.open() as root:
            return Look(root, self._subfolders, self._settling, self._monotonic()).sightings

    def leftovers(self) -> Iterator[Drop]:
        """Give the files that lie in working/ from an earlier life or round, oldest claim first.

        Each is marked as begun once more just before it is given. A file that somebody is still writing into goes back
        to where it was dropped. Raise ZoneUnavailable, at the end, for those whose copy could not be made anew.
        """
        trouble: ZoneUnavailable | None = None
        with self._root.open() as root:
            lying = claims(root, self._spool)
        for claimed in lying:
            drop = None
            try:
                with self._root.open() as root, suppress(FileNotFoundError):
                    drop = again(root, self._spool, claimed)
            except ZoneUnavailable as problem:
                trouble = trouble or problem
            if drop:
                yield drop
        if trouble:
            raise trouble

    def take(self) -> Iterator[Drop]:
        """Claim the files the last look found ready, one by one as they are asked for, oldest first.

        What turns out to be still in motion rests anew. What we may not move or read waits as "blocked" and is tried
        again by the next call. Files too big for the disk are passed by; ZoneUnavailable("disk_full") comes at the end.
        """
        full: ZoneUnavailable | None = None
        for waiting in self._settling.ready():
            drop = None
            try:
                drop = self._claim(waiting)
            except ZoneUnavailable as problem:
                waiting.reason = problem.code
                if "needed" not in problem.facts:
                    raise
                full = full or problem
            if drop:
                yield drop
        if full:
            raise full

    def _claim(self, waiting: Waiting) -> Drop | None:
        with self._root.open() as root:
            try:
                drop = claim(root, self._spool, waiting, self.new_id())
            except (FileNotFoundError, NotADirectoryError):
                drop = None  # gone by itself
            except PermissionError:
                with root.sub("working") as working:
                    durable.probe(working)  # not this file's trouble alone? then this raises
                waiting.reason = "no_permission"
                return None
        self._settling.forget(waiting, taken=drop is not None)
        return drop

    def new_id(self) -> str:
        """Return an id that no file has yet."""
        with world(self._spool.path):
            while self._spool.knows(drop_id := self._token()):
                continue
        return drop_id

    def receive(self, claimed: Claimed, chunks: Iterator[bytes], size: int) -> str:
        """Take in a file of about `size` bytes from elsewhere, claimed already; return its SHA-256. See `receive`."""
        with self._root.open() as root:
            return receive(root, self._spool, claimed, chunks, size)

    def orderly(self, drop: Drop) -> None:
        """Say that work on the drop came to an orderly end though it stays claimed: its attempts count from 0 again."""
        with self._root.open() as root:
            orderly(root, drop.id)

    def rest(self, drop_id: str, place: str, companions: Companions) -> str:
        """Bring the file to rest in `place`: "held", "refused" or "done/2026-11-23"; return its path under the root.

        `companions` lie beside it; they are there before it is.
        May be repeated with the same arguments after a crash at any point. The file itself is never altered; one that
        was written to after its copy was made is dropped once more, and the copy archived in its place.
        Raise ZoneError("vanished") when neither the file nor a copy of it exists any more.
        """
        with self._root.open() as root:
            return rest(root, self._spool, drop_id, place, companions)

    def where(self, drop_id: str) -> str:
        """Return in which of "working", "held", "refused", "done" the file is; "" when in none."""
        with self._root.open() as root:
            found = find(root, drop_id)
        return found.place.partition("/")[0] if found else ""

    def working(self) -> list[str]:
        """Return the ids of the files that lie in working/: claimed, and not at rest."""
        with self._root.open() as root, root.sub("working") as folder:
            return sorted(claimed.id for claimed in map(Claimed.parse, folder.names()) if claimed)

    def held(self) -> list[str]:
        """Return the ids of the files that rest in held/."""
        with self._root.open() as root, opened(root, "held") as folder:
            return sorted(filter(None, map(resting_id, folder.names())))

    def take_up(self, since: str, unless: str, chosen: Chosen) -> list[str]:
        """Claim again, as leftovers, the `chosen` of the files in done/ since a day, and return their ids.

        One with a companion of the suffix `unless` is left alone.
        """
        with self._root.open() as root:
            return taken_up(root, since, unless, chosen)

    def reopen(self, drop_id: str) -> Drop:
        """Return a file that rests in held/ or working/ as Drop again; its copy is verified, or made anew.

        Its attempt mark stays as it is. Raise ZoneError("not_held") when it rests elsewhere, ZoneError("vanished") when
        there is none, ZoneUnavailable("file_open") while somebody writes into it.
        """
        with self._root.open() as root:
            return reopened(root, self._spool, drop_id)
