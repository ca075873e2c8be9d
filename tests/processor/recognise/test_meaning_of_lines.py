"""What lines mean: the laws of words, folders, names and sheets."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processor.domain.batch import COLUMNS
from processor.domain.table import Table
from processor.errors import Refused
from processor.layouts import LAYOUTS
from processor.layouts.vocabulary import WORDS
from processor.layouts.words import fold
from processor.recognise import json_closing, json_lines, recognise
from processor.recognise.hints import family_of

BERLIN = ZoneInfo("Europe/Berlin")
BARE = (["a@example.com"], ["b@example.de"])
NULLS = {word for layout in LAYOUTS if layout.plain for word in layout.nulls}
MAILCHIMP = ["Email Address", "MEMBER_RATING", "OPTIN_TIME"]


@pytest.mark.parametrize("folder", ["", "bounces"])
def test_active_subscribers_are_never_taken_for_an_opt_out(take, folder):
    rows = ([*MAILCHIMP, "LAST_CHANGED"], ["a@example.com", "2", "2020-01-01 10:00:00", "2021-01-01 10:00:00"])
    assert set(take(*rows, folder=folder).rows["event"]) == {"subscribed"}
    assert set(take(*rows, folder=folder, name="unsubscribes.csv").rows["event"]) == {"subscribed"}


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ([*MAILCHIMP, "LAST_CHANGED"], ["a@example.com", "2", "2020-01-01 10:00:00", "2021-01-01 10:00:00"]),
        (["EMAIL", "EMAIL_BLACKLISTED", "ADDED_TIME"], ["a@example.com", "No", "12-04-2022 09:30"]),
        (
            ["uuid", "email", "name", "attributes", "status", "updated_at"],
            ["1", "a@example.com", "", "{}", "enabled", ""],
        ),
        (["E-Mail", "Status"], ["a@example.com", "aktiv"]),
    ],
    ids=["mailchimp", "brevo", "listmonk", "plain"],
)
def test_active_subscribers_in_the_folder_for_opt_outs_are_refused(take, header, cells):
    with pytest.raises(Refused, match="subscribers_in_optouts"):
        take(header, cells, folder="optouts")


def test_a_list_called_subscribers_in_the_folder_for_opt_outs_is_refused(take):
    with pytest.raises(Refused, match="subscribers_in_optouts"):
        take(*BARE, header=False, folder="optouts", name="Newsletter-Abonnenten.csv")


@settings(max_examples=60, deadline=None)
@given(word=st.text(min_size=1, max_size=20).filter(lambda word: fold(word) not in WORDS and word not in NULLS))
@pytest.mark.parametrize("folder", ["", "optouts", "bounces"])
def test_an_unknown_word_in_a_status_column_rejects_the_row_and_never_guesses(folder, word):
    table = Table("csv", ["E-Mail", "Status"], [["a@example.com", "b@example.com"], [word, "unsubscribed"]], [2, 3])
    batch = recognise([table], "liste.csv", folder, BERLIN)
    expected = ("rejected", "unknown_word") if fold(word) else None
    assert list(batch.rows["event"])[1] == "optout"
    if expected:
        assert (batch.rows["event"][0], batch.rows["code"][0]) == expected
        assert "unknown_words" in [code for code, _ in batch.evidence]


@pytest.mark.parametrize(
    "header",
    [layout for layout in LAYOUTS if not layout.plain and layout.states and not layout.always],
    ids=lambda layout: layout.name,
)
def test_no_system_guesses_an_unknown_word(take, header):
    layout = header
    names = [*dict.fromkeys([*layout.required, *list(layout.any_of)[:1], *(list(layout.address)[:1] or ["E-Mail"])])]
    told = {fold(name) for state in layout.states for name in state.headers}
    addressed = {fold(name) for name in (*layout.address, "E-Mail")}
    cells = ["Xyzzy" if fold(n) in told else "a@example.com" if fold(n) in addressed else "" for n in names]
    with pytest.raises(Refused, match="words_without_meaning") as refusal:
        take(names, cells, layouts=(layout,))
    assert refusal.value.facts["words"] == ["Xyzzy"]


@pytest.mark.parametrize(
    ("word", "event", "bounce_class"),
    [
        ("abgemeldet", "optout", ""),
        ("Abmeldung", "optout", ""),
        ("Austragung", "optout", ""),
        ("WIDERSPRUCH", "optout", ""),
        ("Sperrliste", "optout", ""),
        ("unzustellbar", "bounce", "mailbox_unknown"),
        ("Rückläufer", "bounce", "mailbox_unknown"),
        ("Ruecklaeufer", "bounce", "mailbox_unknown"),
        ("ungültig", "bounce", "address_invalid"),
        ("vorübergehend", "bounce", "temporary"),
        ("Beschwerde", "complaint", ""),
        ("Abwesenheit", "ignored", "auto_reply"),
        ("unsubscribed", "optout", ""),
        ("Un-Subscribed", "optout", ""),
        ("bounce", "bounce", "mailbox_unknown"),
        ("hard bounce", "bounce", "mailbox_unknown"),
        ("Complaint", "complaint", ""),
        ("Désabonné·e", "optout", ""),
        ("dado de baja", "optout", ""),
        ("disiscritto", "optout", ""),
        ("subscribed", "subscribed", ""),
        ("unbestätigt", "ignored", "unconfirmed"),
        ("bestätigt", "subscribed", ""),
        ("inactive", "ignored", "inactive"),
    ],
)
def test_the_words_of_the_trade_decide_row_by_row(take, said, word, event, bounce_class):
    for heading in ("Grund", "Status", "Reason"):
        batch = take(["E-Mail", heading], ["a@example.com", word], name="Newsletter.csv")
        assert said(batch) == {"a@example.com": (event, bounce_class)}


def test_a_bare_label_is_believed_with_little_confidence(take):
    assert not take(["E-Mail", "Grund"], ["a@example.com", "unzustellbar"]).rows["confident"][0]
    assert take(["E-Mail", "Fehlermeldung"], ["a@example.com", "550 5.1.1 User unknown"], folder="bounces").rows[
        "confident"
    ][0]


def test_inside_a_line_the_opt_out_wins(take, said):
    header = ["E-Mail", "Bounce-Typ", "Status", "Abgemeldet"]
    batch = take(header, ["a@example.com", "hard", "aktiv", "ja"], ["b@example.com", "hard", "aktiv", "nein"])
    assert said(batch) == {"a@example.com": ("optout", ""), "b@example.com": ("bounce", "mailbox_unknown")}
    batch = take(header, ["c@example.com", "Quark", "aktiv", "ja"], ["d@example.com", "Quark", "aktiv", "nein"])
    assert said(batch) == {"c@example.com": ("optout", ""), "d@example.com": ("rejected", "unknown_word")}


@pytest.mark.parametrize("header", [True, False])
@pytest.mark.parametrize(
    ("folder", "name", "event"),
    [
        ("optouts", "liste.csv", "optout"),
        ("bounces", "liste.csv", "bounce"),
        ("", "Newsletter-Abmeldungen 2024-05.csv", "optout"),
        ("", "opt-outs.csv", "optout"),
        ("", "Ruecklaeufer.csv", "bounce"),
        ("", "HardBounces.csv", "bounce"),
        ("", "spam-complaints.csv", "complaint"),
        ("optouts", "complaints.csv", "complaint"),
        ("bounces", "bounces.csv", "bounce"),
    ],
)
def test_a_bare_list_means_what_folder_and_name_say(take, folder, name, event, header):
    rows = (["E-Mail"], *BARE) if header else BARE
    batch = take(*rows, header=header, folder=folder, name=name)
    assert list(batch.rows["event"]) == [event, event]
    assert any(code.startswith("says_") for code, _ in batch.evidence)


@pytest.mark.parametrize(
    "name", ["liste.csv", "subscribers.csv", "nicht abgemeldet.csv", "Abmeldungen ohne Bounces.csv"]
)
def test_a_bare_list_without_a_hint_is_refused(take, name):
    with pytest.raises(Refused, match="no_meaning"):
        take(["Name", "E-Mail"], ["Anna", "a@example.com"], name=name)


@pytest.mark.parametrize(("folder", "name"), [("optouts", "Bounces.csv"), ("bounces", "Abmeldungen.csv")])
def test_folder_and_name_that_disagree_about_a_bare_list_refuse_it(take, folder, name):
    with pytest.raises(Refused, match="contradiction") as refusal:
        take(*BARE, header=False, folder=folder, name=name)
    assert refusal.value.facts["names"] == [f"{folder}/", name]


def test_words_in_the_columns_count_more_than_folder_and_name(take, said):
    batch = take(["E-Mail", "Status"], ["a@example.com", "abgemeldet"], folder="bounces", name="Abmeldungen.csv")
    assert said(batch) == {"a@example.com": ("optout", "")}
    assert ("optouts_in_bounces", {"count": 1}) in batch.evidence


def test_a_mailchimp_file_of_opt_outs_among_the_bounces_is_what_its_columns_say(take):
    header = ["Email Address", "OPTIN_TIME", "UNSUB_TIME"]
    batch = take(header, ["a@example.com", "2020-01-01 10:00:00", "2021-01-01 10:00:00"], folder="bounces")
    assert list(batch.rows["event"]) == ["optout"]
    assert ("optouts_in_bounces", {"count": 1}) in batch.evidence


def test_a_free_sentence_leaves_the_meaning_to_the_folder(take, said):
    rows = (["E-Mail", "Grund"], ["a@example.com", "zu viele Mails"], ["b@example.com", "Postfach voll"])
    assert said(take(*rows, folder="optouts"))["a@example.com"] == ("optout", "")
    assert said(take(*rows, folder="bounces"))["b@example.com"] == ("bounce", "mailbox_full")
    assert said(take(*rows))["a@example.com"] == ("rejected", "unknown_word")
    with pytest.raises(Refused, match="no_meaning"):
        take(*rows[:2])


def test_an_empty_date_in_a_column_of_opt_outs_is_no_opt_out(take, said):
    rows = (["E-Mail", "Abgemeldet am"], ["a@example.com", "02.05.2024"], ["b@example.com", ""])
    for folder in ("", "optouts"):
        batch = take(*rows, folder=folder)
        assert said(batch) == {"a@example.com": ("optout", ""), "b@example.com": ("rejected", "no_optout_date")}
        assert batch.rows["at"][0] == pd.Timestamp("2024-05-01 22:00", tz="UTC")


def test_a_date_of_an_opt_out_proves_it_even_where_day_and_month_cannot_be_told_apart(take, said):
    batch = take(["E-Mail", "Unsubscribed at"], ["a@example.com", "1/2/2024"], ["b@example.com", "soon"])
    assert said(batch) == {"a@example.com": ("optout", ""), "b@example.com": ("rejected", "unknown_word")}
    assert batch.rows["at"].isna().all()


def test_without_a_heading_the_cells_tell(take, said):
    batch = take(["gone@example.net", "BOUNCE"], ["angry@example.org", " COMPLAINT"], header=False)
    assert said(batch) == {"gone@example.net": ("bounce", "mailbox_unknown"), "angry@example.org": ("complaint", "")}
    assert ("columns_by_content", {"columns": ["E-Mail", "Status"]}) in batch.evidence


def sheet(name: str, *rows: list[str]) -> Table:
    body = rows[1:]
    columns = [[row[place] for row in body] for place in range(len(rows[0]))]
    return Table("xlsx", rows[0], columns, list(range(2, len(rows) + 1)), sheet=name, header_line=1)


def test_each_sheet_is_recognised_on_its_own_and_its_name_decides():
    tables = [
        sheet("Abmeldungen", ["E-Mail"], ["a@example.com"]),
        sheet("Bounces", ["E-Mail"], ["b@example.com"]),
        sheet("Notizen", ["Was"], ["bald erledigen"]),
    ]
    batch = recognise(tables, "Mai.xlsx", "", BERLIN)
    assert list(batch.rows["sheet"]) == ["Abmeldungen", "Bounces", "Notizen"]
    assert list(batch.rows["event"]) == ["optout", "bounce", "ignored"]
    assert ("sheet_without_addresses", {"sheet": "Notizen", "count": 1}) in batch.evidence


def test_one_sheet_nobody_understands_refuses_the_whole_file_and_is_named():
    tables = [sheet("Abmeldungen", ["E-Mail"], ["a@example.com"]), sheet("Tabelle2", ["E-Mail"], ["b@example.com"])]
    with pytest.raises(Refused, match="no_meaning") as refusal:
        recognise(tables, "Mai.xlsx", "", BERLIN)
    assert refusal.value.facts["place"] == "Mai.xlsx › Tabelle2"


def test_an_archive_is_read_member_by_member():
    columns = [["a@example.com"], ["2020-01-01 10:00:00"], ["2021-01-01 10:00:00"]]
    out = Table(
        "csv", ["Email Address", "OPTIN_TIME", "UNSUB_TIME"], columns, [2], sheet="unsubscribed_members_export_1.csv"
    )
    dead = Table(
        "csv", ["Email Address", "OPTIN_TIME", "CLEAN_TIME"], columns, [2], sheet="cleaned_members_export_1.csv"
    )
    batch = recognise([out, dead], "audience_export_1.zip", "", BERLIN)
    assert batch.layout == "mailchimp-unsubscribed + mailchimp-cleaned"
    assert list(batch.rows["event"]) == ["optout", "bounce"]


def test_several_addresses_in_a_cell_have_a_row_each(take):
    batch = take(["E-Mail", "Grund"], ["a@example.com; b@example.com", "abgemeldet"], ["c@example.com", "abgemeldet"])
    assert list(zip(batch.rows["line"], batch.rows["canonical"], strict=True)) == [
        (2, "a@example.com"),
        (2, "b@example.com"),
        (3, "c@example.com"),
    ]


def test_broken_lines_are_rejected_in_their_place():
    columns = [["a@example.com", "b@example.com"], ["abgemeldet", "abgemeldet"]]
    table = Table("csv", ["E-Mail", "Grund"], columns, [2, 5], broken=[(3, "ragged", "x;y;z")])
    rows = recognise([table], "liste.csv", "", BERLIN).rows
    assert list(rows["line"]) == [2, 3, 5]
    assert list(rows["event"]) == ["optout", "rejected", "optout"]
    assert (rows["code"][1], rows["address"][1]) == ("ragged", "x;y;z")


@pytest.mark.parametrize(
    ("cells", "event", "code"),
    [
        (["", "abgemeldet"], "rejected", "no_address"),
        (["Summe", "12"], "ignored", "total_row"),
        (["Summe: 12", ""], "ignored", "total_row"),
        (["", "Gesamt"], "ignored", "total_row"),
        (["Anna", "abgemeldet"], "rejected", "no_at"),
        (["*@example.com", "abgemeldet"], "rejected", "wildcard"),
    ],
)
def test_a_line_without_an_address_is_told_apart(take, cells, event, code):
    rows = take(["E-Mail", "Grund"], ["a@example.com", "abgemeldet"], cells).rows
    assert (rows["event"][1], rows["code"][1], rows["canonical"][1]) == (event, code, "")


def test_mautic_counts_the_email_channel_only(take, said):
    header = ["Email", "DNC Reason", "DNC Channel"]
    reason = "DNC Unsubscribed"
    link = "<a href='https://example.org/s/emails/view/1'>Email</a>"
    batch = take(
        header, ["a@example.com", reason, link], ["b@example.com", reason, "SMS"], ["c@example.com", reason, ""]
    )
    assert said(batch) == {
        "a@example.com": ("optout", ""),
        "b@example.com": ("ignored", "other_channel"),
        "c@example.com": ("optout", ""),
    }


def test_only_a_confirmation_by_the_reader_is_evidence_of_an_opt_in(take):
    header = [*MAILCHIMP, "CONFIRM_TIME", "CONFIRM_IP", "LAST_CHANGED"]
    when = ["2", "2020-01-01 10:00:00", "2020-01-01 11:00:00"]
    rows = take(
        header,
        ["a@example.com", *when, "192.0.2.1", "2023-01-01 10:00:00"],
        ["b@example.com", *when, "", "2023-01-01 10:00:00"],
    ).rows
    assert list(rows["confident"]) == [True, False]
    assert list(rows["at"]) == [pd.Timestamp("2020-01-01 10:00", tz="UTC"), pd.Timestamp("2023-01-01 09:00", tz="UTC")]


def test_a_batch_has_exactly_the_promised_columns(take):
    rows = take(["E-Mail", "Grund"], ["a@example.com", "abgemeldet"]).rows
    assert {name: str(dtype) for name, dtype in rows.dtypes.items()} == dict(COLUMNS)
    assert take([*MAILCHIMP, "LAST_CHANGED"]).rows.empty


def test_json_tells_one_object_for_each_row_and_a_closing_one(take):
    batch = take(["E-Mail", "Grund", "Datum", "Liste"], ["a@example.com", "abgemeldet", "02.05.2024 12:00", "Presse"])
    assert list(json_lines(batch)) == [
        {
            "line": 2,
            "address": "a@example.com",
            "event": "optout",
            "class": "",
            "at": "2024-05-02T10:00:00Z",
            "list": "Presse",
            "rule": "word:abgemeldet",
            "reason": "abgemeldet",
        }
    ]
    closing = json_closing(batch)
    assert (closing["layout"], closing["counts"]) == ("plain-list", {"optout": 1})
    assert closing["evidence"][0]["code"] == "plain_list"


def test_the_shape_names_the_part_each_column_plays(take):
    batch = take(["E-Mail", "Grund", "Datum", "Kd-Nr."], ["a@example.com", "abgemeldet", "02.05.2024", "4711"])
    assert batch.shape["columns"] == {"Grund": "event", "Datum": "at", "E-Mail": "address"}


def test_a_date_nobody_can_read_does_not_lose_the_opt_out(take):
    batch = take(
        ["E-Mail", "Grund", "Datum"], ["a@example.com", "abgemeldet", "neulich"], ["b@example.com", "abgemeldet", ""]
    )
    assert list(batch.rows["event"]) == ["optout", "optout"]
    assert batch.rows["at"].isna().all()
    assert list(batch.rows["code"]) == ["", ""]
    assert ("unreadable_dates", {"column": "Datum", "line": 2, "count": 1, "cell": "neulich"}) in batch.evidence


def test_a_moment_is_kept_to_the_microsecond(take):
    batch = take(
        ["Email", "Type", "TypeCode", "BouncedAt"], ["a@example.com", "HardBounce", "1", "2019-11-05T16:33:54.9070259Z"]
    )
    assert batch.rows["at"][0] == datetime(2019, 11, 5, 16, 33, 54, 907025, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("abmeldungen.csv", "optout"),
        ("2024-05_Newsletter-Abmeldungen_final(2).xlsx", "optout"),
        ("NewsletterAbmeldungen.csv", "optout"),
        ("opt_out.csv", "optout"),
        ("Opt-Out.csv", "optout"),
        ("bounces.csv", "bounce"),
        ("Abmeldungen und Bounces.csv", ""),
        ("ohne Abmeldungen.csv", ""),
        ("not-unsubscribed.csv", ""),
        ("unsubscribed.csv", "optout"),
        ("subscribed.csv", "subscribed"),
        ("Kunden.csv", ""),
        ("", ""),
    ],
)
def test_a_name_says_one_thing_or_nothing(name, family):
    assert family_of(name) == family
