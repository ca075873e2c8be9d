"""One applied file is taken back: the ERP is as before, who said no elsewhere stays out, and nothing is silent."""

from __future__ import annotations

import json

import pytest

from processor import configuration, service, wiring
from processor.erp.gateway import Erp
from processor.ledger.drops import Drops
from processor.ledger.undos import Undos
from processor.parts import Parts
from processor.undoing import ask
from tests.journeys.world import LayOut, World, bounces, optouts, targets

ANNA, BERND, CARLA = "anna@example.com", "bernd@example.de", "carla@example.net"
CUSTOMERS = {1: (ANNA, "Y"), 2: (BERND, None), 3: (CARLA, "Y")}
CONTACTS = {1: (ANNA, 0)}


def applied(lay_out: LayOut) -> World:
    """A world in which Abmeldungen.csv was applied."""
    world = lay_out(CUSTOMERS, CONTACTS, {"Abmeldungen.csv": optouts(ANNA, BERND)})
    world.round()
    assert world.customers("news") == {1: "N", 2: "N", 3: "Y"}
    assert world.contacts("kein") == {1: 1}
    return world


def told(world: World, name: str = "Abmeldungen.csv") -> dict[str, int]:
    """What the ledger says became of the places in the ERP."""
    with world.opened() as parts:
        noted = parts.ledger.undos.get(world.id_of(name))
        assert noted is not None
        return dict(noted.counts)


def flat(text: str) -> str:
    return " ".join(text.split())


def test_a_file_that_is_undone_leaves_the_erp_as_it_was_before(lay_out: LayOut) -> None:
    world = applied(lay_out)
    number = world.id_of("Abmeldungen.csv")
    said = world.command("undo", number)
    assert (said.returncode, said.stderr) == (0, "")
    assert "UNDONE: Abmeldungen.csv" in said.stdout
    assert world.customers("mail, news, faulty") == {key: (*row, 0) for key, row in CUSTOMERS.items()}
    assert world.contacts("kein") == {1: 0}
    assert told(world) == {"restored": 3}


def test_the_guard_does_not_set_it_to_no_again_and_the_people_are_exported(lay_out: LayOut) -> None:
    world = applied(lay_out)
    world.command("undo", world.id_of("Abmeldungen.csv"))
    world.clock.go(hours=1)
    world.round(3)
    assert world.customers("news") == {1: "Y", 2: None, 3: "Y"}
    assert world.exported() == [ANNA, CARLA]


def test_a_second_receipt_lies_beside_the_file_and_the_first_stays(lay_out: LayOut) -> None:
    world = applied(lay_out)
    first = world.tree()
    world.command("undo", world.id_of("Abmeldungen.csv"))
    after = world.tree()
    assert {name: after[name] for name in first} == first
    beside = "done/2026-03-10/Abmeldungen.ID.undone"
    assert set(after) - set(first) == {f"{beside}.receipt.txt", f"{beside}.rows.csv"}
    receipt = flat(world.text_of(f"{beside}.receipt.txt"))
    assert "UNDONE: Abmeldungen.csv" in receipt
    assert "3 set back to the value before" in receipt
    assert ANNA in receipt
    rows = world.text_of(f"{beside}.rows.csv").splitlines()
    assert len(rows) == 4


def test_dropping_the_same_bytes_again_applies_them_anew(lay_out: LayOut) -> None:
    world = applied(lay_out)
    world.command("undo", world.id_of("Abmeldungen.csv"))
    world.drop({"Abmeldungen-neu.csv": optouts(ANNA, BERND)})
    done = world.round()
    assert [entry.state for entry in done.entries] == ["applied"]
    assert world.customers("news") == {1: "N", 2: "N", 3: "Y"}
    world.command("undo", world.id_of("Abmeldungen-neu.csv"))
    assert world.customers("news") == {1: "Y", 2: None, 3: "Y"}


