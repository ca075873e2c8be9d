"""When bounces of one address and class add up to a consequence: the counting rules, as functions of dates."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from processor.domain.policy import Rule


class Bounce(NamedTuple):
    """One bounce of one address: when, and in which mailing ("" where the file does not say)."""

    at: datetime
    mailing: str

    @property
    def sending(self) -> str:
        """What counts once: the mailing, or the calendar day where no mailing is named."""
        return self.mailing or self.day

    @property
    def day(self) -> str:
        """The calendar day (UTC); a bounce that names no mailing repeats any other of its day."""
        return self.at.date().isoformat()


def once_each(bounces: Iterable[Bounce]) -> list[Bounce]:
    """Given bounces in any order, with repeats, return the earliest of each sending, in order of time.

    Exports overlap and bounces trickle in for days; the same sending must never count twice.
    """
    ordered = sorted(bounces)
    days_with_mailing = {bounce.day for bounce in ordered if bounce.mailing}
    first: dict[str, Bounce] = {}
    for bounce in ordered:
        if bounce.mailing or bounce.day not in days_with_mailing:
            first.setdefault(bounce.sending, bounce)
    return sorted(first.values())


def since(bounces: Iterable[Bounce], alive_at: datetime | None) -> list[Bounce]:
    """Return the bounces after the last sign of life, all of them where there was none."""
    return [bounce for bounce in bounces if alive_at is None or bounce.at > alive_at]


def counting(
    bounces: Iterable[Bounce],
    *,
    now: datetime,
    window: timedelta,
    forgive: timedelta,
    mailing_days: Sequence[date] = (),
) -> list[Bounce]:
    """Return the bounces that still count at `now`, earliest first, for rules that ask for more than one.

    Left out is what is older than `window`, and what lies before a pause longer than `forgive` in which a mailing
    took place (`mailing_days`, sorted) that did not bounce. Without a mailing there was nothing to bounce, so a
    pause alone forgives nothing.
    """
    kept: list[Bounce] = []
    for bounce in once_each(bounces):
        if bounce.at < now - window:
            continue
        if kept and bounce.at - kept[-1].at > forgive and _mailed_between(kept[-1].at, bounce.at, mailing_days):
            kept.clear()
        kept.append(bounce)
    if kept and now - kept[-1].at > forgive and _mailed_between(kept[-1].at, now, mailing_days):
        return []
    return kept


def reached(rule: Rule, bounces: Sequence[Bounce]) -> bool:
    """Given the bounces that count, earliest first, return whether `rule` asks for its effect."""
    if len(bounces) < rule.mailings:
        return False
    return bounces[-1].at - bounces[0].at >= timedelta(days=rule.days)


def confirmed(bounces: Sequence[Bounce], *, after: timedelta) -> bool:
    """Return whether an address fault was seen again at least `after` later, so that deleting is justified."""
    return len(bounces) >= 2 and bounces[-1].at - bounces[0].at >= after


def _mailed_between(start: datetime, end: datetime, days: Sequence[date]) -> bool:
    """Whether a mailing day lies strictly between two moments."""
    following = bisect_right(days, start.date())
    return following < len(days) and days[following] < end.date()
