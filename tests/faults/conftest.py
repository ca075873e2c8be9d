"""A mail server that writes down what it takes, a quick place for small worlds, and the children that live in them."""

from __future__ import annotations

import shutil
import socket
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.faults.lives import Lives
from tests.faults.story import Story, first_day, second_day, third_day

ROOM = 1_000_000_000
"""Bytes free in memory that make it the place for worlds: thousands of syncs wait for no disk there."""


@pytest.fixture(scope="session")
def place() -> Iterator[Path]:
    """A folder for worlds, in memory where there is room."""
    memory = Path("/dev/shm")
    quick = memory.is_dir() and shutil.disk_usage(memory).free > ROOM
    folder = Path(tempfile.mkdtemp(prefix="abgleich-faults-", dir=memory if quick else None))
    yield folder
    shutil.rmtree(folder)


class Postbox:
    """Takes every mail and puts it as a file into the world's folder post/."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._numbers = folder, count(1)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  aiosmtpd's name
        """Write the mail down, then say so."""
        (self._folder / f"{next(self._numbers):06}.eml").write_bytes(envelope.content)
        return "250 OK"


@pytest.fixture(scope="session")
def port(place: Path) -> Iterator[int]:
    """The port of a mail server for the world of this session."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        number = free.getsockname()[1]
    controller = Controller(Postbox(place / "world" / "post"), hostname="127.0.0.1", port=number)
    controller.start()
    yield number
    controller.stop()


@pytest.fixture(scope="session")
def lives(place: Path) -> Iterator[Lives]:
    """Where lives are lived."""
    children = Lives(place / "lives.log")
    yield children
    children.close()


@pytest.fixture(scope="session")
def monday(place: Path, port: int, lives: Lives) -> Story:
    """The first day: nothing is there yet but the ERP and what was dropped."""
    return first_day(place, port, lives)


@pytest.fixture(scope="session")
def tuesday(place: Path, port: int, lives: Lives) -> Story:
    """The second day: decisions, a repair, a broken promise to an export, mails that waited."""
    return second_day(place, port, lives)


@pytest.fixture(scope="session")
def wednesday(place: Path, port: int, lives: Lives) -> Story:
    """The third day: lists, moves between them, new addresses, and the newsletter server's whole list."""
    return third_day(place, port, lives)
