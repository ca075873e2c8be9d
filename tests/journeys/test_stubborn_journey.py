"""One awkward row, one odd clock, one old backup: none of them may keep the promise to everybody else."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing

import pytest

from processor.erp.gateway import Erp
from processor.errors import Misconfigured
from processor.round import one_round
from processor.service import run_once
from tests.journeys.world import LayOut, optouts

CUSTOMERS = {1: ("anna@example.com", "Y"), 2: ("bernd@example.de", "Y"), 3: ("carla@example.net", "Y")}
NOT_ANNA = (
    "CREATE TRIGGER no_anna BEFORE UPDATE ON kunden WHEN OLD.id = 1 BEGIN SELECT RAISE(ABORT, 'record is locked'); END"
)


def test_a_row_the_erp_does_not_let_us_set_keeps_no_other_row_yes_and_is_told(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, drop={"Abmeldungen.csv": optouts("anna@example.com", "bernd@example.de")})
    world.round()
    world.ground.run("UPDATE kunden SET news = 'Y'")
    world.ground.run(NOT_ANNA)
    done = world.round()
    assert world.customers("news") == {1: "Y", 2: "N", 3: "Y"}
    assert done.away["guard"][1] == {"count": 1, "rows": ["kunden:1"]}
    assert "anna@example.com" not in world.exported()
    world.ground.run("DROP TRIGGER no_anna")
    assert world.round().away == {}
    assert world.customers("news") == {1: "N", 2: "N", 3: "Y"}
    begun, over = world.subjects("fault")
    assert begun.startswith("[newsletter] FAULT")
    assert over.startswith("[newsletter] OVER")


def test_a_file_with_a_row_the_erp_refuses_waits_alone_and_its_people_are_out_already(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, drop={"a.csv": optouts("anna@example.com"), "b.csv": optouts("bernd@example.de")})
    world.ground.run(NOT_ANNA)
    done = world.round()
    assert [(entry.name, entry.state) for entry in done.entries] == [("b.csv", "applied")]
    assert world.customers("news") == {1: "Y", 2: "N", 3: "Y"}
    assert world.exported() == ["carla@example.net"]
    world.ground.run("DROP TRIGGER no_anna")
    world.round()
    assert world.customers("news") == {1: "N", 2: "N", 3: "Y"}


def test_an_erp_that_respells_addresses_is_no_reason_to_stop(lay_out: LayOut) -> None:
    world = lay_out({1: ("Anna@Example.com", "Y")}, drop={"a.csv": optouts("anna@example.com")})
    world.ground.run(
        "CREATE TRIGGER small AFTER UPDATE OF news ON kunden"
        " BEGIN UPDATE kunden SET mail = lower(mail) WHERE id = NEW.id; END"
    )
    assert [entry.state for entry in world.round().entries] == ["applied"]
    assert world.customers("mail, news") == {1: ("anna@example.com", "N")}


def test_settings_that_turn_out_wrong_at_work_refuse_no_file(lay_out: LayOut, monkeypatch: pytest.MonkeyPatch) -> None:
    world = lay_out(CUSTOMERS, drop={"a.csv": optouts("anna@example.com")})

    def wrong(*_: object, **__: object) -> None:
        raise Misconfigured("erp_unknown_server", server="X", driver="Y")

    with monkeypatch.context() as broken:
        broken.setattr(Erp, "customers", wrong)
        for _ in range(5):
            assert "settings" in world.round().away
    assert [entry.state for entry in world.round().entries] == ["applied"]
    assert world.customers("news")[1] == "N"


def test_a_ledger_that_somebody_locks_for_long_makes_no_file_deadly(
    lay_out: LayOut, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("processor.ledger.store.PATIENCE", 0.05)
    world = lay_out(CUSTOMERS)
    world.round()
    world.drop({"a.csv": optouts("anna@example.com")})
    with closing(sqlite3.connect(world.folder / "state" / "ledger.sqlite", isolation_level=None)) as other:
        for _ in range(5):
            with world.opened() as parts:
                other.execute("BEGIN IMMEDIATE")
                assert "ledger" in run_once(parts).away
                other.execute("ROLLBACK")
    assert [entry.state for entry in world.round().entries] == ["applied"]


def test_a_clock_that_was_a_year_ahead_stops_neither_guard_nor_summary(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, drop={"a.csv": optouts("anna@example.com")})
    world.clock.go(days=365)
    world.round()
    world.clock.go(days=-365)
    world.ground.run("UPDATE kunden SET news = 'Y'")
    with world.opened() as parts:
        assert one_round(parts).surveyed
    assert world.customers("news")[1] == "N"
    world.clock.go(days=1)
    world.drop({"b.csv": optouts("bernd@example.de")})
    world.round()
    assert "1 opt-out" in world.subjects("summary")[-1]


def test_held_files_that_a_restored_ledger_does_not_know_are_worked_through_again(lay_out: LayOut) -> None:
    strict = {"optouts_absolute": 1, "optouts_share": 0.0}
    world = lay_out(CUSTOMERS, drop={}, guard=strict)
    world.round()
    ledger = world.folder / "state" / "ledger.sqlite"
    shutil.copyfile(ledger, world.folder / "backup.sqlite")
    world.drop({"a.csv": optouts("anna@example.com", "bernd@example.de")})
    assert [entry.state for entry in world.round().entries] == ["held"]
    for leftover in ledger.parent.glob("ledger.sqlite-*"):
        leftover.unlink()
    shutil.copyfile(world.folder / "backup.sqlite", ledger)
    assert [entry.state for entry in world.round().entries] == ["held"]
    number = world.id_of("a.csv")
    assert world.command("release", number).returncode == 0
    assert world.customers("news") == {1: "N", 2: "N", 3: "Y"}


def test_the_oldest_ledger_file_is_for_its_owner_only(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS)
    (world.folder / "state").mkdir(mode=0o755, exist_ok=True)
    world.round()
    assert (world.folder / "state" / "ledger.sqlite").stat().st_mode & 0o077 == 0
