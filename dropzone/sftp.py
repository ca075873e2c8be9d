"""SFTP version 3 as we need it: bounded lists of raw names, whole files both ways with requests in flight, extensions.

Above the library's own calls because those lose names that are no UTF-8, swallow errors while closing, forget which
extensions the server announced, and leave threads behind (draft-ietf-secsh-filexfer-02; public: paramiko#2418, #2500).
"""

from __future__ import annotations

import errno
import stat
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, cast

from paramiko import Message, SFTPAttributes, SFTPClient, Transport
from paramiko import sftp as wire
from paramiko.sftp import SFTPError

POSIX_RENAME, FSYNC, STATVFS = "posix-rename@openssh.com", "fsync@openssh.com", "statvfs@openssh.com"
"""Extensions of OpenSSH that others know too (its file PROTOCOL, section 4)."""

CHUNK = 32_768
"""Bytes for each request: what every server must take (draft-ietf-secsh-filexfer-02, 3)."""

IN_FLIGHT = 32
"""Requests under way at once; OpenSSH's own client has 64."""


class Entry(NamedTuple):
    """One name in a remote folder. What the server does not tell is None."""

    name: bytes
    size: int | None
    modified: int | None  # seconds, of the server's clock: compared, never taken for an age
    mode: int | None

    @property
    def is_file(self) -> bool:
        """Whether it is a plain file, as far as the server says."""
        return self.mode is not None and stat.S_ISREG(self.mode)


class _Answers(dict[int, tuple[int, Message]]):
    """Answers to requests in flight by their number; they may come in any order."""

    __hash__ = object.__hash__  # type: ignore[assignment]  # the library keeps weak references to it

    def _async_response(self, kind: int, message: Message, number: int) -> None:
        self[number] = (kind, message)


