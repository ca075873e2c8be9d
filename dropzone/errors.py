"""Errors of the dropzone: a code and facts, no sentences; whose fault it is shows in the class."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class ZoneError(Exception):
    """Trouble with one file or request: `code` names it, `facts` are plain values for the words about it."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code} ({facts})" if facts else self.code


class ZoneUnavailable(ZoneError):
    """Share, disk or permission trouble that may pass: nothing is refused for it, everything waits where it is."""


class ZoneMisconfigured(ZoneError):
    """The folders cannot work as they are configured, however long one waits."""


CODES = {
    errno.ENOENT: "folder_away",
    errno.ENOTDIR: "folder_away",
    errno.ELOOP: "folder_away",
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EROFS: "read_only",
    errno.EACCES: "no_permission",
    errno.EPERM: "no_permission",
}
"""What the operating system's word means for people; every other word is "folder_trouble"."""


@contextmanager
def world(folder: Path) -> Iterator[None]:
    """Turn every OSError raised inside into ZoneUnavailable about `folder`, with facts `folder` and `problem`.

    A move between file systems (EXDEV) does not pass by waiting: ZoneMisconfigured("other_filesystem").
    """
    try:
        yield
    except OSError as problem:
        facts = {"folder": str(folder), "problem": problem.strerror or type(problem).__name__}
        if problem.errno == errno.EXDEV:
            raise ZoneMisconfigured("other_filesystem", **facts) from problem
        raise ZoneUnavailable(CODES.get(problem.errno or 0, "folder_trouble"), **facts) from problem
