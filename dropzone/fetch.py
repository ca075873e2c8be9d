"""Fetching one remote file: its bytes in order, and the proof that it was at rest meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dropzone.errors import ZoneUnavailable
from dropzone.listing import Found
from dropzone.names import shown
from dropzone.sftp import Sftp
from dropzone.upload import answered


class Moved(Exception):
    """A file changed or went away while it was fetched; it must rest anew."""


def content(sftp: Sftp, one: Found, most: int, place: str) -> Iterator[bytes]:
    """Give the bytes of a file that is the same before the first and after the last of them.

    Raise Moved when it is not, ZoneUnavailable "sftp_too_big" for more than `most` bytes, and for the server's trouble.
    """
    size, told = 0, one.sign[0]
    if told is not None and told > most:
        facts = {"name": shown(one.name), "megabytes": told >> 20, "most": most >> 20}
        raise ZoneUnavailable("sftp_too_big", server=place, **facts)
    try:
        _still(sftp, one)
        for chunk in sftp.content(one.path):
            size += len(chunk)
            if size > (most if told is None else told):
                raise Moved
            yield chunk
        _still(sftp, one)
    except OSError as problem:
        raise answered(sftp, one.path, problem, place) from problem
    if told not in (None, size):
        raise Moved


def renamed(sftp: Sftp, path: bytes, new: bytes) -> bool:
    """Rename there without overwriting; tell whether the server did."""
    return _let(lambda: sftp.rename(path, new))


def removed(sftp: Sftp, path: bytes) -> bool:
    """Remove a file there; tell whether the server did."""
    return _let(lambda: sftp.remove(path))


def made(sftp: Sftp, folder: bytes) -> bool:
    """Tell whether there is such a folder, after making it where it is missing and that is permitted."""
    return sftp.seen(folder) is not None or _let(lambda: sftp.mkdir(folder))


def _let(work: Callable[[], None]) -> bool:
    try:
        work()
    except TimeoutError:
        raise
    except OSError:
        return False
    return True


def _still(sftp: Sftp, one: Found) -> None:
    entry = sftp.seen(one.path)
    if entry is None or not entry.is_file or (entry.size, entry.modified) != one.sign:
        raise Moved
