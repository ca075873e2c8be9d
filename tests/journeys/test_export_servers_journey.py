"""New subscribers in the newsletter server's own format; who does not fit into it is told once, and goes out later."""

from __future__ import annotations

from datetime import datetime, timedelta

from processor import service
from processor.domain.receipt import Worded
from processor.parts import Parts
from processor.post.daily import summary_of
from processor.round import one_round
from tests.journeys.world import LayOut

ROW = "INSERT INTO kunden VALUES (?, ?, ?, NULL, NULL, 0, ?)"


def told(parts: Parts, since: datetime) -> list[Worded]:
    summary = summary_of(parts, parts.now().date(), since)
    return [conflict.what for conflict in summary.conflicts if conflict.what[0].startswith("left_out_")]


def test_a_server_gets_its_own_format_and_only_the_columns_the_erp_can_fill(lay_out: LayOut) -> None:
    world = lay_out({1: ("anna@bäckerei-müller.example", "Y", "Anna; Muster")})
    world.config["export"] = {"folder": "export", "start": "at once", "server": "mailup"}
    world.configure()
    world.round()
    assert world.tree("export") == {
        "new-subscribers-000001.csv": b"Email\r\nanna@xn--bckerei-mller-bfb28a.example\r\n",
    }


def test_who_cannot_be_handed_over_is_told_once_and_goes_out_when_it_is_possible(lay_out: LayOut) -> None:
    world = lay_out({1: ("Łukasz@example.com", "Y"), 2: ("anna@example.com", "Y")}, export={"encoding": "cp1252"})
    with world.opened() as parts:
        begun = parts.now() - timedelta(seconds=1)
        service.run_once(parts)
        assert told(parts, begun) == [("left_out_encoding", {"count": 1, "first": "Ł…z@example.com"})]
        later = parts.now()
        world.clock.go(hours=1)
        one_round(parts, survey=True)
        assert told(parts, later) == []
        world.ground.run(ROW, 3, "łódź@example.com", "Y", "")
        one_round(parts, survey=True)
        assert told(parts, later) == [("left_out_encoding", {"count": 1, "first": "ł…ź@example.com"})]
    assert world.exports("cp1252") == {"new-001.csv": ["anna@example.com"]}
    world.configure(export={"encoding": "utf-8"})
    with world.opened() as parts:
        service.run_once(parts)
        assert told(parts, begun) == []
    assert world.exports()["new-002.csv"] == ["Łukasz@example.com", "łódź@example.com"]


def test_an_export_that_is_too_big_for_the_server_goes_out_in_several_numbered_files(lay_out: LayOut) -> None:
    world = lay_out({number: (f"person{number}@example.com", "Y") for number in range(2_600)})
    world.config["export"] = {
        "folder": "export",
        "start": "at once",
        "server": "emailit",
        "name": "new-{number:03}.csv",
    }
    world.configure()
    world.round(2)
    files = world.exports()
    assert {name: len(addresses) for name, addresses in files.items()} == {"new-001.csv": 2_500, "new-002.csv": 100}
    assert world.exported() == sorted(f"person{number}@example.com" for number in range(2_600))
