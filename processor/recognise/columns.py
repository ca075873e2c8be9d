"""Which column of a table plays which part for a layout."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from typing import NamedTuple
from unicodedata import category

from processor.domain.table import Table
from processor.layouts.layout import Layout, Names, State
from processor.layouts.vocabulary import NO, WORDS, YES
from processor.layouts.words import ADDRESS, PERHAPS_ADDRESS, STATUS, fold
from processor.recognise.dates import NOT_A_TIME, read_dates

ROLES = ("at", "until", "list", "mailing", "reason", "diagnosis", "enhanced", "smtp", "confirmed", "confirmed_by")


_MARKS = {"✓": "x", "✔": "x", "☑": "x", "✅": "x", "☐": ""}
"""What spreadsheets show for boxes; other signs stay unknown words, an empty cell they are not."""
_BARE = frozenset(map(fold, (*YES, *NO)))


class Beside(NamedTuple):
    """Which list a state column is about, by its folded heading, and where that list's other columns are."""

    list: str = ""
    at: int | None = None
    reason: int | None = None
    renewed: int | None = None


@dataclass(frozen=True)
class Columns:
    """Positions of the columns a layout uses; `roles` has those of ROLES that are there, `beside` one a state."""

    address: int
    states: Sequence[tuple[State, int]]
    roles: dict[str, int]
    only: int | None
    beside: Sequence[Beside] = ()


def resolve(layout: Layout, table: Table, header: Sequence[str], address: int) -> Columns:
    """Given a claimed table, its folded header and address column, return where the layout's other columns are."""
    states = [
        (state, place)
        for state in layout.states
        for place in _all(state, header)
        if not state.perhaps or (place != address and _mostly_known(state, table.columns[place]))
    ]
    taken = {place for state, place in states if state.perhaps}
    header = ["" if place in taken else word for place, word in enumerate(header)]
    roles = {role: place for role in ROLES if (place := pick(getattr(layout, role), header)) is not None}
    only = pick((layout.only[0],), header) if layout.only else None
    return Columns(address, states, roles, only, [_beside(state, header, place) for state, place in states])


def without_meaningless(columns: Columns, table: Table, nulls: Collection[str] = ()) -> Columns:
    """Given the columns of a list whose folder or name says what happened, return them so that this can count.

    A status column of which not one cell is a known word is about something else (a country, a kind of customer): its
    cells become remarks, which a bounce is still judged by. Numbers, yes and no are no remarks, nor is "active since
    2020": what they mean stays open, and the list is refused.
    """
    states = [
        (replace(state, free=True, because=""), place)
        if state.because == "word_column" and state.headers == STATUS and _foreign(state, table.columns[place], nulls)
        else (state, place)
        for state, place in columns.states
    ]
    return replace(columns, states=states)


def _foreign(state: State, cells: Sequence[str], nulls: Collection[str]) -> bool:
    filled = {cell for cell in set(cells) - set(nulls) if word_of(cell)}
    return not any(word_of(cell) in state.words or is_bare(cell) or _of_life(state, cell) for cell in filled)


def _of_life(state: State, cell: str) -> bool:
    """Whether some word of a cell says that somebody is a subscriber: "active since 2020" is no kind of customer."""
    means = (state.words.get(fold(word)) for word in re.findall(r"[^\W\d_]+", cell))
    return any(each is not None and each.event == "subscribed" for each in means)


def is_bare(cell: str) -> bool:
    """Whether a cell is a mere number, or yes or no, or a sign, which mean nothing without the right heading."""
    return cell.strip().lstrip("+-").replace(".", "", 1).isdigit() or word_of(cell) in _BARE or not fold(cell)


def word_of(cell: str) -> str:
    """Return a cell as a folded word; signs that are no letters are a word too, unless they only stand for nothing."""
    word = fold(cell)
    if word or cell.isascii():
        return word
    sign = cell.strip("\ufe0f \u00a0")
    return _MARKS.get(sign, sign if any(category(mark)[0] == "S" for mark in sign) else "")


def pick(names: Names, header: Sequence[str]) -> int | None:
    """Given possible headers, best first, and a folded header row, return the position of the best that is there."""
    for name in names:
        wanted = name if isinstance(name, frozenset) else {fold(name)}
        for place, word in enumerate(header):
            if word in wanted:
                return place
    return None


def _all(state: State, header: Sequence[str]) -> list[int]:
    if state.pattern:
        return [place for place, word in enumerate(header) if re.fullmatch(state.pattern, word)]
    if isinstance(state.headers, frozenset):
        return [place for place, word in enumerate(header) if word in state.headers]
    place = pick(tuple(state.headers), header)
    return [] if place is None else [place]


def _mostly_known(state: State, cells: Sequence[str]) -> bool:
    """Whether at least half of a column's filled cells are words or dates that mean something to a state."""
    filled = Counter(cells)
    del filled[""]
    odd = [cell for cell in filled if fold(cell) not in state.words]
    dates = read_dates(odd, UTC).some() if state.dated else set()
    known = sum(filled.values()) - sum(filled[cell] for cell in odd if cell not in dates)
    return known > 0 and known * 2 >= sum(filled.values())


def _beside(state: State, header: Sequence[str], place: int) -> Beside:
    match = re.fullmatch(state.pattern, header[place]) if state.pattern else None
    if not match or not match.groups():
        return Beside()
    names = (state.at, state.reason, state.renewed)
    return Beside(match[1], *(pick((name.replace("*", match[1]),), header) if name else None for name in names))


def addresses_at(table: Table, header: Sequence[str], names: Names = ()) -> list[int]:
    """Given a table and its folded header, return the columns that may be the address column, one if it is clear.

    First what the layout names, then what is headed like addresses and holds some, then what mostly holds some
    whatever its heading. Where no cell holds an address the heading alone decides.
    """
    if (named := pick(names, header)) is not None:
        return [named]
    headed = [place for place, word in enumerate(header) if word in ADDRESS]
    perhaps = [place for place, word in enumerate(header) if word in PERHAPS_ADDRESS]
    everywhere = list(range(len(table.columns)))
    for places in (headed, perhaps, everywhere):
        if holding := [place for place in places if _holds_addresses(table.columns[place])]:
            return holding
    return headed


def _holds_addresses(cells: Sequence[str]) -> bool:
    """Whether at least half of a column's filled cells have an @ (and one has)."""
    filled = len(cells) - cells.count("")
    marked = sum("@" in cell for cell in cells)
    return marked > 0 and marked * 2 >= filled


def names_by_content(table: Table, address: int) -> list[str]:
    """Given a table without header and its address column, return header names for the columns whose cells tell.

    A column of nothing but words we know is a status, one of nothing but dates a date; the rest stays nameless. Only
    rows with an address are asked, because a total below them is neither.
    """
    names = [""] * len(table.columns)
    names[address] = "E-Mail"
    for place, cells in enumerate(table.columns):
        distinct = {cell for cell, who in zip(cells, table.columns[address], strict=True) if cell and "@" in who}
        if place == address or not distinct:
            continue
        if "Status" not in names and len(distinct) <= len(WORDS) and all(fold(cell) in WORDS for cell in distinct):
            names[place] = "Status"
        elif "Date" not in names and NOT_A_TIME not in _times(distinct):
            names[place] = "Date"
    return names


def _times(cells: set[str]) -> set[int]:
    some = sorted(cells)[:50]
    return set(read_dates(some, UTC, day_first=True).at.values())
