"""The straight line: what happens to one dropped file, from claim to rest.

Where a crash can fall, and why doing it again is right:
1. before the plan is stored: nothing has happened; the file is read anew (after three deaths it is refused)
2. plan stored, ERP not written: the stored plan is carried out
3. ERP committed, not noted: compare-and-set finds every row at its new value and changes nothing
4. noted, file not at rest: receipt and archive are made again from the stored plan, byte for byte the same
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from dropzone.drop import Drop
from dropzone.errors import ZoneError, world
from processor.domain.batch import distinct
from processor.domain.plan import SAID_NO
from processor.erp.gateway import Changed
from processor.errors import AbgleichError, Refused, Unavailable
from processor.ledger.drops import Entry
from processor.ledger.plans import AlreadyPlanned
from processor.memory import give_back
from processor.parts import Parts
from processor.planning import make_plan
from processor.read import read
from processor.recognise import recognise
from processor.report.receipt import receipt_files
from processor.telling import receipt_of
from processor.worklists import hand_over

if TYPE_CHECKING:
    from processor.domain.batch import Batch

log = logging.getLogger("abgleich")

DEATHS = 3
"""A file that ended the program so many times while being read is refused, so that it cannot hold up the others."""

ATTEMPTS = 3
"""How often a plan is made anew when the ERP is edited between planning and writing."""


def journey(drop: Drop, parts: Parts, *, approved: bool = False) -> Entry:
    """Take one claimed file as far as it goes today; return its entry. `approved`: a human released it.

    Raise Unavailable where the world is away: the file stays claimed and the same call is repeated later.
    """
    entry = enter(drop, parts)
    if entry.state == "claimed" or approved:
        conclude(drop, parts, approved=approved)
    carry_out(drop.id, parts)
    rested = bring_to_rest(drop.id, parts)
    give_back()
    return rested


def enter(drop: Drop, parts: Parts) -> Entry:
    """Note that the file is here, once."""
    known = {"id": drop.id, "name": drop.name, "folder": drop.folder, "size": drop.size, "digest": drop.digest}
    return parts.ledger.drops.enter(known | {"received": parts.now()})


def conclude(drop: Drop, parts: Parts, *, approved: bool) -> None:
    """Decide what the file leads to and store that: a plan, held or not, or a refusal, or that it came before."""
    drops = parts.ledger.drops
    try:
        batch = understand(drop, parts)
        give_back()  # reading took several times what the batch does
        earlier = drops.same_content(drop.digest, batch.meaning, but=drop.id)
        if earlier is not None and earlier.state == "held":
            raise Refused("held_already", id=earlier.id, name=earlier.name)
        if earlier is not None and not overtaken(batch, parts):
            drops.repeat(drop.id, earlier.id)
            return
        if earlier is not None:
            drops.forget_content(earlier.id)
        plan = make_plan(batch, parts, drops.get(drop.id).received, drop_id=drop.id, approved=approved)
        parts.ledger.plans.store(drop.id, batch, plan, parts.now())
    except Refused as refusal:
        drops.refuse(drop.id, (refusal.code, refusal.facts))
    except AlreadyPlanned:  # another machine was quicker; now its entry is there to be found
        conclude(drop, parts, approved=approved)


def overtaken(batch: Batch, parts: Parts) -> bool:
    """Return whether an opt-in has lifted an opt-out of these bytes since: dropped again, they count again."""
    if not parts.policy.trust_optin:
        return False
    rows = batch.rows
    said_no = distinct(rows.loc[rows["event"].isin(SAID_NO), "canonical"]) - {""}
    return bool(said_no - parts.ledger.people.said_no(among=said_no))


def understand(drop: Drop, parts: Parts) -> Batch:
    """Read and recognise a file; raise Refused with the reason where that cannot be done safely."""
    if drop.trouble:
        raise Refused(drop.trouble)
    if drop.attempt > DEATHS:
        raise Refused("deadly", count=DEATHS)
    with world(drop.copy.parent), drop.open() as stream:
        try:
            return recognise(read(stream, drop.name), drop.name, drop.folder, parts.zone, parts.layouts().layouts)
        except (AbgleichError, OSError, MemoryError):
            raise
        except Exception as bug:  # reading is a function of the bytes alone: trying again would meet it again
            log.exception("file %s could not be read because of a fault of abgleich itself", drop.id)
            raise Refused("our_fault") from bug


def carry_out(drop_id: str, parts: Parts) -> None:
    """Write a stored plan to the ERP, in one transaction, and note that it stands there."""
    for _attempt in range(ATTEMPTS):
        entry = parts.ledger.drops.get(drop_id)
        if entry.state != "planned":
            return
        try:
            changes = parts.ledger.plans.changes(drop_id)
            parts.erp.apply(changes, now=parts.now().astimezone(parts.zone), source=entry.name)
            hand_over(changes, entry.id, parts, at=entry.received, source=entry.name)
        except Changed:
            conclude(reopened(entry, parts), parts, approved=True)  # weighed once; the ERP moved meanwhile
        else:
            parts.ledger.drops.applied(drop_id, parts.now())
            return
    raise Unavailable("erp_busy", name=entry.name)


def reopened(entry: Entry, parts: Parts) -> Drop:
    """Return the file of a known drop again, as it came: its deaths until then are no reason to refuse it now."""
    return replace(parts.dropzone.reopen(entry.id), name=entry.name, folder=entry.folder, attempt=1)


def bring_to_rest(drop_id: str, parts: Parts) -> Entry:
    """Put the file into its folder, its receipt beside it, and note where."""
    entry = parts.ledger.drops.get(drop_id)
    companions = receipt_files(receipt_of(entry, parts), parts.words, parts.zone)
    try:
        place = parts.dropzone.rest(drop_id, resting_place(entry, parts), companions)
    except ZoneError as problem:
        if problem.code != "vanished":
            raise
        place = ""  # somebody took it away from working/; what it led to stands in the ledger
    parts.ledger.drops.rested(drop_id, place, parts.now())
    return parts.ledger.drops.get(drop_id)


def resting_place(entry: Entry, parts: Parts) -> str:
    """The folder that says the file's state to people."""
    if entry.state in ("held", "refused"):
        return entry.state
    if entry.state == "discarded":
        return "refused"
    return f"done/{entry.received.astimezone(parts.zone).date().isoformat()}"
