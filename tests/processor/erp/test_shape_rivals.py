"""Somebody else works on the same rows: between comparing and writing, holding locks, or in a deadlock with us."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import pytest

from processor.erp.gateway import Erp
from processor.erp.sessions import Sessions
from processor.erp.targets import Changed
from processor.erp.writing import Writer
from processor.errors import Unavailable
from tests.parts.ground import NOW, Ground, changes, customers, target
from tests.parts.shapes import MAIL, SHAPES


@pytest.mark.parametrize("name", SHAPES)
def test_an_edit_between_the_two_phases_is_caught_and_nothing_is_written(
    server_ground: Ground, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shape = SHAPES[name]
    shape.lay(server_ground)
    erp = server_ground.erp(*shape.targets)
    found = customers(erp)
    wanted = changes(found[found["flag"] == "yes"], "set_no", "o")
    original, after = Sessions.in_one, []

    def edited_first(*arguments: Any) -> int:
        server_ground.run(shape.edited)
        after.append([sorted(map(repr, server_ground.rows(name=table))) for table in server_ground.tables])
        return original(*arguments)

    monkeypatch.setattr(Sessions, "in_one", edited_first)
    with pytest.raises(Changed) as caught:
        erp.apply(wanted, now=NOW, source="x")
    assert caught.value.keys == (("crm", "[2]"),)
    assert [sorted(map(repr, server_ground.rows(name=table))) for table in server_ground.tables] == after[0]


@pytest.mark.parametrize("name", ["a flag on the parent", "a flag and a blacklist", "a member of a list"])
def test_a_lock_on_any_table_is_waited_for_tried_again_and_leaves_nothing_half_written(
    server_ground: Ground, name: str
) -> None:
    shape = SHAPES[name]
    shape.lay(server_ground)
    erp = server_ground.erp(*shape.targets, timeout=1)
    found = customers(erp)
    wanted = changes(found[found["canonical"].isin([MAIL["anna"], MAIL["bert"]])], "set_no")
    with closing(server_ground.connect(autocommit=False)) as rival:
        rival.cursor().execute(shape.done)
        with pytest.raises(Unavailable, match="erp_locked"):
            erp.apply(wanted, now=NOW, source="x")
        rival.rollback()
    assert set(customers(erp).loc[found["canonical"] == MAIL["anna"], "flag"]) == {"yes"}
    assert erp.apply(wanted, now=NOW, source="x") == 2


def test_a_deadlock_is_tried_again_as_a_whole(server_ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first try is ended by the server's own word for a deadlock, after the first target was written."""
    shape = SHAPES["several tables"]
    shape.lay(server_ground)
    erp = server_ground.erp(*shape.targets)
    found = customers(erp)
    wanted = changes(found[found["flag"] == "yes"], "set_no")
    deadlock = {
        "postgresql": "DO $$ BEGIN RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '40P01'; END $$",
        "mariadb": "SIGNAL SQLSTATE '40001' SET MESSAGE_TEXT = 'Deadlock found when trying to get lock'",
    }[server_ground.kind]
    original, tried, compared = Writer._edited, [], []
    once = Erp._apply_once

    def victim(self: Writer, *arguments: Any) -> list[str]:
        if not tried:
            tried.append(1)
            self.connection.exec_driver_sql(deadlock)
        return original(self, *arguments)

    monkeypatch.setattr(Writer, "_edited", victim)
    monkeypatch.setattr(Erp, "_apply_once", lambda *arguments: (compared.append(1), once(*arguments))[1])
    assert erp.apply(wanted, now=NOW, source="x") == len(wanted)
    assert len(compared) == 2
    assert set(customers(erp)["flag"]) == {"no"}


MOVING = "NEW.id = 3 AND NEW.news <> OLD.news"
MEDDLING: dict[str, dict[str, list[str]]] = {
    change: {
        "sqlite": [f"CREATE TRIGGER t AFTER UPDATE ON kunden WHEN {MOVING} BEGIN UPDATE kunden SET {change}; END"],
        "postgresql": [
            "CREATE OR REPLACE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {MOVING} THEN NEW.{change.partition(' WHERE')[0].replace('=', ':=')}; END IF; "
            "RETURN NEW; END $$",
            "CREATE TRIGGER t BEFORE UPDATE ON kunden FOR EACH ROW EXECUTE FUNCTION t()",
        ],
        "mariadb": [
            "CREATE TRIGGER t BEFORE UPDATE ON kunden FOR EACH ROW "
            f"IF {MOVING} THEN SET NEW.{change.partition(' WHERE')[0]}; END IF"
        ],
    }
    for change in ("id = 33 WHERE id = 3", "news = 'X' WHERE id = 3")
}


@pytest.mark.parametrize("change", MEDDLING)
@pytest.mark.parametrize("backwards", [False, True])
def test_a_row_that_the_erp_itself_changes_as_we_write_is_named_and_not_taken_for_an_edit(
    ground: Ground, change: str, backwards: bool
) -> None:
    """Planning anew would lead to the same for ever."""
    rows = [(number, f"k{number}@example.com", "Y") for number in range(1, 6)]
    ground.table("id int primary key, mail varchar(80), news varchar(1)", rows)
    erp = ground.erp(target())
    wanted = changes(customers(erp), "set_no")
    if backwards:
        erp.apply(wanted, now=NOW, source="x")
    before = ground.rows()
    for statement in MEDDLING[change][ground.kind]:
        ground.run(statement)
    with pytest.raises(Unavailable, match="erp_write_reverted") as caught:
        (erp.restore if backwards else erp.apply)(wanted, now=NOW, source="x")
    assert caught.value.facts == {"target": "crm", "key": "[3]"}
    assert ground.rows() == before
