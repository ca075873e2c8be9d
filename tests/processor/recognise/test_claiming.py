"""Who may claim a file, and what is said to people whose file nobody or two claim."""

from __future__ import annotations

import csv
import random
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processor.domain.table import Table
from processor.errors import Refused
from processor.layouts import LAYOUTS
from processor.layouts.words import ADDRESS, address_header, fold
from processor.read import read
from processor.recognise import recognise

BERLIN = ZoneInfo("Europe/Berlin")
SAMPLES = Path(__file__).parents[3] / "samples" / "layouts"
HEADED = sorted(path for path in SAMPLES.glob("*.csv"))


def sample(path: Path) -> Table:
    with path.open("rb") as stream:
        return read(stream, path.name)[0]


def events(table: Table, name: str) -> tuple[str, list[tuple[object, ...]]]:
    batch = recognise([table], name, "", BERLIN)
    columns = ("line", "canonical", "event", "bounce_class", "at", "list", "mailing", "code", "reason")
    rows = batch.rows[list(columns)].astype(str)
    # Some systems name columns after lists: then the name is as written there, and of several lists as they stand.
    rows["list"] = [" ".join(sorted(map(fold, listed.split(",")))) for listed in rows["list"]]
    return batch.layout, list(rows.itertuples(index=False, name=None))


@pytest.mark.parametrize("path", HEADED, ids=lambda path: path.name)
@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_order_of_columns_plays_no_part(path: Path, seed: int) -> None:
    table = sample(path)
    order = list(range(len(table.columns)))
    random.Random(seed).shuffle(order)
    shuffled = replace(
        table,
        header=[table.header[place] for place in order] if table.header else [],
        columns=[table.columns[place] for place in order],
    )
    assert events(shuffled, path.name) == events(table, path.name)


@pytest.mark.parametrize("path", HEADED, ids=lambda path: path.name)
@pytest.mark.parametrize(
    "dress", [str.upper, str.lower, lambda cell: f"  {cell} ", lambda cell: cell.replace("_", " ")]
)
def test_case_blanks_and_underscores_of_headers_play_no_part(path: Path, dress: object) -> None:
    table = sample(path)
    dressed = replace(table, header=[dress(cell) for cell in table.header])  # type: ignore[operator]
    assert events(dressed, path.name) == events(table, path.name)


@pytest.mark.parametrize("path", HEADED, ids=lambda path: path.name)
def test_exactly_one_layout_claims_each_sample(path: Path) -> None:
    """Without the one that claimed it, no other system's layout would take it."""
    table = sample(path)
    claimed = recognise([table], path.name, "", BERLIN).layout
    others = [layout for layout in LAYOUTS if layout.name != claimed and not layout.plain]
    with pytest.raises(Refused, match="not_recognised"):
        recognise([table], path.name, "", BERLIN, others)


def test_two_claiming_layouts_refuse_the_file_and_are_both_named(take):
    brevo = next(layout for layout in LAYOUTS if layout.name == "brevo-contacts")
    twin = replace(brevo, name="twin")
    with pytest.raises(Refused) as refusal:
        take(["EMAIL", "EMAIL_BLACKLISTED", "ADDED_TIME"], ["a@example.com", "Yes", ""], layouts=(brevo, twin))
    assert refusal.value.code == "ambiguous"
    assert refusal.value.facts["layouts"] == ["brevo-contacts", "twin"]


def test_a_file_nobody_knows_is_refused_with_the_columns_found(take):
    with pytest.raises(Refused) as refusal:
        take(["Artikel", "Preis"], ["Schraube", "0,10"])
    assert refusal.value.code == "not_recognised"
    assert refusal.value.facts["columns"] == ["Artikel", "Preis"]


def test_two_columns_of_addresses_are_never_chosen_between(take):
    with pytest.raises(Refused) as refusal:
        take(["E-Mail", "E-Mail privat", "Grund"], ["a@example.com", "b@example.com", "abgemeldet"])
    assert refusal.value.code == "several_address_columns"
    assert refusal.value.facts["columns"] == ["E-Mail", "E-Mail privat"]


def test_an_empty_second_address_column_is_no_hindrance(take, said):
    batch = take(["E-Mail privat", "E-Mail", "Grund"], ["", "a@example.com", "abgemeldet"])
    assert said(batch) == {"a@example.com": ("optout", "")}


