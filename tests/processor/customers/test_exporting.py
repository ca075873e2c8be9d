"""Addresses go out as the ERP writes them, taken out of whatever stands around them."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from processor.customers.exporting import with_address_as_written
from processor.domain.address import addresses

CELLS = st.one_of(
    st.sampled_from(
        ["Anna@Example.com", "ÄNNE@example.com", "änne@BÜCHER.example", '"x Y"@d.example', "o'hara@d.example"]
    ),
    st.from_regex(r"[A-Za-z]{1,3}@[A-Z]{2}\.[a-z]{2}", fullmatch=True),
)
WRAPPED = st.tuples(st.sampled_from(["{}", "Anna <{}>", "mailto:{}", " {} ", "b@example.com; {}"]), CELLS)


@settings(max_examples=100, deadline=None)
@given(cells=st.lists(WRAPPED.map(lambda pair: pair[0].format(pair[1])), max_size=6))
def test_what_is_written_is_the_address_in_its_own_spelling(cells: list[str]) -> None:
    found = [(cell, address) for cell in cells for address in addresses(cell) if address.canonical]
    columns = {"email": [cell for cell, _ in found], "canonical": [address.canonical for _, address in found]}
    people = pd.DataFrame({name: pd.Series(values, dtype="str") for name, values in columns.items()})
    written = with_address_as_written(people)
    assert written["written"].tolist() == [address.written for _, address in found]
    pd.testing.assert_frame_equal(written[["email", "canonical"]], people)
