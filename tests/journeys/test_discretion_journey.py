"""Addresses stay where they belong: in receipts and in the ERP, never whole in logs, mails and status."""

from __future__ import annotations

import logging

import pytest

from tests.journeys.world import LayOut, World, bounces, optouts

CANARIES = ["kanari.anna@canary.example", "kanari.bernd@canary.example", "kanari.carla@canary.example"]


def canary_world(lay_out: LayOut) -> World:
    return lay_out(
        {
            1: (CANARIES[0], "Y"),
            2: (CANARIES[1], "Y"),
            3: (CANARIES[2], "Y"),
            **dict.fromkeys(range(10, 16), ("kanari.info@canary.example", "Y")),
        },
        drop={
            "Abmeldungen.csv": optouts(CANARIES[0]),
            "bounces/b.csv": bounces((CANARIES[1], "01.03.2026", f"550 5.1.1 <{CANARIES[1]}> unknown")),
            "H-Abmeldungen.csv": optouts("kanari.info@canary.example"),
            "Anfrage.csv": "Datum;Betrag\r\n1;2\r\n",
            "M-Abmeldungen.csv": optouts("kanari.neu@canary.example", CANARIES[0], "kanari@@canary.example"),
            "kopf.csv": f"{CANARIES[2]};{CANARIES[1]}\r\n",
        },
        erp={"max_rows_per_address": 4},
    )


def test_logs_and_mails_hold_no_whole_address(lay_out: LayOut, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    world = canary_world(lay_out)
    world.round()
    world.ground.run("UPDATE kunden SET news = 'Y'")
    world.ground.run("ALTER TABLE kunden RENAME TO weg")
    world.round()
    world.ground.run("ALTER TABLE weg RENAME TO kunden")
    world.clock.go(days=1)
    world.round()
    assert "kanari." not in caplog.text
    assert len(world.mails()) >= 4
    for mail in world.mails():
        for part in mail.walk():
            if not part.is_multipart():
                assert "kanari." not in part.get_payload(decode=True).decode("utf-8", "replace")
        assert "kanari." not in str(mail["Subject"])


def test_a_fault_of_ours_is_logged_with_its_place_but_without_the_address_that_led_to_it(lay_out: LayOut) -> None:
    world = lay_out({1: (CANARIES[0], "Y")}, drop={"Abmeldungen.csv": optouts(CANARIES[0])})
    program = (
        "import processor.planning\n"
        "def broken(plan, *others, **named):\n raise ValueError('cannot weigh ' + plan.rows['canonical'].iloc[0])\n"
        "processor.planning.weigh = broken"
    )
    run = world.process("once", program=program)
    assert run.returncode == 1
    assert "kanari." not in run.stdout + run.stderr
    assert "cannot weigh k…a@canary.example" in run.stderr
    assert "in make_plan" in run.stderr
    assert "1 file hit a fault of abgleich itself" in run.stdout


def test_status_masks_addresses(lay_out: LayOut) -> None:
    world = canary_world(lay_out)
    world.round()
    for words in (["status"], ["status", "--json"]):
        said = world.command(*words)
        assert said.returncode == 0, said.stderr
        assert "kanari." not in said.stdout
