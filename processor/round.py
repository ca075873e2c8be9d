"""One round: files first, then the customers, then the post. What is away is noted and tried again next time."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain

from dropzone.drop import Drop
from dropzone.errors import ZoneError, ZoneUnavailable
from processor.answering import answer
from processor.customers.freshness import tell_freshness
from processor.customers.guard import look_again
from processor.customers.proving import prove_when_due
from processor.customers.settling import settle_customers
from processor.customers.untaken import take_back_after_a_no
from processor.errors import Misconfigured, Unavailable
from processor.journey import bring_to_rest, carry_out, journey, reopened
from processor.ledger.drops import Entry
from processor.parts import Parts
from processor.post.outbox import deliver, tell_about_file, tell_about_first_contact, write_summary_when_due
from processor.trouble import (
    Round,
    as_settings,
    attempt,
    note_away,
    tell_about_layouts,
    tell_about_stuck,
    tell_about_unfetched,
)
from processor.undoing import undo

log = logging.getLogger("abgleich")

ERP_GONE = ("erp_away", "erp_locked", "erp_commit_unknown")
"""Trouble that the next file would meet as well; a row that the ERP refuses is the trouble of its own file."""


def one_round(parts: Parts, *, survey: bool = False) -> Round:
    """Work through everything there is to do now and return what was done; never raises for the world's faults.

    `survey` looks through the customers even if it is not yet time. No export goes out while a file waits or
    arrives: it may hold somebody's no.
    """
    done = Round()
    attempt(done, ("sftp",), lambda: parts.inlet and parts.inlet.pull(), parts)  # they are claimed, and next in turn
    attempt(done, ("dropzone", "older"), lambda: _files(parts, done), parts)
    if survey or _survey_is_due(parts, done):
        attempt(done, ("erp", "row", "export", "guard"), lambda: _customers(parts, done), parts)
    else:
        attempt(done, (), lambda: look_again(parts), parts)
        attempt(done, (), lambda: _newcomers(parts, done), parts)
    if "erp" not in done.away:
        attempt(done, (), lambda: prove_when_due(parts), parts)
    for work in (answer, tell_freshness, tell_about_first_contact):
        attempt(done, (), partial(work, parts), parts)
    tell_about_stuck(done, parts)
    attempt(done, (), lambda: tell_about_layouts(parts), parts)
    attempt(done, (), lambda: tell_about_unfetched(done, parts), parts)
    attempt(done, (), lambda: write_summary_when_due(parts), parts)
    attempt(done, ("smtp", "ledger"), lambda: deliver(parts), parts)
    return done


def _files(parts: Parts, done: Round) -> None:
    """Finish what an earlier life left, do what humans decided, then take new files."""
    begun = parts.ledger.drops.unrested()
    for entry in begun:
        _one_file(parts, done, partial(_finish, entry, parts))
    for entry in parts.ledger.drops.waiting_for_decision():
        if entry.decision:
            _one_file(parts, done, partial(_decided, entry, parts))
        else:
            tell_about_file(entry, parts)  # once; an earlier life may have died before it did
    tried = {entry.id for entry in begun}
    for entry in parts.ledger.drops.to_undo():
        if entry.id not in tried:
            _one_file(parts, done, partial(undo, entry, parts))
    for drop_id in parts.dropzone.held():
        if parts.ledger.drops.state(drop_id) in ("", "claimed"):  # the ledger is an older one, put back from a backup
            _one_file(parts, done, partial(_found_again, drop_id, parts))
    parts.dropzone.look()
    for drop in _claimed(parts, done):
        _one_file(parts, done, partial(journey, drop, parts), drop)
        if done.away.get("erp", ("",))[0] in ERP_GONE:
            done.stopped = True
            return  # the other files are as well off in the drop folder


def _claimed(parts: Parts, done: Round) -> Iterator[Drop]:
    """Files of an earlier life or round first, then those that are ready now."""
    return chain(parts.dropzone.leftovers(), parts.dropzone.take())


def _one_file(parts: Parts, done: Round, work: Callable[[], Entry | None], drop: Drop | None = None) -> None:
    """Do one file's work; what the world or a bug of ours stops stays claimed, and the next file goes on."""
    try:
        entry = work()
    except Unavailable as problem:
        _in_order(drop, parts)
        note_away(done, problem, parts)
    except Misconfigured as problem:
        _in_order(drop, parts)
        note_away(done, as_settings(problem, parts), parts)
    except (ZoneUnavailable, MemoryError):
        raise
    except Exception:
        _in_order(drop, parts)  # the process lives: no death of the file's
        done.stuck += 1
        log.exception("a file could not be worked through because of a fault of abgleich itself; it is tried again")
    else:
        if entry is not None:
            done.entries.append(entry)
            tell_about_file(entry, parts)


