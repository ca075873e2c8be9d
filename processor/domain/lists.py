"""Which distribution lists a customer belongs to: rules over the columns of the ERP, and why one fits or does not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

    from processor.domain.digest import Numbers

MOST = 60
"""Lists that there may be: each is one bit of a number."""

Wanted = Mapping[str, Sequence[str]]
"""Our name of a field -> the values of which one is enough; "*" in a value stands for anything, "" for no value."""

_SEVERAL = re.compile(r"[;\r\n]")
_CELLS = 100_000  # different rows whose lists are kept in mind; with more fields than that nothing would be saved


@dataclass(frozen=True)
class Rule:
    """Who is on the list `name`: all of `when` must hold, and nothing of `unless`; without both everybody is."""

    name: str
    when: Wanted = field(default_factory=dict)
    unless: Wanted = field(default_factory=dict)

    @property
    def plain(self) -> bool:
        """Whether it says nothing of anybody."""
        return not self.when and not self.unless

    def fits(self, values: Mapping[str, str]) -> bool:
        """Return whether a customer with these values by field is on the list; a field that is missing is empty."""
        return all(among(values.get(name, ""), wanted) for name, wanted in self.when.items()) and not any(
            among(values.get(name, ""), wanted) for name, wanted in self.unless.items()
        )


class Reason(NamedTuple):
    """One condition of a rule and what a customer's row has there."""

    field: str
    kind: str  # when | unless
    wanted: Sequence[str]
    value: str
    held: bool  # the value is one of `wanted`


@dataclass(frozen=True)
class Lists:
    """All rules in their order. `rest` names the list of those who are on no other, "" where they are on none.

    Lists are told by bits: bit n of a mask stands for the n-th rule.
    """

    rules: Sequence[Rule]
    rest: str = ""

    @property
    def names(self) -> list[str]:
        """The names of the lists in their order."""
        return [rule.name for rule in self.rules]

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The fields that rules ask for, sorted."""
        return tuple(sorted({name for rule in self.rules for name in (*rule.when, *rule.unless)}))

    @cached_property
    def rest_mask(self) -> int:
        """The mask of the list for the rest, 0 where there is none."""
        return sum(1 << place for place, rule in enumerate(self.rules) if rule.name == self.rest)

    @cached_property
    def _known(self) -> dict[tuple[str, ...], int]:
        return {}

    def mask(self, values: Mapping[str, str]) -> int:
        """Return the lists of a customer with these values by field, those of the rest included."""
        found = sum(1 << place for place, rule in enumerate(self.rules) if rule.name != self.rest and rule.fits(values))
        return found or self.rest_mask

    def masks(self, customers: pd.DataFrame) -> Numbers:
        """Return the lists of each of the customers, who have `fields` as columns; each distinct row counts once."""
        import numpy as np

        if not self.fields:
            return np.full(len(customers), self.mask({}), dtype=np.int64)
        if len(self._known) > _CELLS:
            self._known.clear()
        known, found = self._known, []
        for cells in zip(*(customers[name].tolist() for name in self.fields), strict=True):
            if cells not in known:
                known[cells] = self.mask(dict(zip(self.fields, cells, strict=True)))
            found.append(known[cells])
        return np.array(found, dtype=np.int64)

    def together(self, masks: Numbers) -> Numbers:
        """Return masks that were joined of several rows: who is on another list is none of the rest."""
        import numpy as np

        others = masks & ~np.int64(self.rest_mask)
        return np.where(others != 0, others, masks)

    def named(self, mask: int) -> list[str]:
        """Return the names of the lists of a mask."""
        return [name for place, name in enumerate(self.names) if mask >> place & 1]

    def reasons(self, rule: Rule, values: Mapping[str, str]) -> list[Reason]:
        """Return every condition of a rule with what a row has for it."""
        return [
            Reason(name, kind, wanted, values.get(name, ""), among(values.get(name, ""), wanted))
            for kind, conditions in (("when", rule.when), ("unless", rule.unless))
            for name, wanted in conditions.items()
        ]


def among(value: str, wanted: Sequence[str]) -> bool:
    """Return whether a value is one of the wanted, or has it among several separated by ; or a line break."""
    return any(map(_compiled(tuple(wanted)).fullmatch, {seen(value), *map(seen, parts(value))}))


def parts(value: str) -> list[str]:
    """Return the several values in one, each once; none in an empty one."""
    return list({seen(one): " ".join(one.split()) for one in _SEVERAL.split(value) if one.strip()}.values())


@lru_cache(maxsize=10_000)
def seen(text: str) -> str:
    """Return a text as people see it: the case, blanks around it and how its letters are put together do not count."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    return " ".join(folded.split())


@lru_cache(maxsize=256)
def _compiled(wanted: tuple[str, ...]) -> re.Pattern[str]:
    """One expression for all patterns; a run of stars is one, or the engine would try them against each other."""
    patterns = (".*".join(map(re.escape, re.split(r"\*+", seen(one)))) for one in wanted)
    return re.compile("|".join(f"(?:{one})" for one in patterns), re.DOTALL)
