"""Digests only narrow down: the same decisions as with the texts of everybody, even where many share a digest."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from processor.domain.batch import distinct
from processor.domain.crowd import Crowd
from processor.domain.digest import DIGEST, digests, find, repeated, together, with_digests
from processor.domain.survey import RISEN, Standing, Survey
from tests.processor.domain.small_world import MARK, customers, row

PEOPLE = [f"p{number}@example.com" for number in range(12)]
SOME = st.sets(st.sampled_from(PEOPLE), max_size=5)
NUMBERS = st.lists(st.integers(-5, 5)).map(lambda values: np.array(values, dtype=np.int64))
ROWS = st.lists(
    st.tuples(
        st.sampled_from(PEOPLE).flatmap(lambda one: st.sampled_from([one, one.upper()])),
        st.sampled_from(["yes", "yes", "yes", "no", "unknown"]),
        st.sampled_from([False, False, False, True]),
    ),
    max_size=14,
)
CUT = st.integers(0, 14)


def tiny(texts: Collection[str], sorts: int) -> np.ndarray:
    """Digests of which there are only so many: with one sort everybody shares the same."""
    return digests(texts) % sorts


def tiny_crowd(people: Collection[str], sorts: int) -> Crowd:
    return Crowd(together([tiny(people, sorts)]), frozenset(people).intersection)


def look(rows: Any, standing: Standing, sorts: int, cut: int) -> Survey:
    survey = Survey(standing, exclude=(), effects=MARK)
    rows = [row(cell, key, flag=flag, faulty=faulty) for key, (cell, flag, faulty) in enumerate(rows)]
    for part in (rows[:cut], rows[cut:]):
        chunk = with_digests(customers(*part))
        survey.add(chunk.assign(**{DIGEST: tiny(chunk["canonical"].tolist(), sorts)}))
    return survey


@given(
    people=st.sets(st.text(max_size=5)), asked=st.lists(st.text(max_size=5)), sorts=st.sampled_from([1, 2, 7, 2**62])
)
@settings(max_examples=100, deadline=None)
def test_who_is_in_a_crowd_is_told_by_text_whoever_shares_a_digest(
    people: set[str], asked: list[str], sorts: int
) -> None:
    import pandas as pd

    crowd, numbers = tiny_crowd(people, sorts), tiny(asked, sorts)
    assert crowd.among(pd.Series(asked, dtype="str"), numbers).tolist() == [one in people for one in asked]
    assert not np.any(~crowd.maybe(numbers) & np.array([one in people for one in asked], dtype=bool))


@given(rows=ROWS, said_no=SOME, kept_out=SOME, known=SOME, cut=CUT, sorts=st.sampled_from([1, 3, 2**62]))
@settings(max_examples=200, deadline=None)
def test_however_many_share_a_digest_nobody_suppressed_is_exported_and_nobody_innocent_is_muted(
    rows: Any, said_no: set[str], kept_out: set[str], known: set[str], cut: int, sorts: int
) -> None:
    kept_out = kept_out | said_no
    survey = look(rows, Standing(*(tiny_crowd(people, sorts) for people in (said_no, kept_out, known))), sorts, cut)
    repairs = survey.repairs()
    assert set(repairs["rule"]) <= {RISEN}
    muted = [int(key.strip("[]")) for key in repairs["key"]]
    assert muted == [key for key, (cell, flag, _) in enumerate(rows) if flag != "no" and cell.lower() in said_no]
    unwilling = {cell.lower() for cell, flag, faulty in rows if flag != "yes" or faulty}
    eligible = [cell.lower() for cell, _, _ in rows if cell.lower() not in unwilling | kept_out | known]
    # Who shares a digest with a known subscriber waits; with 64 bits that is one in a million installations.
    like_known = set(tiny(known, sorts).tolist())
    wanted = [one for one in dict.fromkeys(eligible) if tiny([one], sorts)[0] not in like_known]
    assert survey.new_subscribers().addresses() == wanted
    assert not distinct(survey.new_subscribers().whole()["canonical"]) & (kept_out | known)


@given(parts=st.lists(NUMBERS, max_size=4), wanted=NUMBERS)
def test_numbers_are_found_where_they_stand(parts: list[np.ndarray], wanted: np.ndarray) -> None:
    every = [number for part in parts for number in part.tolist()]
    ascending = together(parts)
    assert ascending.tolist() == sorted(set(every))
    assert repeated(parts).tolist() == sorted({number for number in every if every.count(number) > 1})
    places, there = find(ascending, wanted)
    assert there.tolist() == [number in every for number in wanted.tolist()]
    assert ascending[places[there]].tolist() == wanted[there].tolist()


def test_a_row_has_the_digest_of_its_target_and_key() -> None:
    chunk = with_digests(customers(row("a@example.com", 1), row("b@example.com", 1, "contacts")))
    assert chunk["row_digest"].tolist() == digests(["customers\0[1]", "contacts\0[1]"]).tolist()
    assert chunk["digest"].tolist() == digests(["a@example.com", "b@example.com"]).tolist()


def test_of_customers_who_are_all_known_nothing_is_kept() -> None:
    import tracemalloc

    standing = Standing(Crowd.of(()), Crowd.of(()), Crowd.of([f"p{number}@example.com" for number in range(20_000)]))
    survey = Survey(standing, exclude=(), effects=MARK)
    chunk = with_digests(customers(*(row(f"p{number}@example.com", number) for number in range(20_000))))
    survey.add(chunk)
    tracemalloc.start()
    try:
        for _ in range(5):
            survey.add(chunk)
        left = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert survey.customers == 6 * 20_000
    assert left < 100_000
