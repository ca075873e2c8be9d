"""A ledger of an older program is brought up: what it holds stays, what is new is empty."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import mssql, mysql, postgresql

from processor.ledger import Ledger, schema
from processor.ledger.versions import ADDED, bring_up

FIRST = Path(__file__).with_name("version1.sql")
"""A ledger that version 1 of the tables was made for: an applied file, a held one, and an export."""


def lay_down(folder: Path, *more: str) -> Path:
    file = folder / "ledger.sqlite"
    with closing(sqlite3.connect(file)) as old:
        old.executescript(FIRST.read_text())
        for statement in more:
            old.execute(statement)
        old.commit()
    return file


def rows(file: Path, tables: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    with closing(sqlite3.connect(file)) as database:
        database.row_factory = sqlite3.Row
        return {name: [dict(row) for row in database.execute(f"SELECT * FROM {name}")] for name in tables}


def test_an_old_ledger_keeps_every_row_and_is_stamped(tmp_path: Path) -> None:
    file = lay_down(tmp_path)
    with closing(sqlite3.connect(file)) as old:
        tables = [name for (name,) in old.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    before = rows(file, tables)
    assert len(before["changes"]) == 2
    Ledger.in_folder(tmp_path).close()
    after = rows(file, tables)
    assert {row["name"]: row["value"] for row in after.pop("meta")}["version"] == str(schema.VERSION)
    before.pop("meta")
    kept = {
        name: [{column: row[column] for column in before[name][0]} for row in after[name]]
        for name in before
        if before[name]
    }
    assert kept == {name: found for name, found in before.items() if found}


def test_an_old_ledger_works_like_a_new_one(tmp_path: Path) -> None:
    lay_down(tmp_path)
    ledger = Ledger.in_folder(tmp_path)
    found = ledger.undoable.changes("AAAAAAAA")
    assert list(found["undone"]) == ["", ""]
    assert ledger.drops.get("BBBBBBBB").state == "held"
    assert ledger.trails.of("anna@example.com", "anna@example.com").lines[0]["reason"] == "zu viel"
    ledger.close()


def test_a_death_half_way_is_made_good_by_opening_again(tmp_path: Path) -> None:
    lay_down(tmp_path, "ALTER TABLE changes ADD undone VARCHAR(64)")
    Ledger.in_folder(tmp_path).close()
    ledger = Ledger.in_folder(tmp_path)
    assert len(ledger.undoable.changes("AAAAAAAA")) == 2
    ledger.close()


def test_an_old_ledger_gets_the_same_columns_as_a_new_one(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    columns = []
    for folder in (lay_down(tmp_path).parent, tmp_path / "new"):
        ledger = Ledger.in_folder(folder)
        inspected = sa.inspect(ledger._engine)
        columns.append(
            {name: {one["name"] for one in inspected.get_columns(name)} for name in inspected.get_table_names()}
        )
        ledger.close()
    assert columns[0] == columns[1]


@pytest.mark.parametrize("dialect", [mssql.dialect(), postgresql.dialect(), mysql.dialect()])
def test_the_statements_are_what_each_server_understands(dialect: sa.Dialect, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    class Recorder:
        def __init__(self) -> None:
            self.dialect = dialect

        def exec_driver_sql(self, statement: str) -> None:
            told.append(statement)

        def execute(self, statement: object) -> None:
            told.append(str(statement).split()[0])

    class Inspected:
        @staticmethod
        def get_columns(_name: str) -> list[dict[str, str]]:
            return [{"name": "id"}]

    monkeypatch.setattr(sa, "inspect", lambda _connection: Inspected)
    bring_up(Recorder(), 1)  # type: ignore[arg-type]
    assert told[0].startswith("ALTER TABLE changes ADD undone VARCHAR(64)")
    assert "COLUMN" not in " ".join(told)
    assert len(told) == sum(len(columns) for _, columns in ADDED.values()) + 1
