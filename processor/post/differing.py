"""What the daily mail says of both sides: how they differ, what followed a changed address, what waits for a word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from processor.customers.contact import waiting
from processor.domain.address import masked
from processor.domain.drift import CLASSES
from processor.domain.receipt import Worded
from processor.domain.summary import Conflict

if TYPE_CHECKING:
    from processor.domain.proof import Proof
    from processor.parts import Parts

_NO_CONFLICT = ("missing_there", "suppressed_here_active_there")
"""Classes of drift that are told elsewhere: who goes out next, and who is still active as a conflict of its file."""


def first_export(parts: Parts) -> list[Worded]:
    """Return what a human must do about a first export that waits (words: todo)."""
    told = dict(waiting(parts))
    return [("release_export", {"count": told["would_export"]["count"]})] if told else []


def differences(parts: Parts, proof: Proof | None, since: datetime, told: Sequence[Conflict]) -> list[Conflict]:
    """Return how ERP and newsletter server differ by the last proof, and what a changed address led to since then."""
    found: list[Conflict] = []
    if proof is not None:
        said = any(conflict.what[0] == "active_but_suppressed" for conflict in told)
        classes = [name for name in CLASSES if name not in _NO_CONFLICT[: 2 if said else 1]]
        counted = ((name, proof.drift.get(name, 0)) for name in classes)
        found += [_drift(name, count, proof.listed_at) for name, count in counted if count]
        if proof.mailed:
            found.append(Conflict(("mailed_after_no", {"count": proof.mailed})))
        if left := proof.rows - proof.repaired:
            found.append(Conflict(("yes_left", {"count": left})))
    if followed := parts.ledger.rows.followed(since, parts.now()):
        found.append(Conflict(("objection_followed", {"count": followed})))
    found += _taken_back(parts, since)
    given_up, untold = parts.ledger.removals.noted(since, parts.now())
    if untold and not (parts.outgoing and parts.outgoing.removals):
        found.append(Conflict(("old_addresses_there", {"count": untold})))
    elif given_up:
        found.append(Conflict(("old_addresses_removed", {"count": given_up})))
    for name, people in parts.ledger.listings.left_by_hand(since, parts.now()).items():
        first = ", ".join(map(masked, people[:3]))
        found.append(Conflict(("left_list", {"count": len(people), "list": name, "first": first})))
    return found


def altered_exports(parts: Parts, since: datetime) -> list[Worded]:
    """Return what a human must do about exports that cannot be taken back, for somebody has worked on them."""
    told = parts.ledger.takebacks.between(since, parts.now())
    return [("altered_export", {"name": one.name}) for one in told if one.outcome == "altered"]


def _taken_back(parts: Parts, since: datetime) -> list[Conflict]:
    """Return which exports were taken back before anybody fetched them, and why."""
    names: dict[str, list[str]] = {}
    for one in parts.ledger.takebacks.between(since, parts.now()):
        if one.outcome == "back":
            names.setdefault(one.why, []).append(one.name)
    return [
        Conflict((f"taken_back_{why}", {"count": len(some), "name": some[0]})) for why, some in sorted(names.items())
    ]


def _drift(name: str, count: int, listed_at: datetime | None) -> Conflict:
    return Conflict((f"drift_{name}", {"count": count, "at": listed_at}))
