"""The short way through a column of addresses gives what the domain says of each cell, in order."""

from hypothesis import given, settings
from hypothesis import strategies as st

from processor.domain.address import addresses
from processor.read.column import Column
from processor.recognise.addressed import addressed
from processor.recognise.unusable import RAW

CELLS = st.lists(
    st.sampled_from(
        ["a@example.com", "Anna@Example.com", "a@example.com; b@example.com", "x", "", "*@example.com", "y" * 300]
    )
    | st.emails()
    | st.text("ab@.,; <>ü", max_size=20),
    max_size=40,
)


@settings(max_examples=200, deadline=None)
@given(CELLS, st.booleans())
def test_each_cell_has_the_rows_that_its_addresses_ask_for(cells: list[str], packed: bool) -> None:
    column = Column()
    column.add(cells)
    found = addressed(column if packed else cells)
    expected = [(line, cell, each) for line, cell in enumerate(cells) for each in addresses(cell)]
    assert list(found.lines) == [line for line, _, _ in expected]
    assert found.written == [(each.written or cell)[:RAW] for _, cell, each in expected]
    assert found.canonical == [each.canonical for _, _, each in expected]
    assert found.faulty == [(row, each) for row, (_, _, each) in enumerate(expected) if each.fault]
    assert found.spread is any(len(addresses(cell)) != 1 for cell in cells)
