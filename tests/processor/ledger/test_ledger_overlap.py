"""How much of a file stood in an earlier one: only what came before it, and not long before."""

from __future__ import annotations

from datetime import timedelta

from processor.domain.batch import Unusable
from processor.ledger import Ledger
from processor.ledger.overlap import FILES
from processor.ledger.remarks import note_remarks
from tests.processor.domain.small_world import NOW, Line, optout
from tests.processor.ledger.filing import take

PEOPLE = [f"person{number:04}@example.com" for number in range(1200)]


def people(first: int, last: int) -> list[Line]:
    return [optout(address) for address in PEOPLE[first:last]]


def test_the_earlier_file_that_has_most_of_the_addresses_is_named_with_the_share_that_is_true(ledger: Ledger) -> None:
    take(ledger, "a", people(0, 1100), received=NOW - timedelta(days=8))
    take(ledger, "b", people(0, 700), received=NOW - timedelta(days=7))
    assert ledger.overlap.with_earlier(PEOPLE, NOW) == [
        ("overlap", {"share": 0.91, "name": "a.csv", "at": NOW - timedelta(days=8)})
    ]


def test_every_address_is_said_only_where_it_is_every_one(ledger: Ledger) -> None:
    take(ledger, "a", people(0, 1199), received=NOW - timedelta(days=8))
    ((_, facts),) = ledger.overlap.with_earlier(PEOPLE, NOW)
    assert facts["share"] == 0.99
    ((_, facts),) = ledger.overlap.with_earlier(PEOPLE[:1199], NOW)
    assert facts["share"] == 1


def test_a_file_that_came_later_at_once_or_long_ago_and_the_file_itself_say_nothing(ledger: Ledger) -> None:
    take(ledger, "later", people(0, 50), received=NOW + timedelta(seconds=1))
    take(ledger, "now", people(0, 50), received=NOW)
    take(ledger, "old", people(0, 50), received=NOW - timedelta(days=61))
    take(ledger, "self", people(0, 50), received=NOW - timedelta(seconds=1))
    assert ledger.overlap.with_earlier(PEOPLE[:50], NOW, but="self") == []
    assert ledger.overlap.with_earlier(PEOPLE[:50], NOW) != []


def test_less_than_half_or_a_handful_is_not_worth_a_word(ledger: Ledger) -> None:
    take(ledger, "a", people(0, 50), received=NOW - timedelta(days=1))
    assert ledger.overlap.with_earlier(PEOPLE[:101], NOW) == []
    assert ledger.overlap.with_earlier(PEOPLE[:9], NOW) == []
    assert ledger.overlap.with_earlier([], NOW) == []


def test_only_the_newest_files_are_looked_at(ledger: Ledger) -> None:
    take(ledger, "old", people(0, 50), received=NOW - timedelta(days=2))
    for number in range(FILES):
        take(ledger, f"n{number}", people(1000 + number, 1001 + number), received=NOW - timedelta(days=1))
    assert ledger.overlap.with_earlier(PEOPLE[:50], NOW) == []


def test_remarks_come_back_as_they_were_noted_and_a_new_plan_replaces_them(ledger: Ledger) -> None:
    remarks = [("overlap", {"share": 0.97, "name": "a.csv", "at": NOW}), ("hint_more", {"count": 2})]
    cut = Unusable(3, "a" * 8000, "bounce", "mailbox_unknown", False)
    with ledger._engine.begin() as connection:
        note_remarks(connection, "a", [cut], remarks)
    assert ledger.remarks.of("a") == remarks
    assert ledger.remarks.unusable("a") == {3: cut}
    with ledger._engine.begin() as connection:
        note_remarks(connection, "a", [], remarks[1:])
    assert ledger.remarks.of("a") == remarks[1:]
    assert ledger.remarks.unusable("a") == {}
    assert ledger.remarks.of("b") == []
