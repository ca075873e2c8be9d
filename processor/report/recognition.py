"""What a file was taken for and how it was read, as labels and values, so that a wrong guess is visible."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from processor.domain.batch import EVENTS
from processor.domain.receipt import Receipt
from processor.report.words import Words

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def recognised(receipt: Receipt, words: Words, zone: tzinfo) -> list[tuple[str, str]]:
    """Given a receipt, return (label, value) in the order of reading; a label is "" where the one above goes on."""
    told = [("layout", receipt.layout and _system(receipt, words)), ("content", _content(receipt, words))]
    told += _shape(receipt.shape, words)
    columns = [f"{header} = {_role(str(role), words)}" for header, role in (receipt.shape.get("columns") or {}).items()]
    told += [("" if place else "columns", column) for place, column in enumerate(columns)]
    for place, (header, (cell, microseconds)) in enumerate((receipt.shape.get("dates") or {}).items()):
        moment = words.moment(_EPOCH + timedelta(microseconds=microseconds), zone)
        told.append(("" if place else "dates", words.say("receipt.date_read", column=header, cell=cell, moment=moment)))
    return [(words.say(f"receipt.label_{name}") if name else "", value) for name, value in told if value]


def _system(receipt: Receipt, words: Words) -> str:
    """Return whose export it is: "Brevo (brevo-log)"; our plain lists in words."""
    systems = {str(facts.get("layout")): facts["system"] for _, facts in receipt.evidence if facts.get("system")}
    names = []
    for layout in receipt.layout.split(" + "):
        if words.has(f"receipt.layout_{layout}"):
            names.append(words.say(f"receipt.layout_{layout}"))
        else:
            names.append(f"{systems[layout]} ({layout})" if layout in systems else layout)
    return " + ".join(names)


def _content(receipt: Receipt, words: Words) -> str:
    """Return how many lines say what: "opt-out: 5, bounce: 2"."""
    found = receipt.lines.events
    told = [(event, found[event]) for event in EVENTS if event in found]
    return ", ".join(f"{words.say(f'receipt.event_{event}')}: {words.number(lines)}" for event, lines in told)


def _shape(shape: Mapping[str, Any], words: Words) -> list[tuple[str, str]]:
    sheets = [sheet for sheet in shape.get("sheets") or () if sheet]
    heading = shape.get("header_line")
    return [
        ("container", str(shape.get("container") or "").upper()),
        ("encoding", str(shape.get("encoding") or "")),
        ("delimiter", _delimiter(str(shape.get("delimiter") or ""), words)),
        ("sheets", words.fact("sheets", sheets) if sheets else ""),
        ("header_line", words.say("receipt.header_line", line=heading) if heading else ""),
    ]


def _delimiter(sign: str, words: Words) -> str:
    names = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
    return words.say(f"receipt.delimiter_{names[sign]}") if sign in names else sign


def _role(role: str, words: Words) -> str:
    return words.say(f"receipt.role_{role}") if words.has(f"receipt.role_{role}") else role
