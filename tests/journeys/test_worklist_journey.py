"""Where nothing may be written: the wish goes out as a work list, and the promise is kept in every export meanwhile."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.journeys.world import LayOut, World, optouts, targets


def by_hand(lay_out: LayOut) -> World:
    kunden, kontakte = targets()
    world = lay_out(
        {1: ("anna@example.com", "Y")},
        {7: ("anna@example.com", 0), 8: ("bernd@example.de", 0)},
        {"Abmeldungen.csv": optouts("anna@example.com")},
    )
    (world.folder / "lists").mkdir()
    world.configure(erp={"worklist": "lists", "targets": [kunden, {**kontakte, "write": "file"}]})
    return world


def lists(world: World) -> dict[str, list[dict[str, str]]]:
    found = {}
    for path in sorted(Path(world.folder / "lists").iterdir()):
        with path.open(encoding="utf-8-sig", newline="") as file:
            found[path.name] = list(csv.DictReader(file, delimiter=";"))
    return found


def test_what_may_not_be_written_becomes_a_list_named_after_the_file(lay_out: LayOut) -> None:
    world = by_hand(lay_out)
    world.round()
    assert world.customers("news") == {1: "N"}
    assert world.contacts("kein") == {7: 0, 8: 0}
    listed = lists(world)[f"worklist-{world.id_of('Abmeldungen.csv')}.csv"]
    assert [(row["table"], row["key"], row["address"], row["place"], row["value"]) for row in listed] == [
        ("kontakte", "nr = 7", "anna@example.com", "kein", "1")
    ]
    assert world.exported() == ["bernd@example.de"]


def still_open(world: World) -> list[str]:
    return [name for name in lists(world) if name.startswith("worklist-open-")]


def test_what_is_still_open_is_listed_once_a_day_until_it_is_done(lay_out: LayOut) -> None:
    world = by_hand(lay_out)
    world.round(rounds=2)
    assert still_open(world) == []  # it stands in the file's own list
    world.clock.go(days=2)
    world.round()
    (first,) = still_open(world)
    (world.folder / "lists" / first).unlink()  # the ERP's import took it
    world.round()
    assert still_open(world) == []
    world.clock.go(days=1)
    world.round()
    assert len(still_open(world)) == 1
    world.ground.run("UPDATE kontakte SET kein = 1 WHERE nr = 7")
    world.clock.go(days=1)
    world.round()
    assert len(still_open(world)) == 1


def test_a_list_that_cannot_be_written_holds_up_its_file_only_until_it_can(lay_out: LayOut) -> None:
    world = by_hand(lay_out)
    (world.folder / "lists").rmdir()
    assert "worklist_away" in str(world.round().away)
    assert not [name for name in world.names() if name.startswith("done/")]
    (world.folder / "lists").mkdir()
    world.round()
    assert len(lists(world)) == 1
    assert [name for name in world.names() if name.startswith("done/")]
