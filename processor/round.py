"""One round: files first, then the customers, then the post. What is away is noted and tried again next time."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain

from dropzone.drop import Drop
from dropzone.errors import ZoneError, ZoneUnavailable
from processor.customers import settle_customers
from processor.domain.receipt import Worded
from processor.errors import Unavailable
from processor.journey import bring_to_rest, carry_out, journey
from processor.ledger.drops import Entry
from processor.outbox import deliver, tell_about_fault, tell_about_file, write_summary_when_due
from processor.parts import Parts

log = logging.getLogger("abgleich")


@dataclass
class Round:
    """What one round did: `entries` that came to an end, parts of the world that were away, files our bugs hit."""

    entries: list[Entry] = field(default_factory=list)
    away: dict[str, Worded] = field(default_factory=dict)
    stuck: int = 0
    surveyed: bool = False


def one_round(parts: Parts, *, survey: bool = False) -> Round:
    """Work through everything there is to do now and return what was done; never raises for the world's faults.

    `survey` looks through the customers even if it is not yet time. No export is drawn while a claimed file waits:
    it may hold somebody's no.
    """
    done = Round()
    _attempt(done, ("dropzone",), lambda: _files(parts, done), parts)
    if survey or _survey_is_due(parts, done):
        _attempt(done, ("erp", "export"), lambda: _customers(parts, done), parts)
    write_summary_when_due(parts)
    _attempt(done, ("smtp", "ledger"), lambda: deliver(parts), parts)
    return done


def _files(parts: Parts, done: Round) -> None:
    """Finish what an earlier life left, do what humans decided, then take new files."""
    for entry in parts.ledger.drops.unrested():
        _one_file(parts, done, partial(_finish, entry, parts))
    for entry in parts.ledger.drops.waiting_for_decision():
        if entry.decision:
            _one_file(parts, done, partial(_decided, entry, parts))
        else:
            tell_about_file(entry, parts)  # once; an earlier life may have died before it did
    parts.dropzone.look()
    for drop in _claimed(parts, done):
        _one_file(parts, done, partial(journey, drop, parts), drop)
        if "erp" in done.away:
            return  # the other files are as well off in the drop folder


def _claimed(parts: Parts, done: Round) -> Iterator[Drop]:
    """Files of an earlier life or round first, then those that are ready now."""
    return chain(parts.dropzone.leftovers(), parts.dropzone.take())


def _one_file(parts: Parts, done: Round, work: Callable[[], Entry | None], drop: Drop | None = None) -> None:
    """Do one file's work; what the world or a bug of ours stops stays claimed, and the next file goes on."""
    try:
        entry = work()
    except Unavailable as problem:
        _note_away(done, problem, parts)
        if drop is not None:
            parts.dropzone.orderly(drop)
    except (ZoneUnavailable, MemoryError):
        raise
    except Exception:
        done.stuck += 1
        log.exception("a file could not be worked through because of a fault of abgleich itself; it is tried again")
    else:
        if entry is not None:
            done.entries.append(entry)
            tell_about_file(entry, parts)


def _finish(entry: Entry, parts: Parts) -> Entry | None:
    """Bring a concluded drop to rest that an earlier life did not; one still to be concluded is a leftover file."""
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
        drop = parts.dropzone.reopen(entry.id)
    except ZoneUnavailable:
        raise
    except ZoneError:  # somebody took it away from held/, and the copy is gone too
        return _given_up(entry, parts)
    return journey(replace(drop, name=entry.name, folder=entry.folder), parts, approved=True)


def _given_up(entry: Entry, parts: Parts) -> Entry:
    """Note that a file is gone before anything of it was applied."""
    parts.ledger.drops.refuse(entry.id, ("vanished", {}))
    parts.ledger.drops.rested(entry.id, "", parts.now())
    return parts.ledger.drops.get(entry.id)


def _customers(parts: Parts, done: Round) -> None:
    waiting = any(entry.state in ("claimed", "planned") for entry in parts.ledger.drops.unrested())
    settle_customers(parts, files=len(done.entries), export=not (waiting or done.away or done.stuck))
    done.surveyed = True


def _survey_is_due(parts: Parts, done: Round) -> bool:
    last = parts.ledger.watchbook.last()
    changed = any(entry.state == "applied" for entry in done.entries)
    return changed or last is None or (parts.now() - last.at).total_seconds() >= parts.survey_seconds


def _attempt(done: Round, touched: tuple[str, ...], work: Callable[[], None], parts: Parts) -> None:
    """Do one stretch of the round; note which part of the world is away, or that those it touched are back."""
    try:
        work()
    except Unavailable as problem:
        _note_away(done, problem, parts)
    except ZoneUnavailable as problem:
        place = "export" if "export" in touched else "share"
        _note_away(done, as_unavailable(problem, place), parts)
    else:
        for part in touched:
            if part not in done.away and (fault := parts.ledger.watchbook.open_fault(part)):
                # Told before it is noted: whoever dies in between tells it again, as the same mail.
                tell_about_fault(part, replace(fault, until=parts.now()), parts)
                parts.ledger.watchbook.fault_ends(part, parts.now())


def as_unavailable(problem: ZoneUnavailable, place: str) -> Unavailable:
    """Say trouble of the dropzone in the processor's words: of the share, or of the folder for exports."""
    code = problem.code if problem.code == "disk_full" else f"{place}_{problem.code}"
    return Unavailable(code, **problem.facts)


def _note_away(done: Round, problem: Unavailable, parts: Parts) -> None:
    prefix = problem.code.partition("_")[0]
    part = prefix if prefix in ("erp", "smtp", "ledger", "export") else "dropzone"
    what = (problem.code, problem.facts)
    done.away[part] = what
    log.warning("%s", parts.words.masking().say(f"unavailable.{problem.code}", **problem.facts))
    tell_about_fault(part, parts.ledger.watchbook.fault_begins(part, what, parts.now()), parts)
