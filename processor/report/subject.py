"""The verdict in one line, of our own words and numbers only: no cell and no file name ever reaches a subject."""

from __future__ import annotations

from datetime import tzinfo

from processor.domain.summary import Fault, Summary
from processor.report.words import Words

TO_DECIDE = ("active_but_suppressed", "shared_address")
"""Contradictions that wait for a human; the others are told, but nobody must act."""


def verdict_line(summary: Summary, words: Words, zone: tzinfo) -> str:
    """Return "OK – 14 opt-outs, 9 faulty, 31 new", "ATTENTION – 1 file waits for a decision" and the like."""
    return f"{words.say(f'summary.verdict_{summary.verdict}')} – {headline(summary, words, zone)}"


def headline(summary: Summary, words: Words, zone: tzinfo) -> str:
    """Return what the verdict rests on: the fault, what waits for people, or else the numbers of the period."""
    if summary.verdict == "fault" and (faults := [fault for fault in summary.faults if fault.until is None]):
        first = min(faults, key=lambda fault: fault.since)
        rest = words.say("summary.more_faults", count=len(faults) - 1) if len(faults) > 1 else ""
        return " ".join(part for part in (fault_line(first, summary, words, zone), rest) if part)
    if summary.verdict != "ok" and (waiting := _waiting(summary, words)):
        return ", ".join(waiting)
    counted = (("optouts", summary.optouts), ("faulty", summary.faulty), ("exported", summary.exported))
    return ", ".join(words.say(f"summary.subject_{name}", count=count) for name, count in counted)


def fault_line(fault: Fault, summary: Summary | None, words: Words, zone: tzinfo) -> str:
    """Return "ERP not reachable since 06:10", with the day where it began before the summary's."""
    same_day = summary is None or fault.since.astimezone(zone).date() == summary.day
    since = words.clock(fault.since, zone) if same_day else words.moment(fault.since, zone)
    return words.say(f"summary.{_who(fault, words)}_since", since=since)


def over_line(fault: Fault, words: Words) -> str:
    """Return "ERP reachable again"."""
    return words.say(f"summary.{_who(fault, words)}_again")


def _who(fault: Fault, words: Words) -> str:
    """Return the words for what is the matter: those of the fault's code, else of its first part ("erp_away")."""
    code, facts = fault.what
    named = (*([f"{code}_row"] if facts.get("row") else []), code, code.partition("_")[0])
    return next((f"away_{name}" for name in named if words.has(f"summary.away_{name}_since")), "away")


def _waiting(summary: Summary, words: Words) -> list[str]:
    """Return what waits for people, as parts of a subject."""
    refused = sum(file.verdict == "refused" for file in summary.files)
    blocked = sum(file.why == "blocked" for file in summary.waiting)
    held = len(summary.held)
    conflicts = sum(conflict.what[0] in TO_DECIDE for conflict in summary.conflicts)
    counts = (("held", held), ("refused", refused), ("blocked", blocked), ("conflicts", conflicts))
    return [words.say(f"summary.subject_{name}", count=count) for name, count in counts if count]
