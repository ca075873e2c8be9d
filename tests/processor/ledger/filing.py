"""Files as the ledger sees them: entered, planned from what it knows, and carried out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from processor.domain.decide import decide
from processor.domain.effects import Effect
from processor.domain.plan import Plan
from processor.domain.policy import Policy
from processor.ledger import Ledger
from processor.ledger.drops import Entry
from tests.processor.domain.small_world import MARK, NOW, Line, batch, customers


def enter(ledger: Ledger, drop_id: str, content: str = "", received: datetime = NOW) -> Entry:
    """Note a file; its bytes are like no other's unless `content` names them."""
    digest = hashlib.sha256((content or drop_id).encode()).hexdigest()
    entry = {"id": drop_id, "name": f"{drop_id}.csv", "folder": "", "size": 12, "digest": digest, "received": received}
    return ledger.drops.enter(entry)


def plan_for(
    ledger: Ledger,
    drop_id: str,
    lines: Sequence[Line],
    rows: Sequence[Mapping[str, Any]] = (),
    *,
    policy: Policy | None = None,
    effects: Mapping[str, Effect] = MARK,
) -> Plan:
    """Decide on an entered file from what the ledger knows of other files."""
    found = batch(*lines)
    past = ledger.people.past(found.rows["canonical"], but=drop_id)
    holders = customers(*(cells for cells in rows if cells["canonical"] in set(found.rows["canonical"])))
    received = ledger.drops.get(drop_id).received
    return decide(found, holders, past, policy=policy or Policy(), effects=effects, received=received)


def take(
    ledger: Ledger,
    drop_id: str,
    lines: Sequence[Line],
    rows: Sequence[Mapping[str, Any]] = (),
    *,
    received: datetime = NOW,
    content: str = "",
    **rules: Any,
) -> Plan:
    """Enter a file, plan it, store the plan and note that it stands in the ERP."""
    enter(ledger, drop_id, content, received)
    plan = plan_for(ledger, drop_id, lines, rows, **rules)
    ledger.plans.store(drop_id, batch(*lines), plan, received)
    ledger.drops.applied(drop_id, received)
    return plan


def hold(ledger: Ledger, drop_id: str, lines: Sequence[Line], rows: Sequence[Mapping[str, Any]] = ()) -> Plan:
    """Enter a file that must wait for a human."""
    enter(ledger, drop_id)
    plan = plan_for(ledger, drop_id, lines, rows).kept_back([("too_many_optouts", {"count": 3, "percent": 1.5})])
    ledger.plans.store(drop_id, batch(*lines), plan, NOW)
    return plan
