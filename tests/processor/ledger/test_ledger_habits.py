"""What the ledger remembers of earlier files of the same source."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from processor.domain.earlier import Memory
from processor.ledger import Ledger
from tests.processor.domain.small_world import NOW, Line, batch, bounce, days_ago, optout, row
from tests.processor.ledger.filing import enter, hold, take


def people(count: int, first: int = 0) -> list[str]:
    return [f"person{number}@example.com" for number in range(first, first + count)]


def outs(count: int, first: int = 0, *, day: float | None = None) -> list[Line]:
    return [optout(address, at=None if day is None else days_ago(day)) for address in people(count, first)]


def before(ledger: Ledger, *lines: Line, name: str = "", at: datetime = NOW) -> Memory:
    """The memory for a new file with these lines; its drop is entered first, as it is in life."""
    enter(ledger, "new", received=at)
    if name:
        ledger.drops._set("new", name=name)
    return ledger.habits.before(batch(*lines), at, "new")


def file(ledger: Ledger, drop: str, lines: list[Line], days: float, *, name: str = "new.csv", **more: Any) -> None:
    take(ledger, drop, lines, received=days_ago(days), **more)
    ledger.drops._set(drop, name=name)


def test_nothing_came_before_the_first_file(ledger: Ledger) -> None:
    assert before(ledger, *outs(6)) == Memory(files=[], entries=6)


def test_files_of_the_same_source_are_known_by_their_lines_latest_first(ledger: Ledger) -> None:
    file(ledger, "a", outs(10), 9, name="new 1.csv")
    file(ledger, "b", outs(12), 2, name="new (2).csv")
    file(ledger, "c", outs(5), 1, name="other.csv")
    found = before(ledger, *outs(3)).files
    assert [(each.name, each.lines, each.known) for each in found] == [("new (2).csv", 12, 10), ("new 1.csv", 10, 0)]


def test_a_folder_a_kind_an_age_and_a_state_apart_are_no_habit(ledger: Ledger) -> None:
    file(ledger, "folder", outs(10), 3)
    ledger.drops._set("folder", folder="optouts")
    file(ledger, "kind", [bounce(address) for address in people(10)], 3)
    file(ledger, "old", outs(10), 181)
    hold(ledger, "held", outs(10))
    ledger.drops._set("held", name="new.csv")
    assert before(ledger, *outs(3)).files == []


def test_an_empty_file_is_compared_with_all_kinds_and_an_empty_one_counts(ledger: Ledger) -> None:
    file(ledger, "a", [*outs(3), *(bounce(address) for address in people(4))], 3)
    file(ledger, "b", [], 2)
    assert [each.lines for each in before(ledger).files] == [0, 7]


def test_a_file_that_is_only_looked_at_has_no_source(ledger: Ledger) -> None:
    file(ledger, "a", outs(10), 3)
    assert ledger.habits.before(batch(*outs(3)), NOW).files == []


def test_what_a_human_released_is_remembered(ledger: Ledger) -> None:
    file(ledger, "a", outs(10), 3)
    ledger.drops.decide("a", "release")
    assert [each.released for each in before(ledger, *outs(3)).files] == [True]


def test_newer_entries_of_an_earlier_file_are_counted(ledger: Ledger) -> None:
    file(ledger, "a", outs(10, day=30), 20)
    file(ledger, "b", [*outs(10, day=30), *outs(4, 10, day=8)], 7)
    memory = before(ledger, *outs(10, day=30))
    assert [(each.newer, each.shared) for each in memory.files] == [(4, 10), (0, 10)]
    assert (memory.entries, memory.dated) == (10, True)


def test_a_later_time_is_another_entry(ledger: Ledger) -> None:
    file(ledger, "b", [*outs(10, day=30), *outs(4, 10, day=8)], 7)
    assert [each.shared for each in before(ledger, *outs(10, day=20)).files] == [0]


def test_nobody_looks_into_files_where_nothing_is_newer(ledger: Ledger) -> None:
    file(ledger, "a", outs(10, day=30), 20)
    assert [(each.newer, each.shared) for each in before(ledger, *outs(10, day=29)).files] == [(0, 0)]


def test_a_time_after_the_arrival_of_its_file_is_none(ledger: Ledger) -> None:
    file(ledger, "a", [*outs(10, day=30), *outs(4, 10, day=-300)], 20)
    assert [(each.newer, each.shared) for each in before(ledger, *outs(10, day=30)).files] == [(0, 0)]


def test_without_times_people_missing_here_count_as_newer(ledger: Ledger) -> None:
    file(ledger, "a", outs(10), 20)
    file(ledger, "b", outs(14), 7)
    memory = before(ledger, *outs(10))
    assert [(each.newer, each.shared) for each in memory.files] == [(4, 10), (0, 10)]
    assert not memory.dated


@pytest.mark.parametrize(("present", "familiar"), [(0, False), (3, False), (5, True), (10, True)])
def test_a_layout_is_familiar_when_the_erp_had_most_of_its_people(ledger: Ledger, present: int, familiar: bool) -> None:
    rows = [row(address, key) for key, address in enumerate(people(present))]
    file(ledger, "a", outs(10), 3, name="under another name.csv", rows=rows)
    assert before(ledger, *outs(3)).familiar is familiar


def test_who_was_called_dead_within_a_day_is_remembered(ledger: Ledger) -> None:
    take(ledger, "a", [bounce("early@example.com")], received=NOW - timedelta(hours=25))
    take(ledger, "b", [bounce("a@example.com"), bounce("full@example.com", "mailbox_full")], received=days_ago(0.5))
    take(ledger, "c", [bounce("a@example.com"), optout("out@example.com")], received=days_ago(0.25))
    assert before(ledger, bounce("x@example.com")).gone == {"a@example.com"}
    assert before(ledger, bounce("x@example.com", "mailbox_full")).gone == set()


def test_the_dead_of_a_held_file_count_and_those_of_a_discarded_one_do_not(ledger: Ledger) -> None:
    take(ledger, "a", [bounce("known@example.com")], received=days_ago(2))
    hold(ledger, "held", [bounce("h@example.com"), bounce("known@example.com")])
    assert before(ledger, bounce("x@example.com")).gone == {"h@example.com"}
    ledger.drops.discard("held")
    assert before(ledger, bounce("x@example.com")).gone == set()


def test_what_the_lists_of_a_day_did_by_name_alone_is_added_up(ledger: Ledger) -> None:
    def said(count: int, first: int) -> tuple[list[Line], list[Any]]:
        addresses = people(count, first)
        lines = [optout(address, rule="said:optouts/") for address in addresses]
        return lines, [row(address, key) for key, address in enumerate(addresses, first)]

    take(ledger, "old", *said(7, 0), received=days_ago(1.5))
    take(ledger, "a", *said(4, 10), received=days_ago(0.5))
    take(ledger, "b", *said(3, 20), received=days_ago(0.25))
    take(ledger, "spoken", outs(5, 30), [row(address, key) for key, address in enumerate(people(5, 30), 30)])
    assert before(ledger, *outs(3)).by_name == 7
    ledger.drops._set("a", decision="release")
    assert before(ledger, *outs(3)).by_name == 3
