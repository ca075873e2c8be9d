"""Tells the service manager how it goes: ready, working, stopping. The protocol is one datagram (sd_notify(3))."""

from __future__ import annotations

import socket
from collections.abc import Mapping


class Heartbeat:
    """Speaks to systemd where it listens; anywhere else every call does nothing.

    Progress is told by the loop that does the work, never from a side thread: when the work hangs, the beat stops and
    the service manager restarts it.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        """`environment` names the socket in NOTIFY_SOCKET; a leading @ means the abstract name space."""
        address = environment.get("NOTIFY_SOCKET", "")
        self._address = "\0" + address[1:] if address.startswith("@") else address

    def ready(self, status: str) -> None:
        """The service is up."""
        self._send(f"READY=1\nSTATUS={status}")

    def beat(self, status: str) -> None:
        """A round was done; `status` says in one line what is going on."""
        self._send(f"WATCHDOG=1\nSTATUS={status}")

    def stopping(self) -> None:
        """The service ends in good order."""
        self._send("STOPPING=1")

    def _send(self, message: str) -> None:
        if not self._address:
            return
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
            line.settimeout(1)
            try:
                line.sendto(message.replace("\r", " ").encode(), self._address)
            except OSError:
                return  # nobody listens any more; the work goes on