@pytest.mark.parametrize("first", [0, 1])
def test_who_said_no_in_two_files_stays_no_until_both_are_undone(lay_out: LayOut, first: int) -> None:
    world = applied(lay_out)
    world.drop({"Abmeldungen2.csv": optouts(ANNA, day="03.03.2026")})
    world.round()
    names = ["Abmeldungen.csv", "Abmeldungen2.csv"]
    names = names[first:] + names[:first]
    world.command("undo", world.id_of(names[0]))
    assert world.customers("news")[1] == "N"
    assert world.contacts("kein") == {1: 1}
    world.round(2)
    assert world.customers("news") == {1: "N", 2: None if first == 0 else "N", 3: "Y"}
    assert ANNA not in world.exported()
    world.command("undo", world.id_of(names[1]))
    assert world.customers("news") == {1: "Y", 2: None, 3: "Y"}
    assert world.contacts("kein") == {1: 0}
    world.round(2)
    assert world.customers("news") == {1: "Y", 2: None, 3: "Y"}


def test_a_row_stays_no_where_another_target_finds_somebody_in_it_who_said_no_too(lay_out: LayOut) -> None:
    """One table mapped twice, one flag: nobody who watches the row ever sees it say YES."""
    twice = [target for target in targets() if target["name"] == "kunden"]
    twice.append({**twice[0], "name": "zweite", "email": ["name"]})
    world = lay_out({1: (ANNA, "Y", BERND)}, erp={"targets": twice})
    for name, address in (("Erste.csv", ANNA), ("Zweite.csv", BERND)):
        world.drop({name: optouts(address)})
        world.round()
    world.ground.run("CREATE TABLE gesehen (news varchar(9))")
    world.ground.run("CREATE TRIGGER t AFTER UPDATE ON kunden BEGIN INSERT INTO gesehen VALUES (NEW.news); END")
    world.command("undo", world.id_of("Erste.csv"))
    assert told(world, "Erste.csv") == {"kept": 1}
    assert world.ground.run("SELECT * FROM gesehen") == []


def test_who_is_named_in_a_file_that_waits_stays_no_and_goes_back_with_that_file(lay_out: LayOut) -> None:
    few = [f"person{number}@example.com" for number in range(12)]
    customers = {1: (ANNA, "Y"), 2: (BERND, None), **{n: (address, "Y") for n, address in enumerate(few, 3)}}
    world = lay_out(customers, CONTACTS, {"Abmeldungen.csv": optouts(ANNA, BERND)})
    world.round()
    world.drop({"optouts/Adressen.csv": "\n".join(["E-Mail", ANNA, *few])})
    assert [entry.state for entry in world.round().entries] == ["held"]
    world.command("undo", world.id_of("Abmeldungen.csv"))
    assert told(world) == {"restored": 1, "kept": 2}
    assert {key: world.customers("news")[key] for key in (1, 2, 3)} == {1: "N", 2: None, 3: "Y"}
    receipt = flat(world.text_of("done/2026-03-10/Abmeldungen.ID.undone.receipt.txt"))
    assert f"Adressen.csv ({world.id_of('Adressen.csv')})" in receipt
    world.command("release", world.id_of("Adressen.csv"))
    world.round()
    assert world.customers("news")[3] == "N"
    world.command("undo", world.id_of("Adressen.csv"))
    assert {key: world.customers("news")[key] for key in (1, 2, 3)} == {1: "Y", 2: None, 3: "Y"}


@pytest.mark.parametrize("vanishes", [False, True])
def test_what_was_kept_for_a_file_that_waited_goes_back_when_that_one_is_given_up(
    lay_out: LayOut, vanishes: bool
) -> None:
    few = [f"person{number}@example.com" for number in range(12)]
    customers = {1: (ANNA, "Y"), 2: (BERND, None), **{n: (address, "Y") for n, address in enumerate(few, 3)}}
    world = lay_out(customers, CONTACTS, {"Abmeldungen.csv": optouts(ANNA, BERND)})
    world.round()
    world.drop({"optouts/Adressen.csv": "\n".join(["E-Mail", ANNA, *few])})
    world.round()
    world.command("undo", world.id_of("Abmeldungen.csv"))
    assert (told(world), world.customers("news")[1]) == ({"restored": 1, "kept": 2}, "N")
    waiting = world.id_of("Adressen.csv")
    if vanishes:
        for path in (world.folder / "drop" / "held").iterdir():
            path.unlink()
        for path in (world.folder / "state").rglob(f"*{waiting}*"):
            path.unlink()
        world.command("release", waiting)
    else:
        world.command("discard", waiting)
    world.round(2)
    assert {key: world.customers("news")[key] for key in (1, 2, 3)} == {1: "Y", 2: None, 3: "Y"}
    assert world.contacts("kein") == {1: 0}
    assert told(world) == {"restored": 3}
    receipt = flat(world.text_of("done/2026-03-10/Abmeldungen.ID.undone.receipt.txt"))
    assert "3 set back to the value before" in receipt
    assert "Adressen.csv" not in receipt
    assert ANNA in world.exported()


