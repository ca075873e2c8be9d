"""The same content again: under other names, after a restart, in another folder; and other content under one name."""

from __future__ import annotations

from collections import Counter

from tests.journeys.world import LayOut, optouts

CUSTOMERS = {1: ("anna@example.com", "Y"), 2: ("bernd@example.de", "Y"), 3: ("carla@example.net", "Y")}
BARE = "anna@example.com\nbernd@example.de\n"


def test_the_same_bytes_under_five_names_take_effect_once(lay_out: LayOut) -> None:
    names = ["Abmeldungen.csv", "Abmeldungen (1).csv", "Abmeldungen Kopie.csv", "optouts.txt"]
    world = lay_out(CUSTOMERS, drop=dict.fromkeys(names, optouts("anna@example.com")))
    first = world.round()
    world.ground.run("UPDATE kunden SET changed = 'ours' WHERE id = 1")
    world.drop({"Abmeldungen-April.csv": optouts("anna@example.com")})
    again = world.round()

    states = Counter(entry.state for entry in [*first.entries, *again.entries])
    assert states == {"applied": 1, "already": 4}
    assert world.customers("news, changed") == {1: ("N", "ours"), 2: ("Y", None), 3: ("Y", None)}
    receipts = [text.decode() for name, text in world.tree().items() if name.endswith(".receipt.txt")]
    assert len(receipts) == 5
    assert sum("ALREADY APPLIED" in text and "came before, on" in text for text in receipts) == 4
    text = world.mails("summary")[0].get_body(("plain",)).get_content()
    assert "[newsletter] OK – 1 opt-out, 0 faulty, 2 new" in world.subjects("summary")
    assert text.count("already applied") == 3


def test_the_same_bare_list_in_both_folders_means_two_things_and_both_happen(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, drop={"optouts/liste.csv": BARE})
    world.round()
    assert world.customers("news, faulty") == {1: ("N", 0), 2: ("N", 0), 3: ("Y", 0)}
    world.drop({"bounces/liste.csv": BARE})
    done = world.round()
    assert [entry.state for entry in done.entries] == ["applied"]
    assert world.customers("news, faulty") == {1: ("N", 1), 2: ("N", 1), 3: ("Y", 0)}


def test_other_bytes_under_the_same_name_are_another_file(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, drop={"Abmeldungen.csv": optouts("anna@example.com")})
    world.round()
    world.drop({"Abmeldungen.csv": optouts("bernd@example.de")})
    done = world.round()
    assert [entry.state for entry in done.entries] == ["applied"]
    assert world.customers("news") == {1: "N", 2: "N", 3: "Y"}
    assert world.names().count("done/2026-03-10/Abmeldungen.ID.csv") == 2


def test_files_in_any_order_end_in_the_same_world(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, drop={"optouts/b.csv": "bernd@example.de\n", "bounces/a.csv": "bernd@example.de\n"})
    world.round()
    assert world.customers("news, faulty")[2] == ("N", 1)
