"""The script that gives an account exactly the rights the targets need, for an administrator to read and run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy.dialects import mssql, mysql, postgresql
from sqlalchemy.sql import quoted_name

from processor.erp.naming import split_name, table_of
from processor.erp.needs import Need, needs_of, procedure_of, statements_of
from processor.erp.targets import Statement, Target

Kind = Literal["mssql", "postgresql", "mysql", "sqlite"]

_DRIVERS: Mapping[Kind, str] = {
    "mssql": "sql server|sqlserver|msodbcsql|freetds|tdsodbc|sqlncli",
    "postgresql": "postgres|psqlodbc",
    "mysql": "maria|maodbc|mysql|myodbc",
}
_KEY = re.compile(r"(?:^|;)\s*(?P<key>[^=;]+?)\s*=\s*(?:\{(?P<braced>(?:[^}]|\}\})*)\}|(?P<bare>[^;]*))")

_SEQUENCES = (
    "DO $$ DECLARE s text; BEGIN FOR s IN SELECT CAST(CAST(d.objid AS regclass) AS text) FROM pg_depend d"
    " JOIN pg_class c ON c.oid = d.objid AND c.relkind = 'S' WHERE d.refobjid = CAST({literal} AS regclass)"
    " AND d.deptype = 'a' LOOP EXECUTE 'GRANT USAGE ON SEQUENCE ' || s || ' TO {account}'; END LOOP; END $$;"
)
"""A new row takes its number from a sequence that belongs to its column (serial); identity columns need no right."""


@dataclass(frozen=True)
class Remark:
    """A comment in the script. The words of `code` are in the section check."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


Line = str | Remark


def odbc_keys(connection_string: str) -> dict[str, str]:
    """Return the keys of an ODBC connection string in lower case, and their values without braces."""
    return {
        found["key"].lower(): (found["braced"] or "").replace("}}", "}") or found["bare"] or ""
        for found in _KEY.finditer(connection_string)
    }


def kind_behind(connection_string: str) -> Kind | None:
    """Return the kind of server an ODBC driver is for, by its name; None where the name does not tell."""
    driver = odbc_keys(connection_string).get("driver", "").lower()
    return next((kind for kind, words in _DRIVERS.items() if re.search(words, driver)), None)


def script(
    targets: Sequence[Target], kind: Kind, account: str, database: str = "", preamble: Sequence[str] = ()
) -> Iterator[Line]:
    """Yield the script line by line; `preamble` are the operator's statements around each transaction.

    Columns are named one by one, except where a condition of the operator's own names columns nobody else knows of.
    """
    if kind == "sqlite":
        yield Remark("grants_none")
        return
    writer = _WRITERS[kind](account)
    yield Remark("grants_about", {"account": account})
    yield from writer.account_lines(database)
    for need in needs_of(targets):
        if need.whole:
            yield Remark("grants_whole", {"table": need.table})
        yield from writer.grants(need)
    for statement in statements_of(targets):
        name = procedure_of(statement)
        if name:
            yield from writer.execute(statement, name)
        else:
            yield Remark("grants_statement", {"statement": statement.sql})
    yield from [Remark("grants_preamble")] if preamble else []


class _Postgres:
    dialect: Any = postgresql.dialect

    def __init__(self, account: str) -> None:
        self.preparer = self.dialect().identifier_preparer
        self.account = self.quoted(account)

    def quoted(self, name: str) -> str:
        return str(self.preparer.quote(quoted_name(name, quote=True)))

    def table(self, name: str) -> str:
        return str(self.preparer.format_table(table_of(name, ())))

    def columns(self, names: Iterable[str]) -> str:
        return f" ({', '.join(self.quoted(name) for name in names)})"

    def account_lines(self, database: str) -> Iterator[Line]:
        yield comment(f"CREATE ROLE {self.account} LOGIN PASSWORD '…';")
        yield Remark("grants_public_schema")

    def grants(self, need: Need) -> Iterator[Line]:
        schema = split_name(need.table)[0]
        if schema:
            yield f"GRANT USAGE ON SCHEMA {self.quoted(schema)} TO {self.account};"
        yield f"GRANT {', '.join(self.rights(need))} ON {self.table(need.table)} TO {self.account};"
        if need.insert:
            literal = "'" + self.table(need.table).replace("'", "''") + "'"
            account = self.account.replace("'", "''")
            yield _SEQUENCES.replace("{literal}", literal).replace("{account}", account)

    def rights(self, need: Need) -> Iterator[str]:
        yield "SELECT" if need.whole else "SELECT" + self.columns(need.read)
        yield from ["UPDATE" + self.columns(need.update)] if need.update else []
        yield from ["INSERT" + self.columns(need.insert)] if need.insert else []
        yield from ["DELETE"] if need.delete else []

    def execute(self, statement: Statement, name: str) -> Iterator[Line]:
        yield f"GRANT EXECUTE ON ROUTINE {self.table(name)} TO {self.account};"


class _MySql(_Postgres):
    dialect = mysql.dialect

    def __init__(self, account: str) -> None:
        super().__init__(account)
        self.account = "'" + account.replace("\\", "\\\\").replace("'", "''") + "'@'%'"

    def account_lines(self, database: str) -> Iterator[Line]:
        yield comment(f"CREATE USER {self.account} IDENTIFIED BY '…';")
        yield f"USE {self.quoted(database)};" if database else Remark("grants_use")

    def grants(self, need: Need) -> Iterator[Line]:
        yield f"GRANT {', '.join(self.rights(need))} ON {self.table(need.table)} TO {self.account};"

    def execute(self, statement: Statement, name: str) -> Iterator[Line]:
        kind = "FUNCTION" if statement.sql.lstrip().lower().startswith("select") else "PROCEDURE"
        yield f"GRANT EXECUTE ON {kind} {self.table(name)} TO {self.account};"


class _SqlServer(_Postgres):
    dialect = mssql.dialect

    def account_lines(self, database: str) -> Iterator[Line]:
        yield comment(f"CREATE LOGIN {self.account} WITH PASSWORD = N'…';")
        yield comment(f"CREATE USER {self.account} FOR LOGIN {self.account};")
        self.home = self.here = database
        yield f"USE {self.quoted(database)};" if database else Remark("grants_use")

    def inside(self, name: str) -> Iterator[Line]:
        """Yield the change to the database a name leads to: rights are given in the database of the table."""
        database = (split_name(name)[0] or "").rpartition(".")[0].strip("[]") or self.home
        if database and database != self.here:
            self.here = database
            yield f"USE {self.quoted(database)};"

    def table(self, name: str) -> str:
        schema, bare = split_name(name)
        owner = (schema or "").rpartition(".")[2]
        return ".".join(self.quoted(part) for part in (owner, bare) if part)

    def grants(self, need: Need) -> Iterator[Line]:
        yield from self.inside(need.table)
        for right in self.rights(need):
            yield f"GRANT {right} ON {self.table(need.table)} TO {self.account};"

    def rights(self, need: Need) -> Iterator[str]:
        # INSERT cannot be given for single columns here.
        return ("INSERT" if right.startswith("INSERT") else right for right in super().rights(need))

    def execute(self, statement: Statement, name: str) -> Iterator[Line]:
        yield from self.inside(name)
        yield f"GRANT EXECUTE ON {self.table(name)} TO {self.account};"


_WRITERS: Mapping[str, type[_Postgres]] = {"postgresql": _Postgres, "mysql": _MySql, "mssql": _SqlServer}


def comment(text: str) -> str:
    """Return a text as one line that no server runs."""
    return "-- " + " ".join(text.split())
