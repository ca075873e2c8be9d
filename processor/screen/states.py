"""The state at this moment, what `check` found, and a human's decision about a held file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, Protocol

from rich.text import Text

from processor.domain.receipt import Worded
from processor.errors import AbgleichError
from processor.post.daily import summary_of
from processor.report.machine import summary_json
from processor.report.status import status_text
from processor.report.words import Words
from processor.screen.terminal import console_of, print_json

if TYPE_CHECKING:
    from processor.parts import Parts

_MARKS = {"ok": ("✓", "green"), "warn": ("!", "yellow"), "error": ("✗", "red")}


class Finding(Protocol):
    """One thing `check` proved or found wanting."""

    @property
    def level(self) -> str:
        """The level: ok, warn or error."""

    @property
    def said(self) -> Worded:
        """Code and facts (words: check)."""


def show_status(parts: Parts, *, as_json: bool) -> None:
    """Show the period since the last summary, as the next summary would."""
    last = parts.ledger.mails.last("summary:")
    since = last.made_at if last else parts.now() - timedelta(days=1)
    summary = summary_of(parts, parts.now().astimezone(parts.zone).date(), since)
    if as_json:
        print_json(json.loads(summary_json(summary, parts.words)))
    else:
        console_of().print(Text(status_text(summary, parts.words, parts.zone)), soft_wrap=True)


def note_decision(id_: str, decision: Literal["release", "discard"], parts: Parts) -> None:
    """Note what a human decided about a held file; raise AbgleichError where there is no such file to decide about."""
    drops = parts.ledger.drops
    try:
        entry = drops.get(id_.strip().upper())
    except KeyError as problem:
        raise AbgleichError("no_such_drop", id=id_) from problem
    if entry.state != "held":
        raise AbgleichError("not_held", id=entry.id, name=entry.name, state=entry.state)
    drops.decide(entry.id, decision)


def show_findings(findings: Iterable[Finding], words: Words, *, as_json: bool) -> bool:
    """Show findings as they come; return whether one is an error."""
    console, failed = console_of(), False
    for finding in findings:
        failed |= finding.level == "error"
        code, facts = finding.said
        text = words.say(f"check.{code}", **facts)
        if as_json:
            print_json({"level": finding.level, "code": code, "text": text, "facts": dict(facts)})
        else:
            mark, style = _MARKS[finding.level]
            console.print(Text.assemble((f" {mark} ", style), text))
    return failed
