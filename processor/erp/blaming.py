"""Which row of a refused plan the server refuses: found by halves, every try taken back."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from processor.erp.targets import Changed
from processor.errors import Unavailable

if TYPE_CHECKING:
    import pandas as pd

PROBES = 5
"""Rows tried alone before the halving, spread over the plan: where each is refused, that is a matter of the account."""

_OWN = re.compile(r"'[^']*'|\d+")
"""What differs from row to row in a server's words: a value, a place in the statement."""

Row = tuple[str, str]
"""Target and key."""


def refused_row(attempt: Callable[[pd.DataFrame], object], changes: pd.DataFrame, why: str) -> Row | None:
    """Return (target, key) of a row that the server refuses with the words `why` even alone; None without.

    `attempt` writes changes (columns: CHANGES) and takes them back. Of n rows it is called 6 + log2(n) times, for about
    as many rows in all as the plan has; no object is made for any of them.
    """
    places = changes.groupby(["target", "key"], sort=False).ngroup().to_numpy()
    rows = int(places.max()) + 1 if len(places) else 0

    def refused(start: int, end: int) -> bool:
        try:
            attempt(changes[(places >= start) & (places < end)])
        except Changed:
            return False
        except Unavailable as problem:
            if problem.code in ("erp_write_reverted", "erp_key_not_unique", "erp_kept_cut"):
                return False
            if problem.code != "erp_refuses":
                raise
            return _OWN.sub("", str(problem.facts["why"])) == _OWN.sub("", why)
        return False

    if rows > 1:
        spread = sorted({round(part * (rows - 1) / (PROBES - 1)) for part in range(PROBES)})
        if all(refused(place, place + 1) for place in spread):
            return None
    start, end = 0, rows
    while end - start > 1:
        middle = (start + end) // 2
        start, end = (start, middle) if refused(start, middle) else (middle, end)
    if not rows or not refused(start, end):
        return None
    first = changes[places == start].iloc[0]
    return str(first["target"]), str(first["key"])


@dataclass
class Blame:
    """Names the row a refusal is about; the last one is remembered, and not looked for again with every try."""

    _last: dict[str, Row] = field(default_factory=dict)  # by the server's words

    def named(
        self, problem: Unavailable, attempt: Callable[[pd.DataFrame], object], changes: pd.DataFrame
    ) -> Unavailable:
        """Return a refusal with the row it is about before the server's words, where one row alone is refused."""
        why = str(problem.facts["why"])
        row = self._last.get(why)
        if row is None or not ((changes["target"] == row[0]) & (changes["key"] == row[1])).any():
            row = refused_row(attempt, changes, why)
        if row is None:
            return problem
        self._last = {why: row}
        return Unavailable("erp_refuses", why=f"{row[0]} {row[1]}: {why}", row=f"{row[0]} {row[1]}")
