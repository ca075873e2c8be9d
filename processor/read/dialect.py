"""How a delimited text is written, found from its first lines: delimiter, escapes, blanks before quotes."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from processor.read.header import LOOKED_AT, heads, holds_address

DELIMITERS = (";", ",", "\t", "|", "^")
COLON = ":"
"""Seldom a delimiter, and part of every time: it must prove itself."""
NO_DELIMITER = "\x1f"
"""Given to the csv module for lists of one column; a control character that no export writes."""

_SEP = re.compile(r'\ufeff?"?sep=(\t|[^\w\s"\\@.])"?[\r\n]*\Z', re.IGNORECASE)
_CONSISTENT = 0.8
_SPELLED_TAB = "\\t"
_BETWEEN_QUOTES = re.compile(r'"\s*:\s*"')

Score = tuple[bool, float, int]


@dataclass(frozen=True)
class Dialect:
    """The traits the csv module needs to know.

    `delimiter` is "" for a list of one column; `backslash`: a quote inside a cell is written as backslash and quote;
    `blanks`: a blank follows each delimiter; `skip`: lines to pass over (the sep= line that Excel reads); `spelled`:
    tabs are written as backslash and t.
    """

    delimiter: str
    backslash: bool = False
    blanks: bool = False
    skip: int = 0
    spelled: bool = False

    def options(self, strict: bool = True) -> dict[str, Any]:
        """Return the keyword arguments for csv.reader."""
        return {
            "delimiter": self.delimiter or NO_DELIMITER,
            "escapechar": "\\" if self.backslash else None,
            "skipinitialspace": self.blanks,
            "strict": strict,
        }


def detect(lines: Sequence[str]) -> Dialect:
    """Given the first physical lines of a text, return its dialect.

    The delimiter is the one that splits a row with a header of an address column, else the one that splits the rows
    from the first address on into equally many cells; quoted cells do not count. None does: a list of one column.
    """
    named = _SEP.match(lines[0]) if lines else None
    if named:
        return _dialect(lines[1:], named[1], 1)
    best: tuple[Score, str] = ((False, 0.0, 0), "")
    for delimiter in DELIMITERS:
        best = max(best, (_score(lines, delimiter), delimiter), key=lambda each: each[0])
    if not best[0][0] and _colons(lines, best[0]):
        return _dialect(lines, COLON)
    if not best[0][0] and any(_SPELLED_TAB in line for line in lines):
        tabbed = with_tabs(lines)
        by_header, alike, _ = _score(tabbed, "\t")
        if by_header and alike >= _CONSISTENT:
            return replace(_dialect(tabbed, "\t"), spelled=True)
    (by_header, _, _), delimiter = best
    if not by_header and any(heads([line.strip().strip('"')]) for line in lines[:LOOKED_AT]):
        delimiter = ""  # one column with its header: what looks like delimiters is inside the cells
    return _dialect(lines, delimiter)


def with_tabs(lines: Sequence[str]) -> list[str]:
    """Given lines in which tabs are spelled as backslash and t, return them with tabs."""
    return [line.replace(_SPELLED_TAB, "\t") for line in lines]


def _colons(lines: Sequence[str], best: Score) -> bool:
    """Return whether colons are the delimiter: a header says so, or quotes around them, or nothing else can be.

    Then each address must stand alone in its cell; "Kunde: anna@example.com" and times are no rows of a table.
    """
    score = _score(lines, COLON)
    if not score[2] or score[1] < _CONSISTENT:
        return False
    filled = [line for line in lines if line.strip()]
    quoted = sum(1 for line in filled if _BETWEEN_QUOTES.search(line)) >= _CONSISTENT * len(filled)
    if score[0] or quoted:
        return True
    cells = [cell for line in filled for cell in line.strip().split(COLON) if "@" in cell]
    return not best[2] and not any(" " in cell for cell in cells) and not any("mailto:" in line for line in filled)


def _score(lines: Sequence[str], delimiter: str) -> Score:
    """Return whether a header was found, the share of rows as wide as it (or as most), and that width."""
    options = _dialect(lines, delimiter).options(strict=False)
    rows = [row for row in csv.reader(lines, **options) if any(cell.strip() for cell in row)]
    for at, row in enumerate(rows[:LOOKED_AT]):
        if len(row) > 1 and heads(row):
            below = rows[at + 1 :]
            alike = sum(1 for other in below if len(other) >= len(row) and not any(other[len(row) :]))
            return True, alike / len(below) if below else 1.0, len(row)
    first = next((at for at, row in enumerate(rows) if holds_address(row)), len(rows))
    widths = Counter(map(len, rows[first:]))
    if not widths:
        return False, 0.0, 0
    width, number = max(widths.items(), key=lambda item: (item[1], item[0]))
    share = number / sum(widths.values())
    return (False, share, width) if width > 1 and share >= _CONSISTENT else (False, 0.0, 0)


def _dialect(lines: Sequence[str], delimiter: str, skip: int = 0) -> Dialect:
    """Return the dialect with this delimiter; its other traits show in single quotes, which doubling never leaves."""
    text = "".join(lines)
    mark = re.escape(delimiter or NO_DELIMITER)
    # A backslash quote inside a cell: neither doubled nor followed by the end of the cell.
    backslash = bool(re.search(rf'\\"(?!"|\s*(?:{mark}|[\r\n]|\Z))', text))
    # End of one quoted cell, delimiter, blank, start of the next; a quoted cell holding just ", " is none of these.
    inside = rf'[^"{mark}\r\n]'
    blanks = bool(re.search(rf'{inside}"{mark} +"{inside}', text))
    return Dialect(delimiter, backslash, blanks, skip)
