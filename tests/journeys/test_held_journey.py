"""Implausible files wait for a human, and nobody in them gets mail meanwhile."""

from __future__ import annotations

import subprocess
import time

import pytest

from tests.journeys.world import COMMAND, LayOut, World, optouts, plain_environment

PEOPLE = [f"person{number}@example.com" for number in range(1, 7)]
CUSTOMERS = {number: (address, "Y") for number, address in enumerate(PEOPLE, 1)} | {9: ("dora@example.org", "Y")}
STRICT = {"optouts_absolute": 2, "optouts_share": 0.0}


def held_world(lay_out: LayOut) -> World:
    world = lay_out(CUSTOMERS, drop={"Abmeldungen.csv": optouts(*PEOPLE[:4])}, guard=STRICT)
    done = world.round()
    assert [entry.state for entry in done.entries] == ["held"]
    return world


def test_a_file_over_the_ceiling_changes_nothing_and_its_people_get_no_mail(lay_out: LayOut) -> None:
    world = held_world(lay_out)
    assert set(world.customers("news").values()) == {"Y"}
    assert world.names() == [
        "held/Abmeldungen.ID.csv",
        "held/Abmeldungen.ID.receipt.txt",
        "held/Abmeldungen.ID.rows.csv",
    ]
    assert world.exported() == ["dora@example.org", "person5@example.com", "person6@example.com"]
    number = world.id_of("Abmeldungen.csv")
    receipt = world.text_of("held/Abmeldungen.ID.receipt.txt")
    assert f"abgleich release {number}" in receipt
    assert f"abgleich discard {number}" in receipt
    assert "It would opt out 4 customer records, 57.1 % of 7." in " ".join(receipt.split())
    (notice,) = world.mails("held")
    assert f"abgleich release {number}" in notice.get_body(("plain",)).get_content()
    assert world.subjects("summary") == ["[newsletter] ATTENTION – 1 file waits for a decision"]


def test_a_held_file_asks_once_however_many_rounds_there_are(lay_out: LayOut) -> None:
    world = held_world(lay_out)
    world.round(3)
    assert len(world.mails("held")) == 1
    assert world.names()[0] == "held/Abmeldungen.ID.csv"


def test_release_applies_the_file_and_moves_it_to_done(lay_out: LayOut) -> None:
    world = held_world(lay_out)
    said = world.command("release", world.id_of("Abmeldungen.csv"))
    assert (said.returncode, said.stderr) == (0, "")
    assert world.customers("news") == {1: "N", 2: "N", 3: "N", 4: "N", 5: "Y", 6: "Y", 9: "Y"}
    assert world.names() == [
        "done/2026-03-10/Abmeldungen.ID.csv",
        "done/2026-03-10/Abmeldungen.ID.receipt.txt",
        "done/2026-03-10/Abmeldungen.ID.rows.csv",
    ]
    assert "DONE: Abmeldungen.csv" in world.text_of("done/2026-03-10/Abmeldungen.ID.receipt.txt")
    world.round()
    assert not set(PEOPLE[:4]) & set(world.exported())


def test_release_works_on_the_erp_as_it_is_then(lay_out: LayOut) -> None:
    world = held_world(lay_out)
    world.ground.run("UPDATE kunden SET mail = 'neu@example.com' WHERE id = 1")
    world.ground.run("DELETE FROM kunden WHERE id = 2")
    world.ground.run("INSERT INTO kunden VALUES (20, 'PERSON2@example.com', 'Y', NULL, NULL, 0, '')")
    assert world.command("release", world.id_of("Abmeldungen.csv")).returncode == 0
    assert world.customers() == {
        1: ("neu@example.com", "N"),  # the no of the address he had goes with him
        3: ("person3@example.com", "N"),
        4: ("person4@example.com", "N"),
        5: ("person5@example.com", "Y"),
        6: ("person6@example.com", "Y"),
        9: ("dora@example.org", "Y"),
        20: ("PERSON2@example.com", "N"),
    }


def test_discard_gives_the_file_up_and_its_people_are_exported(lay_out: LayOut) -> None:
    world = held_world(lay_out)
    number = world.id_of("Abmeldungen.csv").lower()
    said = world.command("discard", number)
    assert (said.returncode, said.stderr) == (0, "")
    world.round()
    assert set(world.customers("news").values()) == {"Y"}
    assert world.exported() == sorted(address for address, _ in CUSTOMERS.values())
    assert world.names() == [
        "refused/Abmeldungen.ID.csv",
        "refused/Abmeldungen.ID.receipt.txt",
        "refused/Abmeldungen.ID.rows.csv",
    ]
    assert "DISCARDED" in world.text_of("refused/Abmeldungen.ID.receipt.txt")
    late = world.command("release", number)
    assert late.returncode == 1
    assert "is not waiting for a decision" in late.stderr


