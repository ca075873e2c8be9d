"""What people are told about one dropped file: the values a receipt is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
"""Columns of `Receipt.rows`, one row for each row of the batch, in file order."""


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
class Receipt:
    """Everything a receipt says about one drop.

    `verdict`: done (worked through), already (the same bytes were applied before: see `same_as`), held (waits for a
    human, see `reasons`), refused (see `reasons`), discarded (a human said no to a held file). `details` counts lines
    by (outcome, detail). `rows` has ROW_COLUMNS; it is empty where the file could not be read. `shape` as in Batch.
    `warnings` and `next` are worded in words/receipt.toml, `reasons` in words/held.toml or words/refused.toml.
    """

    id: str
    name: str
    folder: str
    size: int
    digest: str
    received: datetime
    verdict: Literal["done", "already", "held", "refused", "discarded"]
    rows: pd.DataFrame
    counts: Counts = Counts()
    details: Mapping[tuple[str, str], int] = field(default_factory=dict)
    changes: pd.DataFrame | None = None  # of the ERP, with domain.plan.CHANGES; None where there are none
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
