"""Undoing one applied file: asked for, planned anew from what is there, stored, written, noted, told.

Where a crash can fall, and why doing it again is right: before the plan is stored nothing has happened, the wish stands
noted; after that it is planned again before each try, and rows that have the value before already are left alone; after
the ERP committed only the note and the receipt are missing, both made from what is stored.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from dropzone.errors import ZoneError
from processor.domain.support import following, supports_of, waiting_no
from processor.domain.undo import Reversal, reverse
from processor.erp.gateway import Changed, Unrestorable
from processor.errors import AbgleichError, Unavailable
from processor.report.undone import Undone, undone_files

if TYPE_CHECKING:
    from processor.ledger.drops import Entry
    from processor.parts import Parts

ATTEMPTS = 3
"""How often it is planned anew when the ERP is edited between planning and writing."""


def undoable(drop_id: str, parts: Parts) -> Entry:
    """Return the entry of a drop that can be undone; raise AbgleichError with the reason (words: cli) where it cannot.

    Only what was applied can be undone, and once.
    """
    try:
        entry = parts.ledger.drops.get(drop_id.strip().upper())
    except KeyError as problem:
        raise AbgleichError("no_such_drop", id=drop_id) from problem
    known = {"id": entry.id, "name": entry.name}
    if entry.state == "already":
        raise AbgleichError("undo_the_first", **known, first=entry.same_as)
    if entry.state in ("undoing", "undone"):
        raise AbgleichError("undone_already", **known)
    if entry.state == "held":
        raise AbgleichError("undo_held", **known)
    if entry.state != "applied":
        raise AbgleichError("undo_nothing", **known)
    return entry


def ask(drop_id: str, who: str, parts: Parts) -> Entry:
    """Note that somebody (`who`: a name for people) wants a file undone; the next round does it. See `undoable`."""
    entry = undoable(drop_id, parts)
    parts.ledger.undos.ask(entry.id, who, parts.now())
    return entry


def undo(entry: Entry, parts: Parts) -> Entry:
    """Take a file as far back as it goes today; return its entry. May be repeated after a death anywhere.

    Raise Unavailable where the world is away.
    """
    if entry.state != "undone":
        write_back(entry, parts)
    return tell(entry.id, parts)


def write_back(entry: Entry, parts: Parts) -> None:
    """Plan, store, write in one ERP transaction, and note that it stands there."""
    hopeless: set[tuple[str, str]] = set()
    for _attempt in range(ATTEMPTS):
        reversal = plan_undo(entry, parts, hopeless)
        parts.ledger.undos.store(entry.id, reversal, parts.now())
        try:
            parts.erp.restore(reversal.to_write, now=parts.now().astimezone(parts.zone), source=entry.name)
        except Unrestorable as stop:
            hopeless |= set(stop.keys)
            continue
        except Changed:
            continue  # somebody was editing just then
        parts.ledger.undos.done(entry.id, parts.now())
        return
    raise Unavailable("erp_busy", name=entry.name)


def plan_undo(entry: Entry, parts: Parts, hopeless: Collection[tuple[str, str]] = ()) -> Reversal:
    """Return what undoing a file would lead to, from the ERP and the ledger as they are now; writes nothing.

    `hopeless` are the rows (target, key) that were just found not to take their values before back.
    """
    known = parts.ledger.undoable
    changes = known.changes(entry.id)
    standing = parts.erp.standing(changes) if len(changes) else []
    rows = zip(changes["target"], changes["key"], standing, strict=True)
    standing = [one._replace(now="unknown") if (target, key) in hopeless else one for target, key, one in rows]
    followed = known.followed(entry.id)  # who may have said no of the new address too, and be in no row by now
    people = known.people(entry.id).union({one.canonical for one in followed}, *(one.people for one in standing))
    lines = known.others(entry.id, people)
    suppressions = known.suppressions(entry.id, people)
    supports = supports_of(lines, suppressions, parts.policy, known.mailing_days(), entry.received)
    waiting = waiting_no(known.others(entry.id, people, ("held",)), lines, parts.policy, entry.received)
    supports, waiting = following(supports, followed), following(waiting, followed)
    suppressed = known.suppressed(entry.id)
    return reverse(changes, standing, suppressed, lines, supports, parts.effects, entry.id, waiting)


def tell(drop_id: str, parts: Parts) -> Entry:
    """Put the second receipt beside the file, and note that it lies there."""
    entry = parts.ledger.drops.get(drop_id)
    place = f"done/{entry.received.astimezone(parts.zone).date().isoformat()}"
    try:
        parts.dropzone.rest(drop_id, place, undone_files(told_of(entry, parts), parts.words, parts.zone))
    except ZoneError as problem:
        if problem.code != "vanished":
            raise  # else somebody took the archived file away; the receipt lies there all the same
    parts.ledger.drops.rested(drop_id, entry.receipt, parts.now())
    return parts.ledger.drops.get(drop_id)


def told_of(entry: Entry, parts: Parts) -> Undone:
    """Return what people are told about an undoing: from the ledger, so always the same."""
    noted = parts.ledger.undos.get(entry.id)
    assert noted is not None, entry.id
    return Undone(
        id=entry.id,
        name=entry.name,
        folder=entry.folder,
        received=entry.received,
        applied_at=entry.applied_at or entry.received,
        who=noted.who,
        asked_at=noted.asked_at,
        done_at=noted.done_at or noted.asked_at,
        counts=noted.counts,
        lifted=noted.lifted,
        handed_on=noted.handed_on,
        forgotten=noted.forgotten,
        rows=parts.ledger.undos.told(entry.id),
    )
