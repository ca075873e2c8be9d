"""The plan: what one batch leads to, line by line, before anything is written. Values in, values out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from processor.domain.receipt import Counts, Worded

if TYPE_CHECKING:
    import pandas as pd

CHANGES: Mapping[str, str] = {
    "target": "str",
    "key": "str",  # JSON array of the key values
    "column": "str",  # e-mail column the address was found in
    "email": "str",  # raw cell, the before-image of the address
    "canonical": "str",
    "action": "str",  # set_no | mark | clear | delete_row
    "before": "str",  # JSON of the raw value in the column to be written
    "reason": "str",  # optout, complaint or the bounce class; fills {reason}
    "line": "int64",  # line of the file that caused it, 0 for the resurrection guard
    "rule": "str",
}
"""Columns of `Plan.changes`, one row for each change of one ERP row."""

SUPPRESSIONS: Mapping[str, str] = {
    "canonical": "str",
    "address": "str",
    "reason": "str",  # optout | complaint | bounce: kept apart, lifting one never lifts another
    "bounce_class": "str",
    "since": "datetime64[us, UTC]",
    "line": "int64",
    "rule": "str",
}
"""Columns of `Plan.suppressions`: what becomes suppressed by this batch, for the reason given."""

SAID_NO = ("optout", "complaint")
"""Reasons of a suppression that set the flag in the ERP; a bounce only keeps the address out of exports."""


WITHOUT_ENTRY = ("no_entry", "only_flag")
"""Details of lines whose people a blacklist of the ERP cannot hold: nothing was written, or only the flag."""


@dataclass(frozen=True)
class Past:
    """What the ledger knows about the addresses of a batch.

    `suppressed`: canonical -> reasons it is suppressed for. `events`: columns canonical, event, bounce_class, at
    (UTC), mailing; the earlier bounces, opt-outs and evidenced opt-ins. `mailing_days`: sorted days on which any
    mailing is known to have gone out.
    """

    suppressed: Mapping[str, frozenset[str]]
    events: pd.DataFrame
    mailing_days: Sequence[date] = ()


@dataclass(frozen=True)
class Plan:
    """What is going to happen. `rows` are the batch's rows with outcome, detail and customers.

    `known` are canonical addresses the newsletter server evidently has. `lifted` are canonical addresses whose
    opt-out a later evidenced opt-in ended. `held` are the reasons why a human must say yes first (words: held),
    `remarks` what was noticed and changes nothing (words: receipt). `active` is how many people are subscribed where
    the file is a snapshot, the newsletter server's whole list, else 0.
    """

    rows: pd.DataFrame
    changes: pd.DataFrame
    suppressions: pd.DataFrame
    known: Sequence[str] = ()
    lifted: Sequence[str] = ()
    held: Sequence[Worded] = ()
    remarks: Sequence[Worded] = ()
    active: int = 0

    @property
    def counts(self) -> Counts:
        """How many lines end where; raises AssertionError if one is lost."""
        lines = self.rows["outcome"].value_counts()
        return counts_of({str(outcome): number for outcome, number in lines.items()}, len(self.rows))

    def without_entries(self, changes: pd.DataFrame, people: set[str]) -> Plan:
        """Return the plan with only these of its changes: `people` (canonical) cannot be entered in a blacklist.

        Their lines say so; they stay suppressed, whatever the ERP can hold.
        """
        if not people:
            return self
        theirs = self.rows["canonical"].isin(people) & self.rows["detail"].eq("set_no")
        nothing = theirs & ~self.rows["canonical"].isin(changes["canonical"])
        detail = self.rows["detail"].mask(theirs, "only_flag").mask(nothing, "no_entry")
        rows = self.rows.assign(outcome=self.rows["outcome"].mask(nothing, "in_advance"), detail=detail)
        return replace(self, rows=rows, changes=changes.reset_index(drop=True))

    def put_on_worklist(self, by_hand: Collection[str]) -> Plan:
        """Return the plan with lines that say where nothing is written: targets `by_hand` only get a work list."""
        theirs = self.changes["target"].isin(list(by_hand))
        if not theirs.any():
            return self
        listed, written = self.changes.loc[theirs, "canonical"], self.changes.loc[~theirs, "canonical"]
        concerned = self.rows["outcome"].eq("applied") & self.rows["canonical"].isin(listed)
        partly = concerned & self.rows["canonical"].isin(written)
        detail = self.rows["detail"].mask(concerned, "on_worklist").mask(partly, "partly_on_worklist")
        return replace(self, rows=self.rows.assign(detail=detail))

    def kept_back(self, reasons: Sequence[Worded]) -> Plan:
        """Return the same plan waiting for a human: nothing is written, every line that would act is held."""
        acting = self.rows["outcome"].isin(("applied", "already", "in_advance"))
        rows = self.rows.assign(outcome=self.rows["outcome"].mask(acting, "held"))
        none = self.suppressions.iloc[:0]
        return replace(
            self,
            rows=rows,
            changes=self.changes.iloc[:0],
            suppressions=none,
            known=(),
            lifted=(),
            held=reasons,
            active=0,
        )


def counts_of(by_outcome: Mapping[str, int], read: int) -> Counts:
    """Given lines by outcome and the number of lines read, return the counts; raise AssertionError if they differ."""
    return Counts(read=read, **{str(outcome): int(number) for outcome, number in by_outcome.items()})