def test_an_opt_out_that_came_meanwhile_stays_when_an_undoing_is_completed(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, CONTACTS, {"Abmeldungen.csv": optouts(ANNA, BERND)})
    world.round()
    world.configure(guard={"optouts_absolute": 0, "optouts_share": 0.0})
    world.drop({"Abmeldungen2.csv": optouts(ANNA, CARLA)})
    world.round()
    world.command("undo", world.id_of("Abmeldungen.csv"))
    world.configure(guard={"optouts_absolute": 9, "optouts_share": 0.9})
    world.drop({"Abmeldungen3.csv": optouts(ANNA, BERND, day="04.03.2026")})
    world.round()
    assert world.customers("news") == {1: "N", 2: "N", 3: "Y"}
    world.command("discard", world.id_of("Abmeldungen2.csv"))
    world.round(2)
    assert world.customers("news") == {1: "N", 2: "N", 3: "Y"}
    assert told(world) == {"restored": 1, "kept": 2}
    assert world.exported() == [CARLA]


def test_a_row_kept_for_another_file_is_named_with_that_file(lay_out: LayOut) -> None:
    world = applied(lay_out)
    world.drop({"Abmeldungen2.csv": optouts(ANNA, day="03.03.2026")})
    world.round()
    world.command("undo", world.id_of("Abmeldungen.csv"))
    assert told(world) == {"restored": 1, "kept": 2}
    receipt = flat(world.text_of("done/2026-03-10/Abmeldungen.ID.undone.receipt.txt"))
    assert "2 left as they are, because another file says the same" in receipt
    assert f"Abmeldungen2.csv ({world.id_of('Abmeldungen2.csv')})" in receipt
    world.ground.run("UPDATE kunden SET news = 'Y' WHERE id = 1")
    world.round()
    assert world.customers("news")[1] == "N"


def test_the_no_of_the_other_person_in_a_cell_keeps_the_row_no(lay_out: LayOut) -> None:
    world = lay_out({1: (f"{ANNA}; {BERND}", "Y")}, drop={"Abmeldungen.csv": optouts(ANNA)})
    world.round()
    world.drop({"Abmeldungen2.csv": optouts(BERND)})
    world.round()
    world.command("undo", world.id_of("Abmeldungen.csv"))
    assert world.customers("news") == {1: "N"}
    assert told(world) == {"kept": 1}
    world.command("undo", world.id_of("Abmeldungen2.csv"))
    assert world.customers("news") == {1: "Y"}


@pytest.mark.parametrize(
    ("statement", "flag", "outcome"),
    [
        ("UPDATE kunden SET news = 'later' WHERE id = 1", "later", "edited"),
        ("UPDATE kunden SET mail = 'new@example.com' WHERE id = 1", "N", "edited"),
        ("UPDATE kunden SET news = 'Y' WHERE id = 1", "Y", "already"),
    ],
)
def test_what_a_human_edited_since_is_left_as_it_is(lay_out: LayOut, statement: str, flag: str, outcome: str) -> None:
    world = applied(lay_out)
    world.ground.run(statement)
    world.command("undo", world.id_of("Abmeldungen.csv"))
    assert world.customers("news") == {1: flag, 2: None, 3: "Y"}
    assert told(world) == {"restored": 2, outcome: 1}


def test_a_row_that_is_gone_is_reported_and_not_made_anew(lay_out: LayOut) -> None:
    world = applied(lay_out)
    world.ground.run("DELETE FROM kunden WHERE id = 1")
    world.command("undo", world.id_of("Abmeldungen.csv"))
    assert world.customers("news") == {2: None, 3: "Y"}
    assert told(world) == {"restored": 2, "gone": 1}


