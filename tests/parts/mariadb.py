"""A private MariaDB server for tests: own temporary data folder, loopback, high free port, gone afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.parts.private import Server, driver, free_port, needs, ordinary_user, stop, wait_for_port


@contextmanager
def mariadb() -> Iterator[Server]:
    """Start a server with a database "erp", give its ODBC connection string, stop it and remove its folder."""
    library = driver("libmaodbc.so", "odbc-mariadb")
    install = shutil.which("mariadb-install-db") or needs("mariadb-install-db", "mariadb-server-core")
    server = shutil.which("mariadbd", path=os.environ["PATH"] + ":/usr/sbin") or needs(
        "mariadbd", "mariadb-server-core"
    )
    user = ordinary_user()
    folder = Path(tempfile.mkdtemp(prefix="abgleich-mariadb-"))
    try:
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
        account = {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": ()}
        data, port = folder / "data", free_port()
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(folder)}
        subprocess.run(
            [
                install,
                "--no-defaults",
                f"--datadir={data}",
                "--force",
                "--skip-name-resolve",
                "--skip-test-db",
                "--auth-root-authentication-method=normal",
            ],
            check=True,
            capture_output=True,
            cwd=folder,
            env=environment,
            **account,
        )
        first = folder / "first.sql"
        first.write_text(
            "CREATE DATABASE erp;\n"
            "CREATE USER 'erp'@'%' IDENTIFIED BY 'geheim';\n"
            "GRANT ALL ON *.* TO 'erp'@'%' WITH GRANT OPTION;\n"
        )
        first.chmod(0o644)
        log = (folder / "log").open("wb")
        process = subprocess.Popen(
            [
                server,
                "--no-defaults",
                f"--datadir={data}",
                f"--socket={folder}/socket",
                f"--pid-file={folder}/pid",
                f"--port={port}",
                "--bind-address=127.0.0.1",
                "--skip-name-resolve",
                f"--init-file={first}",
                "--character-set-server=utf8mb4",
                "--innodb-buffer-pool-size=64M",
                "--innodb-log-file-size=16M",
                "--innodb-flush-log-at-trx-commit=0",
            ],
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env=environment,
            **account,
        )
        try:
            wait_for_port(port, process, folder / "log")
            yield Server(
                f"Driver={library};Server=127.0.0.1;Port={port};Database=erp;UID=erp;PWD=geheim", port, process
            )
        finally:
            stop(process)
            log.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
