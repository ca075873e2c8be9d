"""An open folder: everything in it is reached through its descriptor, so that a swapped path cannot redirect us."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path
from types import TracebackType

BY_DESCRIPTOR = {os.open, os.stat, os.link, os.rename, os.unlink, os.mkdir} <= os.supports_dir_fd
"""Linux and macOS reach files by (folder descriptor, name); Windows needs whole paths."""

_DIRECTORY = getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_JUNCTION = 0xA0000003  # IO_REPARSE_TAG_MOUNT_POINT: a folder of Windows that redirects like a link
_SYNC_UNKNOWN = {errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EBADF, errno.ENOSYS, errno.EACCES, errno.EPERM}


class Folder:
    """A folder held open; names inside are single names, never paths. Use it as a context manager. Raises OSError."""

    def __init__(self, path: Path, inside: Folder | None = None) -> None:
        """Open `path`, or its last part inside the open folder `inside`, where a link in its place is refused."""
        self.path = path
        self.fd: int | None = None
        if BY_DESCRIPTOR and inside is not None:
            self.fd = os.open(path.name, os.O_RDONLY | _DIRECTORY | _NO_FOLLOW, dir_fd=inside.fd)
        elif BY_DESCRIPTOR:
            self.fd = os.open(path, os.O_RDONLY | _DIRECTORY)
        else:
            facts = os.stat(path) if inside is None else os.lstat(path)
            junction = inside is not None and getattr(facts, "st_reparse_tag", 0) == _JUNCTION
            if junction or not stat.S_ISDIR(facts.st_mode):
                raise NotADirectoryError(errno.ENOTDIR, "not a folder", str(path))

    def __enter__(self) -> Folder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.fd is not None:
            os.close(self.fd)
            self.fd = None

    def at(self, name: str) -> str:
        """Return what the operating system wants beside `dir_fd=self.fd` to reach `name`."""
        return name if self.fd is not None else str(self.path / name)

    def sub(self, name: str) -> Folder:
        """Open the folder `name` in here; a link in its place raises OSError."""
        return Folder(self.path / name, self)

    def make(self, name: str) -> Folder:
        """Open the folder `name` in here, making it durably when it is missing."""
        try:
            return self.sub(name)
        except FileNotFoundError:
            with suppress(FileExistsError):  # somebody made it in the same moment: good
                os.mkdir(self.at(name), dir_fd=self.fd)
            self.sync()
            return self.sub(name)

    def names(self) -> list[str]:
        """Return all names in here; undecodable ones carry surrogates."""
        return os.listdir(self.path if self.fd is None else self.fd)

    def look(self, name: str) -> os.stat_result:
        """Return what `name` is, not following links."""
        return os.stat(self.at(name), dir_fd=self.fd, follow_symlinks=False)

    def has(self, name: str) -> bool:
        """Tell whether there is anything called `name` in here."""
        try:
            self.look(name)
        except FileNotFoundError:
            return False
        return True

    def facts(self) -> os.stat_result:
        """Return the folder's own identity."""
        return os.stat(self.path) if self.fd is None else os.fstat(self.fd)

    def read(self, name: str) -> int:
        """Return a descriptor for reading the regular file `name`; links and anything else raise OSError.

        It never waits: a FIFO without a writer and a file leased to somebody else return or raise at once.
        """
        fd = os.open(self.at(name), _READ | _NO_FOLLOW, dir_fd=self.fd)
        if stat.S_ISREG(os.fstat(fd).st_mode):
            return fd
        os.close(fd)
        raise OSError(errno.EINVAL, "not a regular file", name)

    def write(self, name: str, mode: int = 0o666) -> int:
        """Return a descriptor for writing a new file `name`; FileExistsError when there is one."""
        return os.open(self.at(name), _WRITE | _NO_FOLLOW, mode, dir_fd=self.fd)

    def remove(self, name: str) -> None:
        """Remove the file `name`; a missing one is fine."""
        with suppress(FileNotFoundError):
            os.unlink(self.at(name), dir_fd=self.fd)

    def sync(self) -> None:
        """Make the names in here durable, where the file system knows how to."""
        if self.fd is None:
            return
        try:
            os.fsync(self.fd)
        except OSError as problem:
            if problem.errno not in _SYNC_UNKNOWN:
                raise
