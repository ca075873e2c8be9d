"""The guard proves itself: nightly and after every export, over all customers, the last exports and the last list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from processor.customers.guard import finish_repairs, keep_promises, look_through, tell_stubborn
from processor.customers.sharing import difference_of, looking_at_lists
from processor.domain.drift import Comparison
from processor.domain.packed import Portions
from processor.domain.proof import Proof
from processor.parts import Parts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from processor.domain.snapshot import Snapshot

LATELY = timedelta(days=7)
"""Exports looked at again."""


def prove_when_due(parts: Parts) -> None:
    """Prove it where an export went out since the last proof, and once a day when the summary is about to be made."""
    if _is_due(parts):
        prove(parts)


def _is_due(parts: Parts) -> bool:
    last, export, now = parts.ledger.proofs.last(), parts.ledger.exports.last(), parts.now()
    if export is not None and export.published_at is not None and (last is None or last.at < export.published_at):
        return True
    local = now.astimezone(parts.zone)
    hour, minute = map(int, parts.post.at.split(":"))
    tonight = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return local >= tonight and (last is None or last.at < tonight)


def prove(parts: Parts) -> Proof:
    """Look through everything, repair by policy what is found, and note the result.

    Raise Unavailable where the ERP is away, and at the end where it does not let somebody be set to NO.
    """
    begun, at = monotonic(), parts.now()
    finish_repairs(parts)  # of an earlier life
    snapshots = parts.ledger.snapshots.last()
    comparison = compared_with(snapshots, parts)
    survey, stubborn, set_again = keep_promises(parts, None, comparison)
    drift = comparison.result(survey.new_subscribers().addresses()) if comparison else {}
    exports, mailed = parts.ledger.proofs.mailed(at - LATELY)
    proof = Proof(
        at=at,
        suppressed=parts.ledger.figures.suppressed(),
        customers=survey.customers,
        exports=exports,
        subscribers=comparison.subscribed if comparison else 0,
        rows=survey.risen_rows(),
        repaired=set_again,
        mailed=len(mailed),
        active=len(drift.get("suppressed_here_active_there", ())),
        seconds=monotonic() - begun,
        listed_at=_listed_at(snapshots),
        drift={name: len(people) for name, people in drift.items()},
    )
    parts.ledger.proofs.note(proof)
    tell_stubborn(stubborn)
    return proof


@dataclass(frozen=True)
class Reconciled:
    """How both sides differ now: canonical addresses by class of drift; `people` are those the next export would hold.

    Without any snapshot the only class is missing_there. `customers` rows were looked through.
    """

    snapshots: Sequence[Snapshot]
    drift: Mapping[str, Sequence[str]]
    people: Portions
    customers: int


def reconcile(parts: Parts) -> Reconciled:
    """Compare both sides now; changes nothing. Raise Unavailable where the ERP is away."""
    snapshots = parts.ledger.snapshots.last()
    comparison = compared_with(snapshots, parts)
    listed = looking_at_lists(parts)
    survey = look_through(parts, comparison, listed)
    people = survey.new_subscribers()
    missing = people.addresses()
    if parts.outgoing is not None:
        people = difference_of(listed, survey, parts, parts.outgoing).joined
    drift = comparison.result(missing) if comparison else {"missing_there": sorted(missing)}
    return Reconciled(snapshots, drift, people, survey.customers)


def compared_with(snapshots: Sequence[Snapshot], parts: Parts) -> Comparison | None:
    """Return what collects the differences, None where no snapshot ever came."""
    if not snapshots:
        return None
    known = parts.ledger.snapshots
    return Comparison(known.outline(snapshots), partial(known.exactly, snapshots))


def _listed_at(snapshots: Sequence[Snapshot]) -> datetime | None:
    return min((one.at for one in snapshots), default=None)
