"""A private PostgreSQL server for tests: own temporary data folder, loopback, high free port, gone afterwards."""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.parts.private import Server, driver, free_port, needs, ordinary_user, stop, wait_for_port


def _program(name: str) -> str:
    found = sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"), key=lambda path: int(path.split("/")[4]))
    return found[-1] if found else needs(name, "postgresql")


@contextmanager
def postgres() -> Iterator[Server]:
    """Start a server, give its ODBC connection string, stop it by its process and remove its folder."""
    library = driver("psqlodbcw.so", "odbc-postgresql")
    initdb, server = _program("initdb"), _program("postgres")
    user = ordinary_user()
    folder = Path(tempfile.mkdtemp(prefix="abgleich-postgres-"))
    try:
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
        account = {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": ()}
        data, port = folder / "data", free_port()
        common = {"cwd": folder, "env": {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC"}, **account}
        subprocess.run(
            [initdb, "-D", str(data), "-U", "erp", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
            check=True,
            capture_output=True,
            **common,
        )
        log = (folder / "log").open("wb")
        settings = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "fsync": "off", "port": str(port)}
        process = subprocess.Popen(
            [
                server,
                "-D",
                str(data),
                *(word for name, value in settings.items() for word in ("-c", f"{name}={value}")),
            ],
            stdout=log,
            stderr=subprocess.STDOUT,
            **common,
        )
        try:
            wait_for_port(port, process, folder / "log", "ready to accept connections")
            yield Server(
                f"Driver={library};Server=127.0.0.1;Port={port};Database=postgres;UID=erp;PWD=geheim", port, process
            )
        finally:
            stop(process)
            log.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
