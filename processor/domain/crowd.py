"""Many people, told by a digest each: the digests narrow down, and the real texts decide."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING

from processor.domain.digest import digests, find, together

if TYPE_CHECKING:
    import pandas as pd

    from processor.domain.digest import Mask, Numbers


@dataclass(frozen=True)
class Crowd:
    """`numbers` are the digests of its people, ascending; `exactly` returns which of some addresses are among them.

    A set of the texts would take a hundred bytes where this takes eight.
    """

    numbers: Numbers
    exactly: Callable[[Sequence[str]], AbstractSet[str]]

    @classmethod
    def of(cls, people: Collection[str]) -> Crowd:
        """Return a crowd of a few people whose addresses are at hand."""
        held = frozenset(people)
        return cls(together([digests(held)]), held.intersection)

    def maybe(self, numbers: Numbers) -> Mask:
        """Return which digests somebody here has: where it is False, nobody with such a digest is here."""
        return find(self.numbers, numbers)[1]

    def among(self, addresses: pd.Series[str], numbers: Numbers) -> Mask:
        """Return which addresses (with their digests) are here, whoever else may share a digest with them."""
        found = self.maybe(numbers)
        if found.any():
            texts = addresses[found].tolist()
            here = self.exactly(list(dict.fromkeys(texts)))
            found[found] = [text in here for text in texts]
        return found