def test_after_a_discard_the_same_bytes_are_a_new_question(lay_out: LayOut) -> None:
    world = held_world(lay_out)
    world.command("discard", world.id_of("Abmeldungen.csv"))
    world.drop({"nochmal-Abmeldungen.csv": optouts(*PEOPLE[:4])})
    assert [entry.state for entry in world.round().entries] == ["held"]


def test_the_held_bytes_again_are_refused_and_the_held_number_is_named(lay_out: LayOut) -> None:
    world = held_world(lay_out)
    world.drop({"Abmeldungen (1).csv": optouts(*PEOPLE[:4])})
    done = world.round()
    assert [(entry.state, entry.reasons[0][0]) for entry in done.entries] == [("refused", "held_already")]
    note = " ".join(world.text_of("refused/Abmeldungen (1).ID.why.txt").split())
    assert f"abgleich release {world.id_of('Abmeldungen.csv')}" in note
    assert "held/Abmeldungen.ID.csv" in world.names()


def test_an_address_on_too_many_rows_is_a_placeholder_and_held(lay_out: LayOut) -> None:
    rows = dict.fromkeys(range(1, 6), ("info@example.com", "Y")) | {9: ("dora@example.org", "Y")}
    world = lay_out(rows, drop={"Abmeldungen.csv": optouts("info@example.com")}, erp={"max_rows_per_address": 4})
    done = world.round()
    assert [(entry.state, entry.reasons[0][0]) for entry in done.entries] == [("held", "placeholder")]
    assert set(world.customers("news").values()) == {"Y"}
    assert world.exported() == ["dora@example.org"]


def test_bounces_over_their_own_ceiling_are_held_too(lay_out: LayOut) -> None:
    world = lay_out(
        CUSTOMERS,
        drop={"bounces/liste.csv": "\n".join(PEOPLE)},
        guard={"bounces_absolute": 5, "bounces_share": 0.0, "optouts_absolute": 0, "optouts_share": 0.0},
    )
    done = world.round()
    assert [(entry.state, entry.reasons[0][0]) for entry in done.entries] == [("held", "too_many_bounces")]
    assert set(world.customers("faulty").values()) == {0}


def test_the_share_lets_a_large_erp_pass_what_the_absolute_ceiling_would_hold(lay_out: LayOut) -> None:
    world = lay_out(
        CUSTOMERS,
        drop={"Abmeldungen.csv": optouts(*PEOPLE[:4])},
        guard={"optouts_absolute": 2, "optouts_share": 0.6},
    )
    assert [entry.state for entry in world.round().entries] == ["applied"]


@pytest.mark.parametrize(("decision", "flag"), [("release", "N"), ("discard", "Y")])
def test_a_decision_reaches_the_running_service(lay_out: LayOut, decision: str, flag: str) -> None:
    world = held_world(lay_out)
    service = subprocess.Popen(
        [*COMMAND, "run"],
        cwd=world.folder,
        env=plain_environment({}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert service.stdout is not None
        assert "Watching" in service.stdout.readline()
        said = world.command(decision, world.id_of("Abmeldungen.csv"))
        assert said.returncode == 0, said.stderr
        assert "The running service carries out the decision" in said.stdout
        end = time.monotonic() + 20
        while any(name.startswith("held/") for name in world.names()) and time.monotonic() < end:
            time.sleep(0.1)
        assert not any(name.startswith("held/") for name in world.names())
        assert [world.customers("news")[number] for number in range(1, 5)] == [flag] * 4
    finally:
        service.terminate()
        out, _ = service.communicate(timeout=20)
    assert "Traceback" not in out


@pytest.mark.parametrize(("decision", "flag"), [("release", "N"), ("discard", "Y")])
def test_a_held_file_that_somebody_took_away_can_still_be_decided(lay_out: LayOut, decision: str, flag: str) -> None:
    world = held_world(lay_out)
    number = world.id_of("Abmeldungen.csv")
    for path in (world.folder / "drop" / "held").iterdir():
        path.unlink()
    said = world.command(decision, number)
    assert (said.returncode, "fault of abgleich" in said.stdout + said.stderr) == (0, False)
    assert [world.customers("news")[key] for key in range(1, 5)] == [flag] * 4
    world.ground.run("INSERT INTO kunden VALUES (30, 'neu@example.com', 'Y', NULL, NULL, 0, '')")
    done = world.round()
    assert (done.stuck, done.away) == (0, {})
    assert "neu@example.com" in world.exported()


def test_a_held_file_dragged_back_into_the_drop_folder_is_still_one_question(lay_out: LayOut) -> None:
    world = held_world(lay_out)
    (held,) = (world.folder / "drop" / "held").glob("Abmeldungen.????????.csv")
    held.rename(world.folder / "drop" / held.name)
    done = world.round()
    assert [(entry.state, entry.reasons[0][0]) for entry in done.entries] == [("refused", "held_already")]
    assert set(world.customers("news").values()) == {"Y"}
    assert not set(PEOPLE[:4]) & set(world.exported())
