"""New subscribers go out once, in numbered files, and never somebody who may not."""

from __future__ import annotations

import errno
import os
from typing import Any

import idna
import pytest
from openpyxl import load_workbook

from dropzone import durable
from processor import service
from processor.domain.digest import digests
from processor.round import one_round
from tests.journeys.world import LayOut, World, optouts, targets

ROW = "INSERT INTO kunden VALUES (?, ?, ?, NULL, NULL, 0, ?)"


def test_each_address_goes_out_once_over_many_rounds_and_numbers_count_up(lay_out: LayOut) -> None:
    world = lay_out({1: ("anna@example.com", "Y")})
    for number in range(2, 6):
        world.round(2)
        world.ground.run(ROW, number, f"person{number}@example.com", "Y", "")
        world.ground.run(ROW, number + 100, "ANNA@EXAMPLE.COM", "Y", "")
    world.round(2)
    assert world.exports() == {
        "new-001.csv": ["anna@example.com"],
        "new-002.csv": ["person2@example.com"],
        "new-003.csv": ["person3@example.com"],
        "new-004.csv": ["person4@example.com"],
        "new-005.csv": ["person5@example.com"],
    }


def test_no_wins_over_yes_and_what_is_unclear_or_excluded_never_goes_out(lay_out: LayOut) -> None:
    world = lay_out(
        {
            1: ("both@example.com", "Y"),
            2: ("Both@example.com", "N"),
            3: ("across@example.com", "Y"),
            4: ("null@example.com", None),
            5: ("strange@example.com", "perhaps"),
            6: ("small@example.com", "y"),
            7: ("unclear@example.com", "Y"),
            8: ("unclear@example.com", None),
            9: ("noreply@example.com", "Y"),
            10: ("x1@marketplace.amazon.de", "Y"),
            11: ("no address", "Y"),
            12: ("", "Y"),
            13: ("one@example.com; two@example.com", "Y"),
            14: ("good@example.com", "Y"),
        },
        {1: ("across@example.com", 1)},
    )
    world.round(2)
    assert world.exports() == {"new-001.csv": ["one@example.com", "two@example.com", "good@example.com"]}


def test_what_the_newsletter_server_has_already_is_not_new(lay_out: LayOut) -> None:
    world = lay_out({1: ("anna@example.com", "Y"), 2: ("bernd@example.de", "Y")})
    world.drop({"Liste.csv": "email;status\nanna@example.com;subscribed\n"})
    done = world.round()
    assert [entry.state for entry in done.entries] == ["applied"]
    assert world.exports() == {"new-001.csv": ["bernd@example.de"]}


def test_an_export_folder_that_is_away_gets_its_files_when_it_is_back(lay_out: LayOut) -> None:
    world = lay_out({1: ("anna@example.com", "Y")}, drop={"Abmeldungen.csv": optouts("bernd@example.de")})
    with world.opened() as parts:
        service.run_once(parts)
        export, elsewhere = world.folder / "export", world.folder / "elsewhere"
        export.rename(elsewhere)
        world.ground.run(ROW, 2, "carla@example.net", "Y", "")
        world.ground.run(ROW, 3, "bernd@example.de", "Y", "")
        for _ in range(3):
            assert list(one_round(parts, survey=True).away) == ["export"]
        assert not export.exists()
        elsewhere.rename(export)
        assert one_round(parts, survey=True).away == {}
    assert world.exports() == {"new-001.csv": ["anna@example.com"], "new-002.csv": ["carla@example.net"]}
    assert len(world.mails("fault")) == 2


def test_an_address_that_a_spreadsheet_would_run_is_not_written_into_a_text_file(lay_out: LayOut) -> None:
    running = "=cmd|'/c+calc'!a1@example.com"
    world = lay_out(
        {1: (running, "Y"), 2: ("=1+1@example.com", "Y"), 3: ("+49|1@example.com", "Y"), 4: ("a|b@x.de", "Y")}
    )
    world.round()
    assert world.exports() == {"new-001.csv": ["=1+1@example.com", "a|b@x.de"]}
    world.configure(export={"container": "xlsx", "name": "new-{number:03}.xlsx"})
    world.round(2)
    book = load_workbook(world.folder / "export" / "new-002.xlsx")
    assert [(row[0].value, row[0].data_type) for row in book.active.iter_rows()][1:] == [
        (running, "s"),
        ("+49|1@example.com", "s"),
    ]


def waiting(lay_out: LayOut) -> World:
    """Lay out a world with an export that is drawn and could not come out: the folder is away, here as "elsewhere"."""
    world = lay_out({1: ("anna@example.com", "Y"), 2: ("bernd@example.de", "Y"), 3: ("carla@example.net", "Y")})
    (world.folder / "export").rename(world.folder / "elsewhere")
    world.round()
    return world


