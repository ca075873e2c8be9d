"""Whether a plan is plausible, or must wait for a human: all reasons against it, most telling first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from processor.domain.address import masked
from processor.domain.batch import also_in
from processor.domain.earlier import BY_NAME, Memory, kind_of
from processor.domain.plan import SAID_NO
from processor.domain.receipt import Worded
from processor.domain.stale import old_export, shrunken
from processor.domain.storm import storms
from processor.domain.wrong_file import customers_for_optouts, mostly_unknown, swapped_kind

if TYPE_CHECKING:
    import pandas as pd

    from processor.domain.batch import Batch
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
    """Ceilings by reason, the most rows that one address may have before it is taken for a placeholder, and the most
    people of a file, as a share, that the ERP need not know."""

    optouts: Ceiling
    bounces: Ceiling
    rows_per_address: int
    unknown_share: float = 0.5


def weigh(
    plan: Plan,
    batch: Batch,
    holders: pd.DataFrame,
    customers: int,
    ceilings: Ceilings,
    memory: Memory,
    received: datetime,
    by_domain: Mapping[str, int],
) -> list[Worded]:
    """Return the reasons to hold the plan of a batch that came at `received`, none if it is plausible.

    `holders` are the ERP rows with an address of the batch, `customers` the number of living rows with an address,
    `by_domain` that number by receiving domain, for those in `storm.suspects`; `memory` is what came before.
    """
    lines = int((batch.rows["event"] == kind_of(batch.rows)).sum())
    allowed = max(ceilings.optouts.share, ceilings.bounces.share)
    return [
        *customers_for_optouts(plan, batch, customers, allowed, memory),
        *swapped_kind(batch, memory),
        *old_export(memory, received, lines),
        *shrunken(plan, memory),
        *_too_many(plan, customers, ceilings, plain=batch.layout.startswith("plain-")),
        *_in_parts(plan, customers, ceilings.optouts.rows(customers), memory.by_name),
        *mostly_unknown(plan, holders, ceilings.unknown_share, memory),
        *storms(plan, memory.gone, by_domain),
        *_placeholders(plan, holders, ceilings.rows_per_address),
    ]


def _too_many(plan: Plan, customers: int, ceilings: Ceilings, *, plain: bool) -> list[Worded]:
    """The ceilings. `plain`: no system's own export, so that customers may have been taken for subscribers."""
    said_no = plan.changes["reason"].isin(("optout", "complaint"))
    found: list[Worded] = []
    for code, touched, ceiling in (
        ("too_many_optouts", int(said_no.sum()), ceilings.optouts.rows(customers)),
        ("too_many_bounces", int((~said_no).sum()), ceilings.bounces.rows(customers)),
        ("many_subscribers", len(plan.known) if plain else 0, ceilings.optouts.rows(customers)),
    ):
        if touched > ceiling:
            percent = round(100 * touched / max(customers, 1), 1)
            found.append((code, {"count": touched, "ceiling": ceiling, "customers": customers, "percent": percent}))
    return found


def _in_parts(plan: Plan, customers: int, ceiling: int, earlier: int) -> list[Worded]:
    """A list of customers saved among the opt-outs in several files, each of them below the ceiling.

    Only where nothing but folder or name says opt-out: those of a column that says so may leave as they like.
    """
    said_no = plan.changes["reason"].isin(SAID_NO) & plan.changes["rule"].str.startswith(BY_NAME)
    here = int(said_no.sum())
    if not here or not earlier or here > ceiling or here + earlier <= ceiling:
        return []
    touched = here + earlier
    percent = round(100 * touched / max(customers, 1), 1)
    facts = {"here": here, "count": touched, "ceiling": ceiling, "customers": customers, "percent": percent}
    return [("many_in_parts", facts)]


def _placeholders(plan: Plan, holders: pd.DataFrame, ceiling: int) -> list[Worded]:
    """Addresses that stand in more rows than people share, five at most."""
    rows_of = holders["canonical"].value_counts()
    if not (rows_of > ceiling).any():  # several addresses in one row count below
        return []
    touched_at_all = holders[also_in(holders["canonical"], plan.changes["canonical"])]
    rows_of = touched_at_all.drop_duplicates(["canonical", "target", "key"])["canonical"].value_counts()
    return [
        ("placeholder", {"address": masked(str(address)), "count": int(rows), "ceiling": ceiling})
        for address, rows in rows_of[rows_of > ceiling].head(5).items()
    ]
