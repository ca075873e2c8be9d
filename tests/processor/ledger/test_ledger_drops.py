"""Drops: known once, found again, and in one state at a time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from processor.ledger import Ledger
from tests.processor.domain.small_world import NOW, batch, complaint, optout
from tests.processor.ledger.filing import enter, hold, take

LATER = NOW + timedelta(minutes=5)
LINES = [optout("anna@example.com")]


def test_a_file_is_entered_once_and_keeps_its_first_facts(ledger: Ledger) -> None:
    first = enter(ledger, "a")
    ledger.drops.refuse("a", ("deadly", {"count": 3}))
    again = enter(ledger, "a", received=LATER)
    assert (first.state, again.state) == ("claimed", "refused")
    assert again.received == NOW
    assert again.reasons == [["deadly", {"count": 3}]]


def test_an_unknown_drop_is_an_error(ledger: Ledger) -> None:
    with pytest.raises(KeyError):
        ledger.drops.get("nobody")


def test_what_has_not_come_to_rest_is_found_oldest_first(ledger: Ledger) -> None:
    enter(ledger, "b", received=LATER)
    enter(ledger, "a")
    enter(ledger, "c", received=LATER + timedelta(minutes=1))
    ledger.drops.rested("b", "done/2026-11-23/b.csv.receipt.txt", LATER)
    assert [entry.id for entry in ledger.drops.unrested()] == ["a", "c"]
    assert ledger.drops.get("b").receipt == "done/2026-11-23/b.csv.receipt.txt"


def test_the_same_bytes_with_the_same_meaning_are_found_and_with_another_meaning_not(ledger: Ledger) -> None:
    take(ledger, "a", LINES, content="same")
    enter(ledger, "b", content="same")
    digest = ledger.drops.get("b").digest
    earlier = ledger.drops.same_content(digest, batch(*LINES).meaning, but="b")
    assert earlier is not None
    assert earlier.id == "a"
    assert ledger.drops.same_content(digest, batch(*LINES).meaning, but="a") is None
    assert ledger.drops.same_content(digest, batch(complaint("anna@example.com")).meaning, but="b") is None


def test_a_held_file_waits_with_its_reasons_until_a_human_decides(ledger: Ledger) -> None:
    hold(ledger, "a", LINES)
    (entry,) = ledger.drops.waiting_for_decision()
    assert (entry.id, entry.decision) == ("a", "")
    assert entry.reasons == [["too_many_optouts", {"count": 3, "percent": 1.5}]]
    ledger.drops.decide("a", "release")
    assert ledger.drops.waiting_for_decision()[0].decision == "release"


def test_a_discarded_file_may_come_again_and_keeps_nobody_out(ledger: Ledger) -> None:
    hold(ledger, "a", LINES)
    assert ledger.people.kept_out() == {"anna@example.com"}
    ledger.drops.discard("a")
    assert ledger.people.kept_out() == set()
    assert ledger.drops.waiting_for_decision() == []
    enter(ledger, "b", content="a")
    digest = ledger.drops.get("b").digest
    assert ledger.drops.same_content(digest, batch(*LINES).meaning, but="b") is None
    counts, _ = ledger.plans.tally("a")
    assert (counts.read, counts.ignored, counts.held) == (1, 1, 0)


def test_a_drop_is_in_the_period_in_which_it_came(ledger: Ledger) -> None:
    enter(ledger, "a")
    enter(ledger, "b", received=LATER)
    assert [entry.id for entry in ledger.drops.received_between(NOW, LATER)] == ["b"]
    assert [entry.id for entry in ledger.drops.received_between(NOW - timedelta(days=1), NOW)] == ["a"]


def test_a_repeated_file_names_the_first(ledger: Ledger) -> None:
    enter(ledger, "a")
    enter(ledger, "b")
    ledger.drops.repeat("b", "a")
    assert (ledger.drops.get("b").state, ledger.drops.get("b").same_as) == ("already", "a")


def test_forgotten_content_counts_as_new_and_what_it_did_stands(ledger: Ledger) -> None:
    take(ledger, "a", LINES, content="same")
    ledger.drops.forget_content("a")
    enter(ledger, "b", content="same")
    assert ledger.drops.same_content(ledger.drops.get("b").digest, batch(*LINES).meaning, but="b") is None
    assert ledger.people.said_no() == {"anna@example.com"}
