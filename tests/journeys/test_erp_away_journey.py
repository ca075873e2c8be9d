"""The ERP is away for a while: nothing is lost, nobody gets mail he refused, and people hear of it twice."""

from __future__ import annotations

import os
from pathlib import Path

from processor.trouble import Round
from tests.journeys.world import LayOut, World, optouts
from tests.parts.ground import Ground
from tests.parts.postgres import postgres

AWAY = "[newsletter] FAULT – ERP not reachable"
CUSTOMERS = {1: ("anna@example.com", "Y"), 2: ("bernd@example.de", "Y"), 3: ("carla@example.net", "Y")}


def states(done: Round) -> list[str]:
    return [entry.state for entry in done.entries]


def fault_subjects(world: World) -> list[str]:
    return [subject.split(" since ")[0] for subject in world.subjects("fault")]


def test_while_the_erp_file_is_moved_away_files_wait_and_nothing_is_exported(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS)
    erp, elsewhere = world.folder / "erp.sqlite", world.folder / "elsewhere.sqlite"
    erp.rename(elsewhere)
    world.drop({"Abmeldungen.csv": optouts("anna@example.com")})
    for _ in range(5):  # more often than a file may kill the program
        done = world.round()
        assert states(done) == []
        assert done.away["erp"][0] == "erp_away"
        world.clock.go(minutes=10)
    assert not erp.exists()
    (claimed,) = world.names()
    assert claimed.startswith("working/")
    assert claimed.endswith(".Abmeldungen.csv")
    assert world.exports() == {}
    assert fault_subjects(world) == [AWAY]

    elsewhere.rename(erp)
    assert states(world.round()) == ["applied"]
    assert world.customers("news") == {1: "N", 2: "Y", 3: "Y"}
    assert world.exported() == ["bernd@example.de", "carla@example.net"]
    assert states(world.round(2)) == []
    assert fault_subjects(world) == [
        "[newsletter] FAULT – ERP not reachable",
        "[newsletter] OVER – ERP reachable again",
    ]


def test_several_files_wait_for_the_erp_and_each_is_applied_once(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS)
    erp, elsewhere = world.folder / "erp.sqlite", world.folder / "elsewhere.sqlite"
    erp.rename(elsewhere)
    world.drop({"a.csv": optouts("anna@example.com"), "b.csv": optouts("bernd@example.de")})
    world.drop({"c-Abmeldungen.csv": optouts("carla@example.net")})
    world.round(2)
    world.drop({"d-Abmeldungen.csv": optouts("dora@example.org")})
    world.round(2)
    elsewhere.rename(erp)
    assert states(world.round()) == ["applied"] * 4
    assert world.customers("news") == {1: "N", 2: "N", 3: "N"}
    assert world.exports() == {}


def test_an_opt_out_that_waits_for_the_erp_is_in_the_summary_as_a_fault(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS)
    (world.folder / "erp.sqlite").rename(world.folder / "elsewhere.sqlite")
    world.drop({"Abmeldungen.csv": optouts("anna@example.com")})
    world.round()
    (subject,) = world.subjects("summary")
    assert subject == "[newsletter] FAULT – ERP not reachable since 10:00"
    text = world.mails("summary")[0].get_body(("plain",)).get_content()
    assert "Abmeldungen.csv" in text


def test_a_locked_erp_is_waited_for_as_well(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, drop={"Abmeldungen.csv": optouts("anna@example.com")}, erp={"timeout_seconds": 1})
    session = world.ground.connect(autocommit=False)
    session.execute("BEGIN IMMEDIATE")
    session.execute("UPDATE kunden SET name = 'Edit' WHERE id = 2")
    try:
        done = world.round()
    finally:
        session.rollback()
        session.close()
    assert (states(done), done.away["erp"][0]) == ([], "erp_locked")
    assert states(world.round()) == ["applied"]
    assert world.customers("news, name") == {1: ("N", ""), 2: ("Y", ""), 3: ("Y", "")}


def test_a_postgresql_server_that_is_stopped_and_started_again_loses_nothing(lay_out: LayOut, tmp_path: Path) -> None:
    with postgres() as server:
        ground = Ground("postgresql", server.odbc)
        world = lay_out(CUSTOMERS, ground=ground, erp={"timeout_seconds": 2})
        world.round()
        assert world.exported() == ["anna@example.com", "bernd@example.de", "carla@example.net"]
        os.kill(server.process.pid, 19)  # SIGSTOP: it neither answers nor says that it is gone
        try:
            world.drop({"Abmeldungen.csv": optouts("anna@example.com")})
            done = world.round()
            assert (states(done), list(done.away)) == ([], ["erp"])
        finally:
            os.kill(server.process.pid, 18)
        assert states(world.round()) == ["applied"]
        assert world.customers("news") == {1: "N", 2: "Y", 3: "Y"}
        assert len(fault_subjects(world)) == 2
        ground.clean()
        world.ground.tables.clear()
