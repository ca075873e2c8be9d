"""Something that speaks as SQL Server does, for Microsoft's own ODBC driver: SQLite behind the real protocol.

It proves driver, types on the wire, transactions, errors and time-outs; of T-SQL it understands what we send.
"""

from __future__ import annotations

import os
import platform
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any

import trustme

from tests.parts.ground import Ground
from tests.parts.private import driver, free_port, needs, stop, wait_for_port
from tests.parts.tds import script
from tests.parts.tds.script import Fault, Script, Sent

HOUSE = Path(__file__).parents[2]
AUTHORITY = "authority.pem"
"""Who signed the server's certificate; the driver believes it where SSL_CERT_FILE names it."""

_TEXT = re.compile(r'("?)n?(?:var)?char\((?:\d+|max)\)\1', re.IGNORECASE)


@dataclass
class SqlServer(Ground):
    """A running one, as a ground for an ERP; `folder` has its database and both files of the script.

    Its own connections are SQLite's, past the server: somebody else who works in the ERP.
    """

    folder: Path = Path()
    script: Script = field(default_factory=Script)
    _names: count[int] = field(default_factory=count)

    @property
    def freetds(self) -> str:
        """How to reach it through Debian's own driver, FreeTDS."""
        port = self.where.partition("localhost,")[2].partition(";")[0]
        library = driver("libtdsodbc.so", "tdsodbc")
        return f"Driver={library};Server=localhost;Port={port};Database=ERP;UID=abgleich;PWD=geheim;Encryption=require"

    def connect(self, autocommit: bool = True) -> sqlite3.Connection:
        """Return a connection past the server."""
        level = None if autocommit else "IMMEDIATE"
        return sqlite3.connect(self.folder / "erp.db", timeout=5, isolation_level=level)

    def table(self, columns: str, rows: Sequence[Sequence[object]] = (), name: str = "kunden") -> None:
        """Create a table anew and fill it; texts are compared regardless of case, as SQL Server usually does."""
        super().table(_TEXT.sub(r"\g<0> COLLATE NOCASE", columns), rows, name)

    def tell(self, **changes: Any) -> None:
        """Change the script."""
        self.script = replace(self.script, **changes)
        self.script.write(script.script_in(self.folder))

    def fault(self, at: str, deed: script.Deed = "say", number: int = 0, text: str = "", **more: Any) -> None:
        """Let something go wrong, once unless told otherwise."""
        faults = {**self.script.faults, str(next(self._names)): Fault(at, deed, number, text, **more)}
        self.tell(faults=faults)

    def sent(self) -> list[Sent]:
        """Return what was sent since the server was cleaned."""
        return script.recorded(self.folder)

    def statements(self, start: str = "") -> list[Sent]:
        """Return the statements sent that begin so, without those that only ended a prepared one."""
        ways = ("batch", "sp_prepexec", "sp_executesql", "sp_execute")
        return [sent for sent in self.sent() if sent.way in ways and sent.sql.startswith(start)]

    def clean(self) -> None:
        """Drop the tables made, forget script and record."""
        super().clean()
        self.tell(faults={}, procedures={}, rights={})
        script.record_in(self.folder).write_text("")


def microsoft() -> str:
    """Return the path of Microsoft's ODBC driver, which a wheel brings."""
    try:
        import mssql_python_odbc
    except ImportError:
        needs("mssql-python-odbc", "libltdl7 and the wheel of that name")
    machine = {"aarch64": "arm64"}.get(platform.machine(), platform.machine())
    libraries = Path(mssql_python_odbc.get_libs_dir()) / "linux" / "debian_ubuntu" / machine / "lib"
    return str(next(libraries.glob("libmsodbcsql-*.so.*")))


@contextmanager
def sql_server(folder: Path) -> Iterator[SqlServer]:
    """Start a server with an empty database in `folder`, stop it afterwards."""
    authority, port = trustme.CA(), free_port()
    authority.cert_pem.write_to_path(folder / AUTHORITY)
    authority.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(folder / "server.pem")
    with closing(sqlite3.connect(folder / "erp.db")) as database:
        database.execute("PRAGMA journal_mode = WAL")
    odbc = f"Driver={microsoft()};Server=localhost,{port};Database=ERP;UID=abgleich;PWD=geheim"
    server = SqlServer("sqlserver", odbc, folder=folder)
    server.clean()
    command = [sys.executable, "-m", "tests.parts.tds.server", str(folder), str(folder / "server.pem"), str(port)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, cwd=HOUSE, env=os.environ)
        try:
            wait_for_port(port, process, folder / "log")
            yield server
        finally:
            stop(process)
    assert not (said := (folder / "log").read_text()), said
