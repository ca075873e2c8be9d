"""The cells of one column, packed: a file of a million rows takes about as much memory as it has bytes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import Any, overload

_BETWEEN = "\0"
_FEW, _LOOKED_AT, _REPETITIVE = 256, 64, 16

Unpack = Callable[[], Sequence[str]]


class Column(Sequence[str]):
    """Strings in order, kept in blocks and unpacked block by block; meant to be gone through, not to be jumped in.

    `compressed`: for tables of so many columns that hardly any of them will ever be asked for.
    """

    def __init__(self, *, compressed: bool = False) -> None:
        self._compressed = compressed
        self._blocks: list[Unpack] = []
        self._ends: list[int] = []
        self._opened: tuple[int, Sequence[str]] = (-1, ())

    def add(self, cells: Sequence[str]) -> None:
        """Append a block of cells."""
        if cells:
            self._blocks.append(_packed(cells, compressed=self._compressed))
            self._ends.append(len(self) + len(cells))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(unpack() for unpack in self._blocks)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        if isinstance(place, slice):
            return [self[at] for at in range(*place.indices(len(self)))]
        place += len(self) if place < 0 else 0
        if not 0 <= place < len(self):
            raise IndexError(place)
        block = bisect_right(self._ends, place)
        if self._opened[0] != block:
            self._opened = (block, self._blocks[block]())
        return self._opened[1][place - self._ends[block]]

    def __contains__(self, cell: object) -> bool:
        return any(cell in unpack() for unpack in self._blocks)

    def count(self, cell: Any) -> int:
        """Return how many cells are equal to this one."""
        return sum(unpack().count(cell) for unpack in self._blocks)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or len(self) != len(other):
            return NotImplemented if not isinstance(other, Sequence) else False
        return all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # like a list

    def __repr__(self) -> str:
        return repr(list(self))


def _packed(cells: Sequence[str], *, compressed: bool) -> Unpack:
    """Return what gives the cells back: a few words and which of them where, or one text, or where that cannot be
    parted again, the cells themselves."""
    if len(set(cells[:_LOOKED_AT])) <= _REPETITIVE:
        places: dict[str, int] = {}
        for word in set(cells):
            places[word] = len(places)
        if len(places) == 1:
            return partial(_same, cells[0], len(cells))
        if len(places) <= _FEW:
            return partial(_few, list(places), bytes(map(places.__getitem__, cells)))
    text = _BETWEEN.join(cells)
    if text.count(_BETWEEN) != len(cells) - 1:
        return partial(list, tuple(cells))
    return _pressed(text) if compressed else partial(text.split, _BETWEEN)


def _same(cell: str, number: int) -> Sequence[str]:
    return [cell] * number


def _few(words: Sequence[str], places: bytes) -> Sequence[str]:
    return list(map(words.__getitem__, places))


def _pressed(text: str) -> Unpack:
    import pyarrow as pa

    raw = text.encode("utf-8", "surrogatepass")
    return partial(_released, pa.compress(raw, codec="lz4", asbytes=True), len(raw))


def _released(data: bytes, size: int) -> Sequence[str]:
    import pyarrow as pa

    raw: bytes = pa.decompress(data, decompressed_size=size, codec="lz4", asbytes=True)
    return raw.decode("utf-8", "surrogatepass").split(_BETWEEN)
