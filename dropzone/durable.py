"""Durable writing and moving, spelled once: whatever the dropzone renames or syncs passes through here."""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import sys
from collections.abc import Callable, Iterable
from functools import cache

from dropzone.folder import Folder

CHUNK = 1 << 20
_NO_LINKS = {errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL}


def part(name: str) -> str:
    """Return the name under which `name` is written until it is complete; always the same, so a repeat cleans up."""
    return f".abgleich-{name}.part"


def is_part(name: str) -> bool:
    """Tell whether `name` is a leftover of our own unfinished writing."""
    return name.startswith(".abgleich-") and name.endswith(".part")


def same_file(one: os.stat_result, other: os.stat_result) -> bool:
    """Tell whether two looks saw the very same file."""
    return (one.st_ino, one.st_dev) == (other.st_ino, other.st_dev)


def move(source: Folder, name: str, target: Folder, new: str) -> None:
    """Move `name` durably from `source` to `target` as `new`, at every moment under at least one of the names.

    Never overwrites: FileExistsError when `new` is another file. When it is the same file, an earlier move died
    half-way and is finished. Links and special files are moved as they are. OSError as the system raises it.
    """
    if os.name == "nt":
        os.rename(source.at(name), target.at(new))  # refuses an existing target by itself there
        return
    try:
        _link(source, name, target, new)
    except FileExistsError:
        if not same_file(source.look(name), target.look(new)):
            raise
    except OSError as problem:
        # No hard links here: exFAT, some shares, or a file of somebody else (fs.protected_hardlinks in proc(5)).
        if problem.errno not in _NO_LINKS:
            raise
        _rename_without_clobbering(source, name, target, new)
        target.sync()
        source.sync()
        return
    target.sync()
    _unlink_or_undo(source, name, target, new)
    source.sync()


def _link(source: Folder, name: str, target: Folder, new: str) -> None:
    os.link(source.at(name), target.at(new), src_dir_fd=source.fd, dst_dir_fd=target.fd, follow_symlinks=False)


def _unlink_or_undo(source: Folder, name: str, target: Folder, new: str) -> None:
    try:
        os.unlink(source.at(name), dir_fd=source.fd)
    except FileNotFoundError:
        pass  # gone by itself in this moment; we hold it
    except OSError:
        target.remove(new)
        raise


def _rename_without_clobbering(source: Folder, name: str, target: Folder, new: str) -> None:
    swap = _exclusive_rename()
    if swap is not None and source.fd is not None and target.fd is not None:
        problem = swap(source.fd, os.fsencode(name), target.fd, os.fsencode(new))
        if not problem:
            return
        if problem not in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
            raise OSError(problem, os.strerror(problem), name)
    # The last resort leaves a moment between look and rename; our targets carry an id or number nobody else uses.
    if target.has(new):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), new)
    os.rename(source.at(name), target.at(new), src_dir_fd=source.fd, dst_dir_fd=target.fd)


@cache
def _exclusive_rename() -> Callable[[int, bytes, int, bytes], int] | None:
    """Return renameat2(RENAME_NOREPLACE) of Linux, renameatx_np(RENAME_EXCL) of macOS, or None; it returns errno."""
    word, flag = ("renameatx_np", 4) if sys.platform == "darwin" else ("renameat2", 1)
    try:
        function = getattr(ctypes.CDLL(None, use_errno=True), word)
    except (OSError, TypeError, AttributeError):
        return None
    function.argtypes = [ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint]

    def rename(source: int, name: bytes, target: int, new: bytes) -> int:
        return 0 if function(source, name, target, new, flag) == 0 else ctypes.get_errno()

    return rename


def mark(folder: Folder, name: str, new: str) -> None:
    """Rename our own `name` within `folder`; survives the death of the process, which is all an attempt mark needs."""
    if folder.has(new):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), new)
    os.rename(folder.at(name), folder.at(new), src_dir_fd=folder.fd, dst_dir_fd=folder.fd)


def put(folder: Folder, name: str, data: bytes | Iterable[bytes]) -> None:
    """Write `data` durably as our own file `name`: it appears whole or not at all; an earlier version is replaced.

    Long ones may come in pieces; when making one raises, nothing has appeared.
    """
    fd = fresh(folder, part(name))
    try:
        for piece in (data,) if isinstance(data, bytes) else data:
            _write_all(fd, piece)
        os.fsync(fd)
    finally:
        os.close(fd)
    os.replace(folder.at(part(name)), folder.at(name), src_dir_fd=folder.fd, dst_dir_fd=folder.fd)
    folder.sync()


def fresh(folder: Folder, name: str, mode: int = 0o666) -> int:
    """Return a descriptor for writing the temporary `name` from the start, whatever an earlier life left there."""
    folder.remove(name)
    return folder.write(name, mode)


def probe(folder: Folder) -> None:
    """Make and remove a temporary file in `folder`; OSError when that is not allowed."""
    name = part("probe")
    os.close(fresh(folder, name))
    folder.remove(name)


def copy(read: Callable[[int], bytes], target: int) -> tuple[str, int]:
    """Copy what `read(at most so many bytes)` gives to a descriptor and sync; return SHA-256 (hex) and size."""
    digest = hashlib.sha256()
    size = 0
    while data := read(CHUNK):
        digest.update(data)
        size += len(data)
        _write_all(target, data)
    os.fsync(target)
    return digest.hexdigest(), size


def digest_of(folder: Folder, name: str) -> str:
    """Return the SHA-256 (hex) of the regular file `name`. Raise OSError when it is none or cannot be read."""
    fd = folder.read(name)
    digest = hashlib.sha256()
    try:
        while data := os.read(fd, CHUNK):
            digest.update(data)
    finally:
        os.close(fd)
    return digest.hexdigest()


def _write_all(fd: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(fd, rest) :]
