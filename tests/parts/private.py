"""What every private test server needs: a free port, an unprivileged account, a start to wait for, an end by pid."""

from __future__ import annotations

import glob
import os
import pwd
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn


@dataclass(frozen=True)
class Server:
    """A running private server: how to reach it over ODBC, and its process."""

    odbc: str
    port: int
    process: subprocess.Popen[bytes]


def needs(what: str, package: str) -> NoReturn:
    """Fail in words: a test that cannot run is not a test that passed."""
    raise RuntimeError(f"{what} is missing. Install the Debian package {package}, or run tests/parts/packages.sh.")


def driver(name: str, package: str) -> str:
    """Return the path of an ODBC driver library."""
    found = glob.glob(f"/usr/lib/*/odbc/{name}") + glob.glob(f"/usr/lib*/{name}")
    return found[0] if found else needs(name, package)


def free_port() -> int:
    """Return a port of the loopback interface that nobody listens on."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def ordinary_user() -> pwd.struct_passwd | None:
    """Return the account to run servers under when we are root (they refuse root), else None: our own will do."""
    return pwd.getpwnam("nobody") if os.getuid() == 0 else None


def wait_for_port(port: int, process: subprocess.Popen[bytes], log: Path, ready: str = "", seconds: float = 60) -> None:
    """Return when something listens on `port` and the log says `ready`: a server may listen before it serves.

    Raise RuntimeError with the server's log when it does not come up.
    """
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        if ready in (log.read_text(errors="replace") if log.exists() else ""):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
            except OSError:
                pass
            else:
                return
        time.sleep(0.02)
    raise RuntimeError(f"The server did not start:\n{log.read_text(errors='replace')[-3000:]}")


def stop(process: subprocess.Popen[bytes]) -> None:
    """End exactly this process: asked first, killed when it does not listen."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
