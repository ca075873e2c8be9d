"""Which layout takes a file where the operator has one of his own, and what his words do in others' files."""

from __future__ import annotations

import tomllib

import pytest

from processor.errors import Refused
from processor.layouts import LAYOUTS
from processor.layouts.layout import OPTOUT, bounce
from processor.layouts.operator import layout_of
from processor.layouts.operator_words import with_words

ANNA, BERND = "anna@example.com", "bernd@example.de"
EVENTS = """
required = ["Adressat", "Ergebnis"]
address = "Adressat"
[[states]]
column = "Ergebnis"
words = { Raus = "optout", "Kein Postfach" = "mailbox_unknown" }
"""
LISTMONK = ["uuid", "email", "name", "attributes", "status", "created_at", "updated_at"]


def own(text: str = EVENTS, name: str = "mine"):
    return layout_of(name, tomllib.loads(text))


def codes(batch) -> list[str]:
    return [code for code, _ in batch.evidence]


def test_a_file_nobody_knew_is_read_by_the_operator_s_layout(take, said):
    batch = take(["Adressat", "Ergebnis"], [ANNA, "Raus"], [BERND, "kein  postfach"], layouts=(own(), *LAYOUTS))
    assert batch.layout == "mine"
    assert said(batch) == {ANNA: ("optout", ""), BERND: ("bounce", "mailbox_unknown")}
    assert "own_layout" in codes(batch)


def test_a_word_that_was_left_out_is_reported_and_nothing_is_done(take, said):
    batch = take(["Adressat", "Ergebnis"], [ANNA, "Raus"], [BERND, "Schwebt"], layouts=(own(), *LAYOUTS))
    assert said(batch)[BERND] == ("rejected", "unknown_word")


def test_it_comes_before_the_general_layouts(take):
    rows = (["E-Mail", "Status"], [ANNA, "abgemeldet"])
    mine = own('required = ["E-Mail", "Status"]\n[[states]]\ncolumn = "Status"\nwords = { abgemeldet = "optout" }')
    assert take(*rows).layout.startswith("plain-")
    assert take(*rows, layouts=(mine, *LAYOUTS)).layout == "mine"


@pytest.mark.parametrize(("required", "winner"), [(["email", "status"], "listmonk-subscribers"), (LISTMONK, "mine")])
def test_it_comes_before_a_system_s_only_if_it_asks_for_as_much(take, required, winner):
    mine = own(f'required = {required}\n[[states]]\ncolumn = "status"\nwords = {{ blocklisted = "optout" }}')
    row = ["u-1", ANNA, "Anna", "{}", "blocklisted", "2026-03-01 10:00:00", "2026-03-02 10:00:00"]
    batch = take(LISTMONK, row, layouts=(mine, *LAYOUTS))
    assert batch.layout == winner
    assert ("own_layout_passed_over" in codes(batch)) == (winner != "mine")


def test_two_of_the_operator_s_that_both_fit_are_no_answer(take):
    with pytest.raises(Refused) as caught:
        take(["Adressat", "Ergebnis"], [ANNA, "Raus"], layouts=(own(), own(name="other"), *LAYOUTS))
    assert caught.value.code == "ambiguous"
    assert caught.value.facts["layouts"] == ["mine", "other"]


def test_a_list_without_headings_is_told_by_its_name_and_its_columns_by_their_numbers(take, said):
    mine = own(
        'headerless = true\nfile_name = "postwerk"\naddress = "2"\nat = "3"\nday_first = true\n'
        '[[states]]\ncolumn = "4"\nwords = { Raus = "optout" }'
    )
    rows = (["news@firma.example", ANNA, "01.02.2026", "Raus"], ["news@firma.example", BERND, "01.02.2026", "Rein"])
    batch = take(*rows, header=False, name="Postwerk 12.csv", layouts=(mine, *LAYOUTS))
    assert batch.layout == "mine"
    assert said(batch) == {ANNA: ("optout", ""), BERND: ("rejected", "unknown_word")}
    with pytest.raises(Refused):
        take(*rows, header=False, name="andere.csv", layouts=(mine, *LAYOUTS))


def test_layouts_of_the_operator_change_nothing_in_files_that_are_not_theirs(take, said):
    rows = (["E-Mail", "Grund"], [ANNA, "abgemeldet"], [BERND, "unzustellbar"])
    assert said(take(*rows)) == said(take(*rows, layouts=(own(), *LAYOUTS)))


def test_a_layout_that_takes_everybody_off_leaves_a_file_alone_that_calls_itself_subscribers(take, said):
    mine = own('required = ["Adressat", "Ort"]\nfile_name = "liste"\nkind = "optouts"')
    rows = (["Adressat", "Ort"], [ANNA, "Ulm"])
    assert said(take(*rows, name="liste.csv", layouts=(mine, *LAYOUTS))) == {ANNA: ("optout", "")}
    with pytest.raises(Refused):
        take(*rows, name="abonnenten-liste.csv", layouts=(mine, *LAYOUTS))


# --- words ----------------------------------------------------------------------------------------------------------


def test_a_taught_word_counts_in_anybody_s_list(take, said):
    rows = (["E-Mail", "Status"], [ANNA, "Abgedampft"], [BERND, "abgemeldet"])
    assert said(take(*rows))[ANNA] == ("rejected", "unknown_word")
    batch = take(*rows, layouts=with_words(LAYOUTS, {"abgedampft": OPTOUT}))
    assert said(batch) == {ANNA: ("optout", ""), BERND: ("optout", "")}


def test_a_taught_word_counts_in_a_system_s_file_only_where_the_system_has_none(take, said):
    head = ["st_text", "ts", "frm", "email", "mid", "sub"]
    rows = [[word, "01.02.2026 10:00", "n@firma.example", who, "m", "s"] for word, who in
            (("Abgedampft", ANNA), ("Delivered", BERND))]  # fmt: skip
    layouts = with_words(LAYOUTS, {"abgedampft": bounce("mailbox_full"), "delivered": OPTOUT})
    batch = take(head, *rows, layouts=layouts)
    assert batch.layout == "brevo-log"
    assert said(batch) == {ANNA: ("bounce", "mailbox_full"), BERND: ("ignored", "delivered_or_other")}


def test_a_line_with_an_unknown_word_says_what_its_codes_and_text_suggest(take):
    batch = take(
        ["E-Mail", "Status", "Fehlermeldung"],
        [ANNA, "Pech", "550 5.1.1 user unknown"],
        [BERND, "Pech", ""],
        ["carla@example.net", "mailbox quota exceeded today", ""],
        ["dora@example.net", "unzustellbar", ""],
    )
    assert batch.rows["event"].tolist() == ["rejected"] * 3 + ["bounce"]
    suggested = ["suggests:mailbox_unknown", "layout:plain-people", "suggests:mailbox_full"]
    assert batch.rows["rule"].tolist()[:3] == suggested
