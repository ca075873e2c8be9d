"""How a delimited text is written, found from its first lines: delimiter, escapes, blanks before quotes."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from processor.read.header import LOOKED_AT, heads, holds_address

DELIMITERS = (";", ",", "\t", "|")
NO_DELIMITER = "\x1f"
"""Given to the csv module for lists of one column; a control character that no export writes."""

_SEP = re.compile(r'\ufeff?"?sep=(\t|[^\w\s"\\@.])"?[\r\n]*\Z', re.IGNORECASE)
_CONSISTENT = 0.8


@dataclass(frozen=True)
class Dialect:
    """The traits the csv module needs to know.

    `delimiter` is "" for a list of one column; `backslash`: a quote inside a cell is written as backslash and quote;
    `blanks`: a blank follows each delimiter; `skip`: lines to pass over (the sep= line that Excel reads).
    """

    delimiter: str
    backslash: bool = False
    blanks: bool = False
    skip: int = 0

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
    best: tuple[tuple[bool, float, int], str] = ((False, 0.0, 0), "")
    for delimiter in DELIMITERS:
        dialect = _dialect(lines, delimiter)
        score = _score(list(csv.reader(lines, **dialect.options(strict=False))))
        if score > best[0]:
            best = (score, delimiter)
    (by_header, _, _), delimiter = best
    if not by_header and any(heads([line.strip().strip('"')]) for line in lines[:LOOKED_AT]):
        delimiter = ""  # one column with its header: what looks like delimiters is inside the cells
    return _dialect(lines, delimiter)


def _score(rows: Sequence[Sequence[str]]) -> tuple[bool, float, int]:
    """Return whether a header was found, the share of rows as wide as it (or as most), and that width."""
    rows = [row for row in rows if any(cell.strip() for cell in row)]
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
