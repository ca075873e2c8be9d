"""What a folder is good for: found out with a file that is made, moved and removed again."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from dropzone import durable
from dropzone.folder import Folder
from processor.checks.finding import Finding

NETWORK = frozenset(
    ("nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "davfs")
) | {"fuse.sshfs", "fuse.glusterfs", "fuse.rclone", "fuse.davfs2", "fuse.s3fs"}
"""File systems that are another machine's: locks and power cuts do not work there as SQLite needs it
(https://sqlite.org/faq.html#q5, https://sqlite.org/wal.html)."""

LOW, TOO_LOW = 1 << 30, 50 << 20
"""Bytes free below which we warn, and below which nothing can be worked through."""

MOUNTS = Path("/proc/self/mountinfo")

_CODES: Mapping[int, str] = {
    errno.ENOENT: "folder_missing",
    errno.ENOTDIR: "folder_is_none",
    errno.EEXIST: "folder_is_none",
    errno.EACCES: "folder_no_permission",
    errno.EPERM: "folder_no_permission",
    errno.EROFS: "folder_read_only",
    errno.ENOSPC: "folder_full",
    errno.EDQUOT: "folder_full",
    errno.EXDEV: "other_filesystem",
}


def trouble(key: str, folder: Path, problem: OSError) -> Finding:
    """Return what keeps a folder from being used, with the key that names it."""
    facts = {"key": key, "folder": str(folder), "why": problem.strerror or type(problem).__name__}
    return Finding("error", _CODES.get(problem.errno or 0, "folder_trouble"), facts)


def writable(key: str, folder: Path, code: str, code_new: str, **facts: object) -> Iterator[Finding]:
    """Prove that files can be made in `folder`, or the folder itself where it is missing; `code`, `code_new` say so."""
    there = nearest(folder)
    try:
        with Folder(there) as place:
            durable.probe(place)
    except OSError as problem:
        yield trouble(key, there, problem)
    else:
        yield Finding("ok", code if there == folder else code_new, {"key": key, "folder": str(folder), **facts})


def nearest(folder: Path) -> Path:
    """Return the folder, or the nearest one above it that exists."""
    while not os.path.lexists(folder) and folder.parent != folder:
        folder = folder.parent
    return folder


def room(key: str, folder: Path) -> Iterator[Finding]:
    """Yield how much room there is on the disk of the folder."""
    free = shutil.disk_usage(nearest(folder)).free
    level, code = ("error", "room_none") if free < TOO_LOW else ("warn", "room_low") if free < LOW else ("ok", "room")
    yield Finding(level, code, {"key": key, "folder": str(folder), "megabytes": free >> 20})  # type: ignore[arg-type]


def filesystem(folder: Path) -> str:
    """Return the kind of file system a folder is on, such as "ext4" or "cifs"; "" where the system does not tell.

    Linux tells in /proc/self/mountinfo (proc(5)): the longest mount point above the folder, the last one of equals.
    """
    path = str(nearest(folder).resolve())
    if path.startswith(("\\\\", "//")):
        return "cifs"
    try:
        lines = MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    best, kind = "", ""
    for line in lines:
        left, _, right = line.partition(" - ")
        point = left.split()[4].replace("\\040", " ")
        if len(point) >= len(best) and (path == point or path.startswith(point.rstrip("/") + "/")):
            best, kind = point, right.split()[0]
    return kind


def is_network(folder: Path) -> bool:
    """Return whether the folder is on another machine, as far as the system tells."""
    return filesystem(folder) in NETWORK