@pytest.mark.parametrize("column", ["UNSUB_TIME", "CLEAN_TIME", "LAST_CHANGED"])
@pytest.mark.parametrize("state", ["subscribed", "unsubscribed", "cleaned", "nonsubscribed"])
def test_a_mailchimp_name_against_its_columns_is_refused(take, column, state):
    proves = {
        "UNSUB_TIME": ["unsubscribed"],
        "CLEAN_TIME": ["cleaned"],
        "LAST_CHANGED": ["subscribed", "nonsubscribed"],
    }
    header = ["Email Address", "MEMBER_RATING", "OPTIN_TIME", column]
    row = ["a@example.com", "2", "2020-01-01 10:00:00", "2021-01-01 10:00:00"]
    name = f"{state}_email_audience_export_1a2b3c.csv"
    if state in proves[column]:
        assert take(header, row, name=name).layout == f"mailchimp-{state}"
    else:
        with pytest.raises(Refused, match="name_against_columns"):
            take(header, row, name=name)


def test_the_columns_of_times_prove_a_mailchimp_file_under_any_name(take, said):
    header = ["Deine E-Mail Adresse", "OPTIN_TIME", "UNSUB_TIME"]
    batch = take(header, ["a@example.com", "2020-01-01 10:00:00", "2021-01-01 10:00:00"], name="Kopie von Export.csv")
    assert batch.layout == "mailchimp-unsubscribed"
    assert said(batch) == {"a@example.com": ("optout", "")}


def test_the_same_sendgrid_header_is_a_block_only_by_its_name(take, said):
    rows = (["status", "reason", "email", "created"], ["5.7.1", "rejected for now", "a@example.com", "1790083507"])
    assert take(*rows, name="suppression_blocks.csv").layout == "sendgrid-blocks"
    assert take(*rows, name="export.csv").layout == "sendgrid-bounces"
    assert said(take(*rows, name="suppression_blocks.csv")) == {"a@example.com": ("bounce", "blocked")}


@pytest.mark.parametrize(
    "header",
    [["id", "firstname", "lastname", "email", "stage"], ["email", "name", "attributes"]],
    ids=["mautic", "listmonk"],
)
@pytest.mark.parametrize("folder", ["", "optouts", "bounces"])
def test_a_list_of_contacts_is_never_taken_for_opt_outs_or_bounces(take, header, folder):
    cells = ["a@example.com" if cell == "email" else "1" for cell in header]
    with pytest.raises(Refused, match="says_nothing"):
        take(header, cells, folder=folder, name="Abmeldungen.csv" if folder == "optouts" else "x.csv")


@pytest.mark.parametrize(
    "cell",
    [
        *("E-Mail", "e_mail", " EMAIL ", "E-Mail-Adresse:", "Email Address", "Empfänger", "Empfaenger", "Courriel"),
        *(
            "Adresse e-mail",
            "Correo electrónico",
            "Indirizzo e-mail",
            "Deine E-Mail Adresse",
            "Mailadresse",
            "\ufeffemail",
        ),
    ],
)
def test_headings_for_addresses_are_known_in_five_languages(cell):
    assert address_header(cell)


@pytest.mark.parametrize("cell", ["", "Name", "E-Mail-Status", "anna@example.com", "Newsletter", "emails sent", "-"])
def test_a_cell_that_only_contains_such_a_word_is_no_heading(cell):
    assert not address_header(cell)


def test_words_are_stored_folded():
    assert all(fold(word) == word for word in ADDRESS)
    assert all(fold(word) == word for layout in LAYOUTS for state in layout.states for word in state.words)


def test_layouts_have_names_of_their_own():
    names = [layout.name for layout in LAYOUTS]
    assert len(set(names)) == len(names)


def test_samples_cover_what_people_see_in_the_wild():
    """Guards the samples themselves: 8 to 20 lines each, and every one of them parses as it is meant to."""
    for path in HEADED:
        assert 7 <= len(sample(path).lines) <= 20, path.name
    with (SAMPLES / "suppression_bounces.csv").open(newline="", encoding="utf-8") as stream:
        assert any("\n" in row[1] for row in csv.reader(stream))
