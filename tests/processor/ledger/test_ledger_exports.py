"""Exports: each address goes out once, and what never came out goes out later."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from processor.ledger import Ledger
from processor.ledger.exports import Export
from tests.processor.domain.small_world import NOW

FIRST = Export(1, "new-1.csv", "d" * 64, 2, NOW, published_at=None, void=False)
SECOND = replace(FIRST, number=2, name="new-2.csv")
LATER = NOW + timedelta(minutes=1)


def test_a_drawn_export_makes_its_people_known_before_it_is_published(ledger: Ledger) -> None:
    assert ledger.exports.next_number() == 1
    ledger.exports.draw(FIRST, ["a@example.com", "b@example.com"])
    assert ledger.people.known() == {"a@example.com", "b@example.com"}
    assert ledger.exports.people(1) == {"a@example.com", "b@example.com"}
    assert ledger.exports.unpublished() == [FIRST]
    assert ledger.exports.last() is None
    assert ledger.exports.next_number() == 2


def test_an_address_is_never_drawn_twice_and_such_an_export_leaves_no_trace(ledger: Ledger) -> None:
    ledger.exports.draw(FIRST, ["a@example.com"])
    with pytest.raises(sa.exc.SQLAlchemyError):
        ledger.exports.draw(SECOND, ["b@example.com", "a@example.com"])
    assert ledger.people.known() == {"a@example.com"}
    assert ledger.exports.next_number() == 2


def test_a_published_export_is_the_last_and_waits_no_more(ledger: Ledger) -> None:
    ledger.exports.draw(FIRST, ["a@example.com"])
    ledger.exports.published(1, LATER)
    assert ledger.exports.unpublished() == []
    assert ledger.exports.last() == replace(FIRST, published_at=LATER)


@pytest.mark.parametrize(("give_up", "next_number"), [("void", 2), ("withdraw", 1)])
def test_people_of_an_export_that_never_came_out_go_into_a_later_one(
    ledger: Ledger, give_up: str, next_number: int
) -> None:
    ledger.exports.draw(FIRST, ["a@example.com", "b@example.com"])
    getattr(ledger.exports, give_up)(1)
    assert ledger.people.known() == set()
    assert ledger.exports.unpublished() == []
    assert ledger.exports.next_number() == next_number
    ledger.exports.draw(replace(FIRST, number=next_number), ["a@example.com"])
    assert ledger.people.known() == {"a@example.com"}


def test_giving_one_export_up_leaves_the_others(ledger: Ledger) -> None:
    ledger.exports.draw(FIRST, ["a@example.com"])
    ledger.exports.published(1, LATER)
    ledger.exports.draw(replace(FIRST, number=11, name="new-11.csv"), ["b@example.com"])
    ledger.exports.void(11)
    assert ledger.people.known() == {"a@example.com"}
    assert ledger.exports.people(1) == {"a@example.com"}
