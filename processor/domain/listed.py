"""Who belongs on which list by a look at all customers, beside the lists people were handed over on: the difference."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from processor.domain.address import matches
from processor.domain.batch import only
from processor.domain.lists import Lists
from processor.domain.moves import digests

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from processor.domain.moves import Numbers

LISTS = "lists"
"""Column of customers with the mask of lists."""


@dataclass(frozen=True)
class Remembered:
    """The lists people were handed over on: `masks` by `addresses`, which are digests, sorted and each there once.

    The mask of somebody who is on no list any more is 0; who was never looked at is not in it.
    """

    addresses: Numbers
    masks: Numbers

    def of(self, addresses: Numbers) -> tuple[Numbers, np.ndarray[Any, np.dtype[np.bool_]]]:
        """Return the mask of each address, 0 where there is none, and whether there is one."""
        import numpy as np

        if not len(self.addresses):
            return np.zeros(len(addresses), dtype=np.int64), np.zeros(len(addresses), dtype=bool)
        places = np.minimum(np.searchsorted(self.addresses, addresses), len(self.addresses) - 1)
        there = self.addresses[places] == addresses
        return np.where(there, self.masks[places], 0), there


@dataclass(frozen=True)
class Difference:
    """What is to be handed over so that both sides are equal; `lists` in each frame is the mask it is about.

    `joined` are rows of customers, one for each address; the others have `canonical` and `lists` only.
    """

    joined: pd.DataFrame  # people to hand over, new ones first, with the lists they are not on yet
    left: pd.DataFrame  # known people, with lists they are on and belong on no more
    assumed: pd.DataFrame  # known people nobody ever put on a list: taken to be on those they belong on
    nobody: Sequence[str]  # new people who belong on no list


class Listed:
    """Collects over the chunks of all customers: sixteen bytes for each address whose lists are not as remembered.

    Rows of known people are kept only where their lists differ from the remembered ones.
    """

    def __init__(self, lists: Lists, remembered: Remembered, known: Collection[str]) -> None:
        import numpy as np

        self._lists, self._remembered = lists, remembered
        known_digests = np.unique(digests(known))  # eight bytes for each, where a set of texts takes a hundred
        self._known = Remembered(known_digests, np.zeros(len(known_digests), dtype=np.int64))
        self._as_before = np.zeros(len(remembered.addresses), dtype=bool)
        self._unwilling: list[Numbers] = []
        self._seen: list[tuple[Numbers, Numbers]] = []
        self._suspects: list[pd.DataFrame] = []
        self._unlisted: list[pd.DataFrame] = []

    def add(self, chunk: pd.DataFrame) -> None:
        """Look through one chunk of the gateway's customers; it has the fields of the rules."""
        import numpy as np

        chunk = chunk[chunk["canonical"] != ""]
        masks, numbers = self._lists.masks(chunk), digests(chunk["canonical"].tolist())
        willing = ((chunk["flag"] == "yes") & ~chunk["faulty"]).to_numpy(dtype=bool)
        self._unwilling.append(np.unique(numbers[~willing]))
        before, there = self._remembered.of(numbers)
        same = willing & there & (before == masks)
        self._as_before[np.searchsorted(self._remembered.addresses, numbers[same])] = True
        other = willing & ~same
        self._seen.append((numbers[other], masks[other]))
        _, known = self._known.of(numbers)
        self._suspects.append(only(chunk, other & there & known).drop_duplicates("canonical"))
        unlisted = only(chunk[["canonical"]], other & ~there & known)
        self._unlisted.append(unlisted.drop_duplicates("canonical"))

    def difference(self, new: pd.DataFrame, *, kept_out: AbstractSet[str], exclude: Sequence[str]) -> Difference:
        """Return the difference once all chunks were added; `new` are the survey's new subscribers."""
        import numpy as np
        import pandas as pd

        belong, before = self._belonging(new)
        more = belong & ~before
        more = np.where(more == 0, belong, more)  # unknown, so never handed over, whatever is remembered
        joined = [_with(new, more, belong > 0)]
        nobody = only(new, belong == 0)["canonical"].tolist()
        suspects = _may(_one(self._suspects), kept_out, exclude)
        belong, before = self._belonging(suspects)
        joined.append(_with(suspects, belong & ~before, belong >= 0))
        left = _with(suspects[["canonical"]], before & ~belong, belong >= 0)
        unlisted = _may(_one(self._unlisted), kept_out, exclude)
        belong, _ = self._belonging(unlisted)
        assumed = only(unlisted.assign(**{LISTS: belong}), belong >= 0)
        filled = [part for part in joined if len(part)] or joined[:1]
        return Difference(pd.concat(filled, ignore_index=True), left, assumed, nobody)

    def _belonging(self, people: pd.DataFrame) -> tuple[Numbers, Numbers]:
        """Return the lists people belong on, -1 for somebody whom this look did not see willing, and those they are on.

        Rows that were as remembered are remembered as a whole, beside what other rows of the same address say.
        """
        import numpy as np

        numbers = digests(people["canonical"].tolist())
        before, there = self._remembered.of(numbers)
        if there.any():
            there[there] = self._as_before[np.searchsorted(self._remembered.addresses, numbers[there])]
        belong, found = self._other_rows.of(numbers)
        belong = self._lists.together(np.where(there, belong | before, belong))
        return np.where((found | there) & ~np.isin(numbers, self._no), belong, -1), before

    @cached_property
    def _other_rows(self) -> Remembered:
        """The lists of rows that are not as remembered, joined for each address."""
        return joined_masks(self._seen)

    @cached_property
    def _no(self) -> Numbers:
        """Who may not get mail by some row."""
        import numpy as np

        return np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *self._unwilling]))


def joined_masks(pairs: Sequence[tuple[Numbers, Numbers]]) -> Remembered:
    """Return the masks of addresses that come several times, joined; each pair is addresses and their masks."""
    import numpy as np

    nothing = np.zeros(0, dtype=np.int64)
    addresses = np.concatenate([nothing, *(one for one, _ in pairs)])
    masks = np.concatenate([nothing, *(one for _, one in pairs)])
    if not len(addresses):
        return Remembered(nothing, nothing)
    order = np.argsort(addresses)
    addresses, masks = addresses[order], masks[order]
    first = np.flatnonzero(np.concatenate([[True], addresses[1:] != addresses[:-1]]))
    return Remembered(addresses[first], np.bitwise_or.reduceat(masks, first))


def _with(people: pd.DataFrame, masks: Numbers, which: Any) -> pd.DataFrame:
    """Return the people chosen by `which` who have lists in their mask, with it."""
    return only(people.assign(**{LISTS: masks}), which & (masks != 0))


def _may(people: pd.DataFrame, kept_out: AbstractSet[str], exclude: Sequence[str]) -> pd.DataFrame:
    """Return the people who may be in an export."""
    addresses = people["canonical"].tolist()
    return only(people, (one not in kept_out and not matches(one, exclude) for one in addresses))


def _one(chunks: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return one frame with the first row of each address."""
    import pandas as pd

    filled = [chunk for chunk in chunks if len(chunk)]
    if not filled:
        return pd.DataFrame({"canonical": pd.Series((), dtype="str")})
    return pd.concat(filled, ignore_index=True).drop_duplicates("canonical")