def test_a_row_the_guard_set_to_no_because_of_the_file_is_set_back_too(lay_out: LayOut) -> None:
    world = applied(lay_out)
    world.ground.run(f"INSERT INTO kunden VALUES (7, '{ANNA.upper()}', 'Y', NULL, NULL, 0, '')")
    world.clock.go(hours=1)
    world.round()
    assert world.customers("news")[7] == "N"
    world.command("undo", world.id_of("Abmeldungen.csv"))
    assert world.customers("news") == {1: "Y", 2: None, 3: "Y", 7: "Y"}
    world.round(2)
    assert world.customers("news")[7] == "Y"


def test_a_bounce_mark_goes_back_and_stays_where_another_file_reports_it(lay_out: LayOut) -> None:
    world = lay_out(
        CUSTOMERS,
        CONTACTS,
        {"Bounces.csv": bounces((ANNA, "02.03.2026", "550 5.1.1 unknown"), (CARLA, "02.03.2026", "550 5.1.1 unknown"))},
    )
    world.round()
    world.drop({"Bounces2.csv": bounces((CARLA, "05.03.2026", "550 5.1.1 unknown"))})
    world.round()
    assert world.customers("faulty") == {1: 1, 2: 0, 3: 1}
    world.command("undo", world.id_of("Bounces.csv"))
    assert world.customers("faulty") == {1: 0, 2: 0, 3: 1}
    assert world.contacts("status") == {1: None}
    assert told(world, "Bounces.csv") == {"restored": 2, "kept": 1}
    world.round()
    assert ANNA in world.exported()
    assert CARLA not in world.exported()


def test_an_opt_out_in_another_file_outlives_an_undone_bounce_that_had_set_no(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS)
    kunden, kontakte = world.config["erp"]["targets"]
    world.configure(erp={"targets": [{**kunden, "bounce": {"action": "set_no"}}, kontakte]})
    world.drop({"Bounces.csv": bounces((ANNA, "02.03.2026", "550 5.1.1 x"), (CARLA, "02.03.2026", "550 5.1.1 x"))})
    world.round()
    world.drop({"Abmeldungen.csv": optouts(ANNA)})
    world.round()
    assert world.customers("news") == {1: "N", 2: None, 3: "N"}
    world.command("undo", world.id_of("Bounces.csv"))
    assert world.customers("news") == {1: "N", 2: None, 3: "Y"}


def cleared_world(lay_out: LayOut, then: str = "nothing") -> World:
    world = lay_out(CUSTOMERS, CONTACTS)
    kunden, kontakte = world.config["erp"]["targets"]
    bounce = {"action": "clear"} if then == "nothing" else {**kunden["bounce"], "then": then}
    world.configure(erp={"targets": [{**kunden, "bounce": bounce}, kontakte]})
    return world


def test_an_address_that_was_removed_is_put_back(lay_out: LayOut) -> None:
    world = cleared_world(lay_out)
    world.drop({"Bounces.csv": bounces((CARLA, "02.03.2026", "550 5.1.1 unknown"))})
    world.round()
    assert world.customers("mail")[3] is None
    world.command("undo", world.id_of("Bounces.csv"))
    assert world.customers("mail")[3] == CARLA


@pytest.mark.parametrize("also_reported", [False, True])
def test_two_addresses_of_one_cell_are_put_back_together(lay_out: LayOut, also_reported: bool) -> None:
    cell = f"{ANNA}; {BERND}; {CARLA}"
    world = lay_out({1: (cell, "Y"), 2: ("dora@example.com", "Y")})
    kunden, kontakte = world.config["erp"]["targets"]
    world.configure(erp={"targets": [{**kunden, "split": True, "bounce": {"action": "clear"}}, kontakte]})
    dead = [(who, "02.03.2026", "550 5.1.1 unknown") for who in (ANNA, CARLA)]
    world.drop({"Bounces.csv": bounces(*dead)})
    world.round()
    assert world.customers("mail")[1] == BERND
    if also_reported:
        world.drop({"Bounces2.csv": bounces((ANNA, "05.03.2026", "550 5.1.1 unknown"))})
        world.round()
    world.command("undo", world.id_of("Bounces.csv"))
    assert world.customers("mail")[1] == (BERND if also_reported else cell)
    assert told(world, "Bounces.csv") == ({"kept": 1} if also_reported else {"restored": 1})
    if also_reported:
        world.command("undo", world.id_of("Bounces2.csv"))
        assert world.customers("mail")[1] == cell


