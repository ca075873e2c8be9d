"""The resurrection guard: nobody who said no stays YES in the ERP, whatever set it back."""

from __future__ import annotations

from datetime import timedelta
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple, Protocol

from dropzone.errors import world
from processor.customers.moving import follow, follow_late
from processor.domain.batch import among, distinct, only
from processor.domain.digest import with_digests
from processor.domain.moves import Moves
from processor.domain.survey import NO_AGAIN, RISEN, Standing, Survey, quarantine_end, risen
from processor.erp.gateway import Changed
from processor.errors import Unavailable
from processor.ledger.watchbook import RoundEntry
from processor.parts import Parts
from processor.worklists import hand_over

if TYPE_CHECKING:
    import pandas as pd

RECENT = timedelta(days=2)
"""How long an opt-out is looked at again in every round: a client that had the customer open writes back what it read,
YES among it, when it is closed."""


FEW = 5_000
"""More people than that are left to the survey: right after a large file every round would cost what a survey costs."""

PATIENCE = timedelta(minutes=10)
"""After so long a file that is planned and cannot be written is stuck; its people are then set to NO one by one."""


class Looking(Protocol):
    """What looks on while all customers are surveyed."""

    def add(self, chunk: pd.DataFrame, /) -> None:
        """Look through one chunk of the gateway's customers, which has digests."""


class Kept(NamedTuple):
    """What keeping the promises came to: rows (target, key) that could not be set to NO, and how many were."""

    survey: Survey
    stubborn: list[tuple[str, str]]
    set_again: int


def keep_promises(parts: Parts, files: int | None, *also: Looking | None) -> Kept:
    """Survey the customers and set to NO again who said no.

    Where somebody's objection follows him to another address, that is part of it. `also` look on. Noted is
    the survey of a round that worked through so many files, not one beside the rounds (None).
    """
    begun = monotonic()
    follow_late(parts)
    moves = Moves(parts.ledger.rows.remembered())
    survey = look_through(parts, moves, *also)
    if follow(moves.result(), survey.customers, parts):
        survey = look_through(parts)
    repairs = survey.repairs()
    if parts.repair == "report":
        repairs = repairs[~repairs["rule"].isin(NO_AGAIN)]
    repairs = parts.erp.with_place(_by_hand(repairs, parts))
    parts.ledger.watchbook.plan_repairs(repairs, parts.now())
    stubborn = finish_repairs(parts)
    if files is not None:
        entry = RoundEntry(
            at=parts.now(),
            files=files,
            suppressed=parts.ledger.figures.suppressed(),
            customers=survey.customers,
            repaired=len(repairs) - len(stubborn),
            seconds=monotonic() - begun,
        )
        parts.ledger.watchbook.note(entry)
    return Kept(survey, stubborn, max(0, int((repairs["rule"] == RISEN).sum()) - len(stubborn)))


def _by_hand(repairs: pd.DataFrame, parts: Parts) -> pd.DataFrame:
    """Put what must be done by hand on the work list, once a day as long as it is open; return the other repairs.

    What a file of the last day asked for stands in that file's own list.
    """
    by_hand = repairs["target"].isin(parts.erp.by_hand)
    still_open = repairs[by_hand]
    a_day_ago, people = parts.now() - timedelta(days=1), distinct(still_open["canonical"])
    lately = parts.ledger.people.said_no(since=a_day_ago, among=people)
    still_open = still_open[~among(still_open["canonical"], lately)]
    today = parts.now().astimezone(parts.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    written = parts.spool / f"worklist-open-{today:%Y-%m-%d}.written"
    if len(still_open) and not written.exists():  # the list itself may have been fetched since
        hand_over(still_open, f"open-{today:%Y-%m-%d}", parts, at=today, source="abgleich")
        with world(parts.spool):
            for older in parts.spool.glob("worklist-open-*.written"):
                older.unlink(missing_ok=True)
            written.touch()
    return repairs[~by_hand]


def look_through(parts: Parts, *also: Looking | None) -> Survey:
    """Survey all living customers; `also` look on, chunk by chunk."""
    outgoing, crowds, now = parts.outgoing, parts.ledger.crowds, parts.now()
    standing = Standing(
        said_no=crowds.said_no(waiting_since=now - PATIENCE),
        kept_out=crowds.kept_out(),
        known=crowds.known(),
        quarantined=crowds.faulty_before(quarantine_end(parts.policy.quarantine_days, now)),
    )
    survey = Survey(standing, exclude=outgoing.exclude if outgoing else (), effects=parts.effects)
    fields = outgoing.reads if outgoing else ()
    for chunk in map(with_digests, parts.erp.customers(fields)):
        survey.add(chunk)
        for other in also:
            if other is not None:
                other.add(chunk)
    return survey


def look_again(parts: Parts) -> None:
    """Set to NO again who said no lately and is YES; a look-up of these few, between two surveys of all customers.

    More than FEW are left to the survey. Raise Unavailable where the ERP is away, or does not let somebody be set to
    NO.
    """
    if parts.repair == "report":
        return
    now = parts.now()
    recent = parts.ledger.people.said_no(since=now - RECENT, waiting_since=now - PATIENCE)
    if not recent or len(recent) > FEW:
        return
    holders, _ = parts.erp.holders(recent)
    repairs = risen(holders)
    repairs = repairs[~repairs["target"].isin(parts.erp.by_hand)]  # a person does not work every round
    repairs = parts.erp.with_place(repairs)
    if len(repairs):
        parts.ledger.watchbook.plan_repairs(repairs, parts.now())
        tell_stubborn(finish_repairs(parts))


def tell_stubborn(stubborn: list[tuple[str, str]]) -> None:
    """Raise Unavailable that names the rows, if any, that the ERP does not let be set."""
    if stubborn:
        rows = [f"{target}:{key.strip('[]')}" for target, key in stubborn]
        raise Unavailable("guard_blocked", count=len(rows), rows=rows[:20])


def finish_repairs(parts: Parts) -> list[tuple[str, str]]:
    """Carry out stored repairs, those of an earlier life too; return (target, key) of rows that stay as they are.

    One row that cannot be set must not keep the others YES: what the ERP refuses is narrowed down to single rows, and
    what somebody is editing just now is left to the next survey.
    """
    repairs = parts.ledger.watchbook.repairs()
    stubborn = _apply_what_can_be(repairs, parts)
    parts.ledger.watchbook.forget_repairs(stubborn)
    parts.ledger.watchbook.repaired(parts.now())
    return stubborn


def _apply_what_can_be(repairs: pd.DataFrame, parts: Parts) -> list[tuple[str, str]]:
    """Write repairs; return (target, key) of those that stay undone."""
    if repairs.empty:
        return []
    keys = list(dict.fromkeys(zip(repairs["target"], repairs["key"], strict=True)))
    try:
        parts.erp.apply(repairs, now=parts.now().astimezone(parts.zone), source="abgleich")
    except Changed as stop:
        rest = only(repairs, (key not in stop.keys for key in zip(repairs["target"], repairs["key"], strict=True)))
        return [*stop.keys, *_apply_what_can_be(rest, parts)] if stop.keys else keys
    except Unavailable as problem:
        if problem.code not in ("erp_refuses", "erp_write_reverted", "erp_key_not_unique", "erp_kept_cut"):
            raise
        if len(keys) == 1:
            return keys
        half = set(keys[: len(keys) // 2])
        first = [key in half for key in zip(repairs["target"], repairs["key"], strict=True)]
        second = only(repairs, (not chosen for chosen in first))
        return [*_apply_what_can_be(only(repairs, first), parts), *_apply_what_can_be(second, parts)]
    return []
