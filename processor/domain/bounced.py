"""Which bounced addresses are faulty now: the batch's bounces and the earlier ones, judged by the counting rules."""

from __future__ import annotations

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


def judge(rows: pd.DataFrame, past: Past, policy: Policy, received: datetime) -> Bounced:
    """Given bounce rows whose class can have an effect (with `at` filled), return what became of each of them."""
    found = Bounced()
    earlier, alive_at = _earlier(past)
    for (address, bounce_class), lines in _grouped(rows).items():
        before = earlier.get((address, bounce_class), [])
        fresh = _sort_out_repeats(found, lines, before)
        bounces = since([*before, *(line.bounce for line in lines)], alive_at.get(address))
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
        _conclude(found, address, bounce_class, fresh, kept, policy)
    return found


def _sort_out_repeats(found: Bounced, lines: list[_Line], before: list[Bounce]) -> list[int]:
    """Note the lines that repeat a sending; return the indices of the others."""
    seen = {bounce.sending for bounce in before}
    fresh: list[int] = []
    for line in lines:
        (found.repeats if line.bounce.sending in seen else fresh).append(line.row)
        seen.add(line.bounce.sending)
    return fresh


def _conclude(
    found: Bounced, address: str, bounce_class: str, fresh: list[int], kept: list[Bounce], policy: Policy
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
        if bounce_class in ADDRESS_FAULTS and confirmed(kept, after=timedelta(days=policy.confirm_days)):
            found.confirmed.add(address)


def _grouped(rows: pd.DataFrame) -> dict[tuple[str, str], list[_Line]]:
    """Return the batch's bounces by address and class, in file order."""
    groups: dict[tuple[str, str], list[_Line]] = {}
    for index, address, name, at, mailing in zip(
        rows.index, rows["canonical"], rows["bounce_class"], rows["at"], rows["mailing"], strict=True
    ):
        groups.setdefault((address, name), []).append(_Line(index, Bounce(at, mailing)))
    return groups


def _earlier(past: Past) -> tuple[dict[tuple[str, str], list[Bounce]], dict[str, datetime]]:
    """Return the ledger's bounces by address and class, and the last sign of life by address."""
    bounces: dict[tuple[str, str], list[Bounce]] = {}
    alive_at: dict[str, datetime] = {}
    events = past.events
    for address, event, name, at, mailing in zip(
        events["canonical"], events["event"], events["bounce_class"], events["at"], events["mailing"], strict=True
    ):
        if event == "bounce":
            bounces.setdefault((address, name), []).append(Bounce(at, mailing))
        elif event == "subscribed":
            alive_at[address] = max(at, alive_at.get(address, at))
    return bounces, alive_at
