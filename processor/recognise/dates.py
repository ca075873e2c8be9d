"""Dates as systems and people write them → moments in UTC, decided for a whole column at a time."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from processor.layouts.words import fold
from processor.recognise.plain_dates import YEARS, plain_moments

NOT_A_TIME = -(2**63)
"""What numpy and pandas take for "no time" in a column of integers."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EXCEL = datetime(1899, 12, 30)  # noqa: DTZ001  day 0 of a workbook's serial numbers, in office time
_MICROSECOND = timedelta(microseconds=1)
_TIME = r"(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s*(?:(am|pm|a\.m\.|p\.m\.)|uhr|h)?)?"
_ZONE = r"(?:\s*([+-]\d{2}:?\d{2})(?:\s+\(?[a-z]{1,5}\)?)?|\s*([a-z]{1,5}))?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}{_ZONE}", re.IGNORECASE)
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([./-])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}{_ZONE}", re.IGNORECASE)
_DAY_NAMED = re.compile(
    rf"(?:[^\W\d_]+\.?,?\s+)?(\d{{1,2}})\.?(?:\s+de)?[ -]([^\W\d_]+)\.?(?:\s+de)?[ -](\d{{4}}){_TIME}{_ZONE}",
    re.IGNORECASE,
)
_MONTH_NAMED = re.compile(
    rf"(?:[^\W\d_]+,\s+)?([^\W\d_]+)\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}}){_TIME}{_ZONE}", re.IGNORECASE
)
_ZONES = {
    **dict.fromkeys(("z", "ut", "utc", "gmt", "wet", "wez"), 0),
    **dict.fromkeys(("cet", "mez", "west", "wesz"), 1),
    **dict.fromkeys(("cest", "mesz", "eet", "oez"), 2),
    **dict.fromkeys(("eest", "oesz", "msk"), 3),
    "edt": -4,
    **dict.fromkeys(("est", "cdt"), -5),
    **dict.fromkeys(("cst", "mdt"), -6),
    **dict.fromkeys(("mst", "pdt"), -7),
    "pst": -8,
}
"""Hours before UTC by name: RFC 5322 4.3 and Europe's. One letter but Z is no zone there, and others mean several."""

_MONTHS = {
    fold(name): month
    for month, names in enumerate(
        (
            "January Januar Jänner janvier enero gennaio jan genn",
            "February Februar Feber février febrero febbraio feb févr febbr",
            "March März mars marzo mar mrz maerz",
            "April avril abril aprile apr avr abr",
            "May Mai mayo maggio magg",
            "June Juni juin junio giugno jun",
            "July Juli juillet julio luglio jul juil",
            "August août agosto aug ago",
            "September septembre septiembre settembre sep sept sett",
            "October Oktober octobre octubre ottobre oct okt ott",
            "November novembre noviembre nov",
            "December Dezember décembre diciembre dicembre dec dez déc dic",
        ),
        start=1,
    )
    for name in names.split()
}


@dataclass(frozen=True)
class Dates:
    """Given a column's cells: `at` holds microseconds since 1970 in UTC for each distinct one, NOT_A_TIME where unread.

    `unreadable` are cells with something in them that is no date; `ambiguous` could be day or month first.
    """

    at: dict[str, int] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)
    ambiguous: set[str] = field(default_factory=set)

    def some(self) -> set[str]:
        """Return the cells that are dates, even where it is open which day they mean."""
        return {cell for cell, moment in self.at.items() if moment != NOT_A_TIME} | self.ambiguous


def read_dates(cells: Collection[str], zone: tzinfo, *, day_first: bool | None = None) -> Dates:
    """Given the cells of one column and the zone of times without one, return when they are.

    With slashes or hyphens between them, day and month change places between countries: any part above 12 decides for
    the whole column, then `day_first`; hyphens count as day first, slashes stay ambiguous and are not guessed. A time
    in a zone whose name is not known is unreadable.
    """
    found = Dates(plain_moments(cells, zone))
    swapped: dict[str, re.Match[str]] = {}
    for cell in {cell for cell in cells if cell not in found.at}:
        text = cell.strip()
        match = None if text[:4].isdigit() else _YEAR_LAST.fullmatch(text)
        if match and match[2] != ".":
            swapped[cell] = match
        else:
            moment = _numeric_or_iso(text, zone) if match is None else _of(match, (4, 3, 1), 5, zone)
            _note(found, cell, moment, empty=moment is None and fold(text) in _NOTHING)
    _settle_order(found, swapped, zone, day_first)
    return found