def test_a_cell_from_which_a_human_took_a_further_address_is_left_as_it_is(lay_out: LayOut) -> None:
    world = lay_out({1: (f"{ANNA}; {BERND}; {CARLA}", "Y"), 2: ("dora@example.com", "Y")})
    kunden, kontakte = world.config["erp"]["targets"]
    world.configure(erp={"targets": [{**kunden, "split": True, "bounce": {"action": "clear"}}, kontakte]})
    world.drop({"Bounces.csv": bounces((ANNA, "02.03.2026", "550 5.1.1 unknown"))})
    world.round()
    world.ground.run(f"UPDATE kunden SET mail = '{BERND}' WHERE id = 1")
    world.command("undo", world.id_of("Bounces.csv"))
    assert world.customers("mail")[1] == BERND
    assert told(world, "Bounces.csv") == {"edited": 1}


@pytest.mark.parametrize("edited", [False, True])
def test_a_counter_goes_back_where_nobody_counted_on(lay_out: LayOut, edited: bool) -> None:
    world = lay_out(CUSTOMERS)
    kunden, kontakte = world.config["erp"]["targets"]
    count = {"action": "count", "column": "faulty", "value": 3}
    world.configure(erp={"targets": [{**kunden, "bounce": count}, kontakte]})
    world.drop({"Bounces.csv": bounces((CARLA, "02.03.2026", "550 5.1.1 unknown"))})
    world.round()
    assert world.customers("faulty")[3] == 1
    if edited:
        world.ground.run("UPDATE kunden SET faulty = 2 WHERE id = 3")
    world.command("undo", world.id_of("Bounces.csv"))
    assert world.customers("faulty")[3] == (2 if edited else 0)
    assert told(world, "Bounces.csv") == ({"edited": 1} if edited else {"restored": 1})


def test_an_objection_that_followed_to_a_new_address_stays_while_another_file_says_the_same(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, drop={"Abmeldungen.csv": optouts(ANNA)})
    world.round()
    world.drop({"Abmeldungen2.csv": optouts(ANNA, day="03.03.2026")})
    world.round()
    world.ground.run("UPDATE kunden SET mail = 'new@example.com', news = 'Y' WHERE id = 1")
    world.clock.go(hours=1)
    world.round()
    assert world.customers("mail, news")[1] == ("new@example.com", "N")
    world.command("undo", world.id_of("Abmeldungen.csv"))
    world.ground.run("UPDATE kunden SET news = 'Y' WHERE id = 1")
    world.clock.go(hours=1)
    world.round(2)
    assert world.customers("news")[1] == "N"
    assert "new@example.com" not in world.exported()
    world.command("undo", world.id_of("Abmeldungen2.csv"))
    with world.opened() as parts:
        assert parts.ledger.people.said_no() == set()


def test_who_said_no_of_the_new_address_too_stays_out_though_the_row_is_gone(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, drop={"Abmeldungen.csv": optouts(ANNA)})
    world.round()
    world.ground.run("UPDATE kunden SET mail = 'new@example.com', news = 'Y' WHERE id = 1")
    world.clock.go(hours=1)
    world.round()
    world.drop({"Abmeldungen2.csv": optouts("new@example.com")})
    world.round()
    world.ground.run("DELETE FROM kunden WHERE id = 1")
    world.command("undo", world.id_of("Abmeldungen.csv"))
    world.ground.run("INSERT INTO kunden (id, mail, news) VALUES (9, 'new@example.com', 'Y')")
    world.clock.go(hours=1)
    world.round(2)
    assert world.customers("news")[9] == "N"
    assert world.exported() == [CARLA]


def test_a_deleted_row_cannot_be_brought_back_and_everybody_is_told(lay_out: LayOut) -> None:
    world = cleared_world(lay_out, then="delete_row")
    for day in ("02.03.2026", "09.03.2026"):
        world.drop({f"Bounces-{day[:2]}.csv": bounces((CARLA, day, "550 5.1.1 unknown"))})
        world.round()
        world.clock.go(days=8)
    assert world.customers("mail") == {1: ANNA, 2: BERND}
    preview = json.loads(world.command("undo", world.id_of("Bounces-09.csv"), "--dry-run", "--json").stdout)
    assert preview["counts"] == {"not_restorable": 1}
    world.command("undo", world.id_of("Bounces-09.csv"))
    assert world.customers("mail") == {1: ANNA, 2: BERND}
    (name,) = [name for name in world.tree() if name.endswith("undone.receipt.txt")]
    assert "CANNOT be set back" in world.text_of(name)
    world.clock.go(days=1)
    world.round()
    mail = flat(world.mails("summary")[-1].get_body(("plain",)).get_content())
    assert "Look at 1 customer record that could not be set back when Bounces-09.csv was undone" in mail


