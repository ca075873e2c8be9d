"""The promises of the house, and whether they were kept: the guard, the slowest opt-out, what waits, how fresh."""

from __future__ import annotations

from datetime import tzinfo
from typing import Literal, NamedTuple

from processor.domain.proof import Proof
from processor.domain.summary import GuardResult, Summary
from processor.report.figures import duration
from processor.report.fresh import sentences, verdict
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
        *_proof(summary.proof, words, zone),
        _slowest(summary.slowest_optout_seconds, words),
        Promise(words.say("summary.promise_oldest"), oldest, "good" if waits is None else ""),
        Promise(words.say("summary.promise_fresh"), fresh, ""),
        Promise(words.say("summary.promise_export"), _export(summary, words, zone), ""),
        *_safe(summary, words, zone),
    ]


def _guard(guard: GuardResult, words: Words, zone: tzinfo) -> Promise:
    label = words.say("summary.promise_guard")
    if guard.at is None:
        return Promise(label, words.say("summary.guard_never"), "bad")
    facts = {"suppressed": guard.suppressed, "customers": guard.customers, "at": words.moment(guard.at, zone)}
    if guard.repaired:
        return Promise(label, words.say("summary.guard_repaired", count=guard.repaired, **facts), "bad")
    return Promise(label, words.say("summary.guard_kept", **facts), "good")


def _proof(proof: Proof | None, words: Words, zone: tzinfo) -> list[Promise]:
    """The guard's own proof; no line before the first one."""
    if proof is None:
        return []
    facts = {
        "suppressed": proof.suppressed,
        "customers": proof.customers,
        "at": words.moment(proof.at, zone),
        "time": duration(proof.seconds, words.language),
    }
    looked = words.say("summary.proof_looked", count=proof.exports, **facts)
    if proof.listed_at is None:
        looked += " " + words.say("summary.proof_unlisted")
    else:
        listed = words.moment(proof.listed_at, zone)
        looked += " " + words.say("summary.proof_listed", count=proof.subscribers, at=listed)
    found = ("rows", proof.rows), ("mailed", proof.mailed), ("active", proof.active)
    told = [words.say(f"summary.proof_{name}", count=count) for name, count in found if count]
    told += [words.say("summary.proof_repaired", count=proof.repaired)] if proof.repaired else []
    text = " ".join([looked, *(told or [words.say("summary.proof_kept")])])
    return [Promise(words.say("summary.promise_proof"), text, "good" if proof.kept else "bad")]


def _safe(summary: Summary, words: Words, zone: tzinfo) -> list[Promise]:
    """How fresh the last export is, for whoever is about to send."""
    if summary.fresh is None:
        return []
    text = " ".join([*sentences(summary.fresh, words, zone), verdict(summary.fresh, words)])
    return [Promise(words.say("summary.promise_safe"), text, "good" if summary.fresh.safe else "")]


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
