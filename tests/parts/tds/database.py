"""One session's database: statements of T-SQL carried out by SQLite, with SQL Server's transactions and errors."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

from tests.parts.tds import catalogue
from tests.parts.tds.describing import told
from tests.parts.tds.refusal import Refused, refusal
from tests.parts.tds.rewrite import EXECUTE, Statement, rewritten
from tests.parts.tds.script import Script
from tests.parts.tds.types import Result, Type, declared, fitting

TRANSACTIONS = count(1)


class Database:
    """The ERP as one session sees it. `transaction` is the number of the open one, 0 without.

    Reading opens no transaction of SQLite's, so that a session sees what others committed, as SQL Server's usual
    isolation shows it; the first write takes SQLite's lock.
    """

    def __init__(self, file: Path, script: Callable[[], Script]) -> None:
        """`file` is SQLite's; `script` gives what the test wants just now."""
        self.transaction = 0
        self.committed = False  # whether the last one was
        self._script = script
        self._saved: list[str] = []
        self._context: bytes | None = None
        self._lock_timeout = -1
        self._data = sqlite3.connect(f"{file.as_uri()}?mode=rw", uri=True, isolation_level=None)
        catalogue.lay(self._data, script)
        self._data.create_function("CONTEXT_INFO", 0, lambda: self._context)
        self._data.create_function("SESSION_SETTING", 1, lambda _: self._lock_timeout)

    def run(self, tsql: str, values: Mapping[str, Any]) -> list[Result]:
        """Carry out a batch of one statement; `values` are its parameters by name. Raises Refused."""
        for pattern, act in _CONTROL.items():
            if found := re.fullmatch(pattern, tsql.strip().rstrip(";"), re.IGNORECASE):
                act(self, *found.groups())
                return []
        if found := re.fullmatch(r"sp_datatype_info_100 (-?\d+),\d+", tsql):  # so asks FreeTDS
            return [told(int(found[1]))]
        called = EXECUTE.fullmatch(tsql)
        if called is not None:
            names = [part.strip().rpartition("@")[2] for part in called[2].split(",") if part.strip()]
            return self.call(called[1], [values[name] for name in names])
        try:
            return [self._answered(rewritten(tsql), values)]
        except ValueError as problem:
            raise Refused(102, f"Incorrect syntax near {problem}") from problem

    def call(self, name: str, values: Sequence[Any]) -> list[Result]:
        """Carry out a procedure of the script with these arguments, step by step."""
        body = self._body(name)
        if body is None:
            raise Refused(2_812, f"Could not find stored procedure '{name}'.")
        self._write()
        arguments = {str(place): value for place, value in enumerate(values, start=1)}
        results: list[Result] = []
        for step in body.split(";"):
            try:
                results.append(_result(self._executed(step, arguments)))
            except Refused as problem:
                problem.results = results
                raise
        return results

    def _body(self, name: str) -> str | None:
        """Return what a procedure of the script does, None where there is none of this name."""
        bodies = {catalogue.bare(known): body for known, body in self._script().procedures.items()}
        return bodies.get(catalogue.bare(name))

    def types_of(self, table: str) -> dict[str, Type]:
        """Return the types of a table's columns, by their names in lower case."""
        found = self._data.execute("SELECT lower(name), type FROM pragma_table_info(?, 'main')", (table,))
        return {name: declared(text) for name, text in found}

    def close(self) -> None:
        """End the session; what is not committed is lost."""
        self._data.close()

    def rollback(self, savepoint: str | None = None) -> None:
        """Take the transaction back, or what was done since a savepoint."""
        if not savepoint:
            self._end("ROLLBACK", 3_903)
        elif self._data.in_transaction:
            self._data.execute(f"ROLLBACK TO {savepoint}")

    def commit(self) -> None:
        """Commit the transaction."""
        self._end("COMMIT", 3_902)

    def begin(self) -> None:
        """Open a transaction, where none is open."""
        self.transaction = self.transaction or next(TRANSACTIONS)

    def _save(self, name: str) -> None:
        if not self.transaction:
            raise Refused(628, "Cannot issue SAVE TRANSACTION when there is no active transaction.")
        self._saved.append(name)
        if self._data.in_transaction:
            self._data.execute(f"SAVEPOINT {name}")

    def _end(self, how: str, number: int) -> None:
        if not self.transaction:
            raise Refused(number, f"The {how} TRANSACTION request has no corresponding BEGIN TRANSACTION.")
        if self._data.in_transaction:
            self._data.execute(how)
        self.transaction, self._saved, self.committed = 0, [], how == "COMMIT"

    def _write(self) -> None:
        if self.transaction and not self._data.in_transaction:
            self._executed("BEGIN IMMEDIATE", {})
            for name in self._saved:
                self._data.execute(f"SAVEPOINT {name}")

    def _set_lock_timeout(self, milliseconds: str) -> None:
        self._lock_timeout = int(milliseconds)
        self._data.execute(f"PRAGMA busy_timeout = {milliseconds}")

    def _set_context(self, digits: str) -> None:
        self._context = bytes.fromhex(digits.zfill(len(digits) + len(digits) % 2))

    def _answered(self, statement: Statement, values: Mapping[str, Any]) -> Result:
        if statement.catalogue:
            catalogue.fill(self._data, self._script().rights)
        if statement.writes:
            self._write()
        cursor = self._executed(statement.sql, values)
        if cursor.description is None:
            return _result(cursor)
        rows = cursor.fetchall()
        return Result(self._columns(statement, rows), rows, len(rows))

    def _columns(self, statement: Statement, rows: Sequence[Sequence[Any]]) -> list[tuple[str, Type]]:
        known: dict[str, Type] = {}
        for table in reversed(statement.tables):
            known |= self.types_of(table)
        return [
            (name, known.get(column.lower()) or fitting([row[place] for row in rows]))
            for place, (name, column) in enumerate(statement.columns)
        ]

    def _executed(self, sql: str, values: Mapping[str, Any]) -> sqlite3.Cursor:
        try:
            return self._data.execute(sql, {name: _stored(value) for name, value in values.items()})
        except sqlite3.Error as problem:
            raise refusal(problem) from problem


def _result(cursor: sqlite3.Cursor) -> Result:
    """Return what a step gave, its columns typed by what is in them."""
    if cursor.description is None:
        return Result(count=cursor.rowcount, verb="update")
    rows = cursor.fetchall()
    names = [name for name, *_ in cursor.description]
    return Result([(name, fitting([row[place] for row in rows])) for place, name in enumerate(names)], rows, len(rows))


def _stored(value: Any) -> Any:
    """Return a value as SQLite keeps it: moments as texts, without a fraction of zero."""
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    return value.isoformat(" ") if isinstance(value, datetime) else str(value) if isinstance(value, date) else value


_CONTROL: Mapping[str, Callable[..., None]] = {
    r"SET LOCK_TIMEOUT (-?\d+)": Database._set_lock_timeout,
    r"SET CONTEXT_INFO 0x([0-9A-F]*)": Database._set_context,
    r"IF @@TRANCOUNT = 0 BEGIN TRANSACTION": Database.begin,
    r"BEGIN TRANSACTION": Database.begin,
    r"COMMIT TRANSACTION": Database.commit,
    r"ROLLBACK TRANSACTION(?: (\w+))?": Database.rollback,
    r"SAVE TRANSACTION (\w+)": Database._save,
}
