"""Are both sides equal? ERP, ledger and the newsletter server's last snapshot compared, difference by class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from processor.domain.batch import among, distinct
from processor.domain.consent import SAYS_NO
from processor.domain.snapshot import There

if TYPE_CHECKING:
    import pandas as pd

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


@dataclass
class Comparison:
    """Collects over the chunks of all customers; memory grows with the snapshot and the ledger, not with the ERP."""

    there: There
    held: Held
    _living: set[str] = field(default_factory=set)
    _faulty: set[str] = field(default_factory=set)
    _yes_though_out: set[str] = field(default_factory=set)
    _willing: set[str] = field(default_factory=set)
    _unwilling: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._out = self.there.out & self.held.said_no
        self._absent = (self.held.sent | self.held.known) - self.there.named

    def add(self, chunk: pd.DataFrame) -> None:
        """Look through one chunk of the gateway's customers."""
        here = chunk[among(chunk["canonical"], self.there.active)]
        self._living |= distinct(here["canonical"])
        self._faulty |= distinct(here.loc[here["faulty"], "canonical"])
        out = chunk[~chunk["flag"].isin(SAYS_NO) & among(chunk["canonical"], self._out)]
        self._yes_though_out |= distinct(out["canonical"])
        absent = chunk[among(chunk["canonical"], self._absent)]
        willing = (absent["flag"] == "yes") & ~absent["faulty"]
        self._willing |= distinct(absent.loc[willing, "canonical"])
        self._unwilling |= distinct(absent.loc[~willing, "canonical"])

    def result(self, missing: Sequence[str] = ()) -> Mapping[str, Sequence[str]]:
        """Return the canonical addresses by class (all of CLASSES); `missing` are those a next export would hold.

        Everybody who is active there is in one class at most, the first that fits.
        """
        suppressed = self.there.active & self.held.said_no
        faulty = (self.there.active & self.held.bounced | self._faulty) - suppressed
        gone = self.there.active - self._living - suppressed - faulty
        willing = self._willing - self._unwilling - self.held.said_no - self.held.bounced
        found = {
            "out_there_yes_here": self._yes_though_out,
            "suppressed_here_active_there": suppressed,
            "faulty_here_active_there": faulty,
            "gone_here_active_there": gone,
            "exported_never_arrived": willing & self.held.sent,
            "vanished_there": willing & self.held.known - self.held.sent,
            "missing_there": set(missing),
        }
        return {name: sorted(found[name]) for name in CLASSES}
