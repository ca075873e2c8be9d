"""The summary of one day, and of this moment: values from ledger and drop folder, always made anew."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from processor.domain.address import masked
from processor.domain.receipt import Worded
from processor.domain.summary import Conflict, FileLine, GuardResult, Proposal, Summary, WaitingFile
from processor.layouts.proposed import proposed
from processor.layouts.taught import WORDS_FILE
from processor.post.differing import altered_exports, differences, first_export
from processor.telling import file_line, waiting_files

if TYPE_CHECKING:
    from processor.ledger.drops import Entry
    from processor.parts import Parts

_WORTH_KNOWING = {
    ("reported", "temporary"): "keeps_bouncing",
    ("reported", "unknown"): "keeps_bouncing_unclear",
    ("reported", "personal_block"): "blocks_us",
    ("reported", "vendor_suppressed"): "blocked_there",
    ("senders_fault", ""): "sending_refused",
    ("", "address_change_hint"): "new_address_named",
}
"""Detail and bounce class of lines that change nothing but that somebody should know of (words: conflict)."""

_TEACHABLE = frozenset({"no_meaning", "words_without_meaning", "numbers_without_meaning", "several_address_columns"})
"""Refusals of files that a layout of the operator's own could read (words: refused)."""


LONG = timedelta(hours=1)
"""A file arriving for longer does not end by itself; while it grows exports wait, for it may hold a no."""


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
    arriving = [file for file in waiting if file.why in ("settling", "open") and now - file.since > LONG]
    todo += [("endless_file", {"name": file.name}) for file in arriving]
    undone, by_hand = _undone(parts, since)
    todo += by_hand + first_export(parts) + altered_exports(parts, since)
    last_proof = ledger.proofs.last()
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
        conflicts=[*conflicts, *undone, *differences(parts, last_proof, since, conflicts)],
        faults=faults,
        worth_a_call=ledger.figures.newly_faulty(since, limit=10),
        version=parts.version,
        started=parts.started,
        rounds=ledger.figures.rounds(since),
        last_export=(last.name, last.addresses, last.published_at) if last and last.published_at else None,
        suppressions_known_until=ledger.figures.suppressions_known_until(),
        free_bytes=shutil.disk_usage(parts.spool).free,
        late_by_days=late,
        proposals=_proposals(parts, refused, since),
        words_file=str(parts.layouts().folder / WORDS_FILE),
        proof=last_proof,
        fresh=ledger.fresh.of(last.number) if last else None,
    )


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
    todo += [(_after_refusal(entry), {"name": entry.name}) for entry in refused]
    todo += [("blocked_file", {"name": file.name}) for file in waiting if file.why == "blocked"]
    decisions = sum(conflict.what[0] == "active_but_suppressed" for conflict in conflicts)
    return todo + ([("conflicts", {"count": decisions})] if decisions else [])


def _after_refusal(entry: Entry) -> str:
    """What to do about a refused file: one that nobody knows can be taught."""
    return "teach_file" if any(code in _TEACHABLE for code, _ in entry.reasons) else "refused_file"


def _conflicts(parts: Parts, since: datetime) -> list[Conflict]:
    """Where both sides disagree, or a word is new to us."""
    figures, now = parts.ledger.figures, parts.now()
    conflicts = []
    if repaired := figures.repaired(since, now):
        conflicts.append(Conflict(("yes_over_optout", {"count": repaired})))
    if active := figures.people_with(since, "active_but_suppressed"):
        conflicts.append(Conflict(("active_but_suppressed", {"count": active})))
    for reason, people in parts.ledger.left_out.begun(since, now):
        first = ", ".join(masked(address) for address in people[:3])
        conflicts.append(Conflict((f"left_out_{reason}", {"count": len(people), "first": first})))
    if people := parts.ledger.people.without_entry(since):
        first = ", ".join(masked(address) for address in people[:3])
        conflicts.append(Conflict(("no_entry", {"count": len(people), "first": first})))
    for kind, code in _WORTH_KNOWING.items():
        if number := figures.people_with(since, *kind):
            conflicts.append(Conflict((code, {"count": number})))
    for (name, word), lines in _unknown_words(parts, since).items():
        conflicts.append(Conflict(("unknown_word", {"word": word, "name": name, "count": lines})))
    return conflicts


def _unknown_words(parts: Parts, since: datetime) -> Counter[tuple[str, str]]:
    """How many lines of which file had which word that nobody knows."""
    counted: Counter[tuple[str, str]] = Counter()
    for name, word, _rule, lines in parts.ledger.figures.unknown_words(since):
        counted[name, word] += lines
    return counted


def _proposals(parts: Parts, refused: Sequence[Entry], since: datetime) -> list[Proposal]:
    """Words to be taught: of lines that were left without effect, and of files refused because they had no others."""
    seen = [
        Proposal(word, rule.partition("suggests:")[2], lines, name)
        for name, word, rule, lines in parts.ledger.figures.unknown_words(since)
    ]
    for entry in refused:
        for code, facts in entry.reasons:
            words = facts.get("words") if code == "words_without_meaning" else ()
            seen += [Proposal(str(word), "", 0, entry.name) for word in (words if isinstance(words, list) else ())]
    return proposed(seen, parts.layouts().words)


def _undone(parts: Parts, since: datetime) -> tuple[list[Conflict], list[Worded]]:
    """What was undone in the period, and what of it is left to do by hand."""
    told: list[Conflict] = []
    by_hand: list[Worded] = []
    for undo in parts.ledger.undos.between(since, parts.now()):
        name, counts = parts.ledger.drops.get(undo.drop_id).name, undo.counts
        left = sum(counts.get(outcome, 0) for outcome in ("edited", "gone", "not_restorable"))
        facts = {"restored": counts.get("restored", 0), "kept": counts.get("kept", 0), "open": left}
        told.append(Conflict(("file_undone", {"who": undo.who or "–", "name": name, "id": undo.drop_id, **facts})))
        if lost := counts.get("not_restorable", 0):
            by_hand.append(("undo_by_hand", {"count": lost, "name": name}))
    return told, by_hand


def _guard(parts: Parts, since: datetime, now: datetime) -> GuardResult:
    """What the resurrection guard found last, and repaired in the period."""
    last = parts.ledger.watchbook.last()
    repaired = parts.ledger.figures.repaired(since, now)
    if last is None:
        return GuardResult(None, parts.ledger.figures.suppressed(), 0, repaired, 0.0)
    return GuardResult(last.at, last.suppressed, last.customers, repaired, last.seconds)