def test_an_address_that_may_not_stand_there_twice_is_told_and_all_others_go_back(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, erp={"targets": [{**targets()[0], "bounce": {"action": "clear"}}]})
    world.ground.run("CREATE UNIQUE INDEX once ON kunden (mail)")
    world.drop({"Bounces.csv": bounces(*((one, "02.03.2026", "550 5.1.1 unknown") for one in (ANNA, BERND)))})
    world.round()
    assert world.customers("mail") == {1: None, 2: None, 3: CARLA}
    world.ground.run(f"INSERT INTO kunden (id, mail, news) VALUES (7, '{BERND}', 'Y')")
    world.command("undo", world.id_of("Bounces.csv"))
    assert told(world, "Bounces.csv") == {"restored": 1, "not_restorable": 1}
    assert world.customers("mail") == {1: ANNA, 2: None, 3: CARLA, 7: BERND}


def test_the_next_summary_says_who_undid_what(lay_out: LayOut) -> None:
    world = applied(lay_out)
    number = world.id_of("Abmeldungen.csv")
    world.command("undo", number, LOGNAME="maria")
    world.clock.go(days=1)
    world.round()
    mail = flat(world.mails("summary")[-1].get_body(("plain",)).get_content())
    assert f"maria had Abmeldungen.csv (number {number}) undone: 3 values set back, 0 left" in mail


def test_a_preview_shows_the_same_and_writes_nothing(lay_out: LayOut) -> None:
    world = applied(lay_out)
    number = world.id_of("Abmeldungen.csv")
    before, tree = world.customers("news, reason"), world.tree()
    said = world.command("undo", number, "--dry-run")
    assert (said.returncode, said.stderr) == (0, "")
    assert "nothing was written" in said.stdout
    preview = json.loads(world.command("undo", number, "--dry-run", "--json").stdout)
    assert (preview["counts"], preview["lifted"], len(preview["changes"])) == ({"restored": 3}, 2, 3)
    assert (world.customers("news, reason"), world.tree()) == (before, tree)
    with world.opened() as parts:
        assert parts.ledger.drops.get(number).state == "applied"
        assert parts.ledger.undos.get(number) is None


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_cannot_be_undone_is_said_in_words(lay_out: LayOut, language: str) -> None:
    world = applied(lay_out)
    surroundings = {"LANG": "de_DE.UTF-8" if language == "de" else "C.UTF-8"}
    number = world.id_of("Abmeldungen.csv")
    world.drop({"noch-einmal.csv": optouts(ANNA, BERND), "kasse.csv": "Datum;Betrag\r\n01.02.2026;12,50\r\n"})
    world.round()
    sentences = {
        "ABCDEFGH": {"en": "There is no file with the number", "de": "Es gibt keine Datei"},
        world.id_of("noch-einmal.csv"): {"en": f"abgleich undo {number}", "de": f"abgleich undo {number}"},
        world.id_of("kasse.csv"): {"en": "was not applied", "de": "wurde nicht angewendet"},
    }
    for wrong, sentence in sentences.items():
        said = world.command("undo", wrong, **surroundings)
        assert said.returncode == 1
        assert sentence[language] in flat(said.stderr)
    assert world.command("undo", number.lower(), **surroundings).returncode == 0
    again = world.command("undo", number, **surroundings)
    assert again.returncode == 1
    assert {"en": "undone already", "de": "schon zurückgenommen"}[language] in flat(again.stderr)


def test_a_held_file_is_discarded_and_not_undone(lay_out: LayOut) -> None:
    world = lay_out(
        CUSTOMERS,
        drop={"Abmeldungen.csv": optouts(ANNA)},
        guard={"optouts_absolute": 0, "optouts_share": 0.0},
    )
    world.round()
    number = world.id_of("Abmeldungen.csv")
    said = world.command("undo", number)
    assert said.returncode == 1
    assert f"abgleich discard {number}" in flat(said.stderr)


