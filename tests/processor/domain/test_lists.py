"""Rules of distribution lists: values are compared as people see them, and the difference is that of sets."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processor.domain.crowd import Crowd
from processor.domain.digest import digests
from processor.domain.listed import LISTS, Difference, Listed, Remembered, joined_masks
from processor.domain.lists import Lists, Rule, among, parts
from processor.domain.overlaps import Overlaps, on_each, shared
from processor.domain.packed import Portions

DACH = Rule("Deutsch", {"country": ["DE", "AT", "CH"], "language": ["de"]})
WINE = Rule("Wein", {"interest": ["*wein*"]}, {"group": ["B2B*", "Händler"]})
ALL = Rule("Alle")


@pytest.mark.parametrize(
    ("value", "wanted", "held"),
    [
        ("DE", ["DE"], True),
        (" de\t", ["DE"], True),
        ("de", ["AT", "De"], True),
        ("D", ["DE"], False),
        ("STRASSE", ["Straße"], True),
        ("Mu\u0308nchen", ["münchen"], True),
        ("Zürich\u00a0West", ["zürich west"], True),
        ("İ", ["i\u0307"], True),
        ("e", ["é"], False),
        ("Rotwein", ["*wein"], True),
        ("Weinglas", ["*wein"], False),
        ("a.c", ["a.c"], True),
        ("abc", ["a.c"], False),
        ("[x]", ["[x]"], True),
        ("Käse; Wein", ["wein"], True),
        ("Käse\r\nWein", ["wein"], True),
        ("Käse; Wein", ["käse; wein"], True),
        ("", [""], True),
        ("   ", [""], True),
        ("x", [""], False),
        ("", ["*"], True),
        ("x" * 5_000, ["*a*b*c*d*"], False),
    ],
)
def test_a_value_is_compared_as_people_see_it(value: str, wanted: list[str], held: bool) -> None:
    assert among(value, wanted) is held


def test_several_values_of_one_cell_come_each_once_as_they_are_written() -> None:
    assert parts(" Wein ;KÄSE\nwein;; ") == ["wein", "KÄSE"]


@pytest.mark.parametrize(
    ("rule", "values", "on"),
    [
        (DACH, {"country": "at", "language": "DE"}, True),
        (DACH, {"country": "at", "language": "en"}, False),
        (DACH, {"country": "at"}, False),
        (WINE, {"interest": "Weißwein"}, True),
        (WINE, {"interest": "Weißwein", "group": "b2b-nord"}, False),
        (WINE, {"interest": "Weißwein", "group": "HÄNDLER"}, False),
        (ALL, {}, True),
        (Rule("mit Wert", {}, {"country": [""]}), {"country": ""}, False),
        (Rule("mit Wert", {}, {"country": [""]}), {"country": "x"}, True),
    ],
)
def test_all_of_when_must_hold_and_nothing_of_unless(rule: Rule, values: dict[str, str], on: bool) -> None:
    assert rule.fits(values) is on
    lists = Lists([rule])
    assert lists.mask(values) == int(on)
    good = all(one.held == (one.kind == "when") for one in lists.reasons(rule, values))
    assert good is on


def test_the_list_for_the_rest_takes_only_who_is_on_no_other() -> None:
    lists = Lists([Rule("Rest"), DACH], rest="Rest")
    assert lists.named(lists.mask({"country": "FR"})) == ["Rest"]
    assert lists.named(lists.mask({"country": "DE", "language": "de"})) == ["Deutsch"]
    assert lists.together(np.array([0b11, 0b01, 0b10])).tolist() == [0b10, 0b01, 0b10]


def test_masks_are_the_same_row_by_row_and_for_a_whole_frame() -> None:
    lists = Lists([DACH, WINE, ALL])
    rows = [
        {"country": country, "language": language, "interest": interest, "group": ""}
        for country in ("DE", "fr")
        for language in ("de", "")
        for interest in ("Wein", "x")
    ]
    frame = pd.DataFrame(rows, dtype="str")
    assert lists.masks(frame).tolist() == [lists.mask(row) for row in rows]
    assert Lists([ALL]).masks(frame).tolist() == [1] * len(rows)


# The difference

PEOPLE = [f"p{number}@example.com" for number in range(5)]
LISTS_HERE = Lists([Rule("A", {"country": ["a*"]}), Rule("B", {"country": ["*b"]}), Rule("R")], rest="R")
ROWS = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from(["a", "b", "ab", "x"]), st.sampled_from(["yes", "yes", "no"])),
    max_size=10,
)


def chunk(rows: Any) -> pd.DataFrame:
    columns = ("canonical", "country", "flag")
    frame = pd.DataFrame(
        {name: pd.Series([row[place] for row in rows], dtype="str") for place, name in enumerate(columns)}
    )
    return frame.assign(faulty=False, digest=digests(frame["canonical"].tolist()))


def remembered(masks: dict[str, int]) -> Remembered:
    return joined_masks([(digests(list(masks)), np.array(list(masks.values()), dtype=np.int64))])


def as_dict(people: Portions) -> dict[str, int]:
    frame = people.whole()
    return dict(zip(frame["canonical"].tolist(), frame[LISTS].tolist(), strict=True)) if len(frame) else {}


def difference(rows: Any, known: set[str], before: dict[str, int], cut: int = 0, **out: Any) -> Difference:
    looked = Listed(LISTS_HERE, remembered(before), Crowd.of(known))
    for part in (rows[:cut], rows[cut:]):
        looked.add(chunk(part))
    unwilling = {row[0] for row in rows if row[2] != "yes"}
    new = chunk(rows).drop_duplicates("canonical")
    new = (
        new[[one not in known | unwilling | out.get("kept_out", set()) for one in new["canonical"]]]
        if len(new)
        else new
    )
    kept_out = Crowd.of(out.get("kept_out", set()))
    return looked.difference(Portions(lambda: iter([new])), kept_out=kept_out, exclude=out.get("exclude", ()))


@settings(max_examples=150, deadline=None)
@given(
    rows=ROWS,
    known=st.sets(st.sampled_from(PEOPLE)),
    before=st.dictionaries(st.sampled_from(PEOPLE), st.integers(0, 7).filter(lambda mask: mask < 5)),
    cut=st.integers(0, 10),
)
def test_the_difference_is_that_of_sets_however_the_rows_come(
    rows: Any, known: set[str], before: Any, cut: int
) -> None:
    before = {one: mask for one, mask in before.items() if one in known}
    found = difference(rows, known, before, cut)
    belong: dict[str, int] = defaultdict(int)
    for address, country, _ in rows:
        belong[address] |= ("a" in country) | ("b" in country) << 1
    unwilling = {address for address, _, flag in rows if flag != "yes"}
    belong = {one: mask or 4 for one, mask in belong.items() if one not in unwilling}
    tracked = {one: mask for one, mask in belong.items() if one in before}
    new = {one: mask for one, mask in belong.items() if one not in known}
    more = {one: mask & ~before[one] for one, mask in tracked.items() if mask & ~before[one]}
    less = {one: before[one] & ~mask for one, mask in tracked.items() if before[one] & ~mask}
    assert as_dict(found.joined) == new | more
    assert as_dict(found.left) == less
    assert as_dict(found.assumed) == {one: mask for one, mask in belong.items() if one in known and one not in before}
    assert found.nobody.addresses() == []


def test_who_may_get_no_mail_neither_joins_nor_leaves() -> None:
    rows = [(PEOPLE[0], "b", "yes"), (PEOPLE[1], "b", "yes"), (PEOPLE[2], "b", "no")]
    before = dict.fromkeys(PEOPLE[:3], 1)
    found = difference(rows, set(PEOPLE[:3]), before, kept_out={PEOPLE[0]}, exclude=["p1@*"])
    assert (as_dict(found.joined), as_dict(found.left)) == ({}, {})


def test_somebody_forgotten_as_a_subscriber_goes_out_anew_whatever_lists_are_remembered() -> None:
    found = difference([(PEOPLE[0], "a", "yes")], set(), {PEOPLE[0]: 1})
    assert as_dict(found.joined) == {PEOPLE[0]: 1}


def test_new_people_on_no_list_are_named_and_not_handed_over() -> None:
    looked = Listed(Lists([Rule("A", {"country": ["a"]})]), remembered({}), Crowd.of(()))
    rows = chunk([(PEOPLE[0], "x", "yes"), (PEOPLE[1], "x", "yes"), (PEOPLE[1], "a", "yes")])
    looked.add(rows)
    new = Portions(lambda: iter([rows.drop_duplicates("canonical")]))
    found = looked.difference(new, kept_out=Crowd.of(()), exclude=())
    assert (as_dict(found.joined), found.nobody.addresses()) == ({PEOPLE[1]: 1}, [PEOPLE[0]])


# The preview


def test_the_preview_counts_people_not_rows_and_names_what_no_rule_does() -> None:
    overlaps = Overlaps(LISTS_HERE, Crowd.of({"out@example.com"}), ["*@relay.example"])
    overlaps.add(
        chunk([("one@example.com", "ab", "yes"), ("two@example.com", "a", "yes"), ("two@example.com", "b", "yes")])
    )
    overlaps.add(
        chunk([("out@example.com", "a", "yes"), ("x@relay.example", "a", "yes"), ("no@example.com", "a", "no")])
    )
    overlaps.add(
        chunk(
            [
                ("three@example.com", "Xanten; a", "yes"),
                ("no@example.com", "a", "yes"),
                ("four@example.com", "XANTEN", "yes"),
            ]
        )
    )
    counts = overlaps.counts()
    assert on_each(counts, LISTS_HERE) == {"A": 3, "B": 2, "R": 1}
    assert shared(counts, LISTS_HERE) == [("A", "B", 2)]
    assert overlaps.unnamed() == {"country": [("Xanten", 2)]}
