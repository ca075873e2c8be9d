"""The guard proves itself nightly and after every export; each export says how fresh it is."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.world import LayOut, optouts


def summary_text(world) -> str:
    return " ".join(world.mails("summary")[-1].get_body(("plain",)).get_content().split())


def test_a_new_row_with_an_address_that_said_no_is_no_before_the_first_export_that_could_hold_it(
    lay_out: LayOut,
) -> None:
    world = lay_out({1: ("anna@example.com", "Y")}, drop={"Abmeldungen.csv": optouts("weg@example.com")})
    world.round()
    world.ground.run("INSERT INTO kunden VALUES (2, 'Weg@Example.com', 'Y', NULL, NULL, 0, '')")
    world.ground.run("INSERT INTO kunden VALUES (3, 'neu@example.com', 'Y', NULL, NULL, 0, '')")
    world.round()
    assert world.customers("news") == {1: "Y", 2: "N", 3: "Y"}
    assert world.exported() == ["anna@example.com", "neu@example.com"]


def test_after_every_export_and_nightly_there_is_a_proof(lay_out: LayOut) -> None:
    world = lay_out({1: ("anna@example.com", "Y")}, drop={"Abmeldungen.csv": optouts("weg@example.com")})
    world.round()
    with world.opened() as parts:
        first = parts.ledger.proofs.last()
    assert first is not None
    assert (first.kept, first.customers, first.exports, first.suppressed) == (True, 1, 1, 1)
    world.clock.go(days=1)
    world.round()
    with world.opened() as parts:
        assert parts.ledger.proofs.last().at > first.at
    assert "1 people who said no looked for among 1 customers" in summary_text(world)
    assert "Nobody found." in summary_text(world)


def test_the_proof_finds_who_was_exported_after_the_no(lay_out: LayOut) -> None:
    world = lay_out({1: ("anna@example.com", "Y")}, drop={"Abmeldungen.csv": optouts("weg@example.com")})
    world.round()
    world.fetch()
    with world.opened() as parts, parts.ledger._engine.begin() as connection:  # a fault of ours, made by hand
        connection.exec_driver_sql("UPDATE known_subscribers SET canonical = 'weg@example.com'")
    world.clock.go(days=1)
    world.round()
    assert "Exported after their no: 1." in summary_text(world)
    assert "That must not happen" in summary_text(world)


def test_a_policy_that_only_reports_leaves_the_row_and_tells_it_and_exports_nobody(lay_out: LayOut) -> None:
    world = lay_out(
        {1: ("anna@example.com", "Y")},
        drop={"Abmeldungen.csv": optouts("anna@example.com")},
        guard={"repair": "report"},
    )
    world.round()
    world.ground.run("UPDATE kunden SET news = 'Y'")
    world.clock.go(days=1)
    world.round(2)
    assert world.customers("news") == {1: "Y"}
    assert "1 customer who said no is YES in the ERP and was left so" in summary_text(world)
    assert world.exports() == {}


def test_each_export_has_a_note_that_says_whether_it_is_safe_to_send(lay_out: LayOut) -> None:
    world = lay_out({1: ("anna@example.com", "Y")}, drop={"Abmeldungen.csv": optouts("weg@example.com")})
    world.round()
    note = (world.folder / "state" / "exports" / "new-001.csv.info.txt").read_text()
    assert "1 person." in note
    assert "The last file with opt-outs was Abmeldungen.csv" in note
    assert "Nothing is waiting" in note
    assert list(world.tree("export")) == ["new-001.csv"]


def test_the_note_goes_where_the_configuration_says_and_waits_for_that_folder(lay_out: LayOut) -> None:
    world = lay_out({1: ("anna@example.com", "Y")}, export={"sidecar": "notes"})
    notes: Path = world.folder / "notes"
    assert world.round().away == {}
    assert not notes.exists()
    notes.mkdir()
    world.round()
    assert "No file with opt-outs has come yet" in (notes / "new-001.csv.info.txt").read_text()


def test_a_held_file_is_named_in_the_note(lay_out: LayOut) -> None:
    people = {n: (f"p{n}@example.com", "Y") for n in range(1, 8)}
    world = lay_out(people, guard={"optouts_absolute": 2, "optouts_share": 0.0})
    world.drop({"Abmeldungen.csv": optouts(*(f"p{n}@example.com" for n in range(1, 6)))})
    world.round()
    note = (world.folder / "state" / "exports" / "new-001.csv.info.txt").read_text()
    assert "1 file waits for a decision" in note
    assert "Before you send" in note
    assert world.exported() == ["p6@example.com", "p7@example.com"]


def test_a_refused_file_is_named_in_the_note_until_it_has_come_again_under_its_name(lay_out: LayOut) -> None:
    world = lay_out({1: ("anna@example.com", "Y")}, drop={"Alt.csv": optouts("weg@example.com")})
    world.drop({"Abmeldungen.csv": "Was;Wieviel\r\nApfel;3\r\n"})
    world.round()
    notes = world.folder / "state" / "exports"
    assert "1 file was refused" in (notes / "new-001.csv.info.txt").read_text()
    assert "Before you send" in (notes / "new-001.csv.info.txt").read_text()
    world.clock.go(hours=1)
    world.drop({"Abmeldungen.csv": optouts("fort@example.com")})
    world.ground.run("INSERT INTO kunden VALUES (2, 'bernd@example.de', 'Y', NULL, NULL, 0, '')")
    world.round()
    assert "refused" not in (notes / "new-002.csv.info.txt").read_text()
    assert "Nothing is waiting" in (notes / "new-002.csv.info.txt").read_text()


def test_a_refusal_of_days_ago_is_not_named_any_more(lay_out: LayOut) -> None:
    world = lay_out({}, drop={"Alt.csv": optouts("weg@example.com"), "Foto.csv": "Was;Wieviel\r\nApfel;3\r\n"})
    world.round()
    world.clock.go(days=3, hours=1)
    world.ground.run("INSERT INTO kunden VALUES (2, 'bernd@example.de', 'Y', NULL, NULL, 0, '')")
    world.round()
    assert "refused" not in (world.folder / "state" / "exports" / "new-001.csv.info.txt").read_text()


def test_a_foreign_file_of_the_notes_name_is_left_alone(lay_out: LayOut) -> None:
    world = lay_out({1: ("anna@example.com", "Y"), 2: ("bernd@example.de", "Y")}, export={"sidecar": "notes"})
    notes: Path = world.folder / "notes"
    notes.mkdir()
    (notes / "new-001.csv.info.txt").write_text("ask Petra first")
    world.round()
    assert (notes / "new-001.csv.info.txt").read_text() == "ask Petra first"
    (ours,) = (path for path in notes.iterdir() if path.name != "new-001.csv.info.txt")
    assert "2 people" in ours.read_text()
    world.drop({"Abmeldungen.csv": optouts("bernd@example.de")})
    world.round(2)
    assert "took this file back" in ours.read_text()
    assert (notes / "new-001.csv.info.txt").read_text() == "ask Petra first"
