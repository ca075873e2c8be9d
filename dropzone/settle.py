"""Settling: a file is complete when it has rested under our own eyes; pure, no disk, time is a parameter."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass

LINK_PATIENCE = 60.0
"""Seconds a second hard link is taken for an upload about to finish by link and unlink (public: paramiko#1012)."""

Key = tuple[str, str]  # (folder, raw name)


@dataclass(frozen=True)
class Sighting:
    """One name in the drop folder as the last look saw it."""

    name: str  # for showing: printable, one line, at most 120 characters
    folder: str  # "", "optouts", "bounces" or "working"
    state: str  # "settling" | "open" | "ready" | "foreign" | "blocked"
    since_seconds: float  # since this process first saw the name
    size: int  # bytes
    reason: str = ""  # code, why it is blocked or foreign


@dataclass(frozen=True)
class Sign:
    """What must not change while a file rests. The modification time is only compared, never taken for an age.

    The change time catches what a writer can hide from the modification time; it moves with the number of links too.
    """

    kind: int
    size: int
    modified: int
    changed: int
    inode: int
    device: int

    @classmethod
    def of(cls, facts: os.stat_result) -> Sign:
        """Return the sign in what the operating system says about a file."""
        # On Windows st_ctime is the time of creation, or going to be: the same file keeps it in either case.
        changed = 0 if os.name == "nt" else facts.st_ctime_ns
        kind = stat.S_IFMT(facts.st_mode)
        return cls(kind, facts.st_size, facts.st_mtime_ns, changed, facts.st_ino, facts.st_dev)

    def same_content(self, other: Sign) -> bool:
        """Compare all but the change time, which our own moving touches."""
        mine = (self.kind, self.size, self.modified, self.inode, self.device)
        return mine == (other.kind, other.size, other.modified, other.inode, other.device)


def trouble_of(mode: int, *, linked: bool) -> str:
    """Return why a file of this mode is never read: "link", "not_a_file", "hard_link"; "" for a plain file."""
    if stat.S_ISLNK(mode):
        return "link"
    if not stat.S_ISREG(mode):
        return "not_a_file"
    return "hard_link" if linked else ""


@dataclass
class Waiting:
    """A name that waits to be taken; times are of the monotonic clock."""

    folder: str
    name: str
    sign: Sign
    changed_at: float
    linked_at: float | None = None  # since when it has had more than one hard link
    state: str = "settling"
    reason: str = ""  # why the last try to take it failed

    @property
    def trouble(self) -> str:
        """Why its bytes will never be read: "link", "not_a_file", "hard_link"; "" for a plain file."""
        return trouble_of(self.sign.kind, linked=self.linked_at is not None)

    @property
    def order(self) -> tuple[bool, float, int, str, str]:
        """Oldest first: by our own clock, among those of one look by their stamp, then by name.

        What could not be taken the last time comes last, so that one bad file never keeps the others waiting.
        """
        return (bool(self.reason), self.changed_at, self.sign.modified, self.name, self.folder)


class Settling:
    """The state machine of all waiting names, in memory only: after a start everything rests anew."""

    def __init__(self, quiet: float) -> None:
        """`quiet`: seconds without a change until a file counts as complete."""
        self.quiet = quiet
        self._waiting: dict[Key, Waiting] = {}
        self._first_seen: dict[Key, float] = {}

    def see(self, folder: str, name: str, facts: os.stat_result, now: float) -> Waiting:
        """Note what a look saw of one name at monotonic time `now`; its state becomes settling, open or ready."""
        sign = Sign.of(facts)
        waiting = self._waiting.get((folder, name))
        if waiting is None:
            waiting = self._waiting[folder, name] = Waiting(folder, name, sign, now)
        elif waiting.sign != sign:
            waiting.sign, waiting.changed_at, waiting.reason = sign, now, ""
        linked = stat.S_ISREG(sign.kind) and facts.st_nlink > 1
        waiting.linked_at = (now if waiting.linked_at is None else waiting.linked_at) if linked else None
        waiting.state = self._state(waiting, now)
        return waiting

    def _state(self, waiting: Waiting, now: float) -> str:
        if now - waiting.changed_at < self.quiet:
            return "settling"
        if waiting.linked_at is not None and now - waiting.linked_at < LINK_PATIENCE:
            return "open"
        return "ready"

    def first_seen(self, folder: str, name: str, now: float) -> float:
        """Return since when this name, of whatever kind, has been seen in every look: a time of the clock of `now`."""
        return self._first_seen.setdefault((folder, name), now)

    def keep(self, seen: set[Key]) -> None:
        """Forget every name the last look no longer saw."""
        for known in (self._waiting, self._first_seen):
            for key in known.keys() - seen:
                del known[key]

    def forget(self, waiting: Waiting, *, taken: bool) -> None:
        """Forget a name: it was taken, or it must rest anew from the next look on."""
        key = (waiting.folder, waiting.name)
        self._waiting.pop(key, None)
        if taken:
            self._first_seen.pop(key, None)

    def ready(self) -> list[Waiting]:
        """Return what can be taken, oldest first, blocked ones included: whatever blocked them may be over."""
        can = [waiting for waiting in self._waiting.values() if waiting.state in ("ready", "blocked")]
        return sorted(can, key=lambda waiting: waiting.order)


class Lull:
    """Which of the things seen have not changed for a while, by our own clock; in memory only, like Settling.

    For folders that tell no more than a size and a time, which are compared and never taken for an age.
    """

    def __init__(self, quiet: float) -> None:
        """`quiet`: seconds without a change until a thing counts as complete."""
        self.quiet = quiet
        self._seen: dict[Key, tuple[object, float]] = {}

    def see(self, things: Mapping[Key, object], now: float) -> list[Key]:
        """Note all things there are at monotonic time `now`, each with its sign; return those at rest, longest first.

        What is not seen any more is forgotten.
        """
        self._seen = {
            key: known if (known := self._seen.get(key)) and known[0] == sign else (sign, now)
            for key, sign in things.items()
        }
        return sorted((key for key in things if now - self._seen[key][1] >= self.quiet), key=self._order)

    def forget(self, key: Key) -> None:
        """Forget a thing: it was taken, or must rest anew."""
        self._seen.pop(key, None)

    def changing(self, now: float) -> bool:
        """Tell whether a thing that was seen is not at rest yet."""
        return any(now - since < self.quiet for _, since in self._seen.values())

    def _order(self, key: Key) -> tuple[float, Key]:
        return self._seen[key][1], key
