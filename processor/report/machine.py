"""The copy of the summary for machines: JSON with the same masked content as the mail, and stable names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from processor.domain.address import masked
from processor.domain.receipt import Worded
from processor.domain.shown import shown
from processor.domain.summary import Conflict, Fault, FileLine, Summary
from processor.report.discreet import discreet
from processor.report.words import FACT_LIMIT, Words

FORMAT = 1
"""Counts up when a name changes its meaning or disappears; additions leave it alone."""


def summary_json(summary: Summary, words: Words) -> bytes:
    """Given one day's summary, return it as JSON (UTF-8): the dataclass by its names, times ISO 8601 with offset.

    Codes come as {"code", "facts", "text"}, the text in the reader's language. Addresses are masked everywhere.
    """
    words = words.masking()
    content = {"format": FORMAT, "language": words.language, **_plain(summary, words)}
    content["todo"] = [_said("todo", said, words) for said in summary.todo]
    content["worth_a_call"] = [
        {"address": _text(masked(address)), "customer": _text(key), "bounce_class": why}
        for address, key, why in summary.worth_a_call
    ]
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "backslashreplace")


def _plain(value: object, words: Words) -> Any:
    """Return a value as JSON knows it."""
    if is_dataclass(value):
        named = {field.name: _plain(getattr(value, field.name), words) for field in fields(value)}
        return named | _worded(value, words)
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): _plain(one, words) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one, words) for one in value]
    if isinstance(value, Path | str):
        return _text(str(value))
    return _text(repr(value))


def _worded(value: object, words: Words) -> dict[str, Any]:
    """Return those entries of a dataclass that are codes, with their sentences."""
    if isinstance(value, FileLine):
        section = "refused" if value.verdict == "refused" else "held"
        return {"reasons": [_said(section, said, words) for said in value.reasons]}
    if isinstance(value, Fault):
        return {"what": _said("unavailable", value.what, words)}
    if isinstance(value, Conflict):
        return {
            "what": _said("conflict", value.what, words),
            "address": _text(masked(value.address)) if value.address else "",
        }
    return {}


def _said(section: str, said: Worded, words: Words) -> dict[str, Any]:
    code, facts = said
    return {"code": code, "facts": _plain(facts, words), "text": words.worded(section, said)}


def _text(text: str) -> str:
    return shown(discreet(text), FACT_LIMIT)
