"""From the ledger to what people are told about one drop: its receipt, its line in the summary. Repeatable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from dropzone.errors import ZoneUnavailable
from processor.domain.receipt import Counts, Receipt, Worded
from processor.domain.summary import FileLine, WaitingFile

if TYPE_CHECKING:
    from processor.ledger.drops import Entry
    from processor.parts import Parts

VERDICTS: Mapping[str, Literal["done", "already", "held", "refused", "discarded"]] = {
    "applied": "done",
    "already": "already",
    "held": "held",
    "refused": "refused",
    "discarded": "discarded",
}
"""By the state of a drop that was concluded: what its receipt says."""


def receipt_of(entry: Entry, parts: Parts) -> Receipt:
    """Return the receipt of a drop that was concluded: from the stored plan, so always the same."""
    plans = parts.ledger.plans
    counts, details = plans.tally(entry.id)
    earlier = parts.ledger.drops.get(entry.same_as) if entry.same_as else None
    return Receipt(
        id=entry.id,
        name=entry.name,
        folder=entry.folder,
        size=entry.size,
        digest=entry.digest,
        received=entry.received,
        verdict=VERDICTS[entry.state],
        lines=parts.ledger.receipts.lines(entry.id, counts, but=parts.erp.by_hand),
        counts=counts,
        details=details,
        unusable=parts.ledger.remarks.unusable(entry.id),
        customers_changed=plans.customers_changed(entry.id, but=parts.erp.by_hand),
        layout=entry.layout,
        evidence=entry.evidence,
        shape=entry.shape,
        reasons=entry.reasons,
        same_as=(earlier.id, earlier.name, earlier.received) if earlier else None,
        warnings=[*_warnings(entry, details, parts), *parts.ledger.remarks.of(entry.id)],
        next=_next(entry, counts, parts),
        asked=parts.post.to if entry.state == "held" else (),
    )


def _warnings(entry: Entry, details: Mapping[tuple[str, str], int], parts: Parts) -> Sequence[Worded]:
    """What is worth knowing about the lines."""
    repeated = sum(number for (_, detail), number in details.items() if detail == "duplicate")
    shared, future = parts.ledger.receipts.shared_and_future(entry.id, entry.received)
    found = (("duplicates", repeated), ("shared_addresses", shared), ("future_dates", future))
    return [(code, {"count": count}) for code, count in found if count]


def _next(entry: Entry, counts: Counts, parts: Parts) -> Sequence[Worded]:
    """What happens next: when the changes are to be seen, when the next export leaves, and how to take it all back."""
    if entry.state == "refused":
        return [("next_retry", {})]
    if entry.state == "held":
        return []
    acted = entry.state == "applied" and bool(counts.applied or counts.in_advance)
    if not acted:
        return [("next_nothing", {})]
    told: list[Worded] = []
    if counts.applied:
        told.append(("next_visible", {"at": entry.applied_at or entry.received}))
    if parts.outgoing is not None:
        told.append(("next_export_within", {"count": max(1, round(parts.survey_seconds / 60))}))
    return [*told, ("next_export", {}), ("next_undo", {"id": entry.id})]


def file_line(entry: Entry, parts: Parts) -> FileLine:
    """Return a drop as one line of the summary."""
    counts, _ = parts.ledger.plans.tally(entry.id)
    verdict = "undone" if entry.state in ("undoing", "undone") else VERDICTS.get(entry.state, "waiting")
    return FileLine(
        id=entry.id,
        name=entry.name,
        folder=entry.folder,
        received=entry.received,
        verdict=verdict,
        layout=entry.layout,
        counts=counts,
        receipt=entry.receipt,
        reasons=entry.reasons,
    )


def waiting_files(parts: Parts) -> list[WaitingFile]:
    """Return the names in the drop folder that are not being worked on, and why."""
    now = parts.now()
    try:
        sightings = parts.dropzone.look()
    except ZoneUnavailable:
        return []  # told as a fault of its own
    return [
        WaitingFile(sight.name, now - timedelta(seconds=sight.since_seconds), sight.state)
        for sight in sightings
        if sight.state in ("settling", "open", "foreign", "blocked")
    ]