class Sftp(SFTPClient):  # type: ignore[misc]
    """An open SFTP session. Everything raises OSError for what the server answers, TimeoutError when it does not."""

    extensions: frozenset[str] = frozenset()

    @classmethod
    def over(cls, transport: Transport, seconds: float) -> Sftp:
        """Open a session on a transport that is logged in; `seconds` is the longest wait for one answer."""
        channel = transport.open_session(timeout=seconds)
        channel.settimeout(seconds)
        channel.invoke_subsystem("sftp")
        return cls(channel)

    def _send_version(self) -> int:
        """Greet as the library does, and keep what the server announces."""
        hello = Message()
        hello.add_int(3)
        self._send_packet(wire.CMD_INIT, hello)
        kind, data = self._read_packet()
        if kind != wire.CMD_VERSION:
            raise SFTPError("not an SFTP server")
        answer, names = Message(data), []
        version = answer.get_int()
        while answer.get_remainder():
            names.append(answer.get_string().decode("ascii", "replace"))
            answer.get_string()
        self.extensions = frozenset(names)
        return int(version)

    def entries(self, folder: bytes, most: int) -> list[Entry]:
        """Return what is in a folder, without . and .., at most `most` names however many the server sends."""
        handle = self._handle(wire.CMD_OPENDIR, folder)
        found: list[Entry] = []
        try:
            while len(found) < most:
                _, message = self._request(wire.CMD_READDIR, handle)
                for _ in range(message.get_int()):
                    name = message.get_string()
                    message.get_string()  # the line of a listing, for people
                    found.append(_entry(name, SFTPAttributes._from_msg(message)))
        except EOFError:
            pass
        self._request(wire.CMD_CLOSE, handle)
        return [entry for entry in found[:most] if entry.name not in (b".", b"..")]

    def seen(self, path: bytes) -> Entry | None:
        """Return what is under this path, links not followed; None where nothing is."""
        try:
            return _entry(path.rpartition(b"/")[2], self.lstat(path))
        except FileNotFoundError:
            return None

    def content(self, path: bytes) -> Iterator[bytes]:
        """Give the bytes of a file in order, from the first to the last one there is."""
        handle = self._handle(wire.CMD_OPEN, path, wire.SFTP_FLAG_READ, SFTPAttributes())
        answers, asked, at = _Answers(), deque[int](), 0
        following = 0
        while True:
            while len(asked) < IN_FLIGHT:
                asked.append(self._ask(answers, wire.CMD_READ, handle, wire.int64(following), CHUNK))
                following += CHUNK
            kind, message = self._answer(answers, asked.popleft())
            if kind == wire.CMD_STATUS:
                try:
                    self._convert_status(message)
                except EOFError:
                    break
            data = message.get_string()
            if kind != wire.CMD_DATA or not data:
                raise SFTPError("expected data")
            yield data
            at += len(data)
            if len(data) < CHUNK:  # a server may answer with less: what was asked beyond it begins at the wrong place
                for number in asked:
                    self._answer(answers, number)
                asked.clear()
                following = at
        for number in asked:
            self._answer(answers, number)
        self._request(wire.CMD_CLOSE, handle)

    def write_new(self, path: bytes, chunks: Iterable[bytes]) -> None:
        """Write a new file, synced where the server can; FileExistsError is a plain OSError in this protocol."""
        flags = wire.SFTP_FLAG_WRITE | wire.SFTP_FLAG_CREATE | wire.SFTP_FLAG_EXCL
        handle = self._handle(wire.CMD_OPEN, path, flags, SFTPAttributes())
        answers, asked, at = _Answers(), deque[int](), 0
        for chunk in chunks:
            for start in range(0, len(chunk), CHUNK):
                data = chunk[start : start + CHUNK]
                if len(asked) == IN_FLIGHT:
                    self._good(self._answer(answers, asked.popleft()))
                asked.append(self._ask(answers, wire.CMD_WRITE, handle, wire.int64(at), data))
                at += len(data)
        for number in asked:
            self._good(self._answer(answers, number))
        if FSYNC in self.extensions:
            self._request(wire.CMD_EXTENDED, FSYNC, handle)
        self._request(wire.CMD_CLOSE, handle)

    def free(self, path: bytes) -> int | None:
        """Return the free bytes where `path` is, None where the server does not tell."""
        if STATVFS not in self.extensions:
            return None
        _, message = self._request(wire.CMD_EXTENDED, STATVFS, path)
        _, fragment, _, _, available = (message.get_int64() for _ in range(5))
        return int(fragment * available)

    def _handle(self, *request: Any) -> bytes:
        kind, message = self._request(*request)
        if kind != wire.CMD_HANDLE:
            raise SFTPError("expected a handle")
        return cast(bytes, message.get_string())

    def _ask(self, answers: _Answers, *request: Any) -> int:
        return cast(int, self._async_request(answers, *request))

    def _answer(self, answers: _Answers, number: int) -> tuple[int, Message]:
        while number not in answers:
            self._read_response()
        return answers.pop(number)

    def _good(self, answer: tuple[int, Message]) -> None:
        if answer[0] != wire.CMD_STATUS:
            raise SFTPError("expected a status")
        self._convert_status(answer[1])

    def _convert_status(self, message: Message) -> None:
        """Raise EOFError or OSError for an answer that is not good; its text may hold anything."""
        code, text = message.get_int(), message.get_string().decode("utf-8", "replace")
        if code == wire.SFTP_EOF:
            raise EOFError(text)
        if code != wire.SFTP_OK:
            raise OSError(_ERRNO.get(code, errno.EIO), text)


_ERRNO = {
    wire.SFTP_NO_SUCH_FILE: errno.ENOENT,
    wire.SFTP_PERMISSION_DENIED: errno.EACCES,
    wire.SFTP_OP_UNSUPPORTED: errno.EOPNOTSUPP,
}


def _entry(name: bytes, facts: SFTPAttributes) -> Entry:
    return Entry(name, facts.st_size, facts.st_mtime, facts.st_mode)
