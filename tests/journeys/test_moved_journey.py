"""A customer's address changes: an objection goes with the person, a bounce stays, the old address is given up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from processor.domain.digest import digests
from tests.journeys.world import LayOut, bounces, optouts


def mail_of(world):
    world.clock.go(days=1)
    world.round()
    return " ".join(world.mails("summary")[-1].get_body(("plain",)).get_content().split())


def test_the_new_address_goes_out_and_the_old_one_is_handed_over_for_removal(lay_out: LayOut) -> None:
    world = lay_out(
        {1: ("old@example.com", "Y"), 2: ("b@example.com", "Y")}, export={"removals": True, "untaken": "left"}
    )
    world.round()
    world.ground.run("UPDATE kunden SET mail = 'new@example.com' WHERE id = 1")
    world.round(2)
    assert world.exports() == {
        "new-001.csv": ["old@example.com", "b@example.com"],
        "new-002.csv": ["new@example.com"],
        "new-003-remove.csv": ["old@example.com"],
    }


def test_an_address_that_is_had_again_is_exported_again(lay_out: LayOut) -> None:
    world = lay_out({1: ("old@example.com", "Y")}, export={"removals": True, "untaken": "left"})
    world.round()
    world.ground.run("UPDATE kunden SET mail = 'new@example.com' WHERE id = 1")
    world.round()
    world.ground.run("UPDATE kunden SET mail = 'old@example.com' WHERE id = 1")
    world.round()
    assert world.exports()["new-004.csv"] == ["old@example.com"]
    assert world.exports()["new-005-remove.csv"] == ["new@example.com"]


def test_an_address_that_another_customer_has_is_not_removed(lay_out: LayOut) -> None:
    world = lay_out({1: ("old@example.com", "Y"), 2: ("old@example.com", "Y")}, export={"removals": True})
    world.round()
    world.ground.run("UPDATE kunden SET mail = 'new@example.com' WHERE id = 1")
    world.round(2)
    assert world.exports() == {"new-001.csv": ["old@example.com"], "new-002.csv": ["new@example.com"]}


def test_without_removals_the_mail_says_that_the_old_address_is_still_there(lay_out: LayOut) -> None:
    world = lay_out({1: ("old@example.com", "Y")}, export={"untaken": "left"})
    world.round()
    world.ground.run("UPDATE kunden SET mail = 'new@example.com' WHERE id = 1")
    assert "1 customer has another address now" in mail_of(world)
    assert world.exported() == ["new@example.com", "old@example.com"]


def test_an_objection_follows_the_person_to_the_new_address(lay_out: LayOut) -> None:
    world = lay_out({1: ("old@example.com", "Y")}, drop={"Abmeldungen.csv": optouts("old@example.com")})
    world.round()
    world.ground.run("UPDATE kunden SET mail = 'new@example.com', news = 'Y' WHERE id = 1")
    world.round()
    assert world.customers() == {1: ("new@example.com", "N")}
    assert world.exports() == {}
    world.ground.run("INSERT INTO kunden VALUES (2, 'New@Example.com', 'Y', NULL, NULL, 0, '')")
    assert "1 person who had said no has another address" in mail_of(world)
    assert world.customers("news") == {1: "N", 2: "N"}
    assert world.exports() == {}


def test_an_objection_follows_over_several_changes_and_a_restart(lay_out: LayOut) -> None:
    world = lay_out({1: ("a@example.com", "Y")}, drop={"Abmeldungen.csv": optouts("a@example.com")})
    world.round()
    for name in ("b", "c", "d"):
        world.ground.run(f"UPDATE kunden SET mail = '{name}@example.com', news = 'Y' WHERE id = 1")
        world.round()
    assert world.customers() == {1: ("d@example.com", "N")}
    assert world.exports() == {}


def test_a_later_confirmed_opt_in_of_the_new_address_is_stronger(lay_out: LayOut) -> None:
    header = "Email Address,MEMBER_RATING,OPTIN_TIME,CONFIRM_TIME,CONFIRM_IP,LAST_CHANGED,LEID,EUID,NOTES,TAGS"
    yes = "new@example.com,2,2026-03-09 08:00:00,2026-03-09 08:00:00,192.0.2.1,2026-03-09 08:00:00,1,a,,"
    world = lay_out(
        {1: ("old@example.com", "Y")},
        drop={"Abmeldungen.csv": optouts("old@example.com")},
        policy={"trust_optin": True},
    )
    world.round()
    world.drop({"subscribed_email_audience_export_ab.csv": f"{header}\n{yes}\n"})
    world.round()
    world.ground.run("UPDATE kunden SET mail = 'new@example.com', news = 'Y' WHERE id = 1")
    world.round()
    assert world.customers("news") == {1: "Y"}


def test_a_bounce_stays_with_the_old_address(lay_out: LayOut) -> None:
    world = lay_out(
        {1: ("old@example.com", "Y")},
        drop={"bounces/tot.csv": bounces(("old@example.com", "01.03.2026", "550 5.1.1 User unknown"))},
    )
    world.round()
    assert world.exports() == {}
    world.ground.run("UPDATE kunden SET mail = 'new@example.com', faulty = 0 WHERE id = 1")
    world.round()
    assert world.exports() == {"new-001.csv": ["new@example.com"]}


def test_a_table_with_new_keys_carries_no_objection_to_other_people(lay_out: LayOut) -> None:
    people = [f"p{n}@example.com" for n in range(60)]
    world = lay_out(
        {n: (one, "Y") for n, one in enumerate(people)},
        drop={"Abmeldungen.csv": optouts(*people[:5])},
        guard={"optouts_absolute": 10, "optouts_share": 0.0, "unknown_share": 1},
    )
    world.round()
    world.ground.run("UPDATE kunden SET id = id + 1000")
    world.ground.run("UPDATE kunden SET id = 1059 - id")
    world.round()
    assert sorted(mail for mail, news in world.customers().values() if news == "N") == sorted(people[:5])


def test_two_people_of_one_digest_are_told_apart_by_who_is_still_a_customer(
    lay_out: LayOut, monkeypatch: pytest.MonkeyPatch
) -> None:
    def alike(texts: Iterable[str], start: str = "") -> Any:
        return digests((one.replace("twin@", "old@") for one in texts), start)

    for module in ("domain.digest", "ledger.crowds"):
        monkeypatch.setattr(f"processor.{module}.digests", alike)
    world = lay_out({1: ("old@example.com", "Y"), 2: ("twin@example.com", "Y")}, export={"removals": True})
    world.round()
    assert world.exports() == {"new-001.csv": ["old@example.com", "twin@example.com"]}
    world.drop({"Abmeldungen.csv": optouts("old@example.com")})
    world.round()
    world.fetch()
    world.ground.run("UPDATE kunden SET mail = 'newtwin@example.com' WHERE id = 2")
    world.round(2)
    assert world.customers() == {1: ("old@example.com", "N"), 2: ("newtwin@example.com", "Y")}
    world.ground.run("UPDATE kunden SET mail = 'new@example.com', news = 'Y' WHERE id = 1")
    world.round(2)
    assert world.customers() == {1: ("new@example.com", "N"), 2: ("newtwin@example.com", "Y")}
    assert world.exports() == {"new-003.csv": ["newtwin@example.com"], "new-004-remove.csv": ["twin@example.com"]}


def test_a_list_that_comes_when_the_customer_has_another_address_already_reaches_him(lay_out: LayOut) -> None:
    world = lay_out({1: ("a@example.com", "Y"), 2: ("x@example.com", "Y")})
    world.round()
    for address in ("b@example.com", "c@example.com"):
        world.ground.run("UPDATE kunden SET mail = ? WHERE id = 1", address)
        world.round()
    world.clock.go(days=30)
    world.drop({"Abmeldungen.csv": optouts("a@example.com")})
    world.round()
    assert world.customers() == {1: ("c@example.com", "N"), 2: ("x@example.com", "Y")}
    world.ground.run("UPDATE kunden SET news = 'Y' WHERE id = 1")
    world.round()
    assert world.customers()[1] == ("c@example.com", "N")


def test_a_late_no_under_an_address_that_another_customer_has_is_his_alone(lay_out: LayOut) -> None:
    world = lay_out({1: ("a@example.com", "Y"), 2: ("x@example.com", "Y")})
    world.round()
    world.ground.run("UPDATE kunden SET mail = 'b@example.com' WHERE id = 1")
    world.round()
    world.ground.run("UPDATE kunden SET mail = 'a@example.com' WHERE id = 2")
    world.round()
    world.drop({"Abmeldungen.csv": optouts("a@example.com")})
    world.round()
    assert world.customers() == {1: ("b@example.com", "Y"), 2: ("a@example.com", "N")}


def test_a_late_no_stays_with_the_row_that_had_the_address(lay_out: LayOut) -> None:
    world = lay_out({1: ("a@example.com", "Y"), 2: ("x@example.com", "Y")})
    world.round()
    world.ground.run("UPDATE kunden SET mail = 'b@example.com' WHERE id = 1")
    world.round()
    world.ground.run("UPDATE kunden SET mail = 'b@example.com' WHERE id = 2")
    world.ground.run("UPDATE kunden SET mail = 'c@example.com' WHERE id = 1")
    world.round()
    world.drop({"Abmeldungen.csv": optouts("a@example.com")})
    world.round()
    assert world.customers() == {1: ("c@example.com", "N"), 2: ("b@example.com", "Y")}


def test_a_year_and_more_later_an_address_speaks_for_nobody(lay_out: LayOut) -> None:
    world = lay_out({1: ("a@example.com", "Y"), 2: ("x@example.com", "Y")})
    world.round()
    world.ground.run("UPDATE kunden SET mail = 'b@example.com' WHERE id = 1")
    world.round()
    world.clock.go(days=401)
    world.drop({"Abmeldungen.csv": optouts("a@example.com")})
    world.round()
    assert world.customers()[1] == ("b@example.com", "Y")


def test_a_no_in_a_held_file_reaches_who_got_another_address_before_its_release(lay_out: LayOut) -> None:
    world = lay_out(
        {n: (f"p{n}@example.com", "Y") for n in range(1, 5)},
        drop={"Abmeldungen.csv": optouts("p1@example.com", "p2@example.com")},
        guard={"optouts_absolute": 1, "optouts_share": 0.0},
    )
    world.round()
    assert len(world.names("drop/held")) > 0
    world.ground.run("UPDATE kunden SET mail = 'new@example.com' WHERE id = 1")
    world.round()
    world.command("release", world.id_of("Abmeldungen.csv"))
    world.round()
    assert world.customers()[1] == ("new@example.com", "N")
    assert world.customers()[3] == ("p3@example.com", "Y")


def held(lay_out: LayOut, *named: str, file: str = "", **config: Any) -> Any:
    """A world whose customers 1 to 4 have been handed over, and a file naming some of them is held."""
    world = lay_out(
        {n: (f"p{n}@example.com", "Y") for n in range(1, 5)},
        guard={"optouts_absolute": 1, "optouts_share": 0.0, "bounces_absolute": 1, "bounces_share": 0.0},
        **config,
    )
    world.round()
    world.fetch()
    world.drop({"Abmeldungen.csv": optouts(*named)} if named else {"bounces/tot.csv": file})
    world.round()
    assert len(world.names("drop/held")) > 0
    return world


@pytest.mark.parametrize("decision", ["release", "discard"])
def test_who_gets_another_address_while_a_held_file_names_the_former_one_waits_for_the_decision(
    lay_out: LayOut, decision: str
) -> None:
    world = held(lay_out, "p1@example.com", "p2@example.com")
    world.ground.run("UPDATE kunden SET mail = 'new@example.com' WHERE id = 1")
    world.round(2)
    assert world.exports() == {}
    world.command(decision, world.id_of("Abmeldungen.csv"))
    world.round(2)
    released = decision == "release"
    assert world.exported() == ([] if released else ["new@example.com"])
    assert world.customers()[1] == ("new@example.com", "N" if released else "Y")


def test_a_held_file_that_names_a_former_address_takes_back_the_present_one(lay_out: LayOut) -> None:
    world = held(lay_out, "p2@example.com", "p3@example.com")
    world.ground.run("UPDATE kunden SET mail = 'new@example.com' WHERE id = 1")
    world.ground.run("INSERT INTO kunden VALUES (5, 'five@example.com', 'Y', NULL, NULL, 0, '')")
    world.round()
    assert world.exports() == {"new-002.csv": ["new@example.com", "five@example.com"]}
    world.drop({"Nachzügler.csv": optouts("p1@example.com", "p3@example.com", "p4@example.com")})
    world.round(2)
    assert world.exports() == {"new-003.csv": ["five@example.com"]}


def test_a_bounce_in_a_held_file_keeps_nobody_waiting_at_another_address(lay_out: LayOut) -> None:
    dead = [(f"p{n}@example.com", "09.03.2026", "550 5.1.1 User unknown") for n in range(1, 4)]
    world = held(lay_out, file=bounces(*dead))
    world.ground.run("UPDATE kunden SET mail = 'new@example.com' WHERE id = 1")
    world.round()
    assert world.exported() == ["new@example.com"]
