"""A blacklist of the ERP that cannot hold two addresses beside each other, from file to mail."""

from __future__ import annotations

import pytest

from processor.round import one_round
from tests.journeys.world import LayOut, optouts
from tests.parts.ground import Ground

TARGETS = [
    {
        "name": "kunden",
        "table": "kunden",
        "key": ["id"],
        "email": ["mail"],
        "blacklist": {"table": "sperren", "email": "adresse"},
    }
]
PEOPLE = {1: ("anna@example.com", "Y"), 2: ("cafe@example.com", "Y"), 3: ("café@example.com", "Y")}


@pytest.mark.parametrize("flagged", [False, True])
def test_who_cannot_be_entered_keeps_nobody_out_is_named_and_gets_nothing(
    lay_out: LayOut, mariadb_server: object, flagged: bool
) -> None:
    ground = Ground("mariadb", mariadb_server.odbc)  # type: ignore[attr-defined]
    collation = "collate utf8mb4_general_ci"
    ground.table(f"adresse varchar(80) {collation} unique", [("cafe@example.com",)], name="sperren")
    flag = {"flag": {"column": "news", "yes": ["Y"], "no": "N"}} if flagged else {}
    world = lay_out(PEOPLE, ground=ground, erp={"targets": [TARGETS[0] | flag]})
    world.drop({"Abmeldungen.csv": optouts("anna@example.com", "café@example.com")})
    done = world.round()
    assert ([entry.state for entry in done.entries], done.away, done.stuck) == (["applied"], {}, 0)
    assert ground.rows(name="sperren") == [("anna@example.com",), ("cafe@example.com",)]
    assert world.customers("news") == ({1: "N", 2: "Y", 3: "N"} if flagged else {1: "Y", 2: "Y", 3: "Y"})
    receipt = " ".join(world.text_of("done/2026-03-10/Abmeldungen.ID.receipt.txt").split())
    assert "its block list takes the address for another entry" in receipt if flagged else "not entered:" in receipt
    assert "café@example.com" in receipt
    assert world.exported() == []
    with world.opened() as parts:  # started anew, it knows nothing of it yet
        for _ in range(3):
            world.clock.go(minutes=10)
            assert one_round(parts).away == {}
        assert parts.ledger.people.said_no() == {"anna@example.com", "café@example.com"}
    assert world.exported() == []
    world.clock.go(days=1)
    world.round()
    assert not world.mails("fault")
    (mail,) = [one for one in world.mails("summary") if "Abmeldungen.csv" in str(one.get_body(("plain",)))]
    text = " ".join(mail.get_body(("plain",)).get_content().split())  # type: ignore[union-attr]
    assert "cannot hold the address of 1 person" in text
    assert "Set to NO again" not in text
