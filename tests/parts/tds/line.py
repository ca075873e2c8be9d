"""The line to one client of SQL Server's protocol: messages in packets, and TLS whose handshake hides in packets."""

from __future__ import annotations

import select
import socket
import ssl
import struct

BATCH, RPC, REPLY, ATTENTION, TRANSACTION, LOGIN, PRELOGIN = 1, 3, 4, 6, 14, 16, 18
"""Kinds of packets (MS-TDS 2.2.3.1.1)."""

_LAST = 1
_HEADER = struct.Struct(">BBHHBB")  # MS-TDS 2.2.3.1: type, status, length, spid, packet, window
_SIZE = 4_096


class Line:
    """Whole messages to and from one client. Every method raises OSError when the client is gone."""

    def __init__(self, client: socket.socket) -> None:
        self._client = client
        self._received = b""  # decrypted, not yet read
        self._tls: ssl.SSLObject | None = None
        self._sealed, self._sealing = ssl.MemoryBIO(), ssl.MemoryBIO()

    def receive(self) -> tuple[int, bytes]:
        """Return kind and content of the next message, its packets put together."""
        content = b""
        while True:
            kind, status, length, *_ = _HEADER.unpack(self._take(_HEADER.size))
            content += self._take(length - _HEADER.size)
            if status & _LAST:
                return kind, content

    def send(self, content: bytes, kind: int = REPLY) -> None:
        """Send one message."""
        room = _SIZE - _HEADER.size
        for number, start in enumerate(range(0, max(1, len(content)), room), start=1):
            part = content[start : start + room]
            last = _LAST if start + room >= len(content) else 0
            self._send(_HEADER.pack(kind, last, len(part) + _HEADER.size, 51, number % 256, 0) + part)

    def secure(self, certificate: str) -> None:
        """Go over to TLS: until the handshake is done its records travel in PRELOGIN packets (MS-TDS 2.2.6.5).

        `certificate` is a file with private key and certificate. TLS 1.3 comes with TDS 8 only.
        """
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(certificate)
        tls = context.wrap_bio(self._sealed, self._sealing, server_side=True)
        while True:
            try:
                tls.do_handshake()
            except ssl.SSLWantReadError:
                self._answer_in_packets()
                self._sealed.write(self.receive()[1])
            else:
                break
        self._answer_in_packets()
        self._tls = tls

    def speaks(self, seconds: float) -> bool:
        """Wait until the client sends something or is gone; return False where it stays silent for so long."""
        return bool(self._received or select.select([self._client], [], [], seconds)[0])

    def cut(self) -> None:
        """End the connection at once."""
        self._client.close()

    def _answer_in_packets(self) -> None:
        if self._sealing.pending:
            self.send(self._sealing.read(), PRELOGIN)

    def _send(self, data: bytes) -> None:
        if self._tls is not None:
            self._tls.write(data)
            data = self._sealing.read()
        self._client.sendall(data)

    def _take(self, length: int) -> bytes:
        while len(self._received) < length:
            data = self._client.recv(1 << 16)
            if not data:
                raise ConnectionError("the client hung up")
            self._received += data if self._tls is None else self._opened(data)
        taken, self._received = self._received[:length], self._received[length:]
        return taken

    def _opened(self, data: bytes) -> bytes:
        assert self._tls is not None
        self._sealed.write(data)
        opened = b""
        while True:
            try:
                part = self._tls.read(1 << 16)
            except ssl.SSLWantReadError:
                return opened
            if not part:
                return opened
            opened += part
