"""The bell: file events only wake the scan; nothing they say is believed, and without them the scan finds files too."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from watchdog.events import (
    FileClosedEvent,
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

_TELLING: list[type[FileSystemEvent]] = [FileClosedEvent, FileCreatedEvent, FileModifiedEvent, FileMovedEvent]
"""Events of people's work. Opening, reading and removing are left out: our own looks and claims would ring for ever."""


class _Ringer(FileSystemEventHandler):
    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring

    def on_any_event(self, event: FileSystemEvent) -> None:
        self._ring()


class Bell:
    """Rings when something happens in the folders (not below them), as far as the system tells.

    `reason` says why it is silent: "" while it works, "stopped" before `start` and after `stop`, else what the system
    said (a limit of inotify, a missing folder). Never raises for trouble with watching.
    """

    def __init__(self, folders: Sequence[Path], ring: Callable[[], None]) -> None:
        """`ring` is called from another thread, often, and must return at once; setting an event is right."""
        self.reason = "stopped"
        self._folders, self._ring = tuple(folders), ring
        self._observer: BaseObserver | None = None
        self._identities: tuple[tuple[int, int] | None, ...] = ()

    def start(self) -> None:
        """Begin to listen; where that is impossible stay silent and say so in `reason`."""
        self.stop()
        observer = Observer()
        # Identities are taken first: a folder exchanged in between is then noticed by the next refresh.
        self._identities = self._seen()
        try:
            for folder in self._folders:
                observer.schedule(_Ringer(self._ring), str(folder), recursive=False, event_filter=_TELLING)
            observer.start()
        except Exception as problem:
            self._close(observer)
            self.reason = f"{type(problem).__name__}: {problem}"
            return
        self._observer, self.reason = observer, ""

    def stop(self) -> None:
        """Stop listening; harmless when it does not listen."""
        observer, self._observer = self._observer, None
        self.reason = "stopped"
        if observer is not None:
            self._close(observer)

    def refresh(self, *, force: bool = False) -> None:
        """Listen anew if a folder is no longer the one it was, if the observer died, or if `force`d.

        A watch stays with a folder that was renamed or unmounted, and says nothing. Call this in every round; force it
        after any OSError and every few minutes. It rings when it listens anew, for what was missed meanwhile.
        """
        if not force and self._alive() and self._identities == self._seen():
            return
        self.start()
        if not self.reason:  # a silent bell that rang here would drive the round that refreshes it in circles
            self._ring()

    def _alive(self) -> bool:
        observer = self._observer
        return observer is not None and observer.is_alive() and all(one.is_alive() for one in observer.emitters)

    def _seen(self) -> tuple[tuple[int, int] | None, ...]:
        return tuple(_identity(folder) for folder in self._folders)

    @staticmethod
    def _close(observer: BaseObserver) -> None:
        if observer.is_alive():
            observer.stop()
            observer.join(timeout=5)
        else:
            observer.unschedule_all()


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        facts = os.stat(folder)
    except OSError:
        return None
    return facts.st_dev, facts.st_ino
