"""From the ledger to what people are told: the receipt of one drop, the summary of one day. Repeatable."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from dropzone.errors import ZoneUnavailable
from processor.domain.batch import frame
from processor.domain.receipt import ROW_COLUMNS, Counts, Receipt, Worded
from processor.domain.summary import Conflict, FileLine, GuardResult, Summary, WaitingFile

if TYPE_CHECKING:
    import pandas as pd

    from processor.ledger.drops import Entry
    from processor.parts import Parts

_VERDICTS: Mapping[str, Literal["done", "already", "held", "refused", "discarded"]] = {
    "applied": "done",
    "already": "already",
    "held": "held",
    "refused": "refused",
    "discarded": "discarded",
}


_WORTH_KNOWING = {
    ("reported", "temporary"): "keeps_bouncing",
    ("reported", "unknown"): "keeps_bouncing_unclear",
    ("reported", "personal_block"): "blocks_us",
    ("reported", "vendor_suppressed"): "blocked_there",
    ("senders_fault", ""): "sending_refused",
    ("", "address_change_hint"): "new_address_named",
}
"""Detail and bounce class of lines that change nothing but that somebody should know of (words: conflict)."""


def receipt_of(entry: Entry, parts: Parts) -> Receipt:
    """Return the receipt of a drop that was concluded: from the stored plan, so always the same."""
    plans = parts.ledger.plans
    counts, details = plans.tally(entry.id)
    rows = plans.lines(entry.id) if counts.read else frame(dict.fromkeys(ROW_COLUMNS, ()), ROW_COLUMNS)
    earlier = parts.ledger.drops.get(entry.same_as) if entry.same_as else None
    return Receipt(
        id=entry.id,
        name=entry.name,
        folder=entry.folder,
        size=entry.size,
        digest=entry.digest,
        received=entry.received,
        verdict=_VERDICTS[entry.state],
        rows=rows,
        counts=counts,
        details=details,
        customers_changed=plans.customers_changed(entry.id),
        layout=entry.layout,
        evidence=entry.evidence,
        shape=entry.shape,
        reasons=entry.reasons,
        same_as=(earlier.id, earlier.name, earlier.received) if earlier else None,
        warnings=list(_warnings(rows, details, entry.received)),
        next=_next(entry.state, counts),
        asked=parts.post.to if entry.state == "held" else (),
    )


def _warnings(rows: pd.DataFrame, details: Mapping[tuple[str, str], int], received: datetime) -> Sequence[Worded]:
    """What is worth knowing about the lines."""
    repeated = sum(number for (_, detail), number in details.items() if detail == "duplicate")
    shared = int(rows.loc[rows["customers"].str.contains(" "), "address"].nunique())
    future = int((rows["at"] > received).sum())
    found = (("duplicates", repeated), ("shared_addresses", shared), ("future_dates", future))
    return [(code, {"count": count}) for code, count in found if count]


def _next(state: str, counts: Counts) -> Sequence[Worded]:
    """What happens next."""
    if state == "refused":
        return [("next_retry", {})]
    if state == "held":
        return []
    if state == "applied" and counts.applied:
        return [("next_visible", {}), ("next_export", {})]
    return [("next_export", {})] if counts.in_advance else [("next_nothing", {})]


def file_line(entry: Entry, parts: Parts) -> FileLine:
    """Return a drop as one line of the summary."""
    counts, _ = parts.ledger.plans.tally(entry.id)
    verdict = _VERDICTS.get(entry.state, "waiting")
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


def summary_of(parts: Parts, day: date, since: datetime) -> Summary:
    """Return the summary of the period from `since` to now."""
    ledger, now = parts.ledger, parts.now()
    entries = ledger.drops.received_between(since, now)
    held = [file_line(entry, parts) for entry in ledger.drops.waiting_for_decision()]
    refused = [entry for entry in entries if entry.state == "refused"]
    faults = ledger.watchbook.faults(since)
    waiting = waiting_files(parts)
    conflicts = _conflicts(parts, since)
    late = sum(mail.key.startswith("summary:") for mail in ledger.mails.unsent())
    todo = _todo(held, refused, waiting, conflicts, [fault.what for fault in faults if fault.until is None])
    todo += [("mails_late", {"count": late})] if late else []
    numbers, counts = ledger.figures.period(since, now)
    last = ledger.exports.last()
    return Summary(
        day=day,
        since=since,
        until=now,
        verdict="fault" if any(fault.until is None for fault in faults) else "attention" if todo else "ok",
        optouts=numbers["optouts"] + numbers["complaints"],
        faulty=numbers["bounces_marked"] + numbers["bounces_deleted"],
        exported=ledger.figures.exported(since, now),
        todo=todo,
        held=held,
        numbers=ledger.figures.numbers(day, parts.zone),
        counts=counts,
        guard=_guard(parts, since, now),
        slowest_optout_seconds=ledger.figures.slowest_optout(since, now),
        oldest_waiting_seconds=max(((now - file.since).total_seconds() for file in waiting), default=None),
        files=[file_line(entry, parts) for entry in entries],
        waiting=waiting,
        conflicts=conflicts,
        faults=faults,
        worth_a_call=ledger.figures.newly_faulty(since, limit=10),
        version=parts.version,
        started=parts.started,
        rounds=ledger.figures.rounds(since),
        last_export=(last.name, last.addresses, last.published_at) if last and last.published_at else None,
        suppressions_known_until=ledger.figures.suppressions_known_until(),
        free_bytes=shutil.disk_usage(parts.spool).free,
        late_by_days=late,
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


def _todo(
    held: Sequence[FileLine],
    refused: Sequence[Entry],
    waiting: Sequence[WaitingFile],
    conflicts: Sequence[Conflict],
    faults: Sequence[Worded],
) -> list[Worded]:
    """What a human must do today, most urgent first."""
    todo: list[Worded] = [("fault", {"what": what}) for what in faults]
    todo += [("decide_held", {"name": file.name, "id": file.id}) for file in held]
    todo += [("refused_file", {"name": entry.name}) for entry in refused]
    todo += [("blocked_file", {"name": file.name}) for file in waiting if file.why == "blocked"]
    decisions = sum(conflict.what[0] == "active_but_suppressed" for conflict in conflicts)
    return todo + ([("conflicts", {"count": decisions})] if decisions else [])


def _conflicts(parts: Parts, since: datetime) -> list[Conflict]:
    """Where both sides disagree, or a word is new to us."""
    figures, now = parts.ledger.figures, parts.now()
    conflicts = []
    if repaired := figures.repaired(since, now):
        conflicts.append(Conflict(("yes_over_optout", {"count": repaired})))
    if active := figures.people_with(since, "active_but_suppressed"):
        conflicts.append(Conflict(("active_but_suppressed", {"count": active})))
    for kind, code in _WORTH_KNOWING.items():
        if people := figures.people_with(since, *kind):
            conflicts.append(Conflict((code, {"count": people})))
    for name, word, lines in figures.unknown_words(since):
        conflicts.append(Conflict(("unknown_word", {"word": word, "name": name, "count": lines})))
    return conflicts


def _guard(parts: Parts, since: datetime, now: datetime) -> GuardResult:
    """What the resurrection guard found last, and repaired in the period."""
    last = parts.ledger.watchbook.last()
    repaired = parts.ledger.figures.repaired(since, now)
    if last is None:
        return GuardResult(None, parts.ledger.figures.suppressed(), 0, repaired, 0.0)
    return GuardResult(last.at, last.suppressed, last.customers, repaired, last.seconds)
