"""Where nothing may be written: the wish goes out as a work list, and the promise is kept in every export meanwhile."""

from __future__ import annotations

import csv
import json
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


def test_explain_says_what_stands_on_the_list_and_that_a_person_has_to_do_it(lay_out: LayOut) -> None:
    world = by_hand(lay_out)
    world.round()
    told = json.loads(world.command("explain", "anna@example.com", "--json").stdout)
    after = {change["target"]: (change["on_worklist"], change["after"]) for change in told["changes"]}
    assert after == {"kunden": (False, "no"), "kontakte": (True, None)}
    assert [said["code"] for said in told["conflicts"]] == ["yes_over_no_by_hand", "flags_differ"]
    said = " ".join(world.command("explain", "anna@example.com").stdout.split())
    assert "(kontakte:7); abgleich may not write there. It stands on the work list, and a person has to do it." in said
    assert "the next look through the customers sets it back" not in said
    world.configure(language="de")
    assert "auf der Arbeitsliste" in world.command("explain", "anna@example.com").stdout
    world.ground.run("UPDATE kunden SET news = 'Y' WHERE id = 1")
    world.configure(guard={"repair": "report"})
    told = json.loads(world.command("explain", "anna@example.com", "--json").stdout)
    assert [said["code"] for said in told["conflicts"]] == ["yes_over_no_reported", "yes_over_no_by_hand"]


def test_the_receipt_says_which_lines_only_went_to_the_list(lay_out: LayOut) -> None:
    world = by_hand(lay_out)
    world.drop({"Weitere-Abmeldungen.csv": optouts("bernd@example.de")})
    world.round()
    both, one = (
        " ".join(world.text_of(f"done/2026-03-10/{name}.ID.receipt.txt").split())
        for name in ("Abmeldungen", "Weitere-Abmeldungen")
    )
    assert "1 changed in the ERP; further records stand on the work list, for a person to do" in both
    assert "1 put on the work list, for a person to do" in one
    assert "set to NO in the ERP" not in one
    assert "In the ERP, 1 customer" in both
    assert "In the ERP" not in one
