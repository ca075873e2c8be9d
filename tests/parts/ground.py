"""The ground an ERP stands on in tests: one SQLite file or one private server, with tables made for the test."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from processor.erp.gateway import Erp
from processor.erp.targets import Bounce, Flag, Target

NOW = datetime(2026, 4, 12, 7, 5, 9, tzinfo=ZoneInfo("Europe/Berlin"))


@dataclass
class Ground:
    """`kind` is sqlite, postgresql or mariadb; `where` a file path or an ODBC connection string."""

    kind: str
    where: str
    tables: list[str] = field(default_factory=list)

    def connect(self, autocommit: bool = True) -> Any:
        """Return a connection of the driver itself: another session than the ERP's."""
        if self.kind == "sqlite":
            return sqlite3.connect(self.where, timeout=0.2, isolation_level=None if autocommit else "IMMEDIATE")
        import pyodbc

        pyodbc.pooling = False
        # The ERP's own connections get no such key from here: it must set it by itself.
        real_booleans = ";BoolsAsChar=0" if self.kind == "postgresql" else ""
        return pyodbc.connect(self.where + real_booleans, autocommit=autocommit)

    def run(self, statement: str, *parameters: object) -> list[tuple[Any, ...]]:
        """Execute one statement and return its rows."""
        with closing(self.connect()) as connection, closing(connection.cursor()) as cursor:
            cursor.execute(statement, parameters)
            return [tuple(row) for row in cursor.fetchall()] if cursor.description else []

    def quoted(self, name: str) -> str:
        """Return a name in this server's quotes."""
        sign = "`" if self.kind == "mariadb" else '"'
        return sign + name.replace(sign, sign * 2) + sign

    def table(self, columns: str, rows: Sequence[Sequence[object]] = (), name: str = "kunden") -> None:
        """Create a table anew and fill it; `name` is taken as it stands, quoted where it needs to be."""
        self.run(f"DROP TABLE IF EXISTS {name}")
        self.run(f"CREATE TABLE {name} ({columns})")
        self.tables.append(name)
        if rows:
            marks = f"({', '.join('?' * len(rows[0]))})"
            with closing(self.connect(autocommit=False)) as connection, closing(connection.cursor()) as cursor:
                for start in range(0, len(rows), 150):  # several rows a statement: executemany goes row by row
                    some = rows[start : start + 150]
                    cells = [cell for row in some for cell in row]
                    cursor.execute(f"INSERT INTO {name} VALUES {', '.join([marks] * len(some))}", cells)
                connection.commit()

    def rows(self, columns: str = "*", name: str = "kunden", order: str = "1") -> list[tuple[Any, ...]]:
        """Return the table's rows; padding of CHAR columns is taken off."""
        found = self.run(f"SELECT {columns} FROM {name} ORDER BY {order}")
        return [tuple(cell.rstrip(" ") if isinstance(cell, str) else cell for cell in row) for row in found]

    def erp(self, *targets: Target, timeout: int = 30) -> Erp:
        """Return the ERP on this ground."""
        if self.kind == "sqlite":
            return Erp.open(url=f"sqlite:///{self.where}", targets=targets, timeout=timeout)
        return Erp.open(odbc=self.where, targets=targets, timeout=timeout)

    def clean(self) -> None:
        """Drop the tables made."""
        for name in self.tables:
            self.run(f"DROP TABLE IF EXISTS {name}")
        self.tables.clear()


def target(**other: Any) -> Target:
    """Return a target on the table kunden(id, mail, news), with what the test wants different."""
    usual: dict[str, Any] = {"name": "crm", "table": "kunden", "key": ["id"], "email": ["mail"]}
    return Target(**{**usual, "flag": Flag(column="news", yes=["Y"], no="N"), "bounce": Bounce(), **other})


def customers(erp: Erp, **arguments: Any) -> pd.DataFrame:
    """Return all customers in one frame."""
    return pd.concat([*erp.customers(**arguments)], ignore_index=True)


def changes(found: pd.DataFrame, action: str, reason: str = "optout") -> pd.DataFrame:
    """Return the changes that do `action` to these customers, as a plan would ask for them."""
    before = dict.fromkeys(("mark", "count"), found["bounce_value"]) | {"set_no": found["flag_value"]}
    wanted = found[["target", "key", "column", "email", "canonical"]].copy()
    wanted["action"] = action
    wanted["before"] = before[action] if action in before else [json.dumps(cell) for cell in found["email"]]
    wanted["reason"] = reason
    return wanted