def _in_order(drop: Drop | None, parts: Parts) -> None:
    """Note that work on a claimed file came to an orderly end, though not to its own."""
    if drop is not None:
        parts.dropzone.orderly(drop)


def _found_again(drop_id: str, parts: Parts) -> Entry:
    """Work through a held file that the ledger knows nothing of, as if it had just come."""
    return journey(parts.dropzone.reopen(drop_id), parts)


def _finish(entry: Entry, parts: Parts) -> Entry | None:
    """Bring a concluded drop to rest that an earlier life did not; one still to be concluded is a leftover file."""
    if entry.state in ("undoing", "undone"):
        return undo(entry, parts)
    if entry.state == "claimed":
        if parts.dropzone.where(entry.id):
            return None
        return _given_up(entry, parts)
    carry_out(entry.id, parts)
    return bring_to_rest(entry.id, parts)


def _decided(entry: Entry, parts: Parts) -> Entry:
    """Do what a human decided about a held file."""
    if entry.decision == "discard":
        parts.ledger.drops.discard(entry.id)
        return bring_to_rest(entry.id, parts)
    try:
        drop = reopened(entry, parts)
    except ZoneUnavailable:
        raise
    except ZoneError:  # somebody took it away from held/, and the copy is gone too
        return _given_up(entry, parts)
    return journey(drop, parts, approved=True)


def _given_up(entry: Entry, parts: Parts) -> Entry:
    """Note that a file is gone before anything of it was applied."""
    parts.ledger.drops.refuse(entry.id, ("vanished", {}))
    parts.ledger.drops.rested(entry.id, "", parts.now())
    return parts.ledger.drops.get(entry.id)


def _customers(parts: Parts, done: Round) -> None:
    attempt(done, ("export",), lambda: take_back_after_a_no(parts), parts, proves=False)  # the guard goes on without
    unseen = bool({"dropzone", "sftp"} & done.away.keys())
    export = not (done.stopped or done.stuck or unseen or _may_hold_a_no(parts))
    settle_customers(parts, files=len(done.entries), export=export)
    done.surveyed = True


def _newcomers(parts: Parts, done: Round) -> None:
    """Survey the customers at once where a row that was changed since the last look may be a new subscriber."""
    new = parts.erp.newcomers(parts.now().astimezone(parts.zone))
    people = parts.ledger.people
    if new and new - people.known(among=new) - people.kept_out(among=new):
        _customers(parts, done)


def _may_hold_a_no(parts: Parts) -> bool:
    """Return whether a file is not planned yet, claimed or arriving; a planned one suppresses its people already."""
    if any(entry.state == "claimed" for entry in parts.ledger.drops.unrested()):
        return True
    if parts.inlet is not None and parts.inlet.arriving:
        return True
    try:
        # Not in the ledger yet is a file that could be claimed, but not marked as begun.
        if any(parts.ledger.drops.state(drop_id) in ("", "claimed") for drop_id in parts.dropzone.working()):
            return True
        return any(sight.state in ("settling", "ready") for sight in parts.dropzone.look())
    except ZoneUnavailable:
        return True


def _survey_is_due(parts: Parts, done: Round) -> bool:
    last = parts.ledger.watchbook.last()
    changed = any(entry.state == "applied" for entry in done.entries)
    if changed or last is None:
        return True
    return not 0 <= (parts.now() - last.at).total_seconds() < parts.survey_seconds  # the clock may have been set back
