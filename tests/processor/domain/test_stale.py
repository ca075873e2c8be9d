"""Old and cut off exports are held; full exports that overlap, quiet weeks and small lists are not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from processor.domain.earlier import Earlier, Memory, source_of
from processor.domain.plan import Plan
from processor.domain.stale import old_export, shrunken
from tests.processor.domain.small_world import NOW, days_ago, optout, past, planned, subscribed

FULL = Earlier("Abmeldungen.csv", days_ago(2), lines=120, known=115)
"""Two days ago: a full export with everything the new file has, and more."""


def old(*files: Earlier, entries: int = 100, lines: int = 100, dated: bool = True) -> list[str]:
    memory = Memory(files=files, entries=entries, dated=dated)
    return [str(facts["name"]) for _, facts in old_export(memory, NOW, lines)]


def test_an_older_state_of_a_full_export_is_held() -> None:
    assert old(replace(FULL, shared=97, newer=20)) == ["Abmeldungen.csv"]


@pytest.mark.parametrize(
    "file",
    [
        replace(FULL, shared=97),  # nothing newer in it: the new one is the newer one
        replace(FULL, shared=97, newer=2),  # two who came back
        replace(FULL, shared=89, newer=20),  # other people
        replace(FULL, shared=100, newer=20, received=NOW - timedelta(minutes=59)),  # dropped together
        replace(FULL, shared=100, newer=20, released=True),  # a human said so before
    ],
)
def test_what_may_be_a_new_export_passes(file: Earlier) -> None:
    assert old(file) == []


def test_a_handful_of_people_typed_again_pass() -> None:
    file = replace(FULL, shared=4, newer=20)
    assert old(file, entries=4, lines=4) == []
    assert old(replace(file, shared=5), entries=5, lines=5) == ["Abmeldungen.csv"]


@pytest.mark.parametrize("dated", [True, False])
def test_last_months_file_after_this_months_is_held_and_named(dated: bool) -> None:
    october = Earlier("Oktober.csv", days_ago(40), lines=100, known=0, shared=100, newer=0)
    november = Earlier("November.csv", days_ago(9), lines=60, known=0, shared=0, newer=60)
    assert old(november, october, dated=dated) == ["Oktober.csv"]
    assert old(october, dated=dated) == []
    assert old(november, replace(october, shared=99), dated=dated) == []
    assert old(november, replace(october, lines=101), dated=dated) == []


def test_without_times_a_part_of_an_earlier_file_is_not_certainly_old() -> None:
    assert old(replace(FULL, shared=100, newer=20), dated=False) == []


def known(lines: int, new: int = 0) -> Plan:
    """The plan for a file with so many known people and new ones."""
    addresses = [f"k{number}@example.com" for number in range(lines - new)]
    before = past(suppressed=dict.fromkeys(addresses, ("optout",)))
    return planned([*map(optout, addresses), *(optout(f"n{place}@example.com") for place in range(new))], before=before)


def habit(*lines: int, share: float = 0.9, released: bool = False) -> Memory:
    """Earlier files with so many lines, latest first, the first of all without anything known."""
    files = [Earlier("a.csv", days_ago(at), number, int(share * number)) for at, number in enumerate(lines, 1)]
    return Memory(files=[*files[:-1], replace(files[-1], known=0, released=released)])


def test_a_full_export_with_less_than_half_of_the_least_before_is_held() -> None:
    ((code, facts),) = shrunken(known(49), habit(120, 110, 100))
    assert (code, facts) == ("shrunken", {"count": 49, "files": 3, "least": 100})
    assert [code for code, _ in shrunken(planned([]), habit(120, 110, 100))] == ["shrunken"]
    assert shrunken(known(50), habit(120, 110, 100)) == []


def test_two_files_are_no_habit_and_small_ones_neither() -> None:
    assert shrunken(planned([]), habit(120, 110)) == []
    assert shrunken(planned([]), habit(22, 21, 19)) == []


def test_files_that_bring_new_people_each_time_may_be_small_and_empty_once() -> None:
    weekly = habit(22, 40, 31, 25, share=0.1)
    assert shrunken(known(3), weekly) == []
    assert shrunken(planned([]), weekly) == []


def test_after_five_files_that_were_never_small_an_empty_one_is_held() -> None:
    weekly = habit(22, 40, 31, 25, 60, share=0.1)
    assert [code for code, _ in shrunken(planned([]), weekly)] == ["shrunken"]
    assert shrunken(known(1), weekly) == []


def test_a_small_list_with_people_of_its_own_is_another_list() -> None:
    assert shrunken(known(20, new=3), habit(120, 110, 100)) == []
    assert shrunken(known(20, new=2), habit(120, 110, 100)) != []


def test_what_was_released_small_once_may_be_small_again() -> None:
    assert shrunken(known(30), habit(120, 110, 100, 40, released=True)) == []


def test_an_export_of_subscribers_only_has_lost_its_opt_outs() -> None:
    assert [code for code, _ in shrunken(planned([subscribed("a@example.com")]), habit(120, 110, 100))] == ["shrunken"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("unsubscribed_export_5d2c1f90.csv", "unsubscribed_export_77d01e (1).csv"),
        ("Abmeldungen Oktober 2026.xlsx", "Abmeldungen_2026-11.csv"),
        ("Abmeldungen.csv", "Abmeldungen - Kopie (3).csv"),
        ("2026-10-02.csv", "2026-11-02.csv"),
    ],
)
def test_names_that_differ_in_dates_and_numbers_are_of_one_source(one: str, other: str) -> None:
    assert source_of(one) == source_of(other)


def test_names_with_other_words_are_other_sources() -> None:
    assert source_of("Newsletter-unsubscribed.csv") != source_of("Partner-unsubscribed.csv")
    assert source_of("Marketing Mai.csv") == "marketing"
