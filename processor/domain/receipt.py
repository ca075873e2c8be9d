"""What people are told about one dropped file: the values a receipt is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pandas as pd

    from processor.domain.batch import Unusable

Worded = tuple[str, Mapping[str, object]]
"""A code and its facts; templates/words/ has the sentence."""

OUTCOMES = ("applied", "already", "in_advance", "ignored", "held", "rejected")
"""Where a line can end. `in_advance`: not in the ERP, suppressed should it ever appear there."""

ROW_COLUMNS: Mapping[str, str] = {
    "line": "int64",
    "sheet": "str",
    "address": "str",
    "event": "str",
    "bounce_class": "str",
    "at": "datetime64[us, UTC]",
    "list": "str",
    "mailing": "str",
    "rule": "str",
    "code": "str",
    "reason": "str",
    "outcome": "str",  # one of OUTCOMES
    "detail": "str",  # what exactly (words: detail): set_no, marked, cleared, deleted, counted, duplicate, known …
    "canonical": "str",  # the address as it is compared; "" where there is none
    "customers": "str",  # "target:key target:key" of the ERP rows the address was found in
}
"""Columns of the lines, one row for each row of the batch, in file order."""

CHANGED: Mapping[str, str] = {
    "line": "int64",
    "canonical": "str",
    "target": "str",
    "key": "str",
    "before": "str",
    "action": "str",
    "reason": "str",
}
"""What a receipt tells of a change of the ERP; the columns are those of domain.plan.CHANGES."""

SAMPLES = 3
"""So many lines are shown of each outcome, to check by eye."""

Portion = tuple["pd.DataFrame", "pd.DataFrame"]
"""Lines (ROW_COLUMNS), and at least the changes (CHANGED) that they lead to."""


@dataclass(frozen=True)
class Counts:
    """How many lines ended where. `read` is the sum of the others, always."""

    read: int = 0
    applied: int = 0
    already: int = 0
    in_advance: int = 0
    ignored: int = 0
    held: int = 0
    rejected: int = 0

    def __post_init__(self) -> None:
        total = self.applied + self.already + self.in_advance + self.ignored + self.held + self.rejected
        if self.read != total:
            raise AssertionError(f"{self.read} lines read, but {total} accounted for: {self}")


@dataclass(frozen=True)
class Lines:
    """The lines of a file as a receipt needs them; a million are never there all at once.

    `shown` are the first SAMPLES of each outcome and all rejected ones, their index being the place in the file.
    `codes` counts the lines without a detail by (outcome, code), `events` all by event.
    """

    shown: pd.DataFrame
    codes: Mapping[tuple[str, str], int]
    events: Mapping[str, int]
    portions: Callable[[], Iterable[Portion]]


def lines_of(rows: pd.DataFrame, changes: pd.DataFrame) -> Lines:
    """Return the lines of a file that is there as a whole: its rows (ROW_COLUMNS) and changes (CHANGED)."""
    rows = rows.reset_index(drop=True)
    first = rows.groupby("outcome").cumcount() < SAMPLES
    bare = rows[rows["detail"] == ""]
    codes = Counter(zip(bare["outcome"].tolist(), bare["code"].tolist(), strict=True))
    return Lines(
        shown=rows[first | (rows["outcome"] == "rejected")],
        codes={(outcome, code): number for (outcome, code), number in codes.most_common() if code},
        events={str(event): int(number) for event, number in rows["event"].value_counts().items()},
        portions=lambda: [(rows, changes)] if len(rows) else [],
    )


@dataclass(frozen=True)
class Receipt:
    """Everything a receipt says about one drop.

    `verdict`: done (worked through), already (the same bytes were applied before: see `same_as`), held (waits for a
    human, see `reasons`), refused (see `reasons`), discarded (a human said no to a held file). `details` counts lines
    by (outcome, detail). `lines` has none where the file could not be read. `shape` as in Batch.
    `warnings` and `next` are worded in words/receipt.toml, `reasons` in words/held.toml or words/refused.toml.
    """

    id: str
    name: str
    folder: str
    size: int
    digest: str
    received: datetime
    verdict: Literal["done", "already", "held", "refused", "discarded"]
    lines: Lines
    counts: Counts = Counts()
    details: Mapping[tuple[str, str], int] = field(default_factory=dict)
    unusable: Mapping[int, Unusable] = field(default_factory=dict)  # by row: what rejected lines would have meant
    customers_changed: int = 0  # ERP rows, not addresses
    layout: str = ""
    evidence: Sequence[Worded] = ()
    shape: Mapping[str, Any] = field(default_factory=dict)
    reasons: Sequence[Worded] = ()
    same_as: tuple[str, str, datetime] | None = None  # id, name and time of the drop that brought these bytes first
    warnings: Sequence[Worded] = ()
    next: Sequence[Worded] = ()
    asked: Sequence[str] = ()  # who was asked by mail about a held file
