"""The inlet: files that rest in a folder on an SFTP server come into the drop folder, each once, claimed already.

Where a crash can fall, and why doing it again is right: a file claimed there and not here is fetched at the next look;
one that rests here under its number and lies there still is only cleared away. Where the server lets us claim nothing,
a file fetched twice has the same bytes, and the ledger knows them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from dropzone.answers import Answers
from dropzone.errors import ZoneUnavailable
from dropzone.names import Claimed, fitting, resting
from dropzone.pulled import Pulled
from dropzone.server import Server
from dropzone.settle import Key, Lull
from dropzone.zone import Dropzone

if TYPE_CHECKING:
    from dropzone.listing import Found
    from dropzone.sftp import Sftp

OF_ONE_FILE = ("sftp_no_permission", "sftp_too_big", "sftp_folder_away", "disk_full")
"""Trouble of one file alone: the others go on, and it is told at the end."""

After = Literal["done", "delete", "leave"]


class Inlet:
    """A remote folder whose files become drops; for one thread.

    `look` and `pull` connect once each and raise ZoneUnavailable for trouble of the world; nothing is lost then.
    """

    def __init__(
        self,
        server: Server,
        folder: str,
        dropzone: Dropzone,
        spool: Path,
        *,
        quiet: float,
        every: float = 0,
        after: After = "done",
        most_bytes: int = 1 << 30,
        subfolders: tuple[str, ...] = ("optouts", "bounces"),
        receipts: bool = True,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Touch nothing yet. `quiet` and `every` are seconds; `after` is what becomes of a file there that is here.

        `receipts`: `answers` puts them beside the files in done/ there.
        """
        self.server, self.folder, self.after = server, folder, after
        self._dropzone, self._most_bytes, self._subfolders = dropzone, most_bytes, subfolders
        self._lull, self._pulled, self._monotonic = Lull(quiet), Pulled(spool), monotonic
        self._every, self._last = every, float("-inf")
        self.answers = Answers(server, folder, spool) if receipts and after == "done" else None
        self.arriving = False  # files were there at the last look that are not here yet
        self.foreign: list[str] = []  # names at the last look that are never taken, fit for showing

    @property
    def settling(self) -> bool:
        """Whether a file was there at the last look that has not rested long enough."""
        return self._lull.changing(self._monotonic())

    def look(self) -> None:
        """Look once without taking anything, so that files begin to rest."""
        self._with_server(take=False)

    def pull(self) -> int:
        """Bring the files that have rested into the drop folder's working/; return how many. A look counts as well.

        Where it is not time yet and nothing was arriving, nobody is asked, and the last answer stands.
        """
        if not self.arriving and self._monotonic() - self._last < self._every:
            return 0
        return self._with_server(take=True)

    def _with_server(self, *, take: bool) -> int:
        from dropzone.ssh import connected
        from dropzone.upload import answered, as_folder

        self._last = float("-inf")  # whoever fails is asked again soon
        folder = as_folder(self.folder)
        with connected(self.server) as sftp:
            try:
                taken = self._work(sftp, folder, take=take)
            except OSError as problem:
                raise answered(sftp, folder, problem, self.server.place) from problem
        self._last = self._monotonic()
        return taken

    def _work(self, sftp: Sftp, folder: bytes, *, take: bool) -> int:
        """Look, and take what has rested; return how many files came."""
        from dropzone.listing import Listing

        listing = Listing(sftp, folder, self._subfolders)
        self.foreign = listing.foreign
        self._pulled.keep(listing.found.keys())
        found = {key: one for key, one in listing.found.items() if not self._pulled.has(key, one.sign)}
        rested = self._lull.see({key: one.sign for key, one in found.items()}, self._monotonic())
        try:
            return self._take_all(sftp, folder, [found.pop(key) for key in rested], found) if take else 0
        finally:
            self.arriving = bool(found)

    def _take_all(self, sftp: Sftp, folder: bytes, rested: list[Found], left: dict[Key, Found]) -> int:
        """Take these files, longest rested first; what could not be taken is added to `left`."""
        from dropzone.fetch import Moved, made
        from dropzone.upload import joined

        trouble: ZoneUnavailable | None = None
        places = {"done": ("working", "done"), "delete": ("working",), "leave": ()}[self.after]
        claims = bool(rested and places) and all(made(sftp, joined(folder, name)) for name in places)
        left.update({one.key: one for one in rested})
        for one in rested:
            try:
                self._take(sftp, folder, one, claims=claims)
                del left[one.key]
            except Moved:
                pass
            except ZoneUnavailable as problem:
                if problem.code not in OF_ONE_FILE:
                    raise
                trouble = trouble or problem
                continue
            self._lull.forget(one.key)
        if trouble:
            raise trouble
        return sum(one.key not in left for one in rested)

    def _take(self, sftp: Sftp, folder: bytes, one: Found, *, claims: bool) -> None:
        """Bring one file here, then clear it away there."""
        from dropzone.fetch import content, renamed
        from dropzone.upload import joined

        claimed = Claimed.parse(one.name) if one.folder == "working" else None
        if claimed is None:
            claimed = Claimed(self._dropzone.new_id(), 0, one.folder, fitting(one.name))
            working = joined(folder, f"working/{claimed.text}")
            if claims and renamed(sftp, one.path, working):
                one = one._replace(path=working, folder="working")
        digest = ""
        if self.answers is not None and one.folder == "working":
            self.answers.owe(claimed.id, claimed.original)
        if not self._dropzone.where(claimed.id):  # an earlier life may have died after that
            chunks = content(sftp, one, self._most_bytes, self.server.place)
            digest = self._dropzone.receive(claimed, chunks, one.sign[0] or 0)
        if one.folder == "working":
            self._clear(sftp, folder, one, claimed)
        elif not self._removed(sftp, one):
            self._pulled.add(one.key, one.sign, digest)

    def _clear(self, sftp: Sftp, folder: bytes, one: Found, claimed: Claimed) -> None:
        """Move or remove a claimed file there that rests here; where that fails it is tried again at the next look."""
        from dropzone.fetch import renamed
        from dropzone.upload import joined

        if not self._removed(sftp, one):
            renamed(sftp, one.path, joined(folder, "done/" + "".join(resting(claimed.original, claimed.id))))

    def _removed(self, sftp: Sftp, one: Found) -> bool:
        from dropzone.fetch import removed

        return self.after == "delete" and removed(sftp, one.path)
