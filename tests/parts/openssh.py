"""A private OpenSSH server for tests: own keys, own folder, loopback, high free port, only SFTP, gone afterwards."""

from __future__ import annotations

import os
import pwd
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from dropzone.server import Server
from tests.parts.private import free_port, needs, ordinary_user, stop, wait_for_port

TYPES = ("ed25519", "ecdsa", "rsa")


@dataclass
class OpenSsh:
    """A running server. `home` holds what clients see; who logs in is an ordinary user, never root."""

    folder: Path
    port: int
    user: str
    process: subprocess.Popen[bytes]

    @property
    def home(self) -> Path:
        return self.folder / "home"

    def public(self, kind: str = "ed25519") -> str:
        """Return the host key of a type as a line "type key"."""
        return " ".join((self.folder / f"host_{kind}.pub").read_text().split()[:2])

    def server(self, **other: Any) -> Server:
        """Return how to reach it, with its ed25519 key pinned, and short waits."""
        usual = Server(
            host="127.0.0.1",
            port=self.port,
            user=self.user,
            key_file=self.folder / "client",
            host_keys=(self.public(),),
            connect_seconds=5,
            answer_seconds=5,
            session_seconds=30,
        )
        return replace(usual, **other)

    def make(self, name: str, mode: int = 0o755) -> Path:
        """Return a new folder that belongs to who logs in."""
        path = self.home / name
        path.mkdir(parents=True)
        self.give(path)
        path.chmod(mode)
        return path

    def give(self, path: Path) -> None:
        """Let a file or folder belong to who logs in."""
        if os.getuid() == 0:
            account = pwd.getpwnam(self.user)
            os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)


@contextmanager
def openssh(*options: str, largest: int = 1 << 30) -> Iterator[OpenSsh]:
    """Start a server, give it, stop it by its process. `options` are words for its SFTP part (sftp-server(8)).

    No file there grows above `largest` bytes: a quota, to who writes.
    """
    program = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin") or needs("sshd", "openssh-server")
    account = ordinary_user()
    folder = Path(tempfile.mkdtemp(prefix="abgleich-openssh-"))
    try:
        for name, kind in [*((f"host_{kind}", kind) for kind in TYPES), ("client", "ed25519"), ("other", "ed25519")]:
            bits = ["-b", "2048"] if kind == "rsa" else []
            command = ["ssh-keygen", "-q", "-N", "", "-t", kind, *bits, "-f", str(folder / name)]
            subprocess.run(command, check=True, capture_output=True)
        (folder / "home").mkdir()
        folder.chmod(0o755)
        if account is not None:
            for path in (folder, *folder.iterdir()):
                os.chown(path, account.pw_uid, account.pw_gid)
        yield from _running(folder, program, options, account, largest)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _running(
    folder: Path, program: str, options: tuple[str, ...], account: pwd.struct_passwd | None, largest: int
) -> Iterator[OpenSsh]:
    port, config, log = free_port(), folder / "config", folder / "log"
    settings = {
        "Port": str(port),
        "ListenAddress": "127.0.0.1",
        "AuthorizedKeysFile": str(folder / "client.pub"),
        "PasswordAuthentication": "no",
        "KbdInteractiveAuthentication": "no",
        "UsePAM": "yes",
        "StrictModes": "no",
        "PidFile": "none",
        "MaxStartups": "100",
        "UseDNS": "no",
        "Subsystem": " ".join(("sftp internal-sftp", *options)),
    }
    keys = "".join(f"HostKey {folder}/host_{kind}\n" for kind in TYPES)
    config.write_text(keys + "".join(f"{name} {value}\n" for name, value in settings.items()))
    user = account or pwd.getpwuid(os.getuid())
    as_user: dict[str, Any] = (
        {} if account is None else {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": ()}
    )
    with log.open("wb") as stream:
        command = [program, "-D", "-e", "-f", str(config)]
        process = subprocess.Popen(
            command,
            stdout=stream,
            stderr=stream,
            cwd=folder,
            preexec_fn=partial(resource.setrlimit, resource.RLIMIT_FSIZE, (largest, largest)),
            restore_signals=False,  # a file that may not grow is then an error to its writer, not his end
            **as_user,
        )
        try:
            wait_for_port(port, process, log, "Server listening")
            yield OpenSsh(folder, port, user.pw_name, process)
        finally:
            stop(process)
