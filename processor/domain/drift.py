"""Are both sides equal? ERP, ledger and the newsletter server's last snapshot compared, difference by class."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from processor.domain.batch import distinct
from processor.domain.consent import SAYS_NO
from processor.domain.digest import DIGEST, apart, common, digests, find, together
from processor.domain.packed import Gathered
from processor.domain.snapshot import There

if TYPE_CHECKING:
    import pandas as pd

    from processor.domain.digest import Mask, Numbers

CLASSES = (
    "out_there_yes_here",
    "suppressed_here_active_there",
    "faulty_here_active_there",
    "gone_here_active_there",
    "exported_never_arrived",
    "vanished_there",
    "missing_there",
)
"""Ways in which the sides can differ, the most harmful first (words: drift).

exported_never_arrived: handed over before the snapshot, still may get mail, not in it in any state. vanished_there: an
earlier list had the person, the last one does not. missing_there: may get mail, never known there, not handed over.
"""

NEVER_THERE = ("suppressed_here_active_there", "faulty_here_active_there")
"""Classes whose people the newsletter server should not mail; for those gone here a human must look first."""


@dataclass(frozen=True)
class Held:
    """What the ledger says about people, all canonical: suppressed before the snapshot came, and handed over by then.

    `bounced` are suppressed for a bounce. `sent` were exported long enough before the snapshot to be in it, `known`
    were on an earlier list.
    """

    said_no: set[str]
    bounced: set[str]
    sent: set[str]
    known: set[str]


@dataclass(frozen=True)
class Outline:
    """Everybody of There and of Held by digest, each ascending; in `active` are also those of `out` and `faulty`."""

    active: Numbers
    out: Numbers
    faulty: Numbers
    named: Numbers
    said_no: Numbers
    bounced: Numbers
    sent: Numbers
    known: Numbers


class Comparison:
    """Collects over the chunks of all customers. Digests narrow down to people who may differ, and texts decide.

    `exactly` returns all that is said about whoever has one of these digests (ascending). In memory are eight bytes for
    each of the people of the snapshot and the ledger, and the texts of those who differ; it does not grow with the ERP.
    """

    def __init__(self, outline: Outline, exactly: Callable[[Numbers], tuple[There, Held]]) -> None:
        import numpy as np

        self._outline, self._exactly = outline, exactly
        self._living = np.zeros(len(outline.active), dtype=bool)
        self._out = common(outline.out, outline.said_no)
        handed_over = together([outline.sent, outline.known])
        self._absent = apart(handed_over, outline.named, outline.said_no, outline.bounced)
        self._rows = Gathered()

    @property
    def subscribed(self) -> int:
        """How many people are active there."""
        return len(apart(self._outline.active, self._outline.out, self._outline.faulty))

    def add(self, chunk: pd.DataFrame) -> None:
        """Look through one chunk of the gateway's customers, which has digests."""
        numbers = chunk[DIGEST].to_numpy()
        places, here = find(self._outline.active, numbers)
        self._living[places[here]] = True
        telling = here & chunk["faulty"].to_numpy(dtype=bool)
        telling |= _not_no(chunk) & find(self._out, numbers)[1]
        telling |= find(self._absent, numbers)[1]
        self._rows.add(chunk.loc[telling, ["canonical", "flag", "faulty"]], numbers[telling])

    def result(self, missing: Sequence[str] = ()) -> Mapping[str, Sequence[str]]:
        """Return the canonical addresses by class (all of CLASSES); `missing` are those a next export would hold.

        Everybody who is active there is in one class at most, the first that fits.
        """
        gone = self._outline.active[~self._living]
        never = (common(self._outline.active, some) for some in (self._outline.said_no, self._outline.bounced))
        there, held = self._exactly(together([gone, *never, self._rows.numbers()]))
        rows = Here()
        for some in self._rows:
            rows.add(some)
        suppressed = there.active & held.said_no
        faulty = there.active & (held.bounced | rows.faulty) - suppressed
        willing = rows.willing - rows.unwilling - there.named - held.said_no - held.bounced
        found = {
            "out_there_yes_here": rows.not_no & there.out & held.said_no,
            "suppressed_here_active_there": suppressed,
            "faulty_here_active_there": faulty,
            "gone_here_active_there": _like(gone, there.active) - suppressed - faulty,
            "exported_never_arrived": willing & held.sent,
            "vanished_there": willing & held.known - held.sent,
            "missing_there": set(missing),
        }
        return {name: sorted(found[name]) for name in CLASSES}


@dataclass(frozen=True)
class Here:
    """How people stand in the ERP, all canonical; somebody with several rows may be in several of these."""

    faulty: set[str] = field(default_factory=set)
    not_no: set[str] = field(default_factory=set)
    willing: set[str] = field(default_factory=set)
    unwilling: set[str] = field(default_factory=set)

    def add(self, rows: pd.DataFrame) -> None:
        """Add rows with canonical, flag and faulty."""
        people = rows["canonical"]
        willing = (rows["flag"] == "yes") & ~rows["faulty"]
        self.faulty.update(distinct(people[rows["faulty"]]))
        self.not_no.update(distinct(people[_not_no(rows)]))
        self.willing.update(distinct(people[willing]))
        self.unwilling.update(distinct(people[~willing]))


def _not_no(rows: pd.DataFrame) -> Mask:
    return (~rows["flag"].isin(SAYS_NO)).to_numpy(dtype=bool)


def _like(numbers: Numbers, people: set[str]) -> set[str]:
    """Return which people have one of these digests."""
    texts = list(people)
    return {texts[place] for place in find(numbers, digests(texts))[1].nonzero()[0].tolist()}
