"""A remote server as the operator names it: where, as whom, by which keys it is recognised, and how long we wait."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Server:
    """An SFTP server. Secrets never show in its text.

    `host_keys` are lines "type fingerprint", "type key", or of a known_hosts file (sshd(8)), all of them trusted for
    this server; `known_hosts` is such a file, in which the lines of this host and port count. Neither is added to.
    """

    host: str
    user: str
    port: int = 22
    password: str = field(default="", repr=False)
    key_file: Path | None = None
    passphrase: str = field(default="", repr=False)
    agent: bool = False  # ask the keys of a running SSH agent too
    find_keys: bool = False  # try the keys in ~/.ssh too
    host_keys: tuple[str, ...] = ()
    known_hosts: Path | None = None
    connect_seconds: float = 20  # for the connection, the greeting, the keys and the login, each
    answer_seconds: float = 30  # for one answer, while connected
    session_seconds: float = 120  # for everything between connecting and parting

    @property
    def place(self) -> str:
        """How people are told which server it is."""
        return self.host if self.port == 22 else f"{self.host}:{self.port}"

    @property
    def known_as(self) -> str:
        """Its name in a known_hosts file (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT)."""
        return self.host if self.port == 22 else f"[{self.host}]:{self.port}"
