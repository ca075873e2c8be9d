"""A whole list of subscribers is a snapshot; reconcile tells by class how both sides differ, and changes nothing."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from processor.domain.drift import CLASSES
from tests.journeys.world import LayOut, World, bounces, optouts

LIST = "email;status\r\n"


def snapshot(*people: str, out: tuple[str, ...] = ()) -> str:
    rows = [f"{one};subscribed" for one in people] + [f"{one};unsubscribed" for one in out]
    return LIST + "".join(f"{row}\r\n" for row in rows)


def drift(world: World) -> dict[str, int]:
    told = json.loads(world.command("reconcile", "--json").stdout)
    return {name: one["count"] for name, one in told["drift"].items() if one["count"]}


def differing(lay_out: LayOut) -> World:
    world = lay_out(
        {
            1: ("both@example.com", "Y"),
            2: ("no@example.com", "Y"),
            3: ("dead@example.com", "Y"),
            5: ("sent@example.com", "Y"),
        },
        drop={
            "Abmeldungen.csv": optouts("no@example.com"),
            "bounces/tot.csv": bounces(("dead@example.com", "01.03.2026", "550 5.1.1 User unknown")),
        },
    )
    world.round()
    world.clock.go(days=3)
    world.drop({"Liste.csv": snapshot("both@example.com", "no@example.com", "dead@example.com", "gone@example.com")})
    world.round()
    return world


def test_every_class_of_difference_is_counted(lay_out: LayOut) -> None:
    world = differing(lay_out)
    world.ground.run("INSERT INTO kunden VALUES (6, 'fresh@example.com', 'Y', NULL, NULL, 0, '')")
    assert drift(world) == {
        "suppressed_here_active_there": 1,
        "faulty_here_active_there": 1,
        "gone_here_active_there": 1,
        "exported_never_arrived": 1,
        "missing_there": 1,
    }


def test_who_opted_out_there_and_is_yes_here_is_told_until_the_guard_has_looked(lay_out: LayOut) -> None:
    world = lay_out({1: ("a@example.com", "Y"), 2: ("b@example.com", "Y"), 3: ("c@example.com", "Y")})
    world.drop({"Liste.csv": snapshot("a@example.com", "b@example.com", out=("c@example.com",))})
    world.round()
    assert world.customers("news") == {1: "Y", 2: "Y", 3: "N"}
    world.ground.run("UPDATE kunden SET news = 'Y' WHERE id = 3")
    assert drift(world) == {"out_there_yes_here": 1}
    world.round()
    assert drift(world) == {}


def test_it_changes_nothing_and_shows_masked_samples_and_the_age_of_the_list(lay_out: LayOut) -> None:
    world = differing(lay_out)
    before = (world.customers(), world.tree(), world.tree("export"))
    shown = world.command("reconcile")
    assert shown.returncode == 0
    assert "no@example.com" not in shown.stdout
    assert "Liste.csv" in shown.stdout
    assert (world.customers(), world.tree(), world.tree("export")) == before


def test_the_repair_files_have_the_shape_of_an_export_and_hold_the_right_people(lay_out: LayOut) -> None:
    world = differing(lay_out)
    done = world.command("reconcile", "--write", "repairs")
    assert done.returncode == 0, done.stderr
    found = {}
    for path in Path(world.folder / "repairs").iterdir():
        rows = list(csv.reader(path.read_text().splitlines()))
        assert rows[0] == ["EMAIL"]
        found[path.name.rsplit("-", 2)[0]] = [row[0] for row in rows[1:]]
    assert found == {
        "remove-there": ["dead@example.com", "no@example.com"],
        "look-first": ["gone@example.com"],
        "import-there": ["sent@example.com"],
    }


def test_who_said_no_since_the_list_came_is_in_no_file_to_import_though_the_erp_says_yes_still(lay_out: LayOut) -> None:
    people = {1: ("anna@example.com", "Y"), 2: ("bernd@example.de", "Y"), 3: ("carla@example.net", "Y")}
    world = lay_out(people, guard={"repair": "report"})
    world.round()
    world.fetch()
    world.clock.go(days=3)
    world.drop({"list.csv": snapshot("anna@example.com", "new@example.com")})
    world.round()
    world.drop({"Abmeldungen.csv": optouts("bernd@example.de")})
    world.round()
    world.ground.run("UPDATE kunden SET news = 'Y' WHERE id = 2")
    assert world.command("reconcile", "--write", "repairs").returncode == 0
    (file,) = (world.folder / "repairs").glob("import-there-*")
    assert file.read_text().split() == ["EMAIL", "carla@example.net"]


def test_repair_files_are_never_written_where_somebody_takes_files_from(lay_out: LayOut) -> None:
    world = differing(lay_out)
    for folder in ("drop", "export", "drop/optouts"):
        assert world.command("reconcile", "--write", folder).returncode != 0
    assert "new-001.csv" in world.tree("export")
    assert len(world.tree("export")) == 1


def test_a_newer_list_counts_instead_of_the_older_one_and_undoing_it_brings_that_back(lay_out: LayOut) -> None:
    world = lay_out({1: ("a@example.com", "Y"), 2: ("b@example.com", "Y")})
    world.drop({"Eins.csv": snapshot("a@example.com", "b@example.com")})
    world.round()
    world.clock.go(days=1)
    world.drop({"Zwei.csv": snapshot("a@example.com", "x@example.com")})
    world.round()
    assert drift(world) == {"gone_here_active_there": 1, "vanished_there": 1}
    assert world.command("undo", world.id_of("Zwei.csv")).returncode == 0
    assert drift(world) == {}


def test_a_list_that_shrank_to_less_than_half_is_no_snapshot_and_the_receipt_says_so(lay_out: LayOut) -> None:
    people = [f"p{n}@example.com" for n in range(10)]
    world = lay_out({n: (one, "Y") for n, one in enumerate(people, 1)})
    world.drop({"Alle.csv": snapshot(*people)})
    world.round()
    world.clock.go(days=1)
    world.drop({"Segment.csv": snapshot(*people[:3])})
    world.round()
    assert drift(world) == {}
    receipt = next(text for name, text in world.tree().items() if "Segment" in name and name.endswith("receipt.txt"))
    assert "counts as a part of the list" in " ".join(receipt.decode().split())


def test_the_daily_mail_counts_the_differences(lay_out: LayOut) -> None:
    world = differing(lay_out)
    world.clock.go(days=1)
    world.round()
    text = " ".join(world.mails("summary")[-1].get_body(("plain",)).get_content().split())  # type: ignore[union-attr]
    assert "1 person was exported and is not on the newsletter server's list" in text
    assert "1 address is dead here and still mailed" in text
    assert "Active on the newsletter server: 1." in text


def test_without_any_list_it_says_what_to_drop(lay_out: LayOut) -> None:
    world = lay_out({1: ("a@example.com", "Y")}, export={"start": "report"})
    shown = world.command("reconcile")
    assert shown.returncode == 0
    assert "No list of subscribers was dropped yet" in shown.stdout
    assert set(CLASSES) >= set(json.loads(world.command("reconcile", "--json").stdout)["drift"]) == {"missing_there"}
