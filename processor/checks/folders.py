"""The folders: state, drop folder and export folder, each really written to."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from dropzone import durable
from dropzone.drop import PLACES
from dropzone.folder import Folder
from dropzone.lease import lease
from dropzone.litter import is_litter
from processor.checks.disk import is_network, nearest, room, trouble, writable
from processor.checks.finding import Finding
from processor.settings import Settings

SUBFOLDERS = ("optouts", "bounces")
CLOCK_SECONDS = 120
"""Difference between our clock and the share's that people would notice in receipts."""

_CAP_LEASE = 1 << 28
"""Number of CAP_LEASE in linux/capability.h: leases on files of other users."""


def state(settings: Settings) -> Iterator[Finding]:
    """Yield what is to be said about the state folder: usable, local, room enough, closed to others."""
    folder = settings.state
    found = list(writable("state", folder, "state", "state_new"))
    yield from found
    if found[0].level == "error":
        return
    if is_network(folder):
        yield Finding("warn", "state_on_network", {"folder": str(folder)})
    yield from room("state", folder)
    if os.name != "nt" and folder.is_dir() and folder.stat().st_mode & 0o007:
        yield Finding("warn", "state_open", {"folder": str(folder)})


def drop(settings: Settings, now: Callable[[], datetime]) -> Iterator[Finding]:
    """Yield what is to be said about the drop folder, and which proof of completeness is in force there."""
    folder, key = settings.dropzone.folder, "dropzone.folder"
    if (settings.state / "spool").resolve().is_relative_to(folder.resolve()):
        yield Finding("error", "state_inside_drop", {"folder": str(settings.state), "drop": str(folder)})
    try:
        with Folder(folder) as root:
            strange = list(_elsewhere(root))
            yield from strange
            if strange:
                return
            proof, written = _tried(root)
            waiting = sum(1 for place in ("", *SUBFOLDERS) for _ in files_in(folder / place))
    except OSError as problem:
        yield trouble(key, folder, problem)
        return
    yield Finding("ok", "drop", {"folder": str(folder), "count": waiting})
    yield _completeness(proof, settings.dropzone.quiet_seconds)
    if abs(written - now().timestamp()) > CLOCK_SECONDS:
        yield Finding("warn", "drop_clock", {"folder": str(folder), "seconds": round(abs(written - now().timestamp()))})


def export(settings: Settings) -> Iterator[Finding]:
    """Yield what is to be said about the export folder."""
    folder, key = settings.export.folder, "export.folder"
    if folder is None:
        if not settings.export.wanted:
            yield Finding("ok", "export_off")
        return
    drop_folder = settings.dropzone.folder
    if folder.resolve() in [(drop_folder / place).resolve() for place in ("", *SUBFOLDERS, *PLACES)]:
        yield Finding("error", "export_is_drop", {"folder": str(folder)})
        return
    count, name = sum(1 for _ in files_in(folder)), settings.export.name.format(number=1)
    yield from writable(key, folder, "export", "export_new", count=count, name=name)
    if nearest(folder) == folder and folder.is_dir():
        yield from room(key, folder)


def files_in(folder: Path) -> Iterator[str]:
    """Yield the plain files in a folder that are no litter; none where it cannot be listed."""
    with suppress(OSError), os.scandir(folder) as entries:
        yield from (
            entry.name for entry in entries if entry.is_file(follow_symlinks=False) and not is_litter(entry.name)
        )


def _elsewhere(root: Folder) -> Iterator[Finding]:
    """Yield those of our folders in the drop folder that no file could be moved to."""
    device = root.facts().st_dev
    for name in PLACES:
        if root.has(name):
            with root.sub(name) as place:
                if place.facts().st_dev != device:
                    facts = {"key": "dropzone.folder", "folder": str(place.path), "why": os.strerror(errno.EXDEV)}
                    yield Finding("error", "other_filesystem", facts)


def _tried(root: Folder) -> tuple[str, float]:
    """Make a file, move it as a claim would, ask for a lease, remove it; return the lease's answer and its time."""
    name, moved = durable.part("check"), durable.part("checked")
    place = root.sub("working") if root.has("working") else Folder(root.path)
    with place:
        try:
            os.close(durable.fresh(root, name))
            place.remove(moved)
            durable.move(root, name, place, moved)
            fd = place.read(moved)
            try:
                return lease(fd), os.fstat(fd).st_mtime
            finally:
                os.close(fd)
        finally:
            root.remove(name)
            place.remove(moved)


def _completeness(proof: str, seconds: float) -> Finding:
    """Say how we know that a dropped file is complete, and what is weaker than it could be."""
    facts = {"seconds": seconds}
    if os.name == "nt":
        return Finding("ok", "proof_windows", facts)
    if proof != "free":
        return Finding("warn", "proof_quiet", facts)
    return Finding("ok", "proof_lease", facts) if leases_of_others() else Finding("warn", "proof_lease_own", facts)


def leases_of_others(status: Path = Path("/proc/self/status")) -> bool:
    """Return whether the kernel tells us about files of other users too: the capability CAP_LEASE (capabilities(7))."""
    with suppress(OSError):
        for line in status.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("CapEff:"):
                return bool(int(line.split()[1], 16) & _CAP_LEASE)
    return False
