"""Which bounced addresses are faulty now: the batch's bounces and the earlier ones, judged by the counting rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from processor.domain.counting import Bounce, confirmed, counting, once_each, reached, since
from processor.domain.plan import Past
from processor.domain.policy import Policy

if TYPE_CHECKING:
    import pandas as pd

ADDRESS_FAULTS = ("mailbox_unknown", "domain_dead", "address_invalid", "moved")
"""Only these may ever remove an address; a full or switched-off mailbox may come back."""


@dataclass
class Bounced:
    """What became of bounce rows, by row index of the batch."""

    faulty: dict[str, int] = field(default_factory=dict)  # canonical -> the row that decided
    confirmed: set[str] = field(default_factory=set)  # canonical: seen again, late enough to delete
    repeats: list[int] = field(default_factory=list)  # the same sending again
    counted: list[int] = field(default_factory=list)  # noted, no consequence yet
    reported: list[int] = field(default_factory=list)  # enough to be named in the summary


class _Line(NamedTuple):
    row: int
    bounce: Bounce
    placed: bool  # the file says when or in which mailing


def judge(
    rows: pd.DataFrame, past: Past, alive: Mapping[str, Sequence[datetime]], policy: Policy, received: datetime
) -> Bounced:
    """Given bounce rows whose class can have an effect (with `at` filled), return what became of each of them.

    `dated` says in which rows the file names the time; `alive` has the times of signs of life by address.
    """
    found = Bounced()
    earlier = _earlier(past)
    for (address, bounce_class), lines in _grouped(rows).items():
        before = earlier.get((address, bounce_class), [])
        fresh, new = _sort_out_repeats(found, lines, before)
        bounces = since([*before, *new], max(alive.get(address, ()), default=None))
        if policy.rule(bounce_class).mailings > 1:  # a single bounce that decides is no counting, however old it is
            kept = counting(
                bounces,
                now=received,
                window=policy.window,
                forgive=timedelta(days=policy.forgive_days),
                mailing_days=past.mailing_days,
            )
        else:
            kept = once_each(bounces)
        _conclude(found, address, bounce_class, fresh, kept, policy, received)
    return found


def _sort_out_repeats(found: Bounced, lines: list[_Line], before: list[Bounce]) -> tuple[list[int], list[Bounce]]:
    """Note the lines that repeat a sending; return the indices of the others, and the bounces that may count.

    A line that says neither when nor in which mailing repeats whatever is known: lists without dates are mostly
    cumulative, and the same list dropped a week later must not confirm itself.
    """
    seen = {name for bounce in before for name in (bounce.sending, bounce.day)}
    fresh: list[int] = []
    new: list[Bounce] = []
    for line in sorted(lines, key=lambda line: not line.placed):
        repeated = line.bounce.sending in seen or (not line.placed and bool(seen))
        (found.repeats if repeated else fresh).append(line.row)
        if line.placed or not repeated:
            new.append(line.bounce)
        seen.update((line.bounce.sending, line.bounce.day))
    return sorted(fresh), new


def _conclude(
    found: Bounced,
    address: str,
    bounce_class: str,
    fresh: list[int],
    kept: list[Bounce],
    policy: Policy,
    received: datetime,
) -> None:
    """Ask the policy what the bounces that count lead to; the first new line decides, the others are counted."""
    rule = policy.rule(bounce_class)
    if not fresh or not reached(rule, kept):
        found.counted += fresh
    elif rule.effect == "report":
        found.reported += fresh
    else:
        if found.faulty.setdefault(address, fresh[0]) != fresh[0]:
            found.counted.append(fresh[0])  # another class of the same file decided before
        found.counted += fresh[1:]
        recent = [bounce for bounce in kept if bounce.at >= received - policy.window]
        if bounce_class in ADDRESS_FAULTS and confirmed(recent, after=timedelta(days=policy.confirm_days)):
            found.confirmed.add(address)


def _grouped(rows: pd.DataFrame) -> dict[tuple[str, str], list[_Line]]:
    """Return the batch's bounces by address and class, in file order."""
    groups: dict[tuple[str, str], list[_Line]] = {}
    columns = ("canonical", "bounce_class", "at", "mailing", "dated")
    for index, address, name, at, mailing, dated in zip(
        rows.index.tolist(), *(rows[column].tolist() for column in columns), strict=True
    ):
        line = _Line(index, Bounce(at, mailing), placed=dated or bool(mailing))
        groups.setdefault((address, name), []).append(line)
    return groups


def _earlier(past: Past) -> dict[tuple[str, str], list[Bounce]]:
    """Return the ledger's bounces by address and class."""
    bounces: dict[tuple[str, str], list[Bounce]] = {}
    events = past.events[past.events["event"] == "bounce"]
    columns = ("canonical", "bounce_class", "at", "mailing")
    for address, name, at, mailing in zip(*(events[column].tolist() for column in columns), strict=True):
        bounces.setdefault((address, name), []).append(Bounce(at, mailing))
    return bounces
