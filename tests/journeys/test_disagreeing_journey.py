"""A flag and a blacklist that disagree: whichever says NO is believed, and where somebody said no both are made to."""

from __future__ import annotations

import json

import pytest

from tests.journeys.world import LayOut, World, optouts, targets

ANNA, BERND, CARLA = "anna@example.com", "bernd@example.de", "carla@example.net"


def both(lay_out: LayOut, *entries: str, **guard: str) -> World:
    """anna is YES, bernd is NO by his flag, carla is YES; `entries` stand in the blacklist."""
    world = lay_out({1: (ANNA, "Y"), 2: (BERND, "N"), 3: (CARLA, "Y")})
    world.ground.table("adresse VARCHAR(80) PRIMARY KEY", [(entry,) for entry in entries], name="sperren")
    listing = {"table": "sperren", "email": "adresse"}
    world.configure(erp={"targets": [{**targets()[0], "blacklist": listing}]}, guard=guard)
    return world


def listed(world: World) -> list[str]:
    return [entry for (entry,) in world.ground.rows(name="sperren")]


def test_either_keeps_a_person_out_and_neither_is_touched_for_somebody_who_told_us_nothing(lay_out: LayOut) -> None:
    world = both(lay_out, ANNA)
    world.round(2)
    assert world.exported() == [CARLA]
    assert (world.customers("news"), listed(world)) == ({1: "Y", 2: "N", 3: "Y"}, [ANNA])
    for who in (ANNA, BERND):
        told = json.loads(world.command("explain", who, "--json").stdout)
        assert [said["code"] for said in told["verdict"]] == ["erp_says_no"]
    assert "flag and block list disagree" in world.command("explain", ANNA).stdout


def test_an_opt_out_completes_whichever_is_missing(lay_out: LayOut) -> None:
    world = both(lay_out, ANNA)
    world.drop({"Abmeldungen.csv": optouts(ANNA, BERND)})
    world.round()
    assert (world.customers("news"), listed(world)) == ({1: "N", 2: "N", 3: "Y"}, [ANNA, BERND])


@pytest.mark.parametrize("repair", ["set", "report"])
def test_the_guard_completes_it_for_who_said_no_and_that_is_nobody_who_was_yes(lay_out: LayOut, repair: str) -> None:
    world = both(lay_out)
    world.drop({"Abmeldungen.csv": optouts(ANNA, BERND)})
    world.round()
    world.ground.run("UPDATE kunden SET news = 'Y' WHERE id = 1")
    world.ground.run("DELETE FROM sperren WHERE adresse = 'bernd@example.de'")
    world.configure(guard={"repair": repair})
    world.clock.go(days=1)
    world.round()
    mail = world.mails("summary")[-1].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "set to YES although" not in mail
    done = repair == "set"
    assert world.customers("news") == {1: "N" if done else "Y", 2: "N", 3: "Y"}
    assert listed(world) == ([ANNA, BERND] if done else [ANNA])
    with world.opened() as parts:
        proof = parts.ledger.proofs.last()
        assert proof is not None
        assert (proof.rows, proof.kept) == (0, True)