def test_who_is_set_to_no_in_the_erp_while_his_export_waits_for_the_folder_is_not_in_it(lay_out: LayOut) -> None:
    world = waiting(lay_out)
    world.ground.run("UPDATE kunden SET news = 'N' WHERE id = 2")
    world.ground.run("DELETE FROM kunden WHERE id = 3")
    world.clock.go(days=2)
    (world.folder / "elsewhere").rename(world.folder / "export")
    world.round(2)
    assert world.exports() == {"new-001.csv": ["anna@example.com"]}


def test_an_export_that_waited_comes_out_as_it_is_where_the_erp_still_says_yes_to_everybody(lay_out: LayOut) -> None:
    world = waiting(lay_out)
    world.ground.run("INSERT INTO kunden VALUES (4, 'dora@example.org', 'Y', NULL, NULL, 0, '')")
    (world.folder / "elsewhere").rename(world.folder / "export")
    world.round(2)
    assert world.exports() == {
        "new-001.csv": ["anna@example.com", "bernd@example.de", "carla@example.net"],
        "new-002.csv": ["dora@example.org"],
    }


def test_an_export_whose_bytes_are_lost_is_given_up_and_its_people_go_out_under_the_next_number(
    lay_out: LayOut,
) -> None:
    world = waiting(lay_out)
    (world.folder / "state" / "spool" / "export-1").unlink()
    (world.folder / "elsewhere").rename(world.folder / "export")
    assert world.round().away == {}
    assert world.exports() == {}  # another machine may be about to publish it
    world.clock.go(hours=2)
    assert world.round(2).away == {}
    assert world.exports() == {"new-002.csv": ["anna@example.com", "bernd@example.de", "carla@example.net"]}


