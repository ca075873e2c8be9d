"""Raw values of the ERP as columns of Arrow: all at once where they are alike, one by one where they are odd."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import NoneType
from typing import TYPE_CHECKING, Any, NamedTuple

from processor.domain.address import addresses_of
from processor.domain.address_syntax import PLAIN, PLAIN_LIMIT
from processor.erp.values import key_of, text_of

if TYPE_CHECKING:
    import numpy as np

    Places = np.ndarray[Any, np.dtype[np.int64]]

Column = Any
"""A pyarrow.LargeStringArray without nulls."""


def column(values: Sequence[str]) -> Column:
    """Return texts as a column."""
    import pyarrow as pa

    return pa.array(values, type=pa.large_string())


def same(text: str, count: int) -> Column:
    """Return a column that says the same in every row."""
    import pyarrow as pa

    return pa.repeat(pa.scalar(text, pa.large_string()), count)


def texts(raws: Sequence[Any]) -> Column:
    """Return raw cells as texts for people and exports; NULL is ""."""
    import pyarrow.compute as pc

    if set(map(type, raws)) <= {str, NoneType}:
        return pc.fill_null(column(raws), "")
    return column([text_of(raw) for raw in raws])


def keys(raws: Sequence[Sequence[Any]], padded: bool) -> Column:
    """Return the canonical form of keys, given the raw values of each key column."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if len(raws) == 1 and set(map(type, raws[0])) == {int}:
        try:
            numbers = pa.array(raws[0], type=pa.int64()).cast(pa.large_string())
        except (OverflowError, pa.ArrowInvalid):  # a number of more than 64 bits
            return column([key_of(raw, padded) for raw in zip(*raws, strict=True)])
        opening, closing, nothing = (pa.scalar(text, pa.large_string()) for text in ("[", "]", ""))
        return pc.binary_join_element_wise(opening, numbers, closing, nothing)
    return column([key_of(values, padded) for values in zip(*raws, strict=True)])


class Coded(NamedTuple):
    """Raw values of which few are different: each of them once, and by row which it is."""

    places: Places
    different: Sequence[Any]

    def worded(self, word: Callable[[Any], str]) -> Column:
        """Return a column with the word for each row; each different value is worked out once."""
        import pyarrow as pa

        return column([word(raw) for raw in self.different]).take(pa.array(self.places))

    def at(self, rows: Places) -> Coded:
        """Return the values of these rows."""
        return Coded(self.places[rows], self.different)

    def beside(self, other: Coded) -> Coded:
        """Return the pairs of these values with those of the same rows."""
        pairs = [(one, two) for one in self.different for two in other.different]
        return Coded(self.places * len(other.different) + other.places, pairs)


def coded(raws: Sequence[Any]) -> Coded:
    """Return raw values told by which of the different ones they are; 1, True and 1.0 are not the same one."""
    import numpy as np
    import pyarrow as pa

    types = {str: pa.large_string(), bool: pa.bool_()}
    kinds = set(map(type, raws)) - {NoneType}
    if len(kinds) == 1 and (kind := next(iter(kinds))) in types:
        found = pa.array(raws, type=types[kind]).dictionary_encode(null_encoding="encode")
        return Coded(found.indices.to_numpy().astype(np.int64), found.dictionary.to_pylist())
    known: dict[tuple[type, Any], int] = {}
    places = [known.setdefault((type(raw), raw), len(known)) for raw in raws]
    return Coded(np.array(places, dtype=np.int64), [raw for _, raw in known])


class Held(NamedTuple):
    """The addresses in cells: for each the row of its cell, ascending, and its canonical form ("" where unusable)."""

    rows: Places
    canonical: Column


def held(cells: Column) -> Held:
    """Return the addresses in a column of cells; plain ones are taken all at once, and cells without any give none."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    whole = plain(cells).to_numpy(zero_copy_only=False)
    if whole.all():
        return Held(np.arange(len(cells)), pc.ascii_lower(cells))
    odd = np.flatnonzero(~whole)
    written = cells.take(pa.array(odd)).to_pylist()
    known = addresses_of(written)
    found = [(row, one) for row, cell in zip(odd.tolist(), written, strict=True) for one in known[cell]]
    found = [(row, one) for row, one in found if one.fault != "empty"]
    rows = np.concatenate([np.flatnonzero(whole), np.array([row for row, _ in found], dtype=np.int64)])
    lowered = pc.ascii_lower(cells.filter(pa.array(whole)))
    canonical = pa.concat_arrays([lowered, column([one.canonical for _, one in found])])
    order = np.argsort(rows, kind="stable")
    return Held(rows[order], canonical.take(pa.array(order)))


def plain(cells: Column) -> Any:
    """Return which cells are an address nobody can object to, and nothing else: `domain.address_syntax.PLAIN`."""
    import pyarrow.compute as pc

    short = pc.less_equal(pc.binary_length(cells), PLAIN_LIMIT)
    return pc.and_(short, pc.match_substring_regex(cells, rf"\A(?:{PLAIN})\z"))
