"""What is put away comes back as it was, and goes out in portions."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from processor.domain.digest import digests
from processor.domain.packed import Gathered, Packed, Portions, in_portions

FRAMES = st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=6), max_size=6), max_size=5)


def frame(addresses: list[str]) -> pd.DataFrame:
    columns = {"canonical": addresses, "first_name": [one[::-1] for one in addresses]}
    return pd.DataFrame({name: pd.Series(values, dtype="str") for name, values in columns.items()})


@settings(max_examples=50, deadline=None)
@given(parts=FRAMES)
def test_frames_come_back_as_they_were(parts: list[list[str]]) -> None:
    packed = Packed()
    for part in parts:
        packed.add(frame(part))
    assert len(packed) == len(parts)
    for place, part in enumerate(parts):
        pd.testing.assert_frame_equal(packed[place], frame(part))


@settings(max_examples=100, deadline=None)
@given(parts=FRAMES, size=st.integers(1, 7))
def test_portions_hold_every_row_in_order_and_only_the_last_may_be_short(parts: list[list[str]], size: int) -> None:
    found = list(in_portions(map(frame, parts), size))
    assert [one for part in found for one in part["canonical"]] == [one for part in parts for one in part]
    assert all(len(part) == size for part in found[:-1])
    assert all(0 < len(part) <= size and list(part.index) == list(range(len(part))) for part in found)


@settings(max_examples=100, deadline=None)
@given(parts=FRAMES, but=st.sets(st.text(max_size=1)), sorts=st.sampled_from([1, 2, 2**62]))
def test_each_address_comes_once_with_its_first_row_whoever_shares_its_digest(
    parts: list[list[str]], but: set[str], sorts: int
) -> None:
    gathered = Gathered()
    for part in parts:
        gathered.add(frame(part), digests(part) % sorts)
    every = [one for part in parts for one in part]
    found = [one for part in gathered.each_once(but) for one in part["canonical"]]
    assert found == [one for one in dict.fromkeys(every) if one not in but]
    like = digests(but) % sorts
    like.sort()
    assert gathered.addresses_like(like) == {one for one in every if digests([one])[0] % sorts in like.tolist()}


def test_portions_are_made_anew_for_everybody_who_goes_through_them() -> None:
    def made() -> Iterator[pd.DataFrame]:
        yield frame(["a", "b"])
        yield frame(["c"])

    people = Portions(made)
    assert [len(part) for part in people] == [len(part) for part in people] == [2, 1]
    assert people.addresses() == people.whole()["canonical"].tolist() == ["a", "b", "c"]
    assert Portions(lambda: iter(())).whole()["canonical"].tolist() == []
