"""Everything about one address as JSON, whole: for machines, and for the person who asks for it (GDPR art. 15)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from processor.domain.address import Address
from processor.domain.explain import Known, after, conflicts, verdict
from processor.domain.receipt import Worded
from processor.report.discreet import discreet

if TYPE_CHECKING:
    from processor.parts import Parts
    from processor.report.words import Words

FORMAT = 1
"""Counts up when a name in the JSON changes its meaning or disappears; additions leave it alone."""

_EXTRACT = ("lines", "changes", "suppressions", "known", "exports", "undone")


def extract_of(text: str, found: Address, known: Known, away: Worded | None, parts: Parts) -> dict[str, Any]:
    """Return all that is known of an address, as asked for and as found; `away` says why the ERP could not be asked."""
    words = parts.words
    changes = [
        {**change, "after": after(change, known), "on_worklist": change["target"] in known.by_hand}
        for change in known.changes
    ]
    told = {**{name: getattr(known, name) for name in _EXTRACT}, "changes": changes}
    return {
        "format": FORMAT,
        "asked_for": text,
        "address": found.canonical,
        "at": parts.now().isoformat(),
        "known": not known.nothing,
        "verdict": [_said(one, words) for one in verdict(known)],
        "conflicts": [_said(one, words) for one in conflicts(known)],
        "erp": {"asked": away is None, "why": words.worded("unavailable", away) if away else ""}
        | {"rows": _plain(known.erp or [])},
        "events": _plain(told.pop("lines")),
        "known_subscriber": _plain(told.pop("known")),
        "remarks": _remarks(found, parts),
        **{name: _plain(rows) for name, rows in told.items()},
    }


def _remarks(found: Address, parts: Parts) -> list[dict[str, Any]]:
    """Return hints that were given about the address; the addresses of others in them are masked."""
    ours = {found.canonical, found.written.lower()}
    return [
        {"drop_id": drop_id, "code": code}
        | {"facts": _plain({name: _ours_or_masked(value, ours) for name, value in facts.items()})}
        for drop_id, code, facts in parts.ledger.remarks.about({found.canonical, found.written})
    ]


def _ours_or_masked(value: object, ours: Collection[str]) -> object:
    return discreet(value) if isinstance(value, str) and value.lower() not in ours else value


def _said(said: Worded, words: Words) -> dict[str, Any]:
    return {"code": said[0], "text": words.worded("explain", said), "facts": _plain(dict(said[1]))}


def _plain(value: Any) -> Any:
    """Return a value as JSON knows it, moments as ISO 8601 with offset."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value
