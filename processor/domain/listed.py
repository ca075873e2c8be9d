"""Who belongs on which list by a look at all customers, beside the lists people were handed over on: the difference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from processor.domain.address import matches
from processor.domain.batch import only
from processor.domain.crowd import Crowd
from processor.domain.digest import DIGEST, digests, find, together
from processor.domain.lists import Lists
from processor.domain.packed import Gathered, Portions, in_portions
from processor.domain.survey import handed_over

if TYPE_CHECKING:
    import pandas as pd

    from processor.domain.digest import Mask, Numbers

LISTS = "lists"
"""Column of customers with the mask of lists."""


@dataclass(frozen=True)
class Remembered:
    """The lists people were handed over on: `masks` by `addresses`, which are digests, sorted and each there once.

    The mask of somebody who is on no list any more is 0; who was never looked at is not in it.
    """

    addresses: Numbers
    masks: Numbers

    def of(self, addresses: Numbers) -> tuple[Numbers, Mask]:
        """Return the mask of each address, 0 where there is none, and whether there is one."""
        import numpy as np

        places, there = find(self.addresses, addresses)
        return (np.where(there, self.masks[places], 0) if len(self.masks) else places), there


@dataclass(frozen=True)
class Difference:
    """What is to be handed over so that both sides are equal, in portions; `lists` is the mask that each is about.

    `joined` are rows of customers, one for each address; the others have `canonical` and `lists` only.
    """

    joined: Portions  # people to hand over, new ones first, with the lists they are not on yet
    left: Portions  # known people, with lists they are on and belong on no more
    assumed: Portions  # known people nobody ever put on a list: taken to be on those they belong on
    nobody: Portions  # new people who belong on no list


class Listed:
    """Collects over the chunks of all customers: sixteen bytes for each address whose lists are not as remembered.

    Rows of known people are kept, packed, only where their lists differ from the remembered ones.
    """

    def __init__(self, lists: Lists, remembered: Remembered, known: Crowd) -> None:
        import numpy as np

        self._lists, self._remembered, self._known = lists, remembered, known
        self._as_before = np.zeros(len(remembered.addresses), dtype=bool)
        self._unwilling: list[Numbers] = []
        self._seen: list[tuple[Numbers, Numbers]] = []
        self._suspects, self._unlisted = Gathered(), Gathered()

    def add(self, chunk: pd.DataFrame) -> None:
        """Look through one chunk of the gateway's customers; it has digests and the fields of the rules."""
        chunk = chunk[chunk["canonical"] != ""]
        masks, numbers = self._lists.masks(chunk), chunk[DIGEST].to_numpy()
        willing = ((chunk["flag"] == "yes") & ~chunk["faulty"]).to_numpy(dtype=bool)
        self._unwilling.append(together([numbers[~willing]]))
        places, there = find(self._remembered.addresses, numbers)
        same = willing & there
        same[same] = self._remembered.masks[places[same]] == masks[same]
        self._as_before[places[same]] = True
        other = willing & ~same
        self._seen.append((numbers[other], masks[other]))
        other &= self._known.maybe(numbers)
        self._suspects.add(handed_over(chunk[other & there]), numbers[other & there])
        self._unlisted.add(chunk.loc[other & ~there, ["canonical"]], numbers[other & ~there])

    def difference(self, new: Portions, *, kept_out: Crowd, exclude: Sequence[str]) -> Difference:
        """Return the difference once all chunks were added; `new` are the survey's new subscribers."""

        def may(gathered: Gathered) -> Iterator[pd.DataFrame]:
            return (_may(rows, kept_out, exclude) for rows in gathered.each_once())

        def joined() -> Iterator[pd.DataFrame]:
            yield from map(self._joining, new)
            yield from (self._more(rows) for rows in may(self._suspects))

        return Difference(
            joined=Portions(lambda: in_portions(joined())),
            left=Portions(lambda: in_portions(map(self._less, may(self._suspects)))),
            assumed=Portions(lambda: in_portions(map(self._assumed, may(self._unlisted)))),
            nobody=Portions(lambda: in_portions(map(self._on_none, new))),
        )

    def _joining(self, new: pd.DataFrame) -> pd.DataFrame:
        import numpy as np

        belong, before = self._belonging(new)
        more = belong & ~before
        more = np.where(more == 0, belong, more)  # unknown, so never handed over, whatever is remembered
        return _with(new, more, belong > 0)

    def _on_none(self, new: pd.DataFrame) -> pd.DataFrame:
        return only(new[["canonical"]], self._belonging(new)[0] == 0)

    def _more(self, people: pd.DataFrame) -> pd.DataFrame:
        belong, before = self._belonging(people)
        return _with(people, belong & ~before, belong >= 0)

    def _less(self, people: pd.DataFrame) -> pd.DataFrame:
        belong, before = self._belonging(people)
        return _with(people[["canonical"]], before & ~belong, belong >= 0)

    def _assumed(self, people: pd.DataFrame) -> pd.DataFrame:
        belong, _ = self._belonging(people)
        return only(people.assign(**{LISTS: belong}), belong >= 0)

    def _belonging(self, people: pd.DataFrame) -> tuple[Numbers, Numbers]:
        """Return the lists people belong on, -1 for somebody whom this look did not see willing, and those they are on.

        Rows that were as remembered are remembered as a whole, beside what other rows of the same address say.
        """
        import numpy as np

        numbers = digests(people["canonical"].tolist())
        places, there = find(self._remembered.addresses, numbers)
        there[there] = self._as_before[places[there]]
        before, _ = self._remembered.of(numbers)
        belong, found = self._other_rows.of(numbers)
        belong = self._lists.together(np.where(there, belong | before, belong))
        unwilling = find(self._no, numbers)[1]
        return np.where((found | there) & ~unwilling, belong, -1), before

    @cached_property
    def _other_rows(self) -> Remembered:
        """The lists of rows that are not as remembered, joined for each address."""
        return joined_masks(self._seen)

    @cached_property
    def _no(self) -> Numbers:
        """Who may not get mail by some row."""
        return together(self._unwilling)


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


def _may(people: pd.DataFrame, kept_out: Crowd, exclude: Sequence[str]) -> pd.DataFrame:
    """Return the people who may be in an export."""
    addresses = people["canonical"].tolist()
    out = kept_out.among(people["canonical"], digests(addresses)).tolist()
    return only(people, (not no and not matches(one, exclude) for no, one in zip(out, addresses, strict=True)))
