"""Which row heads a table: found by words people and systems use for addresses, else by the addresses below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from processor.domain.address import addresses
from processor.layouts import plain
from processor.layouts.vocabulary import WORDS
from processor.layouts.words import address_header, fold

LOOKED_AT = 30
"""Rows with content in which a header is looked for."""

Row = tuple[int, Sequence[str]]
"""Line number and cells."""

_HEADINGS = (WORDS, *({fold(one) for one in state.headers} for each in plain.LAYOUTS for state in each.states))
"""Words that may head a column of nothing but addresses, beside those for addresses themselves."""

_ENTRIES = frozenset({"domain_only", "wildcard", "hash", "phone"})
_WORD = re.compile(r"[\w.+'-]+")
_ADDRESS = re.compile(r"[^\s@<>,;:\"()]@[^\s@<>,;:\"()]+\.[^\s@<>,;:\"()]")


@dataclass(frozen=True)
class Header:
    """Where a table begins: `cells` of the header (empty: none), its `line` (0), `first` line that may hold data.

    `preamble` are the rows above, each joined by a blank.
    """

    cells: tuple[str, ...]
    line: int
    first: int
    preamble: tuple[str, ...]


def holds_address(cells: Sequence[str]) -> bool:
    """Return whether a cell holds something in the shape of an e-mail address."""
    return any("@" in cell and _ADDRESS.search(cell) for cell in cells)


def tidy(cell: str) -> str:
    """Return a header cell without byte order mark, a leading # (Sympa writes one) and blanks around."""
    return cell.strip().strip("\ufeff\u200b").strip().removeprefix("#").strip()


def filled(cells: Sequence[str]) -> int:
    """Return the number of cells up to the last one that is not blank."""
    return next((at for at in range(len(cells), 0, -1) if cells[at - 1].strip()), 0)


def heads(cells: Sequence[str]) -> bool:
    """Return whether the row names an address column and holds no address itself."""
    return any(address_header(tidy(cell)) for cell in cells) and not holds_address(cells)


def find_header(rows: Sequence[Row]) -> Header:
    """Given the first rows with content, return where the table begins.

    A row that names an address column wins, unless the rows above it are themselves a list. Without one, the row
    directly above the first address is the header if it is as wide; otherwise there is none, and what stands above
    the first address is preamble, up to entries of a block list. In a list of one column a single word that heads no
    list we know is an entry too, and a broken one. Without any address in these rows everything is data.
    """
    rows = rows[:LOOKED_AT]
    at = _named(rows)
    if at is not None:
        return _header(rows, at)
    first = next((at for at, (_, cells) in enumerate(rows) if holds_address(cells)), 0)
    while first and len(rows[first - 1][1]) == len(rows[first][1]) and _listed(rows[first - 1], rows[first]):
        first -= 1
    if first and _above(rows[first - 1], rows[first]):
        return _header(rows, first - 1)
    preamble = tuple(_joined(cells) for _, cells in rows[:first])
    return Header((), 0, rows[first][0] if rows else 1, preamble)


def _named(rows: Sequence[Row]) -> int | None:
    """Return the index of the row that names an address column; of two above all addresses the fuller one."""
    best: int | None = None
    addresses = 0
    for at, (_, cells) in enumerate(rows):
        if holds_address(cells):
            addresses += 1
            if best is not None or addresses > 1:
                break
        elif heads(cells) and (best is None or (_count(rows[best][1]) == 1 and _count(cells) > 1)):
            best = at
    return best


def _above(upper: Row, lower: Row) -> bool:
    """Return whether one row can be the header of the next: directly above, as wide, filled as far, no entry itself."""
    near = lower[0] - upper[0] == 1
    return near and len(upper[1]) == len(lower[1]) and filled(upper[1]) >= filled(lower[1]) and not _entry(upper[1])


def _listed(upper: Row, lower: Row) -> bool:
    """Return whether a row above the first address belongs to the list below it."""
    cell = upper[1][0].strip()
    alone = len(upper[1]) == 1 and lower[0] - upper[0] == 1 and _WORD.fullmatch(cell) is not None
    return _entry(upper[1]) or (alone and not any(fold(tidy(cell)) in known for known in _HEADINGS))


def _entry(cells: Sequence[str]) -> bool:
    """Return whether a cell holds what block lists have in place of an address: a domain, pattern, digest or number."""
    return any(address.fault in _ENTRIES for cell in cells for address in addresses(cell))


def _header(rows: Sequence[Row], at: int) -> Header:
    line, cells = rows[at]
    return Header(tuple(map(tidy, cells)), line, line + 1, tuple(_joined(row) for _, row in rows[:at]))


def _count(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if cell.strip())


def _joined(cells: Sequence[str]) -> str:
    return " ".join(cell.strip() for cell in cells if cell.strip())
