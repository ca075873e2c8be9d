"""Which row of a refused plan the server refuses: found by halves, every try taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from processor.erp.change import Change
from processor.erp.targets import Changed
from processor.errors import Unavailable

FEW = 20_000
"""In a larger plan no row is looked for: the tries together write about as many rows once more."""


def refused_row(
    attempt: Callable[[Sequence[Change]], object], changes: Sequence[Change], why: str
) -> tuple[str, str] | None:
    """Return (target, key) of a row that the server refuses with the words `why` even alone; None without.

    `attempt` writes changes and takes them back. Where every row seems to be refused, that is a matter of the account
    and not of a row.
    """
    rows = list(dict.fromkeys((change.target, change.key) for change in changes))

    def refused(some: Sequence[tuple[str, str]]) -> bool:
        chosen = set(some)
        try:
            attempt([change for change in changes if (change.target, change.key) in chosen])
        except Changed:
            return False
        except Unavailable as problem:
            if problem.code in ("erp_write_reverted", "erp_key_not_unique", "erp_kept_cut"):
                return False
            if problem.code != "erp_refuses":
                raise
            return bool(problem.facts["why"] == why)
        return False

    if len(changes) > FEW or (len(rows) > 1 and refused(rows[:1]) and refused(rows[-1:])):
        return None
    while len(rows) > 1:
        half = rows[: len(rows) // 2]
        rows = half if refused(half) else rows[len(half) :]
    return rows[0] if refused(rows) else None
