"""The promises of the house, and whether they were kept: the guard, the slowest opt-out, what waits, how fresh."""

from __future__ import annotations

from datetime import tzinfo
from typing import Literal, NamedTuple

from processor.domain.summary import GuardResult, Summary
from processor.report.figures import duration
from processor.report.words import Words

TWO_DAYS = 48 * 3600
"""Large mail providers expect an opt-out to be honoured so soon (sender guidelines of Gmail and Yahoo, 2024)."""


class Promise(NamedTuple):
    """One line of the table; `mark` says how it should look."""

    label: str
    text: str
    mark: Literal["good", "bad", ""]


def promises(summary: Summary, words: Words, zone: tzinfo) -> list[Promise]:
    """Return what was promised and how it stands, in the order in which it matters."""
    waits = summary.oldest_waiting_seconds
    oldest = words.say("summary.oldest_none") if waits is None else duration(waits, words.language)
    known = summary.suppressions_known_until
    fresh = words.moment(known, zone) if known else words.say("summary.fresh_never")
    return [
        _guard(summary.guard, words, zone),
        _slowest(summary.slowest_optout_seconds, words),
        Promise(words.say("summary.promise_oldest"), oldest, "good" if waits is None else ""),
        Promise(words.say("summary.promise_fresh"), fresh, ""),
        Promise(words.say("summary.promise_export"), _export(summary, words, zone), ""),
    ]


def _guard(guard: GuardResult, words: Words, zone: tzinfo) -> Promise:
    label = words.say("summary.promise_guard")
    if guard.at is None:
        return Promise(label, words.say("summary.guard_never"), "bad")
    facts = {"suppressed": guard.suppressed, "customers": guard.customers, "at": words.moment(guard.at, zone)}
    if guard.repaired:
        return Promise(label, words.say("summary.guard_repaired", count=guard.repaired, **facts), "bad")
    return Promise(label, words.say("summary.guard_kept", **facts), "good")


def _slowest(seconds: float | None, words: Words) -> Promise:
    label = words.say("summary.promise_slowest")
    if seconds is None:
        return Promise(label, words.say("summary.slowest_none"), "")
    time = duration(seconds, words.language)
    if seconds > TWO_DAYS:
        return Promise(label, words.say("summary.slowest_too_late", time=time), "bad")
    return Promise(label, words.say("summary.slowest_in_time", time=time), "good")


def _export(summary: Summary, words: Words, zone: tzinfo) -> str:
    if summary.last_export is None:
        return words.say("summary.export_never")
    name, addresses, at = summary.last_export
    return words.say("summary.export_last", count=addresses, name=name, at=words.moment(at, zone))
