"""An older ledger is put back from a backup: what was worked through since is read again, and people are told."""

from __future__ import annotations

import shutil

from tests.journeys.world import LayOut, World, optouts

ANNA, BERND, CARLA = "anna@example.com", "bernd@example.de", "carla@example.net"
THREE = {1: (ANNA, "Y"), 2: (BERND, "Y"), 3: (CARLA, "Y")}
OTHER = "nobody@example.org"


def backed_up(world: World) -> None:
    """Put the ledger aside as a backup does between two lives of the program."""
    shutil.copyfile(world.folder / "state" / "ledger.sqlite", world.folder / "backup.sqlite")


def put_back(world: World) -> None:
    for file in (world.folder / "state").glob("ledger.sqlite*"):
        file.unlink()
    shutil.copyfile(world.folder / "backup.sqlite", world.folder / "state" / "ledger.sqlite")
    world.ground.run("UPDATE kunden SET news = 'Y'")  # the ERP has come from a backup too


def begun(lay_out: LayOut, **config: object) -> World:
    """A world that has worked for a while, and whose ledger is put aside."""
    world = lay_out(THREE, drop={"Anfang.csv": optouts(OTHER)}, **config)
    world.round()
    backed_up(world)
    world.clock.go(days=3)
    return world


def test_opt_outs_that_came_after_the_backup_are_read_again_before_anybody_is_exported(lay_out: LayOut) -> None:
    world = begun(lay_out)
    world.drop({"Abmeldungen.csv": optouts(BERND)})
    world.round()
    world.fetch()
    put_back(world)
    world.ground.run("INSERT INTO kunden VALUES (4, 'dora@example.org', 'Y', NULL, NULL, 0, '')")
    world.round()
    assert world.customers("news") == {1: "Y", 2: "N", 3: "Y", 4: "Y"}
    assert BERND not in world.exported()
    assert sorted(world.subjects("fault")) == [
        "[newsletter] FAULT – the ledger is an older one since 10:00",
        "[newsletter] OVER – what the older ledger lacked is read again",
    ]
    before = world.tree("drop/done")
    world.round()
    assert world.tree("drop/done") == before
    assert len(world.mails("fault")) == 2


def test_what_was_undone_since_the_backup_is_not_applied_again(lay_out: LayOut) -> None:
    world = begun(lay_out)
    world.drop({"Falsch.csv": optouts(BERND)})
    world.round()
    world.command("undo", world.id_of("Falsch.csv"))
    world.round()
    put_back(world)
    world.round()
    assert world.customers("news") == {1: "Y", 2: "Y", 3: "Y"}
    assert world.mails("fault") == []


def test_a_new_ledger_takes_up_nothing_that_an_earlier_installation_worked_through(lay_out: LayOut) -> None:
    world = begun(lay_out)
    shutil.rmtree(world.folder / "state")
    world.ground.run("INSERT INTO kunden VALUES (4, ?, 'Y', NULL, NULL, 0, '')", OTHER)
    world.round(2)
    assert world.customers("news")[4] == "Y"
    assert world.mails("fault") == []


def test_a_file_released_after_the_backup_is_asked_about_again_and_can_be_released_again(lay_out: LayOut) -> None:
    world = lay_out(THREE, drop={"Abmeldungen.csv": optouts(BERND)}, guard={"optouts_absolute": 0, "optouts_share": 0})
    world.round()
    backed_up(world)
    drop_id = world.id_of("Abmeldungen.csv")
    world.command("release", drop_id)
    world.round()
    put_back(world)
    world.round()
    assert "Abmeldungen.ID.csv" in world.names("drop/held")
    world.command("release", drop_id)
    world.round()
    assert world.customers("news") == {1: "Y", 2: "N", 3: "Y"}


def test_a_bare_list_whose_folder_nobody_remembers_is_refused_aloud(lay_out: LayOut) -> None:
    world = begun(lay_out)
    world.drop({"optouts/Liste.csv": f"{BERND}\r\n{CARLA}\r\n"})
    world.round()
    assert world.customers("news") == {1: "Y", 2: "N", 3: "N"}
    put_back(world)
    world.round()
    assert "Liste.ID.csv" in world.names("drop/refused")


def test_a_new_ledger_takes_up_nothing_from_the_morning_of_its_own_first_day(lay_out: LayOut) -> None:
    """Tried out in the morning, begun anew and in earnest at noon: what was tried stays a trial."""
    world = lay_out(THREE, drop={"Versuch.csv": optouts(BERND)})
    world.round()
    shutil.rmtree(world.folder / "state")
    world.ground.run("UPDATE kunden SET news = 'Y'")
    world.round()
    world.clock.go(days=1)
    world.round()
    assert world.customers("news") == {1: "Y", 2: "Y", 3: "Y"}
    assert world.mails("fault") == []
