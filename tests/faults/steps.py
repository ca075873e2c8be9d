"""Finds the durable steps of a running program from outside and strikes at one of them: no product code is touched.

A step is whatever changes the disk or speaks to the world: files opened for writing, names linked, renamed, removed or
made, syncs, commits of any database, connections and commands to the mail server. Python's audit events tell of most
(docs.python.org, audit events table), syncs and commits are wrapped. Between two steps nothing lasting happens, so the
moment before one is the moment after the one before it. Removing what is not there and making what is are no steps.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_EVENTS = {
    *("os.rename", "os.link", "os.symlink", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.utime", "os.chmod"),
    *("socket.connect", "smtplib.send"),
}


class Steps:
    """Numbers the steps from 1 in `names`; before step `at` it does `deed(name)`, or nothing when `at` is 0."""

    def __init__(self, world: Path, at: int, deed: Callable[[str], None]) -> None:
        self.names: list[str] = []
        self._world, self._at, self._deed = f"{world}/", at, deed
        self._begun: set[str] = set()

    def install(self) -> None:
        """Listen from now on; for the rest of this process."""
        from sqlalchemy.engine.default import DefaultDialect

        for name in ("fsync", "fdatasync"):
            setattr(os, name, self._wrapped(name, getattr(os, name)))
        commit = DefaultDialect.do_commit

        def do_commit(dialect: Any, connection: Any) -> None:
            self.step(f"commit {self._database(connection)}")
            commit(dialect, connection)

        DefaultDialect.do_commit = do_commit  # type: ignore[method-assign]
        sys.addaudithook(self._hear)

    def step(self, name: str) -> None:
        """Count one step."""
        self.names.append(" ".join(name.split())[:100])
        if len(self.names) == self._at:
            self._deed(name)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if isinstance(path, str | bytes | os.PathLike) and flags & _WRITING and self._is_ours(os.fsdecode(path)):
                self.step(f"open {self._short(path)}")
        elif event == "sqlite3.connect":
            file = self._short(arguments[0]).removeprefix("file:").partition("?")[0]
            if file not in self._begun and not os.path.exists(self._world + file):
                self._begun.add(file)
                self.step(f"make {file}")
        elif event in _EVENTS:
            self._change(event, arguments)

    def _change(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Count what an event says is about to change, unless it changes nothing."""
        if event in ("os.remove", "os.mkdir"):
            there = os.path.lexists(arguments[0]) if arguments[-1] == -1 else _has(arguments[-1], arguments[0])
            if there is (event == "os.mkdir"):
                return
        told = {"socket.connect": arguments[1:], "smtplib.send": arguments[1:], "os.rename": arguments[:2]}
        told["os.link"] = arguments[:2]
        self.step(" ".join([event, *(self._short(one) for one in told.get(event, arguments[:1]))]))

    def _wrapped(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any) -> Any:
            self.step(f"{name} {self._short(os.readlink(f'/proc/self/fd/{arguments[0]}'))}")
            return function(*arguments)

        return wrapped

    def _is_ours(self, path: str) -> bool:
        """Names without a folder are reached through an open folder of ours."""
        return not os.path.isabs(path) or path.startswith(self._world)

    def _short(self, told: object) -> str:
        text = os.fsdecode(told) if isinstance(told, bytes | os.PathLike) else str(told)
        return text.replace(self._world, "")

    def _database(self, connection: Any) -> str:
        return self._short(connection.execute("PRAGMA database_list").fetchall()[0][2])


def _has(folder: int, name: str) -> bool:
    try:
        os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True


def kill(_name: str) -> None:
    """End this process as a power cut or the OOM killer would: at once, with nothing said."""
    os.kill(os.getpid(), signal.SIGKILL)


def fail(number: int) -> Callable[[str], None]:
    """Return a deed that makes the step fail as the operating system would, once."""

    def deed(name: str) -> None:
        if name.startswith(("commit", "make")):
            raise sqlite3.OperationalError("disk I/O error")
        raise OSError(number, os.strerror(number))

    return deed
