"""Which rows have another address than at the last look, however the look is cut into chunks."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from processor.domain.digest import ROW_DIGEST, digests, with_digests
from processor.domain.moves import Moves, nothing

ROWS = st.dictionaries(st.integers(0, 12), st.sampled_from([f"p{n}@example.com" for n in range(8)]), max_size=10)


def chunk(rows: dict[int, str]) -> pd.DataFrame:
    columns = {"target": ["kunden"] * len(rows), "key": [f"[{n}]" for n in rows], "canonical": list(rows.values())}
    return with_digests(pd.DataFrame(columns, dtype="str"))


def memory(rows: dict[int, str]) -> np.ndarray:
    moves = Moves(nothing())
    moves.add(chunk(rows))
    return moves.result().fresh


def names(numbers: np.ndarray, rows: dict[int, str]) -> set[tuple[int, str]]:
    """Which row and address the digests stand for, all that could be meant being known."""
    known_rows = dict(zip(chunk(rows)[ROW_DIGEST].tolist(), rows, strict=True))
    people = [f"p{n}@example.com" for n in range(8)]
    known_people = dict(zip(digests(people).tolist(), people, strict=True))
    return {(known_rows[row], known_people[address]) for row, address in numbers.tolist()}


def test_digests_stay_the_same_over_programs_and_versions() -> None:
    assert digests(["anna@example.com", "jörg@müller.example"]).tolist() == [
        int.from_bytes(bytes.fromhex(text), "little", signed=True) for text in ("3016fcba043b75fb", "f6700dc1a9cc0c12")
    ]


@settings(max_examples=60, deadline=None)
@given(before=ROWS, after=ROWS, size=st.integers(1, 5))
def test_what_left_and_what_is_fresh_is_the_difference_of_the_rows_that_are_still_there(
    before: dict[int, str], after: dict[int, str], size: int
) -> None:
    moves, items = Moves(memory(before)), list(after.items())
    for start in range(0, len(items), size):
        moves.add(chunk(dict(items[start : start + size])))
    moved = moves.result()
    changed = {number for number in before.keys() & after.keys() if before[number] != after[number]}
    assert names(moved.left, before) == {(number, before[number]) for number in changed}
    assert names(moved.fresh, after) == set(after.items()) - set(before.items())
    assert sorted([] if moved.rows is None else moved.rows["key"]) == sorted(f"[{number}]" for number in changed)


def test_a_row_that_is_away_is_remembered_and_one_without_an_address_is_nobody() -> None:
    moves = Moves(memory({1: "p1@example.com", 2: "p2@example.com"}))
    moves.add(chunk({1: "p1@example.com", 3: ""}))
    moved = moves.result()
    assert len(moved.left) == len(moved.fresh) == 0
    assert moved.rows is None


def test_a_cell_with_two_addresses_that_loses_one_has_moved_nobody() -> None:
    both = pd.DataFrame({"target": "k", "key": "[1]", "canonical": ["p1@example.com", "p2@example.com"]}, dtype="str")
    both = with_digests(both)
    first = Moves(nothing())
    first.add(both)
    again = Moves(first.result().fresh)
    again.add(both.iloc[1:])
    moved = again.result()
    assert len(moved.left) == 1
    assert moved.rows is None
