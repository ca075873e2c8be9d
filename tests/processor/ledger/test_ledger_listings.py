"""Listings: who was handed over on which list, by which export, and since when not any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pandas as pd
import pytest
import sqlalchemy as sa

from processor.domain.digest import digests
from processor.ledger import Ledger
from processor.ledger.exports import Export
from processor.ledger.removals import RemovalFile
from tests.processor.domain.small_world import NOW

FIRST = Export(1, "de-1.csv", "d" * 64, 2, NOW, published_at=None, void=False)
SECOND = replace(FIRST, number=2, name="at-2.csv", addresses=1)
ANNA, BERT = "a@example.com", "b@example.com"
NAMES = ("DE", "AT")
LATER = NOW + timedelta(minutes=1)


def masks(ledger: Ledger, *people: str, names: tuple[str, ...] = NAMES) -> list[int]:
    return ledger.listings.remembered(names).of(digests(people))[0].tolist()


def tracked(ledger: Ledger, *people: str) -> list[bool]:
    return ledger.listings.remembered(NAMES).of(digests(people))[1].tolist()


@pytest.fixture
def drawn(ledger: Ledger) -> Ledger:
    """Anna on both lists, Bert on the first, by two exports."""
    ledger.exports.draw(FIRST, [ANNA, BERT], ["DE", "DE"])
    ledger.exports.draw(SECOND, [ANNA], ["AT"])
    return ledger


def test_somebody_is_handed_over_once_for_each_list_and_known_once(drawn: Ledger) -> None:
    assert drawn.people.known() == {ANNA, BERT}
    assert (drawn.exports.people(1), drawn.exports.people(2)) == ({ANNA, BERT}, {ANNA})
    assert masks(drawn, ANNA, BERT, "c@example.com") == [0b11, 0b01, 0]
    assert drawn.listings.of(ANNA) == [("DE", "de-1.csv"), ("AT", "at-2.csv")]


def test_one_file_may_hold_somebody_on_several_lists(ledger: Ledger) -> None:
    ledger.exports.draw(FIRST, [ANNA, ANNA, BERT], ["DE", "AT", "DE"])
    assert masks(ledger, ANNA, BERT) == [0b11, 0b01]
    assert ledger.people.known() == {ANNA, BERT}


def test_the_same_list_twice_in_one_export_leaves_no_trace(ledger: Ledger) -> None:
    with pytest.raises(sa.exc.SQLAlchemyError):
        ledger.exports.draw(FIRST, [ANNA, ANNA], ["DE", "DE"])
    assert (ledger.exports.next_number(), ledger.people.known(), tracked(ledger, ANNA)) == (1, set(), [False])


def test_lists_are_told_by_name_so_their_order_and_new_ones_do_not_matter(drawn: Ledger) -> None:
    assert masks(drawn, ANNA, BERT, names=("AT", "FR", "DE")) == [0b101, 0b100]
    assert masks(drawn, ANNA, BERT, names=("FR",)) == [0, 0]


def test_an_export_that_never_came_out_is_forgotten_with_its_lists(drawn: Ledger) -> None:
    drawn.exports.withdraw(2)
    assert masks(drawn, ANNA, BERT) == [0b01, 0b01]
    drawn.exports.void(1)
    assert masks(drawn, ANNA, BERT) == [0, 0]
    assert drawn.people.known() == set()


def test_who_leaves_a_list_is_told_by_hand_unless_a_file_says_so(drawn: Ledger) -> None:
    drawn.listings.leave([ANNA], "AT", LATER)
    file = RemovalFile(1, "de-1-remove.csv", "e" * 64, 1, LATER)
    drawn.removals.draw_for_list(file, [BERT], "DE")
    assert masks(drawn, ANNA, BERT) == [0b01, 0]
    assert tracked(drawn, ANNA, BERT) == [True, True]
    assert drawn.listings.left_by_hand(NOW, LATER) == {"AT": [ANNA]}
    assert drawn.listings.left_by_hand(LATER, LATER + timedelta(days=1)) == {}
    assert drawn.people.known() == {ANNA, BERT}
    assert drawn.removals.unpublished() == [file]


def test_who_left_may_join_again_and_leave_again(drawn: Ledger) -> None:
    drawn.listings.leave([BERT], "DE", LATER)
    drawn.exports.draw(replace(FIRST, number=3), [BERT], ["DE"])
    assert masks(drawn, BERT) == [0b01]
    drawn.listings.leave([BERT], "DE", LATER + timedelta(minutes=1))
    assert masks(drawn, BERT) == [0]


def test_an_address_given_up_is_off_all_its_lists(drawn: Ledger) -> None:
    drawn.removals.draw(RemovalFile(1, "remove-1.csv", "e" * 64, 1, LATER), [ANNA])
    assert masks(drawn, ANNA, BERT) == [0, 0b01]
    assert drawn.listings.left_by_hand(NOW, LATER) == {}


def test_who_was_known_before_is_taken_to_be_on_lists_without_any_export(ledger: Ledger) -> None:
    ledger.listings.assume(pd.DataFrame({"canonical": [ANNA, BERT], "list": ["AT", ""]}))
    ledger.listings.assume(pd.DataFrame({"canonical": [ANNA], "list": ["AT"]}))
    assert masks(ledger, ANNA, BERT) == [0b10, 0]
    assert tracked(ledger, ANNA, BERT) == [True, True]
    assert ledger.listings.of(ANNA) == [("AT", "")]
    assert ledger.listings.of(BERT) == []


def test_somebody_on_two_lists_is_one_new_subscriber(drawn: Ledger) -> None:
    for number in (1, 2):
        drawn.exports.published(number, LATER)
    assert drawn.figures.exported(NOW, LATER) == 2
    drawn.exports.draw(replace(FIRST, number=3, addresses=2), [BERT, "c@example.com"], ["AT", "AT"])
    drawn.exports.published(3, LATER)
    assert drawn.figures.exported(NOW, LATER) == 3


def test_the_trail_of_somebody_names_every_export_that_handed_him_over(drawn: Ledger) -> None:
    assert [one["number"] for one in drawn.trails.of(ANNA, ANNA).exports] == [1, 2]
    assert [one["number"] for one in drawn.trails.of(BERT, BERT).exports] == [1]
