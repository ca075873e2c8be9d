"""Distribution lists: who belongs where goes there once, moves as the ERP does, and is asked about beforehand."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from datetime import timedelta
from typing import Any

import pytest

from processor import service
from processor.customers import exporting
from processor.parts import Parts
from processor.post.daily import summary_of
from processor.round import one_round
from tests.journeys.deaths import dies_at
from tests.journeys.world import LayOut, World, optouts, targets

ROW = "INSERT INTO kunden VALUES (?, ?, ?, NULL, NULL, 0, ?)"
DE = {"name": "Kunden DE", "when": {"country": ["de"]}, "file": "de-{number:03}.csv"}
AT = {"name": "Kunden AT", "when": {"country": ["AT*"]}, "file": "at-{number:03}.csv"}
WINE = {"name": "Wein", "when": {"country": ["*wein*"]}, "file": "wein-{number:03}.csv"}


def with_fields() -> list[dict[str, Any]]:
    kunden, kontakte = targets()
    return [{**kunden, "fields": {"country": "name"}}, {**kontakte, "fields": {"country": "status"}}]


def listed_world(lay_out: LayOut, people: dict[int, Any], *lists: dict[str, Any], **export: Any) -> World:
    rows = {number: (address, "Y", country) for number, (address, country) in people.items()}
    world = lay_out(rows, export={"lists": list(lists or (DE, AT, WINE)), **export})
    world.configure(erp={"targets": with_fields()})
    return world


def told(parts: Parts) -> list[Any]:
    summary = summary_of(parts, parts.now().date(), parts.now() - timedelta(days=1))
    codes = ("left_list", "left_out_no_list")
    return [conflict.what for conflict in summary.conflicts if conflict.what[0] in codes]


PEOPLE = {
    1: ("anna@example.com", " DE "),
    2: ("bernd@example.de", "AT"),
    3: ("carla@example.net", "de; Weinfreunde"),
    4: ("dora@example.org", "FR"),
    5: ("ANNA@example.com", "AT-Wien"),
    6: ("both@example.com", "DE"),
}


def test_everybody_goes_out_once_on_each_list_he_belongs_on_and_on_no_other(lay_out: LayOut) -> None:
    world = listed_world(lay_out, PEOPLE)
    world.ground.run("INSERT INTO kontakte VALUES (1, 'both@example.com', 1, NULL)")
    world.round(3)
    assert world.exports() == {
        "at-002.csv": ["anna@example.com", "bernd@example.de"],
        "de-001.csv": ["anna@example.com", "carla@example.net"],
        "wein-003.csv": ["carla@example.net"],
    }
    with world.opened() as parts:
        assert told(parts) == [("left_out_no_list", {"count": 1, "first": "d…a@example.org"})]
        assert summary_of(parts, parts.now().date(), parts.now() - timedelta(days=1)).exported == 3


def test_who_is_on_no_list_goes_out_as_soon_as_a_rule_or_the_rest_takes_him(lay_out: LayOut) -> None:
    world = listed_world(lay_out, {4: PEOPLE[4]})
    world.round()
    assert world.exports() == {}
    world.configure(export={"lists": [DE, {"name": "Rest", "file": "rest-{number:03}.csv"}], "rest": "Rest"})
    world.round(2)
    assert world.exports() == {"rest-001.csv": ["dora@example.org"]}
    world.ground.run("UPDATE kunden SET name = 'DE' WHERE id = 4")
    world.round(2)
    assert world.exports() == {"rest-001.csv": ["dora@example.org"], "de-002.csv": ["dora@example.org"]}


def test_a_move_in_the_erp_goes_to_the_new_list_and_off_the_old_one_in_a_file(lay_out: LayOut) -> None:
    world = listed_world(lay_out, {1: PEOPLE[1], 2: PEOPLE[2]}, removals=True)
    world.round()
    world.ground.run("UPDATE kunden SET name = 'AT' WHERE id = 1")
    world.round(3)
    assert world.exports() == {
        "at-002.csv": ["bernd@example.de"],
        "at-003.csv": ["anna@example.com"],
        "de-004-remove.csv": ["anna@example.com"],
        "de-001.csv": ["anna@example.com"],
    }
    with world.opened() as parts:
        assert told(parts) == []
        assert parts.ledger.people.known() == {"anna@example.com", "bernd@example.de"}


def test_a_move_that_no_file_can_say_is_told_once_to_be_done_by_hand(lay_out: LayOut) -> None:
    world = listed_world(lay_out, {1: PEOPLE[1]})
    world.round()
    world.ground.run("UPDATE kunden SET name = 'FR' WHERE id = 1")
    with world.opened() as parts:
        service.run_once(parts)
        assert told(parts) == [("left_list", {"list": "Kunden DE", "count": 1, "first": "a…a@example.com"})]
        world.clock.go(days=2)
        one_round(parts, survey=True)
        assert told(parts) == []
    world.ground.run("UPDATE kunden SET name = 'DE' WHERE id = 1")
    world.round(2)
    assert world.exports() == {"de-001.csv": ["anna@example.com"], "de-002.csv": ["anna@example.com"]}


def test_a_list_that_is_added_later_gets_the_people_known_already(lay_out: LayOut) -> None:
    world = listed_world(lay_out, {3: PEOPLE[3]}, DE)
    world.round()
    world.configure(export={"lists": [WINE, DE]})
    world.round(2)
    assert world.exports() == {"de-001.csv": ["carla@example.net"], "wein-002.csv": ["carla@example.net"]}


def test_who_the_server_knew_before_there_were_lists_goes_out_only_when_he_moves(lay_out: LayOut) -> None:
    world = listed_world(lay_out, {1: PEOPLE[1], 2: PEOPLE[2]})
    del world.config["export"]["lists"]
    world.configure()
    world.round()
    world.configure(export={"lists": [DE, AT]})
    world.round(2)
    assert world.exports() == {"new-001.csv": ["anna@example.com", "bernd@example.de"]}
    world.ground.run("UPDATE kunden SET name = 'DE' WHERE id = 2")
    world.round(2)
    assert world.exports()["de-002.csv"] == ["bernd@example.de"]


def test_no_wins_on_every_list_and_moves_nobody(lay_out: LayOut) -> None:
    world = listed_world(lay_out, {1: PEOPLE[1], 2: PEOPLE[2]})
    world.round()
    world.drop({"Abmeldungen.csv": optouts("anna@example.com")})
    world.round()
    world.fetch()
    world.ground.run("UPDATE kunden SET name = 'AT'")
    world.ground.run("UPDATE kunden SET name = 'DE', news = 'N' WHERE id = 2")
    world.round(2)
    assert world.exports() == {}


def test_lists_of_one_cell_stand_between_the_servers_own_sign(lay_out: LayOut) -> None:
    lists = [{name: value for name, value in one.items() if name != "file"} for one in (DE, AT, WINE)]
    world = listed_world(lay_out, PEOPLE)
    export = {"folder": "export", "start": "at once", "name": "new-{number:03}.csv", "lists": lists}
    world.config["export"] = {**export, "server": "acymailing"}
    world.configure()
    world.round(2)
    assert world.tree("export") == {
        "new-001.csv": (
            b"email,listname\r\nanna@example.com,Kunden DE-Kunden AT\r\nbernd@example.de,Kunden AT\r\n"
            b"carla@example.net,Kunden DE-Wein\r\nboth@example.com,Kunden DE\r\n"
        )
    }
    world.ground.run("UPDATE kunden SET name = 'Wein' WHERE id = 2")
    world.round(2)
    assert world.tree("export")["new-002.csv"] == b"email,listname\r\nbernd@example.de,Wein\r\n"


@pytest.mark.parametrize("container", ["csv", "xlsx"])
def test_where_nothing_separates_lists_each_has_a_row_of_its_own(lay_out: LayOut, container: str) -> None:
    lists = [{"name": "Kunden DE", "when": DE["when"]}, {"name": "=Wein", "when": WINE["when"]}]
    world = listed_world(lay_out, {1: PEOPLE[1], 3: PEOPLE[3]}, *lists)
    columns = {"Liste": "list", "EMAIL": "{email}"}
    world.configure(export={"columns": columns, "container": container, "name": f"new-{{number:03}}.{container}"})
    world.round(2)
    assert [list(row) for row in cells(world.tree("export")[f"new-001.{container}"], container)] == [
        ["Liste", "EMAIL"],
        ["Kunden DE", "anna@example.com"],
        ["Kunden DE", "carla@example.net"],
        ["=Wein" if container == "xlsx" else "", "carla@example.net"],
    ]


def cells(content: bytes, container: str) -> list[Any]:
    if container == "csv":
        return list(csv.reader(io.StringIO(content.decode())))
    from openpyxl import load_workbook

    return list(load_workbook(io.BytesIO(content)).active.values)


# Crashes


class Death(BaseException):
    """The process dies here."""


@pytest.mark.parametrize("life", range(10))
def test_a_death_between_the_files_of_two_lists_leaves_each_file_whole_and_everybody_once(
    lay_out: LayOut, monkeypatch: pytest.MonkeyPatch, life: int
) -> None:
    world = listed_world(lay_out, PEOPLE, removals=True)
    assert dying(monkeypatch, life, world) is (life < 9)
    world.round(2)
    exports, by_list = world.exports(), defaultdict(list)
    for name, people in exports.items():
        by_list[name.partition("-")[0]] += map(str.lower, people)
    assert {name: sorted(people) for name, people in by_list.items()} == {
        "de": ["anna@example.com", "both@example.com", "carla@example.net"],
        "at": ["anna@example.com", "bernd@example.de"],
        "wein": ["carla@example.net"],
    }
    numbers = sorted(int(name[-7:-4]) for name in exports)
    assert numbers == list(range(1, len(numbers) + 1))


def dying(monkeypatch: pytest.MonkeyPatch, life: int, world: World) -> bool:
    """Live once until the `life`-th step of the export, and say whether it died there."""
    steps = iter(range(1_000))

    def or_die(work: Any) -> Any:
        def step(*given: Any, **named: Any) -> Any:
            if next(steps) == life:
                raise Death
            return work(*given, **named)

        return step

    with monkeypatch.context() as patched, world.opened() as parts:
        patched.setattr(exporting, "draw_part", or_die(exporting.draw_part))
        patched.setattr(exporting, "publish_or_void", or_die(exporting.publish_or_void))
        patched.setattr(parts.ledger.exports, "draw", or_die(parts.ledger.exports.draw))
        try:
            service.run_once(parts)
        except Death:
            return True
    return False


# What is asked beforehand


def test_the_first_export_is_announced_list_by_list(lay_out: LayOut) -> None:
    world = listed_world(lay_out, PEOPLE, start="report")
    world.round()
    (notice,) = world.mails("first")
    text = " ".join(notice.get_body(("plain",)).get_content().split())  # type: ignore[union-attr]
    assert "On the list Kunden DE: 3. On the list Kunden AT: 2. On the list Wein: 1." in text.replace("- ", "")
    assert world.command("release", "export").returncode == 0
    assert len(world.exports()) == 3


def test_the_preview_counts_and_changes_nothing(lay_out: LayOut) -> None:
    world = listed_world(lay_out, PEOPLE)
    shown = json.loads(world.command("lists", "--json").stdout)
    assert [(one["name"], one["people"], one["there"], one["joining"]) for one in shown["lists"]] == [
        ("Kunden DE", 3, 0, 3),
        ("Kunden AT", 2, 0, 2),
        ("Wein", 1, 0, 1),
    ]
    assert shown["shared"] == [
        {"lists": ["Kunden DE", "Kunden AT"], "people": 1},
        {"lists": ["Kunden DE", "Wein"], "people": 1},
    ]
    assert (shown["nobody"], shown["unnamed"]) == (1, {"country": [{"value": "FR", "rows": 1}]})
    assert (world.exports(), list((world.folder / "state").glob("*"))) == ({}, [])
    world.round()
    world.ground.run("UPDATE kunden SET name = 'AT' WHERE id = 6")
    after = json.loads(world.command("lists", "--json").stdout)["lists"]
    assert [(one["there"], one["joining"], one["leaving"]) for one in after] == [(3, 0, 1), (2, 1, 0), (1, 0, 0)]
    text = " ".join(world.command("lists").stdout.split())
    assert "On no list: 1 person, who is not exported." in text


def test_why_says_rule_by_rule_what_the_rows_have(lay_out: LayOut) -> None:
    world = listed_world(lay_out, PEOPLE)
    world.round()
    world.fetch()
    world.drop({"Abmeldungen.csv": optouts("anna@example.com")})
    world.round()
    why = world.command("lists", "--why", "Anna@Example.com")
    text = " ".join(why.stdout.split())
    assert why.returncode == 0
    assert "belongs on: Kunden DE, Kunden AT." in text
    assert "This person said no" in text
    for piece in ("kunden:1", "country is one of: de", "holds", "does not hold", "→ not on the list", "de-001.csv"):
        assert piece in text
    told_to_machines = json.loads(world.command("lists", "--why", "dora@example.org", "--json").stdout)
    assert (told_to_machines["on"], told_to_machines["rows"][0]["values"]) == ([], {"country": "FR"})
    assert world.command("lists", "--why", "nobody@example.com").returncode == 5
    assert world.command("lists", "--why", "no address").returncode == 1


def test_without_lists_the_command_says_where_to_name_them(lay_out: LayOut) -> None:
    world = lay_out({1: ("anna@example.com", "Y")})
    said = world.command("lists")
    assert said.returncode == 1
    assert "[[export.lists]]" in said.stderr


def test_the_repair_files_come_list_by_list_and_hold_nobody_who_is_on_none(lay_out: LayOut) -> None:
    world = listed_world(lay_out, PEOPLE, start="report")
    world.round()
    assert world.command("reconcile", "--write", "repairs").returncode == 0
    files = {path.name.partition("-000-")[0]: path.read_text() for path in (world.folder / "repairs").iterdir()}
    assert {name: text.split()[1:] for name, text in files.items()} == {
        "next-export-de": ["anna@example.com", "carla@example.net", "both@example.com"],
        "next-export-at": ["anna@example.com", "bernd@example.de"],
        "next-export-wein": ["carla@example.net"],
    }


def test_an_undone_list_of_subscribers_makes_its_people_new_again_on_all_their_lists(lay_out: LayOut) -> None:
    world = listed_world(lay_out, {1: PEOPLE[1]})
    world.drop({"Liste.csv": "email;status\nanna@example.com;subscribed\n"})
    world.round(2)
    assert world.exports() == {}
    with world.opened() as parts:
        assert parts.ledger.listings.of("anna@example.com") == [("Kunden DE", "")]
        (drop,) = [
            entry.id for entry in parts.ledger.drops.received_between(parts.now() - timedelta(days=1), parts.now())
        ]
    assert world.command("undo", drop).returncode == 0
    world.round(2)
    assert world.exports() == {"de-001.csv": ["anna@example.com"]}


def test_undoing_a_list_of_subscribers_hands_nobody_over_again_on_a_list_an_export_put_him_on(lay_out: LayOut) -> None:
    world = listed_world(lay_out, {1: ("anna@example.com", "DE"), 2: ("bernd@example.de", "DE")}, DE, AT)
    world.drop({"Liste.csv": "email;status\nanna@example.com;subscribed\nbernd@example.de;subscribed\n"})
    world.round(2)
    assert world.exports() == {}
    world.ground.run("UPDATE kunden SET name = 'AT' WHERE id = 1")
    world.round(2)
    assert world.exports() == {"at-001.csv": ["anna@example.com"]}
    assert world.command("undo", world.id_of("Liste.csv")).returncode == 0
    world.round(2)
    assert world.exports() == {"at-001.csv": ["anna@example.com"], "de-002.csv": ["bernd@example.de"]}
    with world.opened() as parts:
        assert parts.ledger.people.known() == {"anna@example.com", "bernd@example.de"}


def test_a_removal_file_of_one_list_whose_bytes_are_lost_still_takes_off_that_list_only(
    lay_out: LayOut, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = listed_world(lay_out, {1: ("anna@example.com", "DE")}, DE, AT, removals=True)
    world.round()
    world.ground.run("UPDATE kunden SET name = 'AT'")
    with world.opened() as parts:
        dies_at(monkeypatch, type(parts.outgoing.outlet), "publish", parts, about="remove")
        (parts.spool / "removal-3").unlink()
    world.clock.go(hours=2)
    world.round(2)
    assert world.exports() == {
        "de-001.csv": ["anna@example.com"],
        "de-003-remove.csv": ["anna@example.com"],
        "at-002.csv": ["anna@example.com"],
    }


@pytest.mark.parametrize("removals", [False, True])
def test_a_list_is_not_taken_back_for_an_address_that_was_given_up_and_is_had_again(
    lay_out: LayOut, removals: bool
) -> None:
    world = listed_world(lay_out, {1: ("anna@example.com", "DE")}, DE, AT, removals=removals)
    world.round()
    world.ground.run("UPDATE kunden SET mail = 'dora@example.org' WHERE id = 1")
    world.fetch()
    world.round()
    world.fetch()
    world.ground.run(ROW, 2, "anna@example.com", "Y", "AT")
    world.round()
    lying = world.exports()
    assert list(lying.values()) == [["anna@example.com"]]
    world.round(3)
    assert world.exports() == lying
