"""The two commonest ways to write a time, read by halves: a million times share some thousand days and clocks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial

YEARS = range(1980, 2100)
"""Anything else is a number that only looks like a date."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})|([0-9]{2})\.([0-9]{2})\.([0-9]{4})")
_CLOCK = re.compile(r"[ T]([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9]))?")
_ODD = 1 << 80


class _Known(dict[str, int]):
    """Remembers what was read."""

    def __init__(self, read: Callable[[str], int]) -> None:
        self.read = read

    def __missing__(self, text: str) -> int:
        moment = self[text] = self.read(text)
        return moment


def plain_moments(cells: Iterable[str], zone: tzinfo) -> dict[str, int]:
    """Given cells of a column, return the microseconds since 1970 in UTC of those such as 2026-04-12 07:30:00.

    Also 12.04.2026, and both with or without clock and seconds. Whatever else a cell may hold is left out, and so are
    days on which the clocks of the zone are changed.
    """
    days, clocks = _Known(partial(_day, zone=zone)), _Known(_clock)
    found = {cell: days[cell[:10]] + clocks[cell[10:]] for cell in cells}
    for cell in [cell for cell, moment in found.items() if moment >= _ODD]:
        del found[cell]
    return found


def _day(text: str, zone: tzinfo) -> int:
    """Return when a day begins, if there is such a day and all of it has the same distance from UTC."""
    match = _DAY.fullmatch(text)
    if not match:
        return _ODD
    year, month, day = map(int, match.group(1, 2, 3) if match[1] else match.group(6, 5, 4))
    try:
        start = datetime(year, month, day, tzinfo=zone)
    except ValueError:
        return _ODD
    if year not in YEARS or start.utcoffset() != (start + timedelta(days=1)).utcoffset():
        return _ODD
    return (start - _EPOCH) // _MICROSECOND


def _clock(text: str) -> int:
    match = _CLOCK.fullmatch(text)
    if match:
        return ((int(match[1]) * 60 + int(match[2])) * 60 + int(match[3] or 0)) * 1_000_000
    return _ODD if text else 0