_NOTHING = frozenset({"", "0", "na", "null", "none", "00000000", "00000000000000"})


def _note(found: Dates, cell: str, moment: int | None, *, empty: bool = False) -> None:
    found.at[cell] = NOT_A_TIME if moment is None or empty else moment
    if moment is None and not empty:
        found.unreadable.add(cell)


def _settle_order(found: Dates, swapped: dict[str, re.Match[str]], zone: tzinfo, day_first: bool | None) -> None:
    """Decide for the whole column whether day or month stands first, then read its cells."""
    days = {int(match[1]) > 12 for match in swapped.values() if int(match[1]) > 12 or int(match[3]) > 12}
    if len(days) == 1:
        day_first = days.pop()
    for cell, match in swapped.items():
        first, second = int(match[1]), int(match[3])
        order = day_first if day_first is not None or match[2] == "/" else True
        if first > 12 or second > 12:  # this cell decides for itself
            order = first > 12
        if order is None and first != second:
            found.ambiguous.add(cell)
            found.at[cell] = NOT_A_TIME
        else:
            _note(found, cell, _of(match, (4, 3, 1) if order else (4, 1, 3), 5, zone))


def _numeric_or_iso(text: str, zone: tzinfo) -> int | None:
    """Read what says itself which part is which: ISO and its cousins, seconds since 1970, month names."""
    if text.isascii() and text.replace(".", "", 1).isdigit():
        return _number(text, zone)
    try:
        moment = datetime.fromisoformat(text)
        return _microseconds(moment, zone) if "W" not in text else None  # no week dates
    except ValueError:
        pass
    if match := _YEAR_FIRST.fullmatch(text):
        return _of(match, (1, 2, 3), 4, zone)
    if (match := _DAY_NAMED.fullmatch(text)) and (month := _MONTHS.get(fold(match[2]))):
        return _of(match, (3, month, 1), 4, zone, named=True)
    if (match := _MONTH_NAMED.fullmatch(text)) and (month := _MONTHS.get(fold(match[1]))):
        return _of(match, (3, month, 2), 4, zone, named=True)
    return None


def _number(text: str, zone: tzinfo) -> int | None:
    """Read seconds or milliseconds since 1970, a workbook's serial number, or a date without marks."""
    whole, _, fraction = text.partition(".")
    if len(whole) in (9, 10, 11):
        return _microseconds(_EPOCH + timedelta(seconds=int(whole)), zone)
    if len(whole) in (12, 13) and not fraction:
        return _microseconds(_EPOCH + timedelta(milliseconds=int(whole)), zone)
    if len(whole) == 5:
        return _microseconds(_EXCEL + timedelta(days=float(text)), zone)
    if len(whole) in (8, 14) and not fraction:
        try:
            return _microseconds(datetime.fromisoformat(f"{text[:8]}T{text[8:]}" if text[8:] else text), zone)
        except ValueError:
            return None
    return None


def _of(
    match: re.Match[str], parts: tuple[int, int, int], clock: int, zone: tzinfo, *, named: bool = False
) -> int | None:
    """Given groups for year, month and day (`named`: the month itself) and the first of the time, return the moment."""
    year, month, day = int(match[parts[0]]), parts[1] if named else int(match[parts[1]]), int(match[parts[2]])
    hour, minute, second = (int(match[clock + place] or 0) for place in range(3))
    fraction = int((match[clock + 3] or "")[:6].ljust(6, "0"))
    half = (match[clock + 4] or "").lower()[:1]
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        moment = datetime(year + 2000 if year < 100 else year, month, day, hour, minute, second, fraction)  # noqa: DTZ001
        return _microseconds(moment, _zone(match[clock + 5], match[clock + 6]) or zone)
    except ValueError:
        return None


def _zone(offset: str | None, name: str | None) -> tzinfo | None:
    """Return the zone a cell names, None without; raise ValueError where nobody can say which is meant."""
    if name:
        hours = _ZONES.get(name.lower())
        if hours is None:
            raise ValueError(name)
        return timezone(timedelta(hours=hours))
    if not offset:
        return None
    sign = -1 if offset[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(offset[1:3]), minutes=int(offset[-2:])))


def _microseconds(moment: datetime, zone: tzinfo) -> int | None:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return (moment - _EPOCH) // _MICROSECOND if moment.year in YEARS else None
