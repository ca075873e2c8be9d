"""The ERPs of the benchmark: one table of customers, made by the server itself, on SQLite or a private server."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HEADER = ("E-Mail", "Grund", "Datum")
DOMAINS = 97
AT_ONCE = 20_000
"""Addresses in one parameter or, by a thousand, in one statement."""

ADDRESS = {
    "sqlite": f"'First.Last' || n || '@Mail' || (n % {DOMAINS}) || '.example'",
    "postgresql": f"'First.Last' || n || '@Mail' || (n % {DOMAINS}) || '.example'",
    "mariadb": f"concat('First.Last', n, '@Mail', n % {DOMAINS}, '.example')",
}
NUMBERS = {
    "sqlite": "(WITH RECURSIVE count(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM count WHERE n + 1 < {m})"
    " SELECT n FROM count)",
    "postgresql": "(SELECT n FROM generate_series(0, {m} - 1) AS series(n))",
    "mariadb": "(SELECT seq AS n FROM seq_0_to_{last})",
}
INDEX = {"sqlite": "lower(email)", "postgresql": "lower(email)", "mariadb": "email"}
"""What `check` recommends an index on; MariaDB's usual collations compare regardless of case themselves."""


@dataclass(frozen=True)
class Ground:
    """`kind` is sqlite, postgresql or mariadb; `where` a file or an ODBC connection string."""

    kind: str
    where: str

    def connect(self) -> Any:
        """Return a connection of the driver itself, as a script of a user would have it."""
        if self.kind == "sqlite":
            return sqlite3.connect(self.where)
        import pyodbc

        return pyodbc.connect(self.where, autocommit=False)

    @property
    def erp(self) -> dict[str, object]:
        """What the configuration of abgleich says of it."""
        return {"url": f"sqlite:///{self.where}"} if self.kind == "sqlite" else {"odbc": self.where}

    @property
    def by_address(self) -> str:
        """How a script that knows its server compares the column with an address in lower case."""
        return INDEX[self.kind]

    def fill(self, customers: int, *, index: bool) -> None:
        """Make the table anew, everybody YES."""
        with closing(self.connect()) as connection, closing(connection.cursor()) as cursor:
            cursor.execute("DROP TABLE IF EXISTS customer")
            cursor.execute(
                "CREATE TABLE customer"
                " (id INTEGER PRIMARY KEY, email VARCHAR(120), newsletter VARCHAR(1), changed VARCHAR(30))"
            )
            numbers = NUMBERS[self.kind].format(m=customers, last=customers - 1)
            cursor.execute(
                f"INSERT INTO customer SELECT n, {ADDRESS[self.kind]}, 'Y', NULL FROM {numbers} AS numbers ORDER BY n"
            )
            if index:
                cursor.execute(f"CREATE INDEX by_address ON customer ({INDEX[self.kind]})")
            connection.commit()
        self._settle()

    def _settle(self) -> None:
        """Let the server do now what it would do behind the back of the first way that is measured."""
        with closing(self.connect()) as connection:
            if self.kind != "sqlite":
                connection.autocommit = True
            statement = {"sqlite": "ANALYZE", "postgresql": "VACUUM ANALYZE customer"}.get(self.kind)
            connection.execute(statement or "ANALYZE TABLE customer").close()

    def load(self, cursor: Any, addresses: Sequence[str]) -> None:
        """Bring a list into a table of the session by the quickest way this driver has."""
        create = "CREATE TEMPORARY TABLE said_no (email VARCHAR(120))"
        if self.kind == "sqlite":
            cursor.execute("CREATE TEMP TABLE said_no (email TEXT PRIMARY KEY) WITHOUT ROWID")
            cursor.executemany("INSERT INTO said_no VALUES (?)", ((address,) for address in addresses))
        elif self.kind == "postgresql":
            cursor.execute(create)
            for start in range(0, len(addresses), AT_ONCE):
                part = json.dumps(addresses[start : start + AT_ONCE])
                cursor.execute("INSERT INTO said_no SELECT json_array_elements_text(CAST(? AS json))", (part,))
            cursor.execute("ANALYZE said_no")
        else:
            cursor.execute(create)
            for start in range(0, len(addresses), 1000):
                part = addresses[start : start + 1000]
                cursor.execute(f"INSERT INTO said_no VALUES {', '.join(['(?)'] * len(part))}", list(part))

    def result(self) -> list[int]:
        """Return how many customers there are, how many are NO, and the sum of the numbers of those."""
        query = (
            "SELECT count(*), sum(CASE newsletter WHEN 'N' THEN 1 ELSE 0 END),"
            " sum(CASE newsletter WHEN 'N' THEN id ELSE 0 END) FROM customer"
        )
        with closing(self.connect()) as connection, closing(connection.cursor()) as cursor:
            return [int(number) for number in cursor.execute(query).fetchone()]


@contextmanager
def ground(kind: str, folder: Path) -> Iterator[Ground]:
    """Give an ERP of this kind; a server is a private one on loopback with its own data folder, and ends with us."""
    if kind == "sqlite":
        yield Ground(kind, str(folder / "erp.sqlite"))
        return
    from tests.parts.mariadb import mariadb
    from tests.parts.postgres import postgres

    with {"postgresql": postgres, "mariadb": mariadb}[kind]() as server:
        yield Ground(kind, server.odbc)


def write_list(file: Path, customers: int, optouts: int) -> list[int]:
    """Write a list of opt-outs, spread evenly over the customers; return what `Ground.result` must be afterwards."""
    step = customers // optouts
    with file.open("w", encoding="utf-8", newline="") as out:
        lines = csv.writer(out, delimiter=";")
        lines.writerow(HEADER)
        for n in range(0, optouts * step, step):
            when = f"{n % 28 + 1:02}.08.2026 07:{n % 60:02}"
            lines.writerow((f"first.last{n}@mail{n % DOMAINS}.example", "abgemeldet", when))
    return [customers, optouts, step * optouts * (optouts - 1) // 2]
