"""Whole columns are read as single cells are: the quick way and the careful one say the same."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processor.domain.address import addresses
from processor.domain.address_syntax import PLAIN, PLAIN_LIMIT
from processor.erp import columns
from processor.erp.values import encode, key_of, text_of

SIGNS = st.characters(exclude_categories=["Cs"])
NEAR = st.text(alphabet="aB1@.-_+é&'?\n\0 <>;", max_size=24)
PLAINLY = st.from_regex(PLAIN, fullmatch=True, alphabet=st.characters(codec="ascii"))
CELLS = st.lists(
    st.one_of(
        st.text(SIGNS, max_size=20),
        NEAR,
        PLAINLY,
        PLAINLY.map("Anna <{}>".format),
        st.lists(PLAINLY, min_size=2, max_size=3).map("; ".join),
        st.sampled_from(
            ["", " ", "NULL", "a@bücher.example", "Ä@EXAMPLE.com", "A@EXAMPLE.COM\n", "x@" + "y" * 63 + ".de"]
        ),
    ),
    max_size=8,
)
RAWS = st.one_of(
    st.none(),
    st.text(SIGNS, max_size=3),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.sampled_from([1, 1.0, True, Decimal("1"), b"\x01", b"Y", date(2026, 4, 1)]),
)
ALIKE = st.one_of(
    st.lists(st.one_of(st.none(), st.text(SIGNS, max_size=2))),
    st.lists(st.one_of(st.none(), st.booleans())),
    st.lists(st.integers(-(2**70), 2**70)),
    st.lists(RAWS),
)


@settings(max_examples=100, deadline=None)
@given(cells=CELLS)
def test_a_column_of_cells_holds_what_each_cell_holds(cells: list[str]) -> None:
    found = columns.held(columns.column(cells))
    wanted = [
        (place, address.canonical)
        for place, cell in enumerate(cells)
        for address in addresses(cell)
        if address.fault != "empty"
    ]
    assert list(zip(found.rows.tolist(), found.canonical.to_pylist(), strict=True)) == wanted


@settings(max_examples=100, deadline=None)
@given(
    cell=st.one_of(NEAR, PLAINLY, PLAINLY.map(lambda text: text + "\n"), st.text(max_size=8).filter(str.isprintable))
)
def test_both_engines_agree_which_cells_are_plain(cell: str) -> None:
    wanted = len(cell) <= PLAIN_LIMIT and re.fullmatch(PLAIN, cell) is not None
    assert columns.plain(columns.column([cell])).to_pylist() == [wanted]


@given(raws=ALIKE)
def test_values_that_are_told_by_number_are_still_those_values(raws: list[Any]) -> None:
    found = columns.coded(raws)
    back = [found.different[place] for place in found.places.tolist()]
    assert [(type(raw), raw) for raw in back] == [(type(raw), raw) for raw in raws]
    assert found.worded(encode).to_pylist() == [encode(raw) for raw in raws]
    assert columns.texts(raws).to_pylist() == [text_of(raw) for raw in raws]


@given(raws=ALIKE, padded=st.booleans())
def test_keys_are_in_canonical_form_whatever_their_type(raws: list[Any], padded: bool) -> None:
    assert columns.keys([raws], padded).to_pylist() == [key_of([raw], padded) for raw in raws]
    assert columns.keys([raws, raws], padded).to_pylist() == [key_of([raw, raw], padded) for raw in raws]


@given(one=st.lists(RAWS, min_size=4, max_size=4), other=st.lists(st.booleans(), min_size=4, max_size=4))
def test_two_columns_side_by_side_are_their_pairs(one: list[Any], other: list[bool]) -> None:
    pairs = columns.coded(one).beside(columns.coded(other))
    assert [pairs.different[place] for place in pairs.places.tolist()] == list(zip(one, other, strict=True))


def test_a_text_no_database_has_is_an_error_and_no_other_text() -> None:
    with pytest.raises(UnicodeEncodeError):
        columns.texts(["\ud800"])
