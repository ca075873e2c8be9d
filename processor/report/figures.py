"""Numbers, dates, sizes and durations as people of a language write them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from typing import NamedTuple


class Customs(NamedTuple):
    """How one language writes: Babel's locale and the patterns of Unicode TR 35 for a moment, a day and a clock."""

    locale: str
    moment: str
    day: str
    clock: str
    cell: str  # separator of CSV files that Excel opens without asking in that country


CUSTOMS: Mapping[str, Customs] = {
    "en": Customs("en_GB", "d MMM yyyy, HH:mm", "EEEE, d MMMM yyyy", "HH:mm", ","),
    "de": Customs("de_DE", "dd.MM.yyyy, HH:mm", "EEEE, d. MMMM yyyy", "HH:mm", ";"),
}
"""Languages we speak. The patterns are fixed here, so that a newer Babel never changes what a receipt looks like."""


def number(value: float, language: str) -> str:
    """Given an int or a float, return it grouped, floats with at most one decimal: 12345 → "12.345" in German."""
    from babel.numbers import format_decimal

    return format_decimal(value, format="#,##0.#", locale=CUSTOMS[language].locale)


def mean(value: float, language: str) -> str:
    """Given a mean, return it with exactly one decimal, so that a column of them lines up: 71 → "71,0" in German."""
    from babel.numbers import format_decimal

    return format_decimal(value, format="#,##0.0", locale=CUSTOMS[language].locale)


def percent(share: float, language: str) -> str:
    """Given a share of 1, return per cent with at most one decimal: 0.052 → "5.2%"."""
    from babel.numbers import format_percent

    pattern = "#,##0.#%" if language == "en" else "#,##0.# %"
    return format_percent(share, format=pattern, locale=CUSTOMS[language].locale)


def moment(at: datetime, zone: tzinfo, language: str) -> str:
    """Given an aware time, return day and time of the office: "23 Nov 2026, 06:10"."""
    return _in_pattern(at.astimezone(zone), CUSTOMS[language].moment, language)


def clock(at: datetime, zone: tzinfo, language: str) -> str:
    """Given an aware time, return the time of day of the office: "06:10"."""
    return _in_pattern(at.astimezone(zone), CUSTOMS[language].clock, language)


def day(on: date, language: str) -> str:
    """Given a date, return it written out: "Montag, 23. November 2026"."""
    from babel.dates import format_date

    return format_date(on, CUSTOMS[language].day, locale=CUSTOMS[language].locale)


def size(octets: int, language: str) -> str:
    """Given a number of bytes, return it in a unit people know: "18.2 kB"; units count by thousands (SI)."""
    if octets < 1000:
        return f"{number(octets, language)} {'Bytes' if language == 'de' else 'bytes'}"
    amount, unit = octets / 1000, "kB"
    for larger in ("MB", "GB", "TB"):
        if amount >= 1000:
            amount, unit = amount / 1000, larger
    return f"{number(amount, language)} {unit}"


def duration(seconds: float, language: str) -> str:
    """Given seconds, return them in the two units that matter: "42 s", "3 min", "2 h 5 min", "3 days"."""
    from babel.units import format_unit

    if seconds < 60:
        return f"{number(round(seconds, 1) if seconds < 10 else round(seconds), language)} s"
    minutes = round(seconds / 60)
    hours, rest = divmod(minutes, 60)
    if hours >= 48:
        return format_unit(hours // 24, "day", length="long", locale=CUSTOMS[language].locale)
    parts = [f"{hours} h" if hours else "", f"{rest} min" if rest else ""]
    return " ".join(part for part in parts if part)


def _in_pattern(at: datetime, pattern: str, language: str) -> str:
    from babel.dates import format_datetime

    return format_datetime(at, pattern, locale=CUSTOMS[language].locale)