def test_with_the_erp_away_it_is_noted_and_done_when_it_is_back(lay_out: LayOut) -> None:
    world = applied(lay_out)
    (world.folder / "erp.sqlite").rename(world.folder / "elsewhere")
    said = world.command("undo", world.id_of("Abmeldungen.csv"))
    assert said.returncode == 75
    assert "is noted, but could not be done now" in flat(said.stdout)
    (world.folder / "elsewhere").rename(world.folder / "erp.sqlite")
    world.round()
    assert world.customers("news") == {1: "Y", 2: None, 3: "Y"}
    assert "done/2026-03-10/Abmeldungen.ID.undone.receipt.txt" in world.names()


class Death(BaseException):
    """The process ends here; nothing catches it."""


@pytest.mark.parametrize(
    ("owner", "method", "after"),
    [
        (Undos, "store", False),
        (Undos, "store", True),
        (Erp, "restore", False),
        (Erp, "restore", True),
        (Undos, "done", False),
        (Undos, "done", True),
        (Drops, "rested", False),
        (Drops, "rested", True),
    ],
)
def test_a_death_anywhere_leaves_the_same_end(
    lay_out: LayOut, monkeypatch: pytest.MonkeyPatch, owner: type, method: str, after: bool
) -> None:
    world = applied(lay_out)
    number = world.id_of("Abmeldungen.csv")
    original = getattr(owner, method)

    def dying(*arguments: object, **named: object) -> object:
        if after:
            original(*arguments, **named)
        raise Death

    with world.opened() as parts:
        ask(number, "maria", parts)
        with monkeypatch.context() as struck:
            struck.setattr(owner, method, dying)
            with pytest.raises(Death):
                service.run_once(parts)
    world.round(2)
    assert world.customers("news") == {1: "Y", 2: None, 3: "Y"}
    assert world.contacts("kein") == {1: 0}
    assert told(world) == {"restored": 3}
    receipt = flat(world.text_of("done/2026-03-10/Abmeldungen.ID.undone.receipt.txt"))
    assert "3 set back to the value before" in receipt
    with world.opened() as parts:
        assert state_of(number, parts) == ("undone", 2, 0)


def state_of(number: str, parts: Parts) -> tuple[str, int, int]:
    noted = parts.ledger.undos.get(number)
    assert noted is not None
    return parts.ledger.drops.get(number).state, noted.lifted, noted.handed_on


def test_an_opt_out_that_arrives_while_the_undoing_waits_is_never_overruled(
    lay_out: LayOut, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = applied(lay_out)
    with world.opened() as parts:
        ask(world.id_of("Abmeldungen.csv"), "maria", parts)
        with monkeypatch.context() as struck:
            struck.setattr(Erp, "restore", Erp.holders)  # fails as a fault of our own would, again and again
            world.drop({"Abmeldungen2.csv": optouts(ANNA, day="03.03.2026")})
            service.run_once(parts)
    world.round()
    assert world.customers("news") == {1: "N", 2: None, 3: "Y"}
    assert ANNA not in world.exported()


def test_undoing_is_carried_out_by_the_service_where_one_runs(lay_out: LayOut) -> None:
    world = applied(lay_out)
    number = world.id_of("Abmeldungen.csv")
    with wiring.alone(configuration.load(world.toml, {})):
        said = world.command("undo", number)
        assert (said.returncode, said.stderr) == (0, "")
        assert f"The running service undoes {number}" in flat(said.stdout)
        assert world.customers("news") == {1: "N", 2: "N", 3: "Y"}
        noted = json.loads(world.command("undo", number, "--json").stdout)
        assert (noted["id"], noted["state"]) == (number, "asked")
    world.round()
    assert world.customers("news") == {1: "Y", 2: None, 3: "Y"}


def test_known_subscribers_of_an_undone_file_are_new_again(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, drop={"Abonnenten.csv": f"E-Mail;Status\r\n{ANNA};aktiv\r\n{CARLA};aktiv\r\n"})
    world.round()
    assert world.exported() == []
    world.command("undo", world.id_of("Abonnenten.csv"))
    world.round()
    assert world.exported() == [ANNA, CARLA]
