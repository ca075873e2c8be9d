"""What is remembered of the ERP's rows, and what is done when an address is given up."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from processor.domain.batch import frame
from processor.domain.moves import in_order
from processor.ledger import Ledger
from processor.ledger.exports import Export
from processor.ledger.removals import RemovalFile
from processor.ledger.rows import OBJECTIONS
from tests.processor.domain.small_world import NOW, optout
from tests.processor.ledger.filing import take

NONE = frame(dict.fromkeys(OBJECTIONS, ()), OBJECTIONS)


def pairs(*rows: tuple[int, int]) -> np.ndarray:
    return np.array(rows, dtype=np.int64).reshape(-1, 2)


def held(ledger: Ledger) -> set[tuple[int, ...]]:
    return {tuple(row) for row in ledger.rows.remembered().tolist()}


def test_what_was_noted_is_remembered_and_what_left_is_forgotten(ledger: Ledger, ledger_url: str) -> None:
    low, high = -(2**63), 2**63 - 1
    ledger.rows.note(pairs(), pairs((low, high), (2, 20)), NONE, [], NOW)
    assert held(ledger) == {(low, high), (2, 20)}
    ledger.rows.note(pairs((2, 20)), pairs((2, 21), (low, high)), NONE, [], NOW)
    assert held(ledger) == {(low, high), (2, 21)}
    other = Ledger.open(ledger_url)
    assert held(other) == {(low, high), (2, 21)}
    other.rows.note(pairs(), pairs((3, 30)), NONE, [], NOW)
    other.close()
    assert held(ledger) == {(low, high), (2, 21), (3, 30)}


STEPS = st.lists(
    st.tuples(*[st.sets(st.tuples(st.integers(-2, 2), st.integers(-2, 2)), max_size=6)] * 2, st.booleans()),
    min_size=1,
    max_size=5,
)


@settings(max_examples=25, deadline=None)
@given(steps=STEPS)
def test_what_is_kept_in_memory_is_what_the_ledger_holds_whoever_wrote_it(steps: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        mine, other = Ledger.in_folder(Path(folder)), Ledger.in_folder(Path(folder))
        model: set[tuple[int, int]] = set()
        for gone, fresh, by_other in steps:
            gone = gone & model
            fresh = fresh - model
            model = model - gone | fresh
            pairs = [in_order([np.array(sorted(some), dtype=np.int64).reshape(-1, 2)]) for some in (gone, fresh)]
            (other if by_other else mine).rows.note(*pairs, NONE, [], NOW)
            for one in (mine, other):
                assert [tuple(pair) for pair in one.rows.remembered().tolist()] == sorted(model)
        mine.close()
        other.close()


def test_an_objection_that_follows_rests_on_the_same_file_and_counts_from_now(ledger: Ledger) -> None:
    take(ledger, "AAAAAAAA", [optout("old@example.com")])
    (found,) = ledger.rows.objections(["old@example.com"]).to_dict("records")
    assert found["drop_id"] == "AAAAAAAA"
    moved = frame(
        {name: [value] for name, value in {**found, "canonical": "new@example.com", "rule": "guard:moved"}.items()},
        OBJECTIONS,
    )
    ledger.rows.note(pairs(), pairs(), moved, [], NOW)
    assert ledger.people.said_no() == {"old@example.com", "new@example.com"}


def test_a_removal_is_handed_over_once_and_its_people_are_new_again(ledger: Ledger) -> None:
    ledger.exports.draw(Export(1, "a.csv", "d", 2, NOW, None, void=False), ["a@example.com", "b@example.com"])
    ledger.rows.note(pairs(), pairs(), NONE, ["a@example.com", "b@example.com"], NOW)
    assert ledger.removals.waiting() == ["a@example.com", "b@example.com"]
    ledger.removals.forget(["b@example.com"])
    file = RemovalFile(ledger.exports.next_number(), "a-remove.csv", "d", 1, NOW)
    ledger.removals.draw(file, ["a@example.com"])
    assert ledger.removals.waiting() == []
    assert ledger.people.known() == {"b@example.com"}
    assert ledger.removals.unpublished() == [file]
    ledger.removals.published(2, NOW)
    assert (ledger.removals.unpublished(), ledger.exports.next_number()) == ([], 3)
    assert ledger.removals.noted(NOW - timedelta(days=1), NOW) == (1, 0)
    ledger.rows.note(pairs(), pairs(), NONE, ["a@example.com"], NOW)
    assert ledger.removals.waiting() == ["a@example.com"]
