"""How both sides differ: what is a whole list, who was what on it, and in which class somebody is counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from processor.domain import drift
from processor.domain.digest import DIGEST, digests, find, together
from processor.domain.drift import CLASSES, Comparison, Held, Outline
from processor.domain.snapshot import Snapshot, There, actives, shrunken, state, there

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def lines(*events: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame({"canonical": [who for who, _ in events], "event": [what for _, what in events]}, dtype="str")


def customers(*rows: tuple[str, str, bool]) -> pd.DataFrame:
    who, flag, faulty = zip(*rows, strict=True)
    rows = pd.DataFrame({"canonical": pd.array(who, "str"), "flag": pd.array(flag, "str"), "faulty": faulty})
    return rows.assign(**{DIGEST: drift.digests(who)})


@pytest.mark.parametrize(
    ("events", "number"),
    [
        ((("a", "subscribed"), ("b", "subscribed"), ("c", "optout")), 2),
        ((("a", "subscribed"), ("b", "optout")), 0),
        ((("a", "subscribed"), ("a", "subscribed"), ("", "rejected")), 1),
        ((("a", "optout"), ("b", "bounce")), 0),
        ((("", "rejected"),), 0),
    ],
)
def test_a_list_is_whole_where_most_people_on_it_are_subscribed(events: tuple, number: int) -> None:
    assert actives(lines(*events)) == number


def test_a_list_is_a_part_where_it_shrank_to_less_than_half_within_a_month() -> None:
    last = Snapshot("D", "l.csv", "x", NOW, 10)
    assert shrunken(4, last, NOW + timedelta(days=1))
    assert not shrunken(5, last, NOW + timedelta(days=1))
    assert not shrunken(4, last, NOW + timedelta(days=30))
    assert not shrunken(1, None, NOW)


def test_no_wins_among_several_lines_and_a_bounce_that_counts_against_nobody_is_no_state() -> None:
    lines = [
        ("a", "subscribed", "ignored"),
        ("a", "optout", "applied"),
        ("b", "subscribed", "ignored"),
        ("b", "bounce", "ignored"),
        ("c", "subscribed", "ignored"),
        ("c", "bounce", "applied"),
        ("d", "ignored", "ignored"),
    ]
    people: dict[str, set[str]] = {"active": set(), "out": set(), "faulty": set(), "other": set()}
    for who, event, outcome in lines:
        people[state(event, outcome)].add(who)
    assert there(**people) == There(active={"b"}, out={"a"}, faulty={"c"}, named={"a", "b", "c", "d"})


Sets = Mapping[str, set[str]]
"""Who is active, out, faulty or other there (whatever else he is), and said_no, bounced, sent, known in the ledger."""

STATES, HELD = ("active", "out", "faulty", "other"), ("said_no", "bounced", "sent", "known")


def compared(sides: Sets) -> Comparison:
    def numbers(*names: str) -> np.ndarray:
        return together([drift.digests(sides[name]) for name in names])

    def exactly(wanted: np.ndarray) -> tuple[There, Held]:
        some = {
            name: {one for one in people if find(wanted, drift.digests([one]))[1].all()}
            for name, people in sides.items()
        }
        return there(*(some[name] for name in STATES)), Held(*(some[name] for name in HELD))

    own = {name: numbers(name) for name in (*STATES[:3], *HELD)}
    return Comparison(Outline(named=numbers(*STATES), **own), exactly)


def test_everybody_active_there_is_in_one_class_at_most_and_no_wins_over_yes() -> None:
    comparison = compared(
        {
            "active": {"fine", "no", "dead", "marked", "gone", "nogone"},
            "out": {"out", "lifted"},
            "faulty": set(),
            "other": {"came"},
            "said_no": {"no", "nogone", "out"},
            "bounced": {"dead", "no"},
            "sent": {"came", "lost", "refused"},
            "known": {"vanished"},
        }
    )
    comparison.add(customers(("fine", "yes", False), ("no", "yes", False), ("dead", "yes", False)))
    comparison.add(customers(("marked", "yes", True), ("out", "yes", False), ("lifted", "yes", False)))
    comparison.add(customers(("lost", "yes", False), ("refused", "yes", False), ("vanished", "yes", False)))
    comparison.add(customers(("refused", "no", False), ("lost", "yes", False)))
    found = comparison.result(["new"])
    assert list(found) == list(CLASSES)
    assert found == {
        "out_there_yes_here": ["out"],
        "suppressed_here_active_there": ["no", "nogone"],
        "faulty_here_active_there": ["dead", "marked"],
        "gone_here_active_there": ["gone"],
        "exported_never_arrived": ["lost"],
        "vanished_there": ["vanished"],
        "missing_there": ["new"],
    }
    assert comparison.subscribed == 6


def expected(sides: Sets, rows: Sequence[tuple[str, str, bool]]) -> dict[str, set[str]]:
    """The classes as they are meant, with sets of texts."""
    lists, held = there(*(sides[name] for name in STATES)), Held(*(sides[name] for name in HELD))
    said_no = lists.active & held.said_no
    marked = {who for who, _, faulty in rows if faulty}
    dead = lists.active & (held.bounced | marked) - said_no
    unwilling = {who for who, flag, faulty in rows if flag != "yes" or faulty}
    willing = {who for who, *_ in rows} - unwilling - lists.named - held.said_no - held.bounced
    return {
        "out_there_yes_here": {who for who, flag, _ in rows if flag in ("yes", "unknown")} & lists.out & held.said_no,
        "suppressed_here_active_there": said_no,
        "faulty_here_active_there": dead,
        "gone_here_active_there": lists.active - {who for who, *_ in rows} - said_no - dead,
        "exported_never_arrived": willing & held.sent,
        "vanished_there": willing & held.known - held.sent,
        "missing_there": set(),
    }


WHO = st.sampled_from([f"p{number}@example.com" for number in range(8)])
SIDES = st.fixed_dictionaries({name: st.sets(WHO) for name in (*STATES, *HELD)})
ROWS = st.lists(st.tuples(WHO, st.sampled_from(["yes", "no", "half", "unknown"]), st.booleans()), min_size=1)


@given(sides=SIDES, rows=ROWS)
def test_digests_find_the_same_people_as_sets_of_their_addresses(sides: Sets, rows: list[Any]) -> None:
    comparison = compared(sides)
    for some in (rows[:2], rows[2:]):
        if some:
            comparison.add(customers(*some))
    assert {name: set(people) for name, people in comparison.result().items()} == expected(sides, rows)


@given(sides=SIDES, rows=ROWS)
def test_nobody_is_called_what_only_somebody_with_his_digest_is(sides: Sets, rows: list[Any]) -> None:
    with patch.object(drift, "digests", lambda people: digests(people) % 3):
        comparison = compared(sides)
        comparison.add(customers(*rows))
        found = comparison.result()
    meant = expected(sides, rows)
    for name, people in found.items():
        assert set(people) <= meant[name]
    for name in CLASSES[:3]:  # the harmful ones are never missed
        assert set(found[name]) == meant[name]


def test_the_texts_of_those_alone_are_asked_for_who_may_differ() -> None:
    people = {f"p{number}@example.com" for number in range(100)}
    sides = {name: set[str]() for name in (*STATES, *HELD)}
    comparison = compared({**sides, "active": people, "sent": people, "said_no": {"p7@example.com"}})
    asked: list[int] = []
    with patch.object(comparison, "_exactly", lambda numbers: (asked.extend(numbers.tolist()), NOBODY)[1]):
        comparison.add(customers(*((who, "yes", False) for who in people - {"p9@example.com"})))
        comparison.result()
    assert sorted(asked) == sorted(digests(["p7@example.com", "p9@example.com"]).tolist())


NOBODY = there(set(), set(), set(), set()), Held(set(), set(), set(), set())
