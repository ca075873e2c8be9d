"""A bug of ours: the file stays safe, people hear of it, the others go on, and once mended all is done once."""

from __future__ import annotations

import pytest

from processor.erp.gateway import Erp
from tests.journeys.world import LayOut, optouts

CUSTOMERS = {1: ("anna@example.com", "Y"), 2: ("bernd@example.de", "Y")}


def test_a_file_that_a_fault_of_ours_holds_up_is_told_and_stops_only_the_export(
    lay_out: LayOut, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = lay_out(CUSTOMERS, drop={"Abmeldungen.csv": optouts("anna@example.com")})
    with monkeypatch.context() as broken:
        broken.setattr(Erp, "apply", lambda *_, **__: 1 / 0)
        for _ in range(5):
            assert world.round().stuck > 0
        world.drop({"leer.csv": ""})
        assert [entry.state for entry in world.round().entries] == ["refused"]
    assert any(name.endswith(".Abmeldungen.csv") for name in world.names())
    assert world.exports() == {}
    held_up = "[newsletter] FAULT – a fault of abgleich holds up work since 10:00"
    assert world.subjects("fault") == [held_up]
    assert world.subjects("summary") == [held_up]

    done = world.round()
    assert ([entry.state for entry in done.entries], done.stuck) == (["applied"], 0)
    assert world.customers("news") == {1: "N", 2: "Y"}
    assert world.exported() == ["bernd@example.de"]
    assert world.subjects("fault")[1:] == ["[newsletter] OVER – the work goes on"]


def test_a_file_that_a_fault_of_ours_keeps_from_being_read_is_put_aside_and_the_others_go_on(
    lay_out: LayOut, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = lay_out(CUSTOMERS, drop={"Abmeldungen.csv": optouts("anna@example.com")})
    with monkeypatch.context() as broken:
        broken.setattr("processor.journey.recognise", lambda *_: 1 / 0)
        done = world.round()
    assert [(entry.state, entry.reasons[0][0]) for entry in done.entries] == [("refused", "our_fault")]
    assert "refused/Abmeldungen.ID.csv" in world.names()
