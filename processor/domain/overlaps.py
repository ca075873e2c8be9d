"""How many people the lists have, which they share, and what the ERP has that no rule names: a look at the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from processor.domain.address import matches
from processor.domain.batch import only
from processor.domain.crowd import Crowd
from processor.domain.digest import DIGEST, together
from processor.domain.listed import Remembered, joined_masks
from processor.domain.lists import Lists, among, parts, seen

if TYPE_CHECKING:
    import pandas as pd

    from processor.domain.digest import Numbers

TOP = 10
"""Values shown of each field, the most frequent ones."""


class Overlaps:
    """Collects over the chunks of all customers; sixteen bytes for each row that may get mail."""

    def __init__(self, lists: Lists, kept_out: Crowd, exclude: Sequence[str]) -> None:
        self._lists, self._kept_out, self._exclude = lists, kept_out, exclude
        self._seen: list[tuple[Numbers, Numbers]] = []
        self._unwilling: list[Numbers] = []
        self._spelling: dict[str, str] = {}  # a value as it is compared -> as it came first
        self._unnamed: dict[str, Counter[str]] = {name: Counter() for name in lists.fields}

    def add(self, chunk: pd.DataFrame) -> None:
        """Look through one chunk of the gateway's customers; it has digests and the fields of the rules."""
        chunk = chunk[chunk["canonical"] != ""]
        may = (chunk["flag"] == "yes") & ~chunk["faulty"]
        self._unwilling.append(chunk.loc[~may, DIGEST].to_numpy())
        people = chunk[may]
        people = people[~self._kept_out.among(people["canonical"], people[DIGEST].to_numpy())]
        people = only(people, (not matches(one, self._exclude) for one in people["canonical"].tolist()))
        self._seen.append((people[DIGEST].to_numpy(), self._lists.masks(people)))
        for name, counted in self._unnamed.items():
            conditions = [condition for rule in self._lists.rules for condition in (rule.when, rule.unless)]
            wanted = [value for condition in conditions for value in condition.get(name, ())]
            for value, count in Counter(people[name].tolist()).items():
                for part in parts(value):
                    if not among(part, wanted):
                        counted[self._spelling.setdefault(seen(part), part)] += count

    def counts(self) -> Counter[int]:
        """Return how many people are on exactly the lists of each mask; 0: on none."""
        import numpy as np

        found: Remembered = joined_masks(self._seen)
        no = together(self._unwilling)
        masks = self._lists.together(found.masks[~np.isin(found.addresses, no)])
        return Counter(dict(zip(*(one.tolist() for one in np.unique(masks, return_counts=True)), strict=True)))

    def unnamed(self) -> Mapping[str, Sequence[tuple[str, int]]]:
        """Return by field the most frequent values that no rule names, as they came first, and their rows."""
        return {name: counted.most_common(TOP) for name, counted in self._unnamed.items() if counted}


def on_each(counts: Mapping[int, int], lists: Lists) -> dict[str, int]:
    """Return how many people are on each list."""
    return {
        name: sum(count for mask, count in counts.items() if mask >> place & 1)
        for place, name in enumerate(lists.names)
    }


def shared(counts: Mapping[int, int], lists: Lists) -> list[tuple[str, str, int]]:
    """Return each two lists that have people in common, and how many, most first."""
    found: Counter[tuple[str, str]] = Counter()
    for mask, count in counts.items():
        for pair in combinations(lists.named(mask), 2):
            found[pair] += count
    return [(one, other, count) for (one, other), count in found.most_common()]
