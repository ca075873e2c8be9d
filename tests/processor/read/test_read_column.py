"""A packed column gives back what was put in, however it looks."""

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from processor.read.column import Column

CELLS = st.text(max_size=4) | st.sampled_from(["", "a", "\0", "a\0b", "Ünï", "\ud800", "😀"])
BLOCKS = st.lists(st.lists(CELLS, max_size=80), max_size=6)


def column_of(blocks, compressed):
    column = Column(compressed=compressed)
    for block in blocks:
        column.add(tuple(block))
    return column


@given(BLOCKS, st.booleans())
def test_a_column_is_the_list_of_its_cells(blocks, compressed):
    column, cells = column_of(blocks, compressed), [cell for block in blocks for cell in block]
    assert list(column) == cells
    assert column == cells
    assert len(column) == len(cells)
    assert [column[place] for place in range(-len(cells), len(cells))] == cells + cells
    assert column[1:-1] == cells[1:-1]
    assert {cell: column.count(cell) for cell in cells} == {cell: cells.count(cell) for cell in cells}
    assert all(cell in column for cell in cells)
    assert ("no such cell" in column, column.count("no such cell")) == (False, 0)


@given(BLOCKS, BLOCKS)
def test_columns_are_equal_when_their_cells_are_however_they_are_packed(one, other):
    flat = [[cell for block in one for cell in block]]
    assert column_of(one, False) == column_of(flat, True)
    assert (column_of(one, False) == column_of(other, False)) == (flat == [[c for block in other for c in block]])


def test_reading_a_place_outside_is_an_error():
    column = column_of([["a"]], False)
    for place in (1, -2):
        try:
            column[place]
        except IndexError:
            continue
        raise AssertionError(place)


def test_empty_and_repeated_cells_take_next_to_no_memory():
    blank, words = ("",) * 10_000, tuple(f"Wort {n % 7}" for n in range(10_000))
    column = Column()
    tracemalloc.start()
    for block in (blank, words) * 50:
        column.add(block)
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(column) == 1_000_000
    assert taken < 1_500_000
