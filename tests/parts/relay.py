"""A line that can be cut: stands between client and server and, after so many bytes, cuts, falls silent or trickles."""

from __future__ import annotations

import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass


@dataclass
class Relay:
    """`up` and `down` are the bytes that pass to and from the server, None for all; `then` is what happens after."""

    port: int
    up: int | None = None
    down: int | None = None
    then: str = "cut"  # or "silence", or "trickle"
    passed_up: int = 0
    passed_down: int = 0


@contextmanager
def relay(target: int, **limits: object) -> Iterator[Relay]:
    """Listen on a port of the loopback interface and pass everything on to the port `target` there."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        line = Relay(door.getsockname()[1], **limits)  # type: ignore[arg-type]
        end = threading.Event()
        door.settimeout(0.05)
        threads = [threading.Thread(target=_listen, args=(door, target, line, end), daemon=True)]
        threads[0].start()
        try:
            yield line
        finally:
            end.set()
            threads[0].join()


def _listen(door: socket.socket, target: int, line: Relay, end: threading.Event) -> None:
    talks = []
    while not end.is_set():
        with suppress(TimeoutError):
            client, _ = door.accept()
            talks.append(threading.Thread(target=_pass_on, args=(client, target, line, end), daemon=True))
            talks[-1].start()
    for talk in talks:
        talk.join()


def _pass_on(client: socket.socket, target: int, line: Relay, end: threading.Event) -> None:
    with client, socket.create_connection(("127.0.0.1", target)) as server, suppress(OSError):
        while not end.is_set():
            for source in select.select([client, server], [], [], 0.05)[0]:
                room = _room(line, source is client)
                if room == 0 and line.then == "cut":
                    return
                if room == 0 and line.then == "silence":
                    end.wait()
                    return
                trickle = room == 0
                if trickle:
                    end.wait(0.02)
                data = source.recv(64 if trickle else min(room, 1 << 16))
                if not data:
                    return
                (server if source is client else client).sendall(data)
                if source is client:
                    line.passed_up += len(data)
                else:
                    line.passed_down += len(data)


def _room(line: Relay, up: bool) -> int:
    limit, passed = (line.up, line.passed_up) if up else (line.down, line.passed_down)
    return 1 << 16 if limit is None else max(0, limit - passed)
