"""What the receipt of a dropped file tells: hints that are not applied, overlap, and a list to mend and drop again."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from processor.telling import receipt_of
from tests.journeys.world import LayOut, World, optouts

CUSTOMERS = {
    1: ("anna@example.com", "Y"),
    2: ("bernd@gmail.com", "Y"),
    3: ("carla@firma-beispiel.de", "Y"),
    4: ("dora@example.org", "Y"),
}
DONE = "done/2026-03-10"
BROKEN = optouts("anna@example.com", "dora(at)example.org", "0171 2345678")


def mended(world: World, name: str, old: str, new: str) -> bytes:
    """The list to drop again, as a person saves it from a spreadsheet after correcting one cell."""
    content = world.tree()[name]
    assert old.encode() in content
    return content.replace(old.encode(), new.encode(), 1)


def prose(world: World, name: str) -> str:
    return " ".join(world.text_of(name).split())


def test_a_corrected_line_of_the_list_to_drop_again_is_applied_and_the_others_are_offered_again(
    lay_out: LayOut,
) -> None:
    world = lay_out(CUSTOMERS, drop={"Abmeldungen.csv": BROKEN})
    world.round()
    assert world.customers("news") == {1: "N", 2: "Y", 3: "Y", 4: "Y"}

    again = mended(world, f"{DONE}/Abmeldungen.ID.again.csv", "dora(at)example.org", "dora@example.org")
    world.drop({"Abmeldungen.again.csv": again})
    done = world.round()
    assert [entry.state for entry in done.entries] == ["applied"]
    assert world.customers("news") == {1: "N", 2: "Y", 3: "Y", 4: "N"}
    rest = world.text_of(f"{DONE}/Abmeldungen.again.ID.again.csv")
    assert "0171 2345678" in rest
    assert "dora" not in rest


def test_the_list_to_drop_again_changes_nothing_and_leads_to_no_other_while_it_is_not_corrected(
    lay_out: LayOut,
) -> None:
    world = lay_out(CUSTOMERS, drop={"Abmeldungen.csv": BROKEN})
    world.round()
    before = world.customers("news")
    world.drop({"optouts/wieder.csv": world.tree()[f"{DONE}/Abmeldungen.ID.again.csv"]})
    done = world.round()
    assert [entry.state for entry in done.entries] == ["refused"]
    assert world.customers("news") == before
    assert [name for name in world.names("drop/refused") if "again" in name] == []


def test_a_file_without_unusable_lines_has_no_list_to_drop_again(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, drop={"Abmeldungen.csv": optouts("anna@example.com")})
    world.round()
    assert not any("again" in name for name in world.names())


def test_a_slip_in_a_domain_and_a_tag_are_pointed_out_and_not_applied(lay_out: LayOut) -> None:
    slips = optouts("bernd@gmial.com", "anna+news@example.com", "carla@firma-beispil.de", "gut@gmx.dee")
    world = lay_out(CUSTOMERS, drop={"Abmeldungen.csv": slips})
    world.round()
    assert world.customers("news") == {1: "Y", 2: "Y", 3: "Y", 4: "Y"}
    told = prose(world, f"{DONE}/Abmeldungen.ID.receipt.txt")
    assert "not applied: bernd@gmial.com looks like a typing mistake for bernd@gmail.com" in told
    assert "not applied: gut@gmx.dee looks like a typing mistake for gut@gmx.de" in told
    assert "not applied: anna+news@example.com is not in the ERP, but anna@example.com is" in told
    assert "firma-beispil" not in told.partition("Worth knowing")[2]


def test_who_is_a_customer_under_an_odd_address_is_no_slip(lay_out: LayOut) -> None:
    odd = {1: ("bernd@gmial.com", "Y"), 2: ("anna+news@example.com", "Y"), 3: ("anna@example.com", "Y")}
    world = lay_out(odd, drop={"Abmeldungen.csv": optouts("bernd@gmial.com", "anna+news@example.com")})
    world.round()
    assert world.customers("news") == {1: "N", 2: "N", 3: "Y"}
    assert "Hint" not in world.text_of(f"{DONE}/Abmeldungen.ID.receipt.txt")


def test_a_list_that_mostly_came_before_says_when_and_under_which_name(lay_out: LayOut) -> None:
    people = [f"person{number}@example.com" for number in range(40)]
    world = lay_out(CUSTOMERS, drop={"optouts_0405.csv": optouts(*people)})
    world.round()
    world.clock.go(days=5)
    world.drop({"optouts_0412.csv": optouts(*people[1:], "neu@example.com")})
    world.round()
    (name,) = [name for name in world.names() if "optouts_0412" in name and name.endswith(".receipt.txt")]
    assert "97% of these addresses stood already in optouts_0405.csv of " in prose(world, name)
    (first,) = [name for name in world.names() if "optouts_0405" in name and name.endswith(".receipt.txt")]
    assert "stood already" not in prose(world, first)


def test_every_row_names_the_customer_before_and_after_and_its_own_number(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, drop={"Abmeldungen.csv": BROKEN})
    world.round()
    rows = csv.DictReader(io.StringIO(world.text_of(f"{DONE}/Abmeldungen.ID.rows.csv")[1:]))
    drop_id = world.id_of("Abmeldungen.csv")
    assert [(row["Before"], row["After"], row["Event number"]) for row in rows] == [
        ("kunden:1 Y", "kunden:1 NO", f"{drop_id}-1"),
        ("", "", f"{drop_id}-2"),
        ("", "", f"{drop_id}-3"),
    ]


def test_the_receipt_says_how_dates_were_read_when_the_export_leaves_and_how_to_undo(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, drop={"Abmeldungen.csv": BROKEN})
    world.round()
    told = prose(world, f"{DONE}/Abmeldungen.ID.receipt.txt")
    assert "02.03.2026 in Datum was read as 2 Mar 2026, 00:00" in told
    assert "The next export leaves within 1 minute" in told
    assert f"abgleich undo {world.id_of('Abmeldungen.csv')}" in told


def test_a_receipt_made_again_later_is_the_same_whatever_came_since(
    lay_out: LayOut, monkeypatch: pytest.MonkeyPatch
) -> None:
    from processor.report.receipt import receipt_files

    people = [f"person{number}@example.com" for number in range(20)]
    world = lay_out(CUSTOMERS, drop={"eins.csv": optouts(*people, "kaputt(at)example.com", "bernd@gmial.com")})
    world.round()
    written = {Path(name).suffixes[-2] + Path(name).suffix: content for name, content in world.tree().items()}
    drop_id = world.id_of("eins.csv")
    world.drop({"zwei.csv": optouts(*people, "bernd@gmial.com")})
    world.round()
    with world.opened() as parts:
        files = receipt_files(receipt_of(parts.ledger.drops.get(drop_id), parts), parts.words, parts.zone)
        whole = {suffix: one if isinstance(one, bytes) else b"".join(one) for suffix, one in files.items()}
    assert files
    assert {suffix: written[suffix] for suffix in files} == whole
