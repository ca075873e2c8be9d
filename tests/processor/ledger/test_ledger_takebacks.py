"""Exports that are taken back: whom they held is new again, unless something else has made him known."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from processor.ledger import Ledger
from processor.ledger.exports import Export
from processor.ledger.removals import RemovalFile
from tests.processor.domain.small_world import NOW, bounce, optout, subscribed
from tests.processor.ledger.filing import take

FIRST = Export(1, "new-1.csv", "d" * 64, 2, NOW, published_at=None, void=False)
SECOND = replace(FIRST, number=2, name="new-2.csv")
ANNA, BERT, CARL = "a@example.com", "b@example.com", "c@example.com"
LATER = NOW + timedelta(minutes=1)
EVER = NOW - timedelta(days=1)


def out(ledger: Ledger, export: Export, *people: str, lists: list[str] | None = None) -> Export:
    ledger.exports.draw(export, people, lists)
    ledger.exports.published(export.number, LATER)
    return replace(export, published_at=LATER)


def back(ledger: Ledger, *exports: Export) -> None:
    ledger.takebacks.ask(exports, "said_no", LATER)
    for one in exports:
        ledger.takebacks.back(one.number, LATER)


def test_only_what_is_out_and_was_never_asked_for_can_be_taken_back(ledger: Ledger) -> None:
    first = out(ledger, FIRST, ANNA)
    ledger.exports.draw(SECOND, [BERT])
    assert ledger.takebacks.out() == [first]
    assert ledger.takebacks.out(LATER) == []
    ledger.takebacks.ask([first], "merge", LATER)
    assert (ledger.takebacks.out(), ledger.takebacks.asked()) == ([], [first])


def test_what_was_taken_back_is_out_no_more_and_its_people_are_new(ledger: Ledger) -> None:
    first, second = out(ledger, FIRST, ANNA, BERT), out(ledger, SECOND, CARL)
    back(ledger, first)
    assert ledger.people.known() == {CARL}
    assert ledger.exports.unpublished() == []
    assert ledger.exports.last() == second
    assert ledger.figures.exported(EVER, LATER) == 2
    assert ledger.exports.out_between(EVER, LATER) == ["new-2.csv"]
    assert ledger.proofs.mailed(EVER)[0] == 1
    assert ledger.exports.next_number() == 3
    assert ledger.takebacks.asked() == []
    assert [one.number for one in ledger.takebacks.uncleared()] == [1]
    ledger.takebacks.cleared(1, LATER)
    assert ledger.takebacks.uncleared() == []


def test_noting_it_twice_changes_nothing(ledger: Ledger) -> None:
    first = out(ledger, FIRST, ANNA)
    back(ledger, first)
    with pytest.raises(sa.exc.IntegrityError):
        ledger.takebacks.ask([first], "said_no", LATER)
    assert len(ledger.takebacks.between(EVER, LATER)) == 1


def test_what_was_fetched_meanwhile_stays_as_it_was(ledger: Ledger) -> None:
    first = out(ledger, FIRST, ANNA)
    ledger.takebacks.ask([first], "said_no", LATER)
    ledger.takebacks.fetched(1)
    assert (ledger.takebacks.asked(), ledger.takebacks.out()) == ([], [first])
    assert ledger.people.known() == {ANNA}
    assert ledger.takebacks.between(EVER, LATER) == []


@pytest.mark.parametrize(("why", "tried_again"), [("merge", True), ("said_no", False)])
def test_what_somebody_has_changed_is_told_once_for_a_no_and_only_skipped_for_a_merge(
    ledger: Ledger, why: str, tried_again: bool
) -> None:
    first = out(ledger, FIRST, ANNA)
    ledger.takebacks.ask([first], why, LATER)  # type: ignore[arg-type]
    ledger.takebacks.altered(1, LATER)
    assert ledger.takebacks.asked() == []
    assert (ledger.takebacks.out() == [first]) is tried_again
    assert len(ledger.takebacks.between(EVER, LATER)) == (0 if tried_again else 1)
    assert ledger.people.known() == {ANNA}


def test_an_export_holds_a_no_whatever_way_its_person_is_known(ledger: Ledger) -> None:
    first = out(ledger, FIRST, ANNA, CARL, lists=["DE", "DE"])
    second = out(ledger, SECOND, ANNA, BERT, lists=["AT", "AT"])
    assert ledger.takebacks.holding_a_no() == []
    take(ledger, "B1", [bounce(BERT)])
    assert ledger.takebacks.holding_a_no() == []
    take(ledger, "N1", [optout(ANNA)])
    assert ledger.takebacks.holding_a_no() == [first, second]
    assert ledger.takebacks.holding_a_no(LATER) == []


def test_whom_the_newsletter_servers_own_list_names_stays_known(ledger: Ledger) -> None:
    first = out(ledger, FIRST, ANNA, BERT)
    take(ledger, "S1", [subscribed(ANNA)])
    back(ledger, first)
    assert ledger.people.known() == {ANNA}
    assert ledger.exports.people(1) == set()


def test_a_list_from_before_an_address_was_given_up_makes_nobody_known(ledger: Ledger) -> None:
    take(ledger, "S1", [subscribed(ANNA)])
    ledger.rows.note([], [], ledger.rows.objections([]), [ANNA], LATER)
    ledger.removals.draw(RemovalFile(1, "new-1-remove.csv", "r" * 64, 1, LATER), [ANNA])
    back(ledger, out(ledger, FIRST, ANNA))
    assert ledger.people.known() == set()


def test_who_is_on_another_list_by_another_export_stays_known_and_there(ledger: Ledger) -> None:
    first = out(ledger, FIRST, ANNA, BERT, lists=["DE", "DE"])
    second = out(ledger, SECOND, ANNA, lists=["AT"])
    back(ledger, first)
    assert ledger.people.known() == {ANNA}
    assert ledger.listings.of(ANNA) == [("AT", "new-2.csv")]
    assert ledger.listings.of(BERT) == []
    back(ledger, second)
    assert ledger.people.known() == set()


def test_everybodys_trail_keeps_what_was_taken_back(ledger: Ledger) -> None:
    back(ledger, out(ledger, FIRST, ANNA))
    trail = ledger.trails.of(ANNA, ANNA)
    assert [(one["name"], one["taken_back_for"], one["taken_back_at"]) for one in trail.exports] == [
        ("new-1.csv", "said_no", LATER)
    ]
    assert not trail.empty
