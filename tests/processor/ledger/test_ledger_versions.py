"""A ledger of an older program is brought up: what it holds stays, what is new is empty."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from processor.ledger import Ledger, schema

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


def whole(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Lines and changes as today's program reads them."""
    ledger = Ledger.in_folder(folder)
    with ledger._engine.connect() as connection:
        found = {
            name: [dict(row._mapping) for row in connection.execute(sa.select(table).order_by(table.c[order]))]
            for name, table, order in (("lines", schema.line, "n"), ("changes", schema.change, "id"))
        }
    ledger.close()
    return found


def plain(value: object) -> object:
    """A value as SQLite keeps it."""
    return value.strftime("%Y-%m-%d %H:%M:%S.%f") if isinstance(value, datetime) else value


def test_an_old_ledger_keeps_every_row_and_is_stamped(tmp_path: Path) -> None:
    file = lay_down(tmp_path)
    with closing(sqlite3.connect(file)) as old:
        tables = [name for (name,) in old.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    before = rows(file, tables)
    assert (len(before["changes"]), len(before["lines"])) == (2, 4)
    moved = whole(tmp_path)
    for name in ("lines", "changes"):
        assert name not in rows(file, [one for (one,) in names(file)])
        older = sorted(before.pop(name), key=lambda row: (row["drop_id"], row.get("n", row.get("id"))))
        newer = sorted(moved[name], key=lambda row: (row["drop_id"], row.get("n", row.get("id"))))
        assert [{key: plain(row[key]) for key in older[0]} for row in newer] == older
    after = rows(file, list(before))
    assert {row["name"]: row["value"] for row in after.pop("meta")}["version"] == str(schema.VERSION)
    before.pop("meta")
    assert after == before


def names(file: Path) -> list[tuple[str]]:
    with closing(sqlite3.connect(file)) as database:
        return database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()


def test_an_old_ledger_works_like_a_new_one(tmp_path: Path) -> None:
    lay_down(tmp_path)
    ledger = Ledger.in_folder(tmp_path)
    found = ledger.undoable.changes("AAAAAAAA")
    assert list(found["undone"]) == ["", ""]
    assert ledger.drops.get("BBBBBBBB").state == "held"
    assert ledger.trails.of("anna@example.com", "anna@example.com").lines[0]["reason"] == "zu viel"
    ledger.close()


def test_a_copy_that_a_death_left_behind_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "dead").mkdir()
    undisturbed = whole(lay_down(tmp_path).parent)
    file = lay_down(tmp_path / "dead")
    ledger = Ledger.in_folder(tmp_path / "dead")
    with ledger._engine.begin() as connection:  # as on a server where dropping a table commits what was copied before
        connection.execute(schema.meta.update().where(schema.meta.c.name == "version").values(value="2"))
    ledger.close()
    older = FIRST.read_text().split("CREATE TABLE changes", 1)[1].split("CREATE TABLE content", 1)[0]
    with closing(sqlite3.connect(file)) as old:
        old.executescript("CREATE TABLE changes" + older)
    again = whole(tmp_path / "dead")
    for row in again["changes"] + undisturbed["changes"]:
        row.pop("id")
    assert again == undisturbed


def test_a_ledger_of_version_2_keeps_what_was_undone(tmp_path: Path) -> None:
    undone = ("undone VARCHAR(64)", "undone_by VARCHAR(8)", "kept_for VARCHAR(8)", "undone_at DATETIME")
    told = "UPDATE changes SET undone = 'kept', undone_by = 'AAAAAAAA', kept_for = 'BBBBBBBB' WHERE id = 2"
    lay_down(tmp_path, *(f"ALTER TABLE changes ADD {column}" for column in undone), told)
    changes = whole(tmp_path)["changes"]
    assert [row["undone"] for row in changes] == [None, "kept"]
    assert [row["kept_for"] for row in changes] == [None, "BBBBBBBB"]


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
