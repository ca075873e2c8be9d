"""Host keys: which ones a server may show. All that are named count, whatever their type; none is ever added."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from paramiko import HostKeys, PKey, Transport
from paramiko.pkey import UnknownKeyType
from paramiko.ssh_exception import SSHException

from dropzone.errors import ZoneUnavailable
from dropzone.names import shown
from dropzone.server import Server

KINDS = (
    ("ssh-ed25519",),
    ("ecdsa-sha2-nistp256",),
    ("ecdsa-sha2-nistp384",),
    ("ecdsa-sha2-nistp521",),
    ("rsa-sha2-512", "rsa-sha2-256"),
)
"""Signatures by which a server may prove its key, one tuple for each type of key (RFC 8332, 5656, 8709)."""


FINGERPRINT = re.compile(r"SHA256:[A-Za-z0-9+/]{43}")
"""How OpenSSH shows a key's SHA-256; whoever could forge a key to it could forge the key itself."""


class Pin(NamedTuple):
    """A key that is trusted: its type, as in known_hosts files, and its fingerprint."""

    kind: str
    fingerprint: str

    @classmethod
    def of(cls, key: PKey) -> Pin:
        """Return the pin of a key."""
        return cls(key.get_name(), key.fingerprint)

    @property
    def line(self) -> str:
        """The line of the settings that stands for it."""
        return f"{self.kind} {self.fingerprint}"


def pinned(server: Server) -> list[Pin]:
    """Return the keys this server may show, of all types.

    Raise ZoneUnavailable "sftp_host_key_line" for a line of the settings that is none, "sftp_known_hosts" where the
    file cannot be read.
    """
    keys = [key for line in server.host_keys for key in _own(line, server)]
    if server.known_hosts is None:
        return keys
    try:
        lines = server.known_hosts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError as problem:
        facts = {"server": server.place, "file": str(server.known_hosts)}
        raise ZoneUnavailable("sftp_known_hosts", **facts, problem=problem.strerror or str(problem)) from problem
    return keys + _of_file(lines, server.known_as)


def order(keys: Iterable[Pin], offered: Iterable[str]) -> tuple[str, ...]:
    """Return the signatures to ask for: of pinned types first, so that a server with several keys shows a pinned one.

    The others follow, so that a server whose key changed its type still tells us which one it has now.
    """
    ours = [name for kind in KINDS for name in kind if any(_signs(key, kind) for key in keys)]
    return (*ours, *(name for name in offered if name not in ours))


def verify(transport: Transport, keys: list[Pin], server: Server) -> None:
    """Raise ZoneUnavailable unless the server has shown a pinned key: before anything of ours was sent.

    "sftp_host_key_unknown" where none is pinned, "sftp_host_key_changed" where it is another; with the fingerprint
    shown and the line that would accept it.
    """
    key = Pin.of(transport.get_remote_server_key())
    if key in keys:
        return
    facts = {"server": server.place, "fingerprint": key.fingerprint, "line": key.line}
    if not keys:
        raise ZoneUnavailable("sftp_host_key_unknown", **facts)
    raise ZoneUnavailable("sftp_host_key_changed", **facts, expected=[one.fingerprint for one in keys])


def _signs(key: Pin, signatures: tuple[str, ...]) -> bool:
    return key.kind in signatures or (key.kind == "ssh-rsa" and signatures[0].startswith("rsa-"))


def _own(line: str, server: Server) -> Iterator[Pin]:
    """Give the key in a line of the settings; a host before it is not looked at, for it stands there on purpose."""
    words = line.split()
    if not words or words[0].startswith("#"):
        return
    for kind, text in pairwise(words[:3]):
        if (key := _key(kind, text)) is not None:
            yield key
            return
    raise ZoneUnavailable("sftp_host_key_line", server=server.place, line=shown(line))


def _of_file(lines: Iterable[str], host: str) -> list[Pin]:
    """Return the keys of this host in the lines of a known_hosts file, without revoked ones."""
    keys: list[Pin] = []
    revoked: list[Pin] = []
    for words in map(str.split, lines):
        marker = words.pop(0) if words and words[0].startswith("@") else ""
        if len(words) < 3 or words[0].startswith("#") or marker not in ("", "@revoked"):
            continue  # certificate authorities among them, which we do not know how to ask
        if any(_names(name, host) for name in words[0].split(",")) and (key := _key(words[1], words[2])) is not None:
            (revoked if marker else keys).append(key)
    return [key for key in keys if key not in revoked]


def _names(name: str, host: str) -> bool:
    """Tell whether a host in a known_hosts line is ours; it may be hashed (sshd(8))."""
    if not name.startswith("|1|"):
        return name.lower() == host.lower()
    try:
        return bool(HostKeys.hash_host(host, name) == name)
    except (ValueError, AssertionError, binascii.Error):
        return False


def _key(kind: str, text: str) -> Pin | None:
    """Return the pin of a key or fingerprint, None where this is none, or of a type that is too old to trust."""
    if FINGERPRINT.fullmatch(text):
        return Pin(kind, text) if any(_signs(Pin(kind, text), signatures) for signatures in KINDS) else None
    try:
        key = PKey.from_type_string(kind, base64.b64decode(text, validate=True))
    except (UnknownKeyType, SSHException, ValueError, IndexError):
        return None
    return Pin.of(key) if key.get_name() == kind else None
