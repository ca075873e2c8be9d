"""Who once said no stays out, whatever happens to the ERP afterwards."""

from __future__ import annotations

import shutil

import pytest

from processor.customers import guard
from processor.round import one_round
from tests.journeys.world import LayOut, World, optouts

CUSTOMERS = {1: ("anna@example.com", "Y"), 2: ("bernd@example.de", "Y")}


def opted_out(lay_out: LayOut) -> World:
    world = lay_out(CUSTOMERS, {1: ("carla@example.net", 0)}, {"Abmeldungen.csv": optouts("anna@example.com")})
    shutil.copyfile(world.folder / "erp.sqlite", world.folder / "backup.sqlite")
    world.round()
    assert world.customers("news") == {1: "N", 2: "Y"}
    return world


@pytest.mark.parametrize(
    ("what", "statements"),
    [
        ("set to YES again", ["UPDATE kunden SET news = 'Y' WHERE id = 1"]),
        ("emptied", ["UPDATE kunden SET news = NULL WHERE id = 1"]),
        (
            "deleted and created anew",
            [
                "DELETE FROM kunden WHERE id = 1",
                "INSERT INTO kunden VALUES (1, ' Anna@Example.com', 'Y', NULL, NULL, 0, '')",
            ],
        ),
        (
            "given a second record",
            ["INSERT INTO kunden VALUES (7, '\"A\" <ANNA@example.com>', 'Y', NULL, NULL, 0, '')"],
        ),
    ],
)
def test_a_row_that_rises_again_is_set_to_no_in_the_next_round(
    lay_out: LayOut, what: str, statements: list[str]
) -> None:
    world = opted_out(lay_out)
    for statement in statements:
        world.ground.run(statement)
    world.round()
    flags = world.customers("news, reason")
    assert {key: flag for key, (flag, _) in flags.items() if key != 2} == dict.fromkeys(set(flags) - {2}, "N")
    assert flags[max(key for key in flags if key != 2)][1] == "optout"
    assert world.customers("news")[2] == "Y"
    assert world.exported() == ["bernd@example.de", "carla@example.net"]


def test_what_an_open_client_writes_back_is_set_right_between_two_surveys(lay_out: LayOut) -> None:
    world = opted_out(lay_out)
    with world.opened() as parts:
        one_round(parts, survey=True)
        world.ground.run("UPDATE kunden SET news = 'Y' WHERE id = 1")
        world.clock.go(seconds=30)
        done = one_round(parts)
        assert not done.surveyed
        assert world.customers("news")[1] == "N"
        world.clock.go(days=3)  # no longer recent: the survey, which is due by then, does it
        world.ground.run("UPDATE kunden SET news = 'Y' WHERE id = 1")
        assert one_round(parts).surveyed
        assert world.customers("news")[1] == "N"


def test_more_people_than_a_look_up_is_for_are_left_to_the_survey(
    lay_out: LayOut, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = opted_out(lay_out)
    monkeypatch.setattr(guard, "FEW", 0)
    with world.opened() as parts:
        one_round(parts, survey=True)
        world.ground.run("UPDATE kunden SET news = 'Y' WHERE id = 1")
        world.clock.go(seconds=30)
        assert not one_round(parts).surveyed
        assert world.customers("news")[1] == "Y"
        world.clock.go(minutes=2)
        assert one_round(parts).surveyed
        assert world.customers("news")[1] == "N"


def test_a_contact_who_appears_with_the_address_gets_no_too(lay_out: LayOut) -> None:
    world = opted_out(lay_out)
    world.ground.run("INSERT INTO kontakte VALUES (2, 'anna@example.com', 0, NULL)")
    world.round()
    assert world.contacts("kein") == {1: 0, 2: 1}


def test_a_restored_backup_is_mended_and_told_in_the_next_summary(lay_out: LayOut) -> None:
    world = opted_out(lay_out)
    assert len(world.mails("summary")) == 1
    shutil.copyfile(world.folder / "backup.sqlite", world.folder / "erp.sqlite")
    assert world.customers("news") == {1: "Y", 2: "Y"}
    world.clock.go(hours=3)
    world.round()
    assert world.customers("news") == {1: "N", 2: "Y"}
    world.clock.go(days=1)
    world.round()
    assert world.exported() == ["bernd@example.de", "carla@example.net"]
    mail = world.mails("summary")[-1]
    text = " ".join(mail.get_body(("plain",)).get_content().split())
    assert "1 customer was set to YES again and was set back to NO" in text


def test_a_guard_with_nothing_to_mend_writes_nothing(lay_out: LayOut) -> None:
    world = opted_out(lay_out)
    world.ground.run("UPDATE kunden SET changed = 'ours'")
    world.round(3)
    assert world.customers("changed") == {1: "ours", 2: "ours"}
