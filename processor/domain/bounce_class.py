"""The classes of bounces, and how soon each costs somebody the newsletter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

HARM: Mapping[str, int] = {
    "unsubscribed": 0,
    "complaint": 0,
    "delivered_or_other": 0,
    "delayed": 0,
    "auto_reply": 0,
    "address_change_hint": 0,
    "sender_fault": 1,
    "blocked": 1,
    "content": 1,
    "vendor_suppressed": 2,
    "personal_block": 2,
    "unknown": 3,
    "temporary": 3,
    "mailbox_full": 4,
    "mailbox_disabled": 5,
    "domain_dead": 6,
    "moved": 7,
    "address_invalid": 7,
    "mailbox_unknown": 7,
}
"""How soon a class costs somebody the newsletter; where two sources disagree, the lower one is taken."""

CLASSES = tuple(HARM)
"""Everything a line about a bounce can mean."""

LABELS: Mapping[str, str] = {
    "soft": "temporary",
    "transient": "unknown",  # "for now", said by systems that take an out of office notice for a bounce too
    "no_answer": "temporary",  # something about the receiving domain: dead only if the server's words prove it
    "hard": "mailbox_unknown",
}
"""Bare labels that say whether for good but not why, mildest first, and the class each is by itself. Never sure."""


def gentlest(words: Iterable[str]) -> str:
    """Return, of classes and LABELS, the one that does least harm, "" of none.

    A label says less than any class, so it counts only where nothing else is said.
    """
    said = list(words)
    classes = [word for word in said if word in HARM]
    if classes:
        return min(classes, key=lambda word: HARM[word])
    return next((label for label in LABELS if label in said), "")
