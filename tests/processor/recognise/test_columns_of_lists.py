"""Files with columns for each list, files without header, and exports that say nothing about consent."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from processor.errors import Refused
from processor.read import read
from processor.recognise import recognise

BERLIN = ZoneInfo("Europe/Berlin")
IN, OUT = "Subscription date", "Unsubscription date"


def days(batch):
    return [None if day != day else day for day in batch.rows["at"].dt.strftime("%Y-%m-%d")]


def test_the_newest_opt_out_of_several_lists_counts_and_all_are_named(take):
    header = ["email", f"{OUT} Presse", f"{OUT} Newsletter"]
    batch = take(header, ["a@example.com", "2021-01-01 10:00:00", "2023-01-01 10:00:00"])
    assert list(batch.rows["event"]) == ["optout"]
    assert days(batch) == ["2023-01-01"]
    assert list(batch.rows["list"]) == ["Newsletter, Presse"]


@pytest.mark.parametrize(
    ("joined", "left", "event"),
    [
        ("2024-01-01 10:00:00", "2023-01-01 10:00:00", "subscribed"),
        ("2022-01-01 10:00:00", "2023-01-01 10:00:00", "optout"),
        ("2023-01-01 10:00:00", "2023-01-01 10:00:00", "optout"),
        ("", "2023-01-01 10:00:00", "optout"),
        ("gestern", "2023-01-01 10:00:00", "optout"),
        ("2023-01-01 10:00:00", "gestern", "rejected"),
        ("", "", "ignored"),
    ],
)
def test_only_a_later_subscription_to_the_same_list_takes_an_opt_out_back(take, joined, left, event):
    header = ["email", f"{IN} Presse", f"{OUT} Presse"]
    batch = take(header, ["a@example.com", joined, left], ["b@example.com", "2020-01-01 10:00:00", ""])
    assert list(batch.rows["event"]) == [event, "subscribed"]


def test_a_later_subscription_to_another_list_takes_nothing_back(take):
    header = ["email", f"{IN} Neu", f"{OUT} Neu", f"{IN} Alt", f"{OUT} Alt"]
    batch = take(header, ["a@example.com", "2024-01-01 10:00:00", "", "2020-01-01 10:00:00", "2021-01-01 10:00:00"])
    assert (list(batch.rows["event"]), list(batch.rows["list"]), days(batch)) == (["optout"], ["Alt"], ["2021-01-01"])


@pytest.mark.parametrize("word", ["Unsubscription date", "Abmeldedatum", "Fecha de baja", "Data di disiscrizione"])
def test_the_dates_of_lists_are_known_in_the_language_of_the_site(take, word):
    batch = take(["email", f"{word} Kundenbrief"], ["a@example.com", "2021-01-01 10:00:00"])
    assert batch.layout == "acymailing-users"
    assert list(batch.rows["list"]) == ["Kundenbrief"]


@pytest.mark.parametrize(
    ("first", "second", "event", "listed"),
    [
        ("1", "4", "optout", "14"),
        ("4", "1", "optout", "12"),
        ("2", "1", "bounce", "12"),
        ("1", "5", "ignored", "14"),
        ("1", "", "subscribed", "12"),
        ("", "", "ignored", ""),
        ("9", "1", "rejected", ""),
        ("9", "4", "optout", "14"),
    ],
)
def test_a_code_of_one_list_counts_for_the_address(take, first, second, event, listed):
    header = ["email", "Userstate_Mailinglist_12", "Userstate_Mailinglist_14"]
    batch = take(header, ["a@example.com", first, second], ["b@example.com", "1", ""])
    assert batch.layout == "openemm-recipients"
    assert (batch.rows["event"][0], batch.rows["list"][0]) == (event, listed)


def test_date_and_remark_are_those_of_the_list_that_was_left(take):
    header = ["email"]
    for number in ("12", "14"):
        block = f"Mailinglist_{number}"
        header += [f"Userstate_{block}", f"{block}_Timestamp", f"{block}_UserRemark"]
    batch = take(header, ["a@example.com", "1", "01.02.2020 10:00:00", "Opt-In", "4", "03.02.2021 10:00:00", "Link"])
    assert (days(batch), list(batch.rows["reason"])) == (["2021-02-03"], ["Link"])


@pytest.mark.parametrize(
    "header",
    [
        ["name", "email", "creation_date", "active", "confirmed", "source", "language"],
        ["id", "Email", "Is this subscriber confirmed", "Number of bounces", "List Membership"],
    ],
    ids=["acymailing", "phplist"],
)
@pytest.mark.parametrize("folder", ["", "optouts", "bounces"])
def test_an_export_of_everybody_without_the_telling_column_is_refused(take, header, folder):
    cells = ["a@example.com" if cell.lower() == "email" else "1" for cell in header]
    with pytest.raises(Refused, match="says_nothing"):
        take(header, cells, folder=folder)


@pytest.mark.parametrize("state", ["active", "unconfirmed", "all", "gdpr"])
def test_a_list_without_header_named_after_another_state_is_refused(take, state):
    with pytest.raises(Refused, match="no_meaning"):
        take(["Anna", "anna@example.com"], ["Bernd", "bernd@example.de"], header=False, name=f"Kunden-{state}.csv")


def test_members_are_never_taken_for_opt_outs(take):
    with pytest.raises(Refused, match="subscribers_in_optouts"):
        take(["anna@example.com"], header=False, name="Subscribers.csv", folder="optouts")


def test_a_search_among_members_is_never_taken_for_opt_outs(table):
    comment = ('# Exported subscribers with search filter "muster"',)
    found = table(["anna@example.com", "Anna"], ["bernd@example.de", "Bernd"], header=False, preamble=comment)
    with pytest.raises(Refused, match="subscribers_in_optouts"):
        recognise([found], "presse.txt", "optouts", BERLIN)


def test_a_list_with_a_header_is_not_a_bare_list_of_that_name(take, said):
    rows = (["E-Mail", "Bounce-Typ"], ["a@example.com", "soft"])
    assert said(take(*rows, name="Bounces on Newsletter.csv")) == {"a@example.com": ("bounce", "temporary")}
    assert said(take(["a@example.com"], header=False, name="Bounces on Newsletter.csv")) == {
        "a@example.com": ("bounce", "unknown")
    }


@pytest.mark.parametrize("name", ["mailbox full.txt", "Mailbox_full.txt", "direct_mail-postfach-voll.txt"])
def test_a_list_named_after_full_mailboxes_is_never_a_list_of_dead_ones(take, said, name):
    batch = take(["a@example.com"], header=False, name=name, folder="bounces")
    assert said(batch) == {"a@example.com": ("bounce", "mailbox_full")}


def test_an_export_that_found_nobody_is_refused(tmp_path: Path):
    path = tmp_path / "Newsletter-unsubscribed.csv"
    path.write_text("\n(0) Records Found!\n\n", encoding="utf-8")
    with path.open("rb") as stream, pytest.raises(Refused, match="no_addresses"):
        recognise(read(stream, path.name), path.name, "", BERLIN)


def test_a_blacklist_is_read_as_opt_outs_whatever_somebody_noted(take, said):
    header = ["Email", "Reason", "Date"]
    rows = [["a@example.com", "bestätigt", ""], ["b@example.com", "abgelehnt", ""], ["c@example.com", "FBL", ""]]
    assert said(take(header, *rows, name="blacklist.csv")) == {
        "a@example.com": ("optout", ""),
        "b@example.com": ("optout", ""),
        "c@example.com": ("complaint", ""),
    }
