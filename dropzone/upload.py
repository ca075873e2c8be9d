"""Publishing to an SFTP server: the file appears in the remote folder whole and at once, and never over another."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from dropzone import durable
from dropzone.errors import ZoneError, ZoneUnavailable, world
from dropzone.names import shown

if TYPE_CHECKING:
    from dropzone.sftp import Sftp


def upload(sftp: Sftp, folder: bytes, name: str, source: Path, digest: str, place: str) -> None:
    """Copy `source` to `name` in the remote `folder`; raise as `dropzone.publish.publish` does, and OSError.

    It is written under another name, read back where that is permitted, then renamed: by the plain rename of the
    protocol, which refuses an existing target (draft-ietf-secsh-filexfer-02, 6.5; OpenSSH makes link and unlink of it,
    paramiko#1016). Only where a server knows no such rename, its posix-rename is used, after one more look.
    A file that is fetched at once after that is success. `place` is for people.
    """
    target, part = joined(folder, name), joined(folder, durable.part(name))
    if there(sftp, target, source, digest, place):
        remove(sftp, part)
        return
    remove(sftp, part)  # whatever a try that was cut left there: redone from the start
    sftp.write_new(part, _chunks(source, digest))
    if not _same(sftp, part, _size(source), digest):
        remove(sftp, part)
        raise ZoneUnavailable("sftp_altered", server=place, name=name)
    _rename(sftp, part, target)
    if sftp.seen(part) is None:
        return  # it is through, and perhaps fetched already
    remove(sftp, part)
    if not there(sftp, target, source, digest, place):
        raise ZoneUnavailable("sftp_failed", server=place, problem=name)


def take_back(sftp: Sftp, folder: bytes, name: str, digest: str, place: str) -> bool:
    """Take a published file out of the remote `folder`, as `dropzone.publish.take_back` does; raise so, and OSError.

    By posix-rename, or by the plain one: OpenSSH makes link and unlink of that, and takes the link back where the file
    is gone in between (process_rename of its sftp-server), so that here too only one has it.
    """
    target, hidden = joined(folder, name), joined(folder, durable.part(name))
    if sftp.seen(hidden) is None:
        if sftp.seen(target) is None:
            sftp.stat(folder)  # a folder that is away has nothing, and nothing was fetched from it
            return False
        _unaltered(sftp, target, digest, place, name)
        try:
            _hide(sftp, target, hidden)
        except FileNotFoundError:
            return False
    try:
        _unaltered(sftp, hidden, digest, place, name)
    except ZoneError:  # changed in between: it is given back
        sftp.rename(hidden, target)
        raise
    return True


def joined(folder: bytes, name: str | bytes) -> bytes:
    """Return the path of `name` in the remote folder."""
    return folder.rstrip(b"/") + b"/" + (name if isinstance(name, bytes) else name.encode())


def as_folder(text: str) -> bytes:
    """Return a remote folder as the server wants it; "" is where one is after logging in."""
    return text.encode().rstrip(b"/") or (b"/" if text.startswith("/") else b".")


def answered(sftp: Sftp, folder: bytes, problem: OSError, place: str, needed: int = 0) -> ZoneUnavailable:
    """Return what a server's refusal means for people: no permission, no such folder, no room, or what it says.

    A full disk is a mere "failure" in this protocol, so that a server asked to take `needed` bytes is asked for its
    free room, if it tells.
    """
    facts = {"server": place, "folder": shown(folder.decode("utf-8", "replace"))}
    if isinstance(problem, TimeoutError):
        return ZoneUnavailable("sftp_stalled", server=place, seconds=sftp.get_channel().gettimeout())
    if problem.errno is None or isinstance(problem, ConnectionError):
        return ZoneUnavailable("sftp_cut", server=place, problem=shown(str(problem)))
    if problem.errno in (errno.EACCES, errno.ENOENT):
        code = "sftp_no_permission" if problem.errno == errno.EACCES else "sftp_folder_away"
        return ZoneUnavailable(code, **facts, problem=shown(problem.strerror or ""))
    with suppress(OSError):
        free = sftp.free(folder)
        if free is not None and free < needed:
            return ZoneUnavailable("sftp_disk_full", **facts, needed=needed, free=free)
    return ZoneUnavailable("sftp_failed", server=place, problem=shown(problem.strerror or type(problem).__name__))


def _rename(sftp: Sftp, part: bytes, target: bytes) -> None:
    from dropzone.sftp import POSIX_RENAME

    try:
        sftp.rename(part, target)
    except OSError as problem:
        if isinstance(problem, TimeoutError):
            raise
        if sftp.seen(target) is not None or sftp.seen(part) is None:
            return  # a file of that name came in between, or it is through and fetched: the caller looks
        if POSIX_RENAME not in sftp.extensions:
            raise
        sftp.posix_rename(part, target)


def _hide(sftp: Sftp, target: bytes, hidden: bytes) -> None:
    from dropzone.sftp import POSIX_RENAME

    (sftp.posix_rename if POSIX_RENAME in sftp.extensions else sftp.rename)(target, hidden)


def _unaltered(sftp: Sftp, path: bytes, digest: str, place: str, name: str) -> None:
    """Raise ZoneError("altered") where a file is not the one we wrote; one that is gone is none."""
    with suppress(FileNotFoundError):
        if not _same(sftp, path, None, digest):
            raise ZoneError("altered", folder=place, name=name)


def there(sftp: Sftp, target: bytes, source: Path, digest: str, place: str) -> bool:
    """Tell whether the file is published already. Raise ZoneError("exists") when another one is."""
    if sftp.seen(target) is None:
        return False
    try:
        same = _same(sftp, target, _size(source), digest)
    except FileNotFoundError:
        return False  # fetched in this moment
    if not same:
        name = shown(target.rpartition(b"/")[2].decode("utf-8", "replace"))
        raise ZoneError("exists", folder=place, name=name)
    return True


def _size(source: Path) -> int:
    with world(source.parent):
        return source.stat().st_size


def _same(sftp: Sftp, path: bytes, size: int | None, digest: str) -> bool:
    """Tell whether a remote file has our bytes; where it may not be read, whether it has as many, if we know that."""
    entry = sftp.seen(path)
    if entry is None:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
    if (None not in (size, entry.size) and entry.size != size) or (entry.mode is not None and not entry.is_file):
        return False
    found = hashlib.sha256()
    try:
        for chunk in sftp.content(path):
            found.update(chunk)
    except PermissionError:
        return size is None or entry.size == size
    return found.hexdigest() == digest


def _chunks(source: Path, digest: str) -> Iterator[bytes]:
    """Give the bytes of our file. Raise ZoneError("source_changed") at the end when they are not those of `digest`."""
    found = hashlib.sha256()
    with world(source.parent):
        stream = source.open("rb")
    with stream:
        while chunk := _read(stream.fileno(), source):
            found.update(chunk)
            yield chunk
    if found.hexdigest() != digest:
        raise ZoneError("source_changed", name=source.name)


def _read(fd: int, source: Path) -> bytes:
    with world(source.parent):
        return os.read(fd, durable.CHUNK)


def remove(sftp: Sftp, path: bytes) -> None:
    """Remove a remote file; a missing one is fine."""
    with suppress(FileNotFoundError):
        sftp.remove(path)
