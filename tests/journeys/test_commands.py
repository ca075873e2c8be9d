"""Every command as a user types it: what it says, what its exit code says, and what it leaves alone."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.journeys.post_office import PostOffice
from tests.journeys.world import LayOut, World, optouts

CUSTOMERS = {1: ("anna@example.com", "Y"), 2: ("bernd@example.de", "Y"), 3: ("carla@example.net", "Y")}
GOOD, BAD = optouts("anna@example.com"), "Datum;Betrag\r\n01.02.2026;12,50\r\n"
KEYS = ["line", "address", "event", "class", "at", "list", "rule", "reason"]


def everything(world: World) -> dict[str, object]:
    """All that lies on the disk, and all that stands in the two databases."""
    found: dict[str, object] = {path: content for path, content in world.tree(".").items() if "sqlite" not in path}
    for name in ("erp.sqlite", "state/ledger.sqlite"):
        if (world.folder / name).exists():
            with closing(sqlite3.connect(world.folder / name)) as database:
                found[name] = list(database.iterdump())
    return found


# --- once ---------------------------------------------------------------------------------------------------------


def test_once_says_zero_when_all_is_well(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, drop={"Abmeldungen.csv": GOOD})
    run = world.process("once")
    assert (run.returncode, run.stderr) == (0, "")
    assert "Abmeldungen.csv" in run.stdout
    assert "1 line" in run.stdout
    assert world.customers("news") == {1: "N", 2: "Y", 3: "Y"}


def test_once_says_three_for_a_refused_and_four_for_a_held_file(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, drop={"kasse.csv": BAD}, guard={"optouts_absolute": 0, "optouts_share": 0.0})
    assert world.command("once").returncode == 3
    world.drop({"Abmeldungen.csv": GOOD})
    held = world.command("once")
    assert held.returncode == 4
    assert f"abgleich release {world.id_of('Abmeldungen.csv')}" in held.stdout
    world.drop({"kasse2.csv": BAD + "\r\n", "b-Abmeldungen.csv": optouts("bernd@example.de")})
    assert world.command("once").returncode == 3
    assert world.command("once").returncode == 0


def test_once_says_75_when_the_erp_is_away_and_applies_it_later(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, drop={"Abmeldungen.csv": GOOD})
    (world.folder / "erp.sqlite").rename(world.folder / "elsewhere")
    away = world.process("once")
    assert away.returncode == 75
    assert "The ERP cannot be reached" in away.stdout
    assert "Traceback" not in away.stdout + away.stderr
    (world.folder / "elsewhere").rename(world.folder / "erp.sqlite")
    assert world.command("once").returncode == 0
    assert world.customers("news")[1] == "N"


def test_once_says_75_when_the_drop_folder_is_away_and_never_makes_one(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS)
    (world.folder / "drop").rmdir()
    run = world.command("once")
    assert run.returncode == 75
    assert "The drop folder" in run.stdout + run.stderr
    assert "Traceback" not in run.stdout + run.stderr
    assert not (world.folder / "drop").exists()


def test_once_as_json_is_one_object_with_each_file(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, drop={"Abmeldungen.csv": GOOD, "kasse.csv": BAD})
    run = world.command("once", "--json")
    told = json.loads(run.stdout)
    assert {(file["name"], file["state"]) for file in told["files"]} == {
        ("Abmeldungen.csv", "applied"),
        ("kasse.csv", "refused"),
    }
    assert (told["away"], told["stuck"], told["surveyed"]) == ({}, 0, True)


# --- settings -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["once", "run", "status", "check"])
def test_without_a_configuration_each_command_says_two_and_what_to_do(lay_out: LayOut, command: str) -> None:
    world = lay_out(CUSTOMERS)
    world.toml.unlink()
    run = world.command(command)
    assert run.returncode == 2
    assert "abgleich init" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_mistake_in_the_configuration_names_the_key_in_the_language_of_the_terminal(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, dropzone={"quiet_second": 5})
    english = world.process("once")
    assert english.returncode == 2
    assert "dropzone.quiet_second" in english.stderr
    assert "quiet_seconds" in english.stderr
    german = world.command("once", LANG="de_DE.UTF-8")
    assert german.returncode == 2
    assert "ist kein Schlüssel" in german.stderr or "kennt" in german.stderr


def test_a_spool_inside_the_drop_folder_is_said_in_words(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, state="drop/state")
    run = world.command("once")
    assert run.returncode == 2
    assert "Traceback" not in run.stderr


def test_an_unknown_command_or_file_is_a_usage_error(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS)
    assert world.command("frobnicate").returncode == 2
    assert world.command("read", "nowhere.csv").returncode == 2
    assert world.command("--help").returncode == 0


# --- status ---------------------------------------------------------------------------------------------------------


def test_status_shows_what_is_held_and_was_done_in_words_and_for_machines(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, drop={"Abmeldungen.csv": GOOD}, guard={"optouts_absolute": 0, "optouts_share": 0.0})
    world.command("once")
    number = world.id_of("Abmeldungen.csv")
    said = world.command("status")
    assert (said.returncode, said.stderr) == (0, "")
    assert f"abgleich release {number}" in said.stdout
    told = json.loads(world.command("status", "--json").stdout)
    assert told["verdict"] == "attention"
    assert [file["id"] for file in told["held"]] == [number]


def test_status_works_while_the_erp_and_the_drop_folder_are_away(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS)
    world.command("once")
    (world.folder / "erp.sqlite").unlink()
    (world.folder / "drop").rename(world.folder / "elsewhere")
    said = world.command("status")
    assert (said.returncode, said.stderr) == (0, "")


# --- plan -----------------------------------------------------------------------------------------------------------


def test_plan_shows_what_would_happen_and_writes_nothing_anywhere(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, {1: ("anna@example.com", 0)})
    world.command("once")
    (world.folder / "Abmeldungen.csv").write_bytes(optouts("anna@example.com", "weg@example.com").encode())
    before = everything(world)
    said = world.command("plan", "Abmeldungen.csv")
    assert (said.returncode, said.stderr) == (0, "")
    assert "kunden" in said.stdout
    assert "kontakte" in said.stdout
    told = json.loads(world.command("plan", "Abmeldungen.csv", "--json").stdout)
    assert told["counts"] == {
        "read": 2,
        "applied": 1,
        "already": 0,
        "in_advance": 1,
        "ignored": 0,
        "held": 0,
        "rejected": 0,
    }
    assert [(change["target"], change["key"], change["action"]) for change in told["changes"]] == [
        ("kunden", "[1]", "set_no"),
        ("kontakte", "[1]", "set_no"),
    ]
    assert everything(world) == before


def test_plan_before_the_first_round_makes_no_folder_and_no_ledger(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS)
    (world.folder / "Abmeldungen.csv").write_text(GOOD)
    before = everything(world)
    for words in ([], ["--json"]):
        assert world.command("plan", "Abmeldungen.csv", *words).returncode == 0
    assert everything(world) == before
    assert not (world.folder / "state").exists()


def test_plan_says_that_a_file_would_be_held_and_shows_its_changes(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, guard={"optouts_absolute": 0, "optouts_share": 0.0})
    (world.folder / "Abmeldungen.csv").write_text(GOOD)
    said = world.command("plan", "Abmeldungen.csv")
    assert said.returncode == 0
    assert "It would be held" in said.stdout
    assert "anna@example.com" in said.stdout
    told = json.loads(world.command("plan", "Abmeldungen.csv", "--json").stdout)
    assert [reason["code"] for reason in told["held"]] == ["too_many_optouts"]


def test_plan_refuses_in_words(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS)
    (world.folder / "kasse.csv").write_text(BAD)
    said = world.command("plan", "kasse.csv")
    assert said.returncode == 3
    assert "There is no e-mail address in the file" in said.stderr
    (world.folder / "liste.csv").write_text("anna@example.com\n")
    assert world.command("plan", "liste.csv").returncode == 3
    assert world.command("plan", "liste.csv", "--folder", "optouts").returncode == 0


def test_plan_says_75_when_the_erp_is_away(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS)
    (world.folder / "Abmeldungen.csv").write_text(GOOD)
    (world.folder / "erp.sqlite").unlink()
    said = world.command("plan", "Abmeldungen.csv")
    assert (said.returncode, "Traceback" in said.stderr) == (75, False)
    assert "The ERP cannot be reached" in said.stderr


# --- read -----------------------------------------------------------------------------------------------------------


def test_read_needs_no_configuration_and_gives_one_object_for_each_line_and_a_closing_one(lay_out: LayOut) -> None:
    world = lay_out()
    world.toml.unlink()
    (world.folder / "Abmeldungen.csv").write_text(
        "E-Mail;Grund;Datum\nanna@example.com;abgemeldet;02.03.2026\nkaputt;abgemeldet;\nb@example.com;Hardbounce;\n"
    )
    before = world.tree(".")
    said = world.process("read", "Abmeldungen.csv", "--json")
    assert (said.returncode, said.stderr) == (0, "")
    *lines, closing_one = [json.loads(line) for line in said.stdout.splitlines()]
    assert [list(line) for line in lines] == [KEYS] * 3
    assert [(line["line"], line["address"], line["event"], line["at"]) for line in lines] == [
        (2, "anna@example.com", "optout", "2026-03-01T23:00:00Z"),
        (3, "kaputt", "rejected", None),
        (4, "b@example.com", "bounce", None),
    ]
    assert closing_one["layout"] == "plain-list"
    assert closing_one["counts"] == {"optout": 1, "bounce": 1, "rejected": 1}
    assert closing_one["evidence"]
    people = world.command("read", "Abmeldungen.csv")
    assert people.returncode == 0
    assert "anna@example.com" in people.stdout
    assert world.tree(".") == before


def test_read_refuses_with_the_reason_in_both_languages(lay_out: LayOut) -> None:
    world = lay_out()
    (world.folder / "kasse.csv").write_text(BAD)
    english, german = (world.command("read", "kasse.csv", "--language", language) for language in ("en", "de"))
    assert (english.returncode, german.returncode) == (3, 3)
    assert "There is no e-mail address" in english.stderr
    assert "E-Mail-Adresse" in german.stderr
    told = json.loads(world.command("read", "kasse.csv", "--json").stdout)
    assert told["refused"]["code"] == "no_addresses"


def test_read_never_shows_what_would_steer_the_terminal(lay_out: LayOut) -> None:
    world = lay_out()
    (world.folder / "Abmeldungen.csv").write_bytes(b"E-Mail;Grund\r\nx\x1b]0;pwned\x07@example.com;abgemeldet\r\n")
    said = world.command("read", "Abmeldungen.csv")
    assert "\x1b" not in said.stdout + said.stderr


@pytest.mark.parametrize("arguments", [["--timezone", "Mars/Olympus"], ["--language", "fr"], ["--folder", "inbox"]])
def test_a_wrong_option_is_a_usage_error_and_no_traceback(lay_out: LayOut, arguments: list[str]) -> None:
    world = lay_out()
    (world.folder / "Abmeldungen.csv").write_text(GOOD)
    said = world.command("read", "Abmeldungen.csv", *arguments)
    assert said.returncode == 2
    assert "Traceback" not in said.stderr


# --- decisions --------------------------------------------------------------------------------------------------------


def test_deciding_about_what_is_not_there_is_said_in_words(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, drop={"Abmeldungen.csv": GOOD})
    world.command("once")
    for command in ("release", "discard"):
        unknown = world.command(command, "ABCDEFGH")
        assert (unknown.returncode, "ABCDEFGH" in unknown.stderr, "Traceback" in unknown.stderr) == (1, True, False)
        done = world.command(command, world.id_of("Abmeldungen.csv"))
        assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert world.customers("news")[1] == "N"


# --- init and check ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["de", "en"])
def test_init_writes_a_configuration_that_says_what_to_fill_in_and_never_overwrites(
    tmp_path: Path, lay_out: LayOut, language: str
) -> None:
    world = lay_out()
    world.toml.unlink()
    said = world.command("init", "--language", language)
    assert (said.returncode, said.stderr) == (0, "")
    written = world.toml.read_text()
    assert "[dropzone]" in written
    again = world.command("init")
    assert again.returncode == 2
    assert world.toml.read_text() == written


def test_check_says_zero_and_changes_nothing_when_all_is_well(lay_out: LayOut, tmp_path: Path) -> None:
    office = PostOffice(tmp_path)
    office.open()
    try:
        world = lay_out(CUSTOMERS, mail=office.settings())
        before = everything(world)["erp.sqlite"]
        said = world.command("check")
        assert said.returncode == 0, said.stdout + said.stderr
        assert everything(world)["erp.sqlite"] == before
        assert world.tree("drop") == {}
        assert world.tree("export") == {}
        assert office.mails == []
    finally:
        office.shut()


def test_check_names_what_is_wrong_and_says_one(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, mail={"host": "127.0.0.1", "port": 9})
    one, other = world.config["erp"]["targets"]
    world.configure(erp={"targets": [{**one, "email": ["e_mail"]}, other]})
    said = world.command("check")
    assert said.returncode == 1
    assert "Traceback" not in said.stdout + said.stderr
    assert "e_mail" in said.stdout
    assert "127.0.0.1" in said.stdout
    told = [json.loads(line) for line in world.command("check", "--json").stdout.splitlines()]
    assert {finding["level"] for finding in told} >= {"ok", "error"}
    assert all(finding["text"] for finding in told)


def test_check_speaks_german_where_the_office_does(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, language="de")
    said = world.command("check")
    assert said.returncode == 0, said.stdout + said.stderr
    assert "alle Schlüssel sind gültig" in said.stdout


# --- demo -------------------------------------------------------------------------------------------------------------


def test_the_demo_can_be_built_twice_and_shows_the_way_on(lay_out: LayOut) -> None:
    world = lay_out()
    for language in ("de", "en"):
        said = world.command("demo", "vorführung", "--language", language)
        assert said.returncode == 0, said.stderr
        assert said.stderr == ""
        assert "abgleich run --config" in said.stdout
    demo = world.folder / "vorführung"
    assert len(list((demo / "export").iterdir())) == 1
    assert list((demo / "state" / "mails").glob("summary-*.eml"))
    assert list((demo / "state" / "mails").glob("summary-*.html"))
    assert any((demo / "drop" / "held").iterdir())


def test_the_demo_never_touches_a_folder_that_is_not_its_own(lay_out: LayOut) -> None:
    world = lay_out()
    mine = world.folder / "meins"
    mine.mkdir()
    (mine / "brief.txt").write_text("wichtig")
    said = world.command("demo", "meins")
    assert said.returncode == 2
    assert "Traceback" not in said.stderr
    assert [path.name for path in mine.iterdir()] == ["brief.txt"]
