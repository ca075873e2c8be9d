"""What `learn` proposes for an unknown file, and that what it writes reads the file as it was shown."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processor.domain.summary import Proposal
from processor.domain.table import Table
from processor.errors import AbgleichError, Refused
from processor.layouts import LAYOUTS
from processor.layouts.layout import OPTOUT
from processor.layouts.meanings import MEANINGS
from processor.layouts.operator import layout_of
from processor.layouts.proposed import LONGEST, proposed
from processor.recognise import recognise
from processor.recognise.proof import proved
from processor.recognise.propose import draft_of, name_part_of, order_is_open, with_status
from processor.recognise.written import document_of, text_of

BERLIN = ZoneInfo("Europe/Berlin")
ANNA, BERND, CARLA = "anna@example.com", "bernd@example.de", "carla@example.net"


def draft(table, *rows, name: str = "mailwerk.csv", folder: str = "", **more):
    return draft_of([table(*rows, **more)], name, folder)


def test_columns_are_found_by_heading_and_by_what_they_hold(table):
    found = draft(
        table,
        ["Adressat", "Ergebnis", "Uhr", "Erw", "Nr", "Antwort", "Kampagne"],
        [ANNA, "Rückläufer", "2026-03-01 10:00", "5.1.1", "550", "550 5.1.1 user unknown", "K1"],
        [BERND, "Raus", "2026-03-01 11:00", "", "", "", "K1"],
        [CARLA, "Raus", "2026-03-01 12:00", "5.2.2", "552", "552 mailbox full", "K2"],
    )
    assert (found.address, found.status) == ([0], 1)
    assert found.parts == {"at": 2, "enhanced": 3, "smtp": 4, "diagnosis": 5, "mailing": 6}
    assert found.words == {"Raus": "", "Rückläufer": "hard"}


@pytest.mark.parametrize("word", ["gesperrt", "cancelled", "inaktiv", "1", "ja", "Irgendwas"])
def test_a_word_that_is_said_of_other_things_too_is_asked_for_and_never_prefilled(table, word):
    found = draft(table, ["Adressat", "Status"], [ANNA, word], [BERND, word])
    assert found.words == {word: ""}


def test_numbers_and_post_codes_are_no_dates(table):
    found = draft(
        table, ["Adressat", "PLZ", "Kundennummer"], [ANNA, "89073", "1710000000"], [BERND, "10115", "1710000001"]
    )
    assert found.parts == {}


@pytest.mark.parametrize(
    ("name", "folder", "kind"),
    [
        ("Abmeldungen.csv", "", "optouts"),
        ("x.csv", "bounces", "bounces"),
        ("x.csv", "", ""),
        ("Beschwerden.csv", "", "complaints"),
    ],
)
def test_folder_and_name_propose_what_the_lines_mean(table, name, folder, kind):
    assert draft(table, ["Adressat", "Ort"], [ANNA, "Ulm"], [BERND, "Ulm"], name=name, folder=folder).kind == kind


def test_only_an_ambiguous_date_is_asked_about(table):
    rows = (["Adressat", "Wann"], [ANNA, "03/04/2026"])
    assert order_is_open(draft(table, *rows), BERLIN) == "03/04/2026"
    assert order_is_open(replace(draft(table, *rows), day_first=True), BERLIN) == ""
    assert order_is_open(draft(table, *rows, [BERND, "13/04/2026"]), BERLIN) == ""


def test_a_file_without_any_address_cannot_be_taught(table):
    with pytest.raises(Refused) as caught:
        draft(table, ["Name", "Ort"], ["Anna", "Ulm"])
    assert caught.value.code == "not_recognised"


@pytest.mark.parametrize(
    ("name", "part"),
    [("Mailwerk_2026-04.csv", "mailwerk"), ("Export Abmeldungen Newsletterserver.csv", "abmeldungen"), ("04.csv", "")],
)
def test_the_telling_part_of_a_name_is_proposed(name, part):
    assert name_part_of(name) == part


@pytest.mark.parametrize("head", [["Adressat", "Was", "was"], ["Adressat", "", "Was"]])
def test_a_column_that_has_no_heading_of_its_own_cannot_be_named(table, head):
    found = with_status(draft(table, head, [ANNA, "raus", "raus"], [BERND, "raus", "raus"]), 1)
    with pytest.raises(AbgleichError) as caught:
        document_of(found)
    assert caught.value.code in ("learn_twin_heading", "learn_no_heading")


def test_where_no_column_tells_name_and_all_headings_are_asked_for(table):
    found = replace(
        draft(table, ["Adressat", "Ort"], [ANNA, "Ulm"], [BERND, "Bonn"], name="a.b.csv"), status=None, words={}
    )
    document = document_of(replace(found, kind="optouts", name_part="a.b"))
    assert document["required"] == ["Adressat", "Ort"]
    assert document["file_name"] == r"a\.b"


TEXT = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=12).filter(str.strip)


@given(st.dictionaries(TEXT, st.sampled_from(sorted(MEANINGS)), min_size=1, max_size=4), TEXT, TEXT)
@settings(max_examples=60, deadline=None)
def test_whatever_stands_in_a_file_the_layout_written_from_it_reads_back_as_it_was_meant(words, heading, left):
    document = {
        "required": ["Adressat", heading, "Lfd"],
        "address": "Adressat",
        "day_first": False,
        "states": [{"column": heading, "words": words}],
    }
    text = text_of(document, ["a file's name\u2028"], {left: "left out"})
    assert tomllib.loads(text) == document


def test_what_was_shown_is_what_the_written_layout_reads(table):
    tables = [table(["Adressat", "Ergebnis"], [ANNA, "Raus"], [BERND, "Schwebt"])]
    found = with_status(draft_of(tables, "mailwerk.csv", ""), 1)
    document = document_of(replace(found, words={"Raus": "optout", "Schwebt": ""}))
    shown = proved(tables, "mailwerk.csv", "", BERLIN, layout_of("mine", document), LAYOUTS)
    again = layout_of("mine", tomllib.loads(text_of(document, [], {"Schwebt": "left out"})))
    read = recognise(tables, "mailwerk.csv", "", BERLIN, (again, *LAYOUTS))
    assert shown.rows.equals(read.rows)
    assert read.rows["event"].tolist() == ["optout", "rejected"]


@pytest.mark.parametrize(("heading", "enough"), [("Zustand", 0), ("Lage", 0.5)])
@given(st.lists(st.sampled_from(["aktiv", "Subscribed", "confirmé", "Raus", "Egal"]), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_no_line_of_a_subscriber_is_ever_taught_to_be_an_opt_out(heading, enough, words):
    """Whatever column is taken for the status: one line that says subscribed under a heading we know is enough to
    refuse, half of the lines under one that may speak of the past."""
    rows = [[f"a{at}@example.com", "Raus", word] for at, word in enumerate(words)]
    table = Table("csv", ["Adressat", "Ergebnis", heading], [list(cells) for cells in zip(*rows, strict=True)],
                  list(range(2, len(rows) + 2)), header_line=1)  # fmt: skip
    document = {"required": ["Adressat", "Ergebnis"], "address": "Adressat",
                "states": [{"column": "Ergebnis", "words": {"Raus": "optout"}}]}  # fmt: skip
    alive = sum(word in ("aktiv", "Subscribed", "confirmé") for word in words)
    if alive and alive >= enough * len(words):
        with pytest.raises(AbgleichError) as caught:
            proved([table], "x.csv", "", BERLIN, layout_of("mine", document), LAYOUTS)
        assert caught.value.code == "learn_subscribers"
    else:
        batch = proved([table], "x.csv", "", BERLIN, layout_of("mine", document), LAYOUTS)
        assert set(batch.rows["event"]) == {"optout"}


@pytest.mark.parametrize(("optouts", "taught"), [(1, True), (3, False)])
def test_a_file_called_subscribers_may_hold_some_opt_outs_but_not_mostly(table, optouts, taught):
    rows = [[f"a{at}@example.com", "Raus" if at < optouts else "Drin"] for at in range(4)]
    tables = [table(["Adressat", "Ergebnis"], *rows)]
    document = {"required": ["Adressat", "Ergebnis"], "address": "Adressat",
                "states": [{"column": "Ergebnis", "words": {"Raus": "optout", "Drin": "subscribed"}}]}  # fmt: skip
    layout = layout_of("mine", document)
    if taught:
        assert proved(tables, "subscribers.csv", "", BERLIN, layout, LAYOUTS).layout == "mine"
    else:
        with pytest.raises(AbgleichError) as caught:
            proved(tables, "subscribers.csv", "", BERLIN, layout, LAYOUTS)
        assert caught.value.code == "learn_subscribers"


# --- proposed words -------------------------------------------------------------------------------------------------


def test_a_word_is_proposed_once_with_the_class_that_does_least_harm():
    seen = [
        Proposal("Pech", "mailbox_unknown", 3, "a.csv"),
        Proposal("PECH", "mailbox_full", 2, "b.csv"),
        Proposal("Raus", "", 9, "a.csv"),
    ]
    assert proposed(seen, {}) == [Proposal("Raus", "", 9, "a.csv"), Proposal("Pech", "mailbox_full", 5, "a.csv")]


@pytest.mark.parametrize("word", ["ja", "1", "", "???", "x" * (LONGEST + 1), "gelehrt"])
def test_what_cannot_be_taught_or_was_taught_is_not_proposed(word):
    assert proposed([Proposal(word, "", 1, "a.csv")], {"gelehrt": OPTOUT}) == []
