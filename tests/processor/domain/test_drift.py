"""How both sides differ: what is a whole list, who was what on it, and in which class somebody is counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest

from processor.domain.drift import CLASSES, Comparison, Held
from processor.domain.snapshot import Snapshot, There, actives, shrunken, there

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def lines(*events: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame({"canonical": [who for who, _ in events], "event": [what for _, what in events]}, dtype="str")


def customers(*rows: tuple[str, str, bool]) -> pd.DataFrame:
    who, flag, faulty = zip(*rows, strict=True)
    return pd.DataFrame({"canonical": pd.array(who, "str"), "flag": pd.array(flag, "str"), "faulty": faulty})


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
    found = there(
        [
            ("a", "subscribed", "ignored"),
            ("a", "optout", "applied"),
            ("b", "subscribed", "ignored"),
            ("b", "bounce", "ignored"),
            ("c", "subscribed", "ignored"),
            ("c", "bounce", "applied"),
            ("d", "ignored", "ignored"),
        ]
    )
    assert found == There(active={"b"}, out={"a"}, faulty={"c"}, named={"a", "b", "c", "d"})


def test_everybody_active_there_is_in_one_class_at_most_and_no_wins_over_yes() -> None:
    active = {"fine", "no", "dead", "marked", "gone", "nogone"}
    comparison = Comparison(
        There(active, out={"out", "lifted"}, faulty=set(), named=active | {"out", "lifted", "came"}),
        Held(
            said_no={"no", "nogone", "out"},
            bounced={"dead", "no"},
            sent={"came", "lost", "refused"},
            known={"vanished"},
        ),
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
