"""Entries a newsletter server lets run out, columns named after lists, and reasons in the sender's own words."""

from __future__ import annotations

import pytest

MANDRILL = ["email", "reason", "detail", "created_at", "expires_at", "last_event_at"]
HUBSPOT = ["Email", "Portal Bounce", "Portal Unsubscribe", "Global Bounce", "Presse"]


def entry(address: str, reason: str, created: str, expires: str) -> list[str]:
    return [address, reason, "", created, expires, created]


@pytest.mark.parametrize(
    ("reason", "expires", "said_of_it"),
    [
        ("hard-bounce", "2024-05-08 10:00:00", ("ignored", "mailbox_unknown")),
        ("hard-bounce", "2024-06-30 10:00:00", ("bounce", "mailbox_unknown")),
        ("hard-bounce", "", ("bounce", "mailbox_unknown")),
        ("hard-bounce", "bald", ("bounce", "mailbox_unknown")),
        ("unsub", "2024-05-08 10:00:00", ("optout", "")),
        ("spam", "2024-05-08 10:00:00", ("complaint", "")),
    ],
)
def test_a_bounce_that_ended_before_the_file_was_written_is_ignored_but_never_an_opt_out(
    take, said, reason, expires, said_of_it
):
    newest = entry("b@example.com", "hard-bounce", "2024-06-01 10:00:00", "2024-06-30 10:00:00")
    batch = take(MANDRILL, entry("a@example.com", reason, "2024-05-01 10:00:00", expires), newest)
    assert said(batch) == {"a@example.com": said_of_it, "b@example.com": ("bounce", "mailbox_unknown")}
    assert list(batch.rows["code"]) == ["expired" if said_of_it[0] == "ignored" else "", ""]


def test_an_entry_that_ends_after_all_others_began_may_still_hold(take, said):
    """No clock is asked: an old file read today means what it meant when it was written."""
    batch = take(MANDRILL, entry("a@example.com", "hard-bounce", "2016-05-01 10:00:00", "2016-05-08 10:00:00"))
    assert said(batch) == {"a@example.com": ("bounce", "mailbox_unknown")}


def test_who_left_one_kind_of_mail_has_opted_out_and_the_kind_is_named(take, said):
    batch = take(HUBSPOT, ["a@example.com", "", "", "", "TRUE"], ["b@example.com", "", "", "", ""])
    assert said(batch) == {"a@example.com": ("optout", ""), "b@example.com": ("ignored", "not_opted_out")}
    assert list(batch.rows["list"]) == ["Presse", ""]


@pytest.mark.parametrize(
    ("reason", "bounce_class"),
    [
        ("TRUE", "mailbox_unknown"),
        ("550 5.1.1 User unknown", "mailbox_unknown"),
        ("Mailbox full", "mailbox_full"),
        ("552 5.2.2 over quota", "mailbox_full"),
        ("something nobody foresaw", "mailbox_unknown"),
        ("policy", "blocked"),
    ],
)
def test_any_words_where_bounces_stand_are_a_bounce_judged_by_what_they_say(take, said, reason, bounce_class):
    batch = take(HUBSPOT, ["a@example.com", reason, "", "", ""])
    assert said(batch) == {"a@example.com": ("bounce", bounce_class)}


def test_bounces_at_other_senders_are_no_evidence_against_an_address(take, said):
    batch = take(HUBSPOT, ["a@example.com", "", "", "TRUE", ""])
    assert said(batch) == {"a@example.com": ("bounce", "vendor_suppressed")}
