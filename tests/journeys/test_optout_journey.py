"""A list of opt-outs goes all the way: customers, archive, receipt, export, summary."""

from __future__ import annotations

import csv
import io

from tests.journeys.world import LayOut, optouts

CUSTOMERS = {
    1: ("anna@example.com", "Y"),
    2: ("Bernd@Example.de", "Y"),
    3: ("carla@example.net", "N"),
    4: ("dora@example.org", "Y"),
    5: ("anna@example.com", "Y"),
    6: ("annab@example.com", "Y"),
    7: (None, "Y"),
}
CONTACTS = {1: ("ANNA@example.com", 0), 2: ("emil@example.com", 0), 3: ("bernd@example.de", None)}
LIST = optouts("anna@example.com", "bernd@example.de", "carla@example.net", "weg@example.com", "kaputt(at)example.com")


def test_an_opt_out_list_sets_exactly_its_people_to_no_in_both_targets(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, CONTACTS, {"Abmeldungen.csv": LIST})
    done = world.round()

    assert [entry.state for entry in done.entries] == ["applied"]
    assert world.customers("mail, news, reason, changed") == {
        1: ("anna@example.com", "N", "optout", "2026-03-10"),
        2: ("Bernd@Example.de", "N", "optout", "2026-03-10"),
        3: ("carla@example.net", "N", None, None),
        4: ("dora@example.org", "Y", None, None),
        5: ("anna@example.com", "N", "optout", "2026-03-10"),
        6: ("annab@example.com", "Y", None, None),
        7: (None, "Y", None, None),
    }
    assert world.contacts() == {1: ("ANNA@example.com", 1), 2: ("emil@example.com", 0), 3: ("bernd@example.de", 1)}


def test_the_original_lies_untouched_in_done_with_its_receipt_and_every_line(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, CONTACTS, {"Abmeldungen.csv": LIST})
    world.round()

    assert world.names() == [
        "done/2026-03-10/Abmeldungen.ID.again.csv",
        "done/2026-03-10/Abmeldungen.ID.csv",
        "done/2026-03-10/Abmeldungen.ID.receipt.txt",
        "done/2026-03-10/Abmeldungen.ID.rows.csv",
    ]
    assert world.tree()["done/2026-03-10/Abmeldungen.ID.csv"] == LIST.encode()
    receipt = world.text_of("done/2026-03-10/Abmeldungen.ID.receipt.txt")
    assert "5 lines: " in receipt
    assert "= 2 + 1 + 1 + 0 + 0 + 1" in receipt
    rows = list(csv.reader(io.StringIO(world.text_of("done/2026-03-10/Abmeldungen.ID.rows.csv")[1:]), delimiter=","))
    told = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert [(row["Line"], row["Address"], row["Outcome"], row["Customers"]) for row in told] == [
        ("2", "anna@example.com", "applied", "kunden:1 kunden:5 kontakte:1"),
        ("3", "bernd@example.de", "applied", "kunden:2 kontakte:3"),
        ("4", "carla@example.net", "already so", "kunden:3"),
        ("5", "weg@example.com", "blocked in advance", ""),
        ("6", "kaputt(at)example.com", "not usable", ""),
    ]


def test_who_opted_out_is_in_no_export_and_the_others_are(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, CONTACTS, {"Abmeldungen.csv": LIST})
    world.round()
    assert world.exports() == {"new-001.csv": ["dora@example.org", "annab@example.com", "emil@example.com"]}

    world.ground.run("INSERT INTO kunden VALUES (8, 'weg@example.com', 'Y', NULL, NULL, 0, '')")
    world.ground.run("INSERT INTO kunden VALUES (9, 'frida@example.com', 'Y', NULL, NULL, 0, '')")
    world.round()
    assert world.exports()["new-002.csv"] == ["frida@example.com"]
    assert world.customers("news")[8] == "N"


def test_the_next_summary_tells_of_the_file(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, CONTACTS, {"Abmeldungen.csv": LIST})
    world.round()
    (mail,) = world.mails("summary")
    assert mail["Subject"] == "[newsletter] OK – 3 opt-outs, 0 faulty, 3 new"
    text = mail.get_body(("plain",)).get_content()
    assert "Abmeldungen.csv" in text
    assert "5 lines read = " in text
    assert "anna@example.com" not in text


def test_an_opt_out_dropped_into_optouts_as_bare_addresses_counts_as_opt_out(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, drop={"optouts/liste.txt": "dora@example.org\nbernd@example.de\n"})
    world.round()
    assert world.customers("news") == {1: "Y", 2: "N", 3: "N", 4: "N", 5: "Y", 6: "Y", 7: "Y"}
    assert world.names() == [
        "done/2026-03-10/liste.ID.receipt.txt",
        "done/2026-03-10/liste.ID.rows.csv",
        "done/2026-03-10/liste.ID.txt",
    ]


def test_a_german_office_gets_german_receipts_and_mails(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, CONTACTS, {"Abmeldungen.csv": LIST}, language="de")
    world.round()
    receipt = world.text_of("done/2026-03-10/Abmeldungen.ID.receipt.txt")
    assert "5 Zeilen: " in receipt
    (subject,) = world.subjects("summary")
    assert subject == "[newsletter] OK – 3 Abmeldungen, 0 fehlerhaft, 3 neu"
