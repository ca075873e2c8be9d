"""What a round came to: what was done, what was away; people hear once when trouble begins and once when it is over."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from dropzone.errors import ZoneUnavailable
from processor.domain.receipt import Worded
from processor.errors import Misconfigured, Unavailable
from processor.ledger.drops import Entry
from processor.parts import Parts
from processor.post.outbox import tell_about_fault

log = logging.getLogger("abgleich")

TOLD_APART = ("sftp", "erp", "row", "smtp", "ledger", "export", "settings", "guard", "worklist")
"""Parts of the world that are told of by name; the rest is the drop folder."""

OF_A_ROW = ("erp_refuses", "erp_write_reverted", "erp_key_not_unique", "erp_kept_cut")
"""The ERP is there, but does not do what it is asked: a fault of its own, beside that of being away."""


@dataclass
class Round:
    """What one round did: `entries` that came to an end, parts of the world that were away, files our bugs hit."""

    entries: list[Entry] = field(default_factory=list)
    away: dict[str, Worded] = field(default_factory=dict)
    stuck: int = 0
    surveyed: bool = False
    stopped: bool = False  # files were left in the drop folder, because the ERP is gone


def tell_about_stuck(done: Round, parts: Parts) -> None:
    """A fault of our own that holds up work, and with it the exports, is told like anything that is away."""
    if done.stuck:
        what: Worded = ("stuck", {})
        tell_about_fault("stuck", parts.ledger.watchbook.fault_begins("stuck", what, parts.now()), parts)
    elif not done.away:
        _over("stuck", parts)


def tell_about_layouts(parts: Parts) -> None:
    """Tell once that a layout or words of the operator's own are broken: the others go on, so nothing is away."""
    if broken := parts.layouts().broken:
        why = [parts.words.say(f"misconfigured.{problem.code}", **problem.facts) for problem in broken]
        what: Worded = ("layouts_broken", {"count": len(broken), "why": why[0]})
        tell_about_fault("layouts", parts.ledger.watchbook.fault_begins("layouts", what, parts.now()), parts)
    else:
        _over("layouts", parts)


def tell_about_unfetched(done: Round, parts: Parts) -> None:
    """Tell once that exports or removal files still lie where the newsletter server should have fetched them long ago.

    Looked at with every survey, for files of the last month; where one cannot look, the next survey does.
    """
    outgoing = parts.outgoing
    if not done.surveyed or outgoing is None or not outgoing.fetched_within_hours:
        return
    due = parts.now() - timedelta(hours=outgoing.fetched_within_hours)
    late = [
        name
        for files in (parts.ledger.exports, parts.ledger.removals)
        for name in files.out_between(due - timedelta(days=30), due)
    ]
    try:
        lying = outgoing.outlet.names() if late else set()
    except ZoneUnavailable:
        return
    if left := [name for name in late if name in lying]:
        hours = round(outgoing.fetched_within_hours)
        what: Worded = (
            "unfetched",
            {"count": len(left), "name": left[0], "place": outgoing.outlet.place, "hours": hours},
        )
        tell_about_fault("unfetched", parts.ledger.watchbook.fault_begins("unfetched", what, parts.now()), parts)
    else:
        _over("unfetched", parts)


def _over(part: str, parts: Parts) -> None:
    """Tell that a fault is over, where there was one; told before it is noted, so that a death cannot swallow it."""
    if fault := parts.ledger.watchbook.open_fault(part):
        tell_about_fault(part, replace(fault, until=parts.now()), parts)
        parts.ledger.watchbook.fault_ends(part, parts.now())


def attempt(
    done: Round, touched: tuple[str, ...], work: Callable[[], object], parts: Parts, *, proves: bool = True
) -> None:
    """Do one stretch of the round; note which part of the world is away, or that those it touched are back.

    `proves`: that it came to its end shows that they are.
    """
    try:
        work()
    except Unavailable as problem:
        note_away(done, problem, parts)
    except ZoneUnavailable as problem:
        place = "export" if "export" in touched else "share"
        note_away(done, as_unavailable(problem, place), parts, remote=place if place in touched else "sftp")
    except Misconfigured as problem:
        note_away(done, as_settings(problem, parts), parts)
    except MemoryError:
        raise
    except Exception:  # the rest of the round goes on, the mail that tells of it above all
        done.stuck += 1
        log.exception("a part of a round failed because of a fault of abgleich itself; it is tried again")
    else:
        for part in touched if proves else ():
            if part not in done.away:
                _over(part, parts)


def as_unavailable(problem: ZoneUnavailable, place: str) -> Unavailable:
    """Say trouble of the dropzone in the processor's words: of the share, of the folder for exports, or of a server."""
    everywhere = problem.code == "disk_full" or problem.code.startswith("sftp_")
    code = problem.code if everywhere else f"{place}_{problem.code}"
    return Unavailable(code, **problem.facts)


def as_settings(problem: Misconfigured, parts: Parts) -> Unavailable:
    """Say settings that turn out wrong at work like trouble of the world: everything waits until they are mended."""
    return Unavailable("settings_wrong", why=parts.words.say(f"misconfigured.{problem.code}", **problem.facts))


def note_away(done: Round, problem: Unavailable, parts: Parts, *, remote: str = "sftp") -> None:
    """Note which part of the world is away, and tell people unless they know; `remote`: what an SFTP server is for."""
    prefix = problem.code.partition("_")[0]
    prefix = "row" if problem.code in OF_A_ROW else remote if prefix == "sftp" else prefix
    part = prefix if prefix in TOLD_APART else "dropzone"
    what = (problem.code, problem.facts)
    done.away[part] = what
    log.warning("%s", parts.words.masking().say(f"unavailable.{problem.code}", **problem.facts))
    try:
        tell_about_fault(part, parts.ledger.watchbook.fault_begins(part, what, parts.now()), parts)
    except Unavailable as trouble:  # the ledger is what is away; the next round that has it tells
        done.away["ledger"] = (trouble.code, trouble.facts)
