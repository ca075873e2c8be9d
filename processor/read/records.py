"""Physical lines → rows with their line numbers, in blocks; no line disappears behind a stray quote."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from processor.errors import Refused
from processor.read.dialect import Dialect, with_tabs
from processor.read.limits import Limits

Cells = list[str]

_BLOCK = 1 << 20  # characters
_LINE_END = re.compile(r"\r\n|\r|\n")
_UNENDED = "unexpected end of data"  # how csv says that the text ended inside quotes, in all of Python 3


@dataclass(frozen=True)
class Doubtful:
    """Stands in place of a row with quotes against all rules: the `ways` to read it, the most likely first."""

    ways: Sequence[Cells]


@dataclass(frozen=True)
class Plain:
    """Consecutive rows, one for each line: `lines` where each starts, cells in `rows`, its text in `raws`."""

    lines: Sequence[int]
    rows: Sequence[Cells]
    raws: Sequence[str]


@dataclass(frozen=True)
class Mixed:
    """The same where rows run over several lines or are doubtful."""

    lines: list[int] = field(default_factory=list)
    rows: list[Cells | Doubtful] = field(default_factory=list)
    raws: list[str] = field(default_factory=list)

    def add(self, line: int, row: Cells | Doubtful, raw: str) -> None:
        """Take the next row."""
        self.lines.append(line)
        self.rows.append(row)
        self.raws.append(raw)


Block = Plain | Mixed


def blocks(read_lines: Callable[[int], list[str]], dialect: Dialect, limits: Limits) -> Iterator[Block]:
    """Given a function that returns about so many characters of whole lines, yield the rows after the skipped ones.

    Blank lines come as empty rows. Raise Refused: unterminated_quote (line) where quotes are never closed.
    """
    csv.field_size_limit(max(csv.field_size_limit(), 4 * max(limits.line, _BLOCK)))
    pending: list[str] = []
    number = 1 + dialect.skip
    while True:
        more = with_tabs(read_lines(_BLOCK)) if dialect.spelled else read_lines(_BLOCK)
        pending += more
        block, used = _parse(pending, number, dialect, last=not more)
        if block.rows:
            yield block
        if not more:
            return
        del pending[:used]
        number += used
        if sum(map(len, pending)) > limits.line:
            raise Refused("unterminated_quote", line=_opened(pending, number, dialect))


def _parse(pending: list[str], number: int, dialect: Dialect, last: bool) -> tuple[Block, int]:
    """Return the rows of the pending lines and how many lines they took; an open row at the end waits for more."""
    try:
        rows = list(csv.reader(pending, **dialect.options()))
    except csv.Error:
        rows = []
    if len(rows) == len(pending):  # each line is a row
        return Plain(range(number, number + len(rows)), rows, pending.copy()), len(pending)
    return _parse_singly(pending, number, dialect, last)


def _parse_singly(pending: list[str], number: int, dialect: Dialect, last: bool) -> tuple[Mixed, int]:
    """Do the same row by row: a row with a fault is doubtful, and reading goes on with the line after its first."""
    found = Mixed()
    at = 0
    while at < len(pending):
        start = at
        rest = (pending[index] for index in range(start, len(pending))) if start else iter(pending)
        reader = csv.reader(rest, **dialect.options())
        try:
            for row in reader:
                end = start + reader.line_num
                found.add(number + at, row, pending[at] if end == at + 1 else "".join(pending[at:end]))
                at = end
        except csv.Error as trouble:
            if str(trouble) == _UNENDED:
                if not last:
                    break
                raise Refused("unterminated_quote", line=_opened(pending[at:], number + at, dialect)) from None
            found.add(number + at, _ways(pending[at], dialect), pending[at])
            at += 1
    return found, at


def _ways(line: str, dialect: Dialect) -> Doubtful:
    """Return the ways to read a line whose inner quotes are not escaped, as Mautic and Sendy write them.

    Where all cells are enclosed, quote delimiter quote ends one; else a quote ends a cell only before a delimiter;
    else a backslash escapes it. A way that leaves quotes open at the end of the line is none.
    """
    ways: list[Cells] = []
    bare = line.rstrip("\r\n")
    if len(bare) > 1 and bare[0] == bare[-1] == '"':
        gap = re.escape(dialect.delimiter) + (" *" if dialect.blanks else "")
        cells = re.split(f'"{gap}"', bare[1:-1]) if dialect.delimiter else [bare[1:-1]]
        ways.append([cell.replace('""', '"') for cell in cells])
    options = dialect.options(strict=False)
    for changed in (options, {**options, "escapechar": "\\"}):
        rows = list(csv.reader([line, "x"], **changed))
        if len(rows) == 2:
            ways.append(rows[0])
    return Doubtful(ways)


def _opened(pending: list[str], number: int, dialect: Dialect) -> int:
    """Return the line in which the last quoted cell of these lines begins: it holds all that follow."""
    row = list(csv.reader(pending, **dialect.options(strict=False)))[-1]
    cell = row[-1] if row else ""
    breaks = len(_LINE_END.findall(cell)) + (not cell.endswith(("\r", "\n")))
    return number + len(pending) - max(1, breaks)
