"""One batch beside the ERP and the ledger becomes a plan, and is weighed: must a human say yes first?"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from processor.domain.batch import also_in, distinct, those
from processor.domain.decide import decide
from processor.domain.likeness import hints, neighbours
from processor.domain.receipt import Worded
from processor.domain.snapshot import actives, shrunken
from processor.domain.storm import suspects
from processor.domain.weigh import weigh
from processor.parts import Parts

if TYPE_CHECKING:
    from processor.domain.batch import Batch
    from processor.domain.plan import Plan


def make_plan(batch: Batch, parts: Parts, received: datetime, *, drop_id: str = "", approved: bool = False) -> Plan:
    """Compare the batch with the ERP and the ledger, decide, and weigh whether a human must say yes first."""
    near = neighbours(batch.rows)
    named = distinct(batch.rows["canonical"]) - {""}
    found, customers = parts.erp.holders(named | {neighbour.address for neighbour in near.values()})
    past = parts.ledger.people.past(named, but=drop_id)
    del named  # as Python's own texts they are larger than the file
    holders = those(found, also_in(found["canonical"], batch.rows["canonical"]))
    plan = decide(batch, holders, past, policy=parts.policy, effects=parts.effects, received=received)
    plan = plan.without_entries(*parts.erp.without_twins(plan.changes)).put_on_worklist(parts.erp.by_hand)
    overlap = parts.ledger.overlap.with_earlier(batch.rows["canonical"], received, but=drop_id)
    active, seen = _snapshot(batch, parts, received, drop_id)
    plan = replace(
        plan, remarks=[*overlap, *seen, *hints(near, distinct(found["canonical"]) if near else set())], active=active
    )
    if approved:
        return plan
    memory = parts.ledger.habits.before(batch, received, drop_id)
    by_domain = parts.erp.counted_at(suspects(plan, memory.gone))
    reasons = weigh(plan, batch, holders, customers, parts.ceilings, memory, received, by_domain)
    return plan.kept_back(reasons) if reasons else plan


def _snapshot(batch: Batch, parts: Parts, received: datetime, drop_id: str) -> tuple[int, list[Worded]]:
    """Return how many people are subscribed if the file is the newsletter server's whole list, else 0, and say so."""
    active = actives(batch.rows)
    if not active:
        return 0, []
    last = next((one for one in parts.ledger.snapshots.last(batch.layout) if one.drop_id != drop_id), None)
    if last is not None and shrunken(active, last, received):
        return 0, [("snapshot_shrunken", {"count": active, "before": last.active, "name": last.name, "at": last.at})]
    return active, [("snapshot", {"count": active})]