def test_a_full_disk_of_the_state_folder_is_told_as_what_it_is(
    lay_out: LayOut, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = lay_out({1: ("anna@example.com", "Y")})
    put = durable.put

    def full(folder: Any, name: str, *rest: Any) -> None:
        if name.startswith("export-"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        put(folder, name, *rest)

    with monkeypatch.context() as patched:
        patched.setattr(durable, "put", full)
        done = world.round()
    assert [code for code, _ in done.away.values()] == ["disk_full"]
    assert done.stuck == 0
    world.round()
    assert world.exports() == {"new-001.csv": ["anna@example.com"]}


def test_a_restart_never_makes_an_export_folder_that_is_away(lay_out: LayOut) -> None:
    world = lay_out({1: ("anna@example.com", "Y")})
    (world.folder / "export").rename(world.folder / "elsewhere")
    assert list(world.round().away) == ["export"]
    assert not (world.folder / "export").exists()
    (world.folder / "elsewhere").rename(world.folder / "export")
    assert world.round().away == {}
    assert world.exports() == {"new-001.csv": ["anna@example.com"]}


def test_who_says_no_between_drawing_and_publishing_is_not_published(lay_out: LayOut) -> None:
    world = lay_out({1: ("anna@example.com", "Y"), 2: ("bernd@example.de", "Y")})
    with world.opened() as parts:
        service.run_once(parts)
        export, elsewhere = world.folder / "export", world.folder / "elsewhere"
        export.rename(elsewhere)
        world.ground.run(ROW, 3, "carla@example.net", "Y", "")
        world.ground.run(ROW, 4, "dora@example.org", "Y", "")
        one_round(parts, survey=True)
        world.drop({"Abmeldungen.csv": optouts("carla@example.net")})
        service.wait_until_settled(parts)
        one_round(parts, survey=True)
        elsewhere.rename(export)
        one_round(parts, survey=True)
        one_round(parts, survey=True)
    assert world.exported() == ["anna@example.com", "bernd@example.de", "dora@example.org"]


def test_a_foreign_file_under_the_next_name_is_left_alone_and_nobody_is_lost(lay_out: LayOut) -> None:
    world = lay_out({1: ("anna@example.com", "Y")})
    (world.folder / "export" / "new-001.csv").write_text("EMAIL\nsomebody@else.example\n")
    world.round(3)
    assert world.exports() == {"new-001.csv": ["somebody@else.example"], "new-002.csv": ["anna@example.com"]}


def test_files_the_newsletter_server_took_away_are_not_written_again(lay_out: LayOut) -> None:
    world = lay_out({1: ("anna@example.com", "Y")})
    world.round()
    (world.folder / "export" / "new-001.csv").unlink()
    world.ground.run(ROW, 2, "bernd@example.de", "Y", "")
    world.round(2)
    assert world.exports() == {"new-002.csv": ["bernd@example.de"]}


def test_names_that_the_encoding_lacks_or_a_spreadsheet_would_run_do_no_harm(lay_out: LayOut) -> None:
    world = lay_out(
        {
            1: ("a@example.com", "Y", "Jörg Łukasz"),
            2: ("b@example.com", "Y", "=HYPERLINK(1)"),
            3: ("c@example.com", "Y", "@SUM(1)"),
            4: ("d@example.com", "Y", 'Meier; "Otto"'),
            5: ("e@example.com", "Y", "zwei\r\nZeilen"),
        },
        export={"encoding": "cp1252", "delimiter": ";", "columns": {"E-Mail": "{email}", "Name": "name"}},
    )
    world.round()
    assert world.tree("export") == {
        "new-001.csv": (
            "E-Mail;Name\r\n"
            "a@example.com;Jörg ?ukasz\r\n"
            "b@example.com;\r\n"
            "c@example.com;\r\n"
            'd@example.com;"Meier; ""Otto"""\r\n'
            "e@example.com;zwei Zeilen\r\n"
        ).encode("cp1252")
    }


def test_an_address_goes_out_as_the_erp_writes_it(lay_out: LayOut) -> None:
    world = lay_out(
        {1: ("Jörg.Müller@Bäckerei-Müller.example", "Y"), 2: ('"Dora D." <Dora@Example.org>', "Y")},
        drop={"Abmeldungen.csv": optouts("weg@example.com")},
    )
    world.round()
    assert world.exports() == {"new-001.csv": ["Jörg.Müller@Bäckerei-Müller.example", "Dora@Example.org"]}
    world.drop({"Abmeldungen2.csv": optouts("jörg.müller@" + idna.encode("bäckerei-müller.example").decode())})
    world.round()
    assert world.customers("news") == {1: "N", 2: "Y"}


def test_an_address_that_the_encoding_cannot_hold_waits_for_one_that_can(lay_out: LayOut) -> None:
    world = lay_out({1: ("Łukasz@example.com", "Y"), 2: ("anna@example.com", "Y")}, export={"encoding": "cp1252"})
    world.round()
    assert world.exports("cp1252") == {"new-001.csv": ["anna@example.com"]}
    world.configure(export={"encoding": "utf-8"})
    world.round()
    assert world.exports() == {"new-001.csv": ["anna@example.com"], "new-002.csv": ["Łukasz@example.com"]}


def test_without_an_export_folder_in_the_configuration_nothing_is_exported(lay_out: LayOut) -> None:
    world = lay_out({1: ("anna@example.com", "Y")})
    del world.config["export"]
    world.configure()
    assert world.round().away == {}
    assert world.exports() == {}


def test_a_column_of_changes_lets_a_new_customer_go_out_before_the_next_survey(lay_out: LayOut) -> None:
    world = lay_out({1: ("anna@example.com", "Y")})
    kunden, kontakte = targets()
    world.ground.run("ALTER TABLE kunden ADD COLUMN stamp integer")
    world.ground.run("UPDATE kunden SET stamp = 1")
    world.configure(erp={"every_seconds": 3600, "targets": [{**kunden, "changed": "stamp"}, kontakte]})
    with world.opened() as parts:
        one_round(parts, survey=True)
        one_round(parts)
        world.ground.run("INSERT INTO kunden VALUES (2, 'bernd@example.de', 'Y', NULL, NULL, 0, '', 2)")
        world.ground.run("INSERT INTO kunden VALUES (3, 'carla@example.net', 'N', NULL, NULL, 0, '', 3)")
        world.clock.go(seconds=30)
        assert one_round(parts).surveyed
        world.clock.go(seconds=30)
        assert not one_round(parts).surveyed
    assert world.exported() == ["anna@example.com", "bernd@example.de"]


def test_very_many_new_subscribers_go_out_in_several_files_and_each_of_them_once(
    lay_out: LayOut, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("processor.domain.packed.PORTION", 2)
    people = [f"person{number}@example.com" for number in range(5)]
    rows = {number: (one, "Y") for number, one in enumerate([*people, people[0].upper(), "no@example.com"])}
    world = lay_out(rows, drop={"Abmeldungen.csv": optouts("no@example.com")})
    world.round(2)
    assert world.exports() == {"new-001.csv": people[:2], "new-002.csv": people[2:4], "new-003.csv": people[4:]}


def test_even_if_everybody_shared_one_digest_who_said_no_stays_out_and_nobody_else_is_muted(
    lay_out: LayOut, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("domain.digest", "ledger.crowds"):
        monkeypatch.setattr(f"processor.{module}.digests", lambda texts, start="": digests(texts, start) * 0)
    rows = {1: ("anna@example.com", "Y"), 2: ("bernd@example.de", "Y"), 3: ("carla@example.net", "Y")}
    world = lay_out(rows, drop={"Abmeldungen.csv": optouts("bernd@example.de")})
    world.round(2)
    world.ground.run("UPDATE kunden SET news = 'Y'")
    world.round(2)
    assert world.customers("news") == {1: "Y", 2: "N", 3: "Y"}
    assert world.exports() == {"new-001.csv": ["anna@example.com", "carla@example.net"]}
