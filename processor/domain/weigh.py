"""Whether a plan is plausible, or must wait for a human: ceilings by reason, and placeholder addresses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from processor.domain.address import domain_of, masked
from processor.domain.batch import among
from processor.domain.receipt import Worded

if TYPE_CHECKING:
    import pandas as pd

    from processor.domain.plan import Plan


@dataclass(frozen=True)
class Ceiling:
    """The most ERP rows one file may touch: `absolute`, or `share` of the customers where that is more."""

    absolute: int
    share: float

    def rows(self, customers: int) -> int:
        """Return the ceiling in rows for an ERP with so many customers."""
        return max(self.absolute, int(round(self.share * customers, 6)))  # 0.29 * 100 is 28.999… to a computer


@dataclass(frozen=True)
class Ceilings:
    """Ceilings by reason, and the most rows that one address may have before it is taken for a placeholder."""

    optouts: Ceiling
    bounces: Ceiling
    rows_per_address: int


STORM = 25
"""So many new "unknown mailbox" at one receiving domain in one file are never a storm …"""
STORM_SHARE = 0.03
"""… and neither is this share of the customers there. In December 2020 Gmail refused living mailboxes for two days."""


def weigh(
    plan: Plan,
    holders: pd.DataFrame,
    customers: int,
    ceilings: Ceilings,
    *,
    by_domain: Mapping[str, int] | None = None,
    plain: bool = False,
) -> list[Worded]:
    """Return the reasons to hold `plan`, none if it is plausible.

    `holders` are the ERP rows with an address of the batch, `customers` the number of living rows with an address,
    `by_domain` that number by receiving domain, for those in `suspects`. `plain`: no system's own export, so that a
    customer list may have been taken for subscribers.
    """
    reasons: list[Worded] = []
    said_no = plan.changes["reason"].isin(("optout", "complaint"))
    for code, touched, ceiling in (
        ("too_many_optouts", int(said_no.sum()), ceilings.optouts.rows(customers)),
        ("too_many_bounces", int((~said_no).sum()), ceilings.bounces.rows(customers)),
        ("many_subscribers", len(plan.known) if plain else 0, ceilings.optouts.rows(customers)),
    ):
        if touched > ceiling:
            percent = round(100 * touched / max(customers, 1), 1)
            reasons.append((code, {"count": touched, "ceiling": ceiling, "customers": customers, "percent": percent}))
    for domain, gone in _unknown_mailboxes(plan.rows).items():
        if gone > max(STORM, STORM_SHARE * (by_domain or {}).get(domain, 0)):
            reasons.append(("storm", {"count": gone, "domain": domain}))
    ceiling = ceilings.rows_per_address
    touched_at_all = holders[among(holders["canonical"], set(plan.changes["canonical"]))]
    rows_of = touched_at_all.drop_duplicates(["canonical", "target", "key"])["canonical"].value_counts()
    for address, rows in rows_of[rows_of > ceiling].head(5).items():
        reasons.append(("placeholder", {"address": masked(str(address)), "count": int(rows), "ceiling": ceiling}))
    return reasons


def suspects(plan: Plan) -> set[str]:
    """Return the receiving domains with so many new "unknown mailbox" that their customers must be counted."""
    return {domain for domain, gone in _unknown_mailboxes(plan.rows).items() if gone > STORM}


def _unknown_mailboxes(rows: pd.DataFrame) -> dict[str, int]:
    """How many addresses of each receiving domain this plan newly takes for dead."""
    unknown = (rows["bounce_class"] == "mailbox_unknown") & rows["outcome"].isin(("applied", "in_advance"))
    return dict(Counter(domain_of(address) for address in set(rows.loc[unknown, "canonical"])))
