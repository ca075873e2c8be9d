"""One command answers who, why, since when: as a verdict with its evidence, and whole for machines."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from processor import service
from tests.journeys.world import ID, LayOut, World, bounces, optouts

ANNA, BERND, CARLA, DORA = "anna@example.com", "bernd@example.de", "carla@example.net", "dora@example.org"
CUSTOMERS = {1: (ANNA, "Y", "Anna"), 2: (f"{BERND}; {DORA}", "Y", "Bernd"), 3: (CARLA, "Y", "Carla")}


def lived(lay_out: LayOut) -> World:
    """A world with a history: exported, opted out twice, bounced, one file undone, one held."""
    world = lay_out(CUSTOMERS, {1: (ANNA, 0)})
    with world.opened() as parts:  # one life, so that the clock of the world is the only one
        service.run_once(parts)
        world.fetch()
        for name, content in (
            ("optouts_0412.csv", optouts(BERND, ANNA, day="03.03.2026")),
            ("Beschwerden.csv", f"E-Mail;Grund;Datum\r\n{ANNA};Beschwerde;04.03.2026\r\n"),
            ("Bounces.csv", bounces((ANNA, "05.03.2026", "550 5.1.1 unknown user"))),
        ):
            world.drop({name: content})
            service.run_once(parts)
        world.ground.run("UPDATE kunden SET news = 'Y' WHERE id = 1")
        service.run_once(parts)
        parts.ledger.undos.ask(world.id_of("Beschwerden.csv"), "maria", parts.now())
        service.run_once(parts)
    return world


def masked_ids(text: str, world: World) -> str:
    """The text without what differs from run to run."""
    with world.opened() as parts:
        for entry in parts.ledger.drops.received_between(world.clock.now.replace(year=2000), world.clock.now):
            text = text.replace(entry.id, "·" * 8)
    return ID.sub(".ID", text)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare with a golden file; `--regenerate-explain` writes it anew."""

    def compare(name: str, found: str) -> None:
        file = Path(__file__).with_name(name)
        found = "".join(f"{line.rstrip()}\n" for line in found.splitlines())
        if request.config.getoption("--regenerate-explain", default=False):
            file.write_text(found, encoding="utf-8")
        assert found == file.read_text(encoding="utf-8")

    return compare


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_text_for_people(lay_out: LayOut, language: str, golden: Callable[[str, str], None]) -> None:
    world = lived(lay_out)
    world.configure(language=language)
    said = world.command("explain", f" <{ANNA.title()}>", COLUMNS="200")
    assert (said.returncode, said.stderr) == (0, "")
    golden(f"explain.{language}.txt", masked_ids(said.stdout, world))


def test_the_extract_for_machines(lay_out: LayOut, golden: Callable[[str, str], None]) -> None:
    world = lived(lay_out)
    said = world.command("explain", ANNA, "--json")
    assert (said.returncode, said.stderr) == (0, "")
    told = json.loads(said.stdout)
    told["at"] = "now"  # the command's own clock
    whole = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)
    golden("explain.json", masked_ids(whole, world))


def test_the_extract_names_nobody_else(lay_out: LayOut) -> None:
    world = lived(lay_out)
    told = world.command("explain", ANNA, "--json").stdout
    assert not [other for other in (BERND, CARLA, DORA) if other in told]


def test_the_verdict_is_one_plain_sentence(lay_out: LayOut) -> None:
    world = lived(lay_out)
    first = " ".join(world.command("explain", ANNA).stdout.split())
    assert re.search("Gets no newsletter since 3 Mar 2026, .*: opted out, in optouts_0412.csv, line 3", first)
    assert "the newsletter server has known the address since" in world.command("explain", CARLA).stdout


def test_the_other_person_of_a_cell_is_told_what_was_written_to_it(lay_out: LayOut) -> None:
    told = json.loads(lived(lay_out).command("explain", DORA, "--json").stdout)
    assert [(change["canonical"], change["email"]) for change in told["changes"]] == [(BERND, f"{BERND}; {DORA}")]
    assert [said["code"] for said in told["verdict"]] == ["erp_says_no"]


def test_a_hint_about_the_address_is_part_of_the_extract_and_masks_the_other_one(lay_out: LayOut) -> None:
    world = lay_out({1: ("anna@gmail.com", "Y")}, drop={"Abmeldungen.csv": optouts("anna@gmial.com")})
    world.round()
    told = json.loads(world.command("explain", "anna@gmial.com", "--json").stdout)
    assert [(one["code"], one["facts"]["address"]) for one in told["remarks"]] == [("hint_typo", "anna@gmial.com")]
    assert "anna@gmail.com" not in json.dumps(told["remarks"])


def test_an_address_nobody_knows_is_said_to_be_unknown_and_gives_five(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS)
    said = world.command("explain", "nobody@example.com")
    assert said.returncode == 5
    assert "Neither abgleich nor the ERP knows this address" in said.stdout
    told = json.loads(world.command("explain", "nobody@example.com", "--json").stdout)
    assert (told["known"], told["events"], told["erp"]["rows"]) == (False, [], [])
    assert not (world.folder / "state").exists()
    assert world.command("explain", ANNA).returncode == 0


@pytest.mark.parametrize("text", ["no address", "a@example.com, b@example.com", ""])
def test_what_is_not_one_address_is_said_in_words(lay_out: LayOut, text: str) -> None:
    said = lay_out(CUSTOMERS).command("explain", text)
    assert said.returncode == 1
    assert "is not one usable e-mail address" in said.stderr


def test_with_the_erp_away_everything_else_is_told(lay_out: LayOut) -> None:
    world = lived(lay_out)
    (world.folder / "erp.sqlite").rename(world.folder / "elsewhere")
    said = world.command("explain", ANNA)
    assert (said.returncode, said.stderr) == (0, "")
    assert "The ERP could not be asked" in said.stdout
    assert "Gets no newsletter since" in said.stdout
    told = json.loads(world.command("explain", ANNA, "--json").stdout)
    assert (told["erp"]["asked"], told["erp"]["rows"]) == (False, [])
    assert "Nothing keeps this address out" in world.command("explain", CARLA).stdout


def test_a_held_file_that_names_the_address_is_the_reason(lay_out: LayOut) -> None:
    world = lay_out(
        CUSTOMERS, drop={"Abmeldungen.csv": optouts(CARLA)}, guard={"optouts_absolute": 0, "optouts_share": 0.0}
    )
    world.round()
    said = " ".join(world.command("explain", CARLA).stdout.split())
    assert f"while Abmeldungen.csv waits for a decision (number {world.id_of('Abmeldungen.csv')})" in said


def test_a_yes_over_a_no_is_named_as_a_contradiction(lay_out: LayOut) -> None:
    world = lived(lay_out)
    world.ground.run("UPDATE kunden SET news = 'Y' WHERE id = 1")
    told = json.loads(world.command("explain", ANNA, "--json").stdout)
    assert "yes_over_no" in [said["code"] for said in told["conflicts"]]
