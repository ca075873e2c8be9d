"""Urgent notices: one mail when a file is held or refused, when something goes away, and when it is back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from email.message import EmailMessage
from typing import Any

from processor.domain.receipt import Worded
from processor.domain.summary import Fault, FileLine
from processor.report.figures import duration
from processor.report.letter import inlined, letter
from processor.report.page import render
from processor.report.subject import fault_line, over_line
from processor.report.words import Words


def notice_mail(
    about: FileLine | Fault,
    words: Words,
    zone: tzinfo,
    *,
    at: datetime,
    sender: str,
    to: Sequence[str],
    message_id: str,
    subject_prefix: str = "[newsletter]",
) -> EmailMessage:
    """Given a held or refused file, or a fault that begins (`until` None) or is over, return a short mail about it.

    `at` is the time of the notice. Addresses are masked. The subject holds our own words and times only.
    """
    words = words.masking()
    told = _file(about, words) if isinstance(about, FileLine) else _fault(about, words, zone)
    return _mail(told, words, zone, at, subject_prefix, sender, to, message_id)


def contact_mail(
    about: Sequence[Worded],
    words: Words,
    zone: tzinfo,
    *,
    at: datetime,
    sender: str,
    to: Sequence[str],
    message_id: str,
    subject_prefix: str = "[newsletter]",
) -> EmailMessage:
    """Given what the first export would be (words: contact), return a mail that asks for its release."""
    words = words.masking()
    told = {
        "kind": "attention",
        "verdict": words.say("summary.verdict_attention"),
        "headline": words.say("contact.headline"),
        "name": "",
        "sentences": [words.worded("contact", said) for said in about],
        "after": words.say("contact.after"),
        "commands": [(words.say("contact.release"), "abgleich release export")],
        "received": None,
    }
    return _mail(told, words, zone, at, subject_prefix, sender, to, message_id)


def _mail(
    told: dict[str, Any],
    words: Words,
    zone: tzinfo,
    at: datetime,
    subject_prefix: str,
    sender: str,
    to: Sequence[str],
    message_id: str,
) -> EmailMessage:
    return letter(
        subject=f"{subject_prefix} {told['verdict']} – {told['headline']}".strip(),
        text=render("notice.txt.j2", words, zone, at=at, **told),
        html=inlined(render("notice.html.j2", words, zone, at=at, **told)),
        sender=sender,
        to=to,
        message_id=message_id,
        date=at.astimezone(zone),
        language=words.language,
    )


def _file(file: FileLine, words: Words) -> dict[str, Any]:
    held = file.verdict == "held"
    commands = [(words.say(f"receipt.held_{verb}"), f"abgleich {verb} {file.id}") for verb in ("release", "discard")]
    return {
        "kind": "attention",
        "verdict": words.say("summary.verdict_attention"),
        "headline": words.say(f"summary.subject_{'held' if held else 'refused'}", count=1),
        "name": f"{file.folder}/{file.name}" if file.folder else file.name,
        "sentences": [words.worded("held" if held else "refused", said) for said in file.reasons],
        "after": words.say("summary.held_unanswered" if held else "summary.refused_after"),
        "commands": commands if held else [],
        "received": file.received,
    }


def _fault(fault: Fault, words: Words, zone: tzinfo) -> dict[str, Any]:
    if fault.until is None:
        kind, line, after = "fault", fault_line(fault, None, words, zone), words.say("summary.fault_after")
    else:
        lasted = duration((fault.until - fault.since).total_seconds(), words.language)
        span = {"since": words.moment(fault.since, zone), "until": words.moment(fault.until, zone), "time": lasted}
        kind, line, after = "ok", over_line(fault, words), words.say("summary.fault_over", **span)
    return {
        "kind": kind,
        "verdict": words.say(f"summary.verdict_{'over' if kind == 'ok' else 'fault'}"),
        "headline": line,
        "name": "",
        "sentences": [words.worded("unavailable", fault.what)] if fault.until is None else [],
        "after": after,
        "commands": [],
        "received": None,
    }
