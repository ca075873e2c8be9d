"""What a workbook's XML says that the fast parser does not: real extent, formulas without value, errors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.parsers import expat

from processor.errors import Refused
from processor.read.limits import Limits
from processor.read.markup import DEPTH, feed, new_parser

_ROWS = 1_048_576
"""Rows a sheet can have in Excel; styled but empty ones are common, so only those with content count as rows."""

_STRINGS = 2_000_000
_DIGITS = len(str(_STRINGS))  # the parser makes room for as many strings as the part promises, and dies where it cannot
_ELEMENTS = ("row", "c", "f", "v", "is", "si", "sst")


@dataclass
class Scan:
    """What was seen in one part. `unvalued`: rows with a formula nobody has calculated; `errors`: row → column → text.

    Rows and columns count from 1. `whole`: the part is well-formed XML. `area`: last row × last column with content.
    """

    whole: bool = False
    area: int = 0
    unvalued: set[int] = field(default_factory=set)
    errors: dict[int, dict[int, str]] = field(default_factory=dict)


def scan(pieces: Iterable[bytes], limits: Limits) -> Scan:
    """Given the bytes of a part, read all of them and return what they hold; a part that is not XML is just read.

    Raise Refused: suspicious_workbook (document type, nesting, names, strings or tags beyond all measure),
    too_many_rows, too_many_columns, too_many_cells.
    """
    parser, names = new_parser()
    reader = _Reader(parser, limits)
    reader.found.whole = feed(parser, names, pieces)
    reader.leave()
    return reader.found


class _Reader:
    """Follows the elements of a worksheet; names may carry a prefix, as some .NET writers give them one."""

    def __init__(self, parser: expat.XMLParserType, limits: Limits) -> None:
        self.parser = parser
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        self.limits = limits
        self.found = Scan()
        self.depth = 0
        self.kinds = {name: name for name in _ELEMENTS}
        self.letters: dict[str, int] = {"": 0}
        self.rows = self.strings = self.mistakes = 0
        self.number = self.column = self.current = self.counted = 0
        self.last_row = self.last_column = 0
        self.kind = self.text = ""
        self.formula = self.value = self.heard = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""
        self.depth += 1
        if self.depth > DEPTH:
            raise Refused("suspicious_workbook")
        kind = self.kinds.get(name)
        if kind is None:
            kind = self.kinds[name] = self._known(name)
        if not kind:
            return
        if kind == "c":
            if self.formula or self.kind == "e":
                self.leave()
            self.value = False
            self._place(attributes.get("r", ""))
            self.kind = attributes.get("t", "")
        elif kind == "v" or kind == "is":
            self.value = True
            self._occupy()
            if self.formula or self.kind == "e":
                self._listen()
        elif kind == "row":
            self.leave()
            self._row(attributes.get("r", ""))
        elif kind == "f":
            self.formula = True
            self._occupy()
        elif kind == "si":
            self.strings += 1
            if self.strings > _STRINGS:
                raise Refused("suspicious_workbook")
        elif kind == "sst" and len(attributes.get("uniqueCount", "")) > _DIGITS:
            raise Refused("suspicious_workbook")

    def end(self, _: str) -> None:
        """Take the end of an element."""
        self.depth -= 1

    def leave(self) -> None:
        """Close the cell that was open."""
        if self.formula and not self.text.strip() and not (self.value and self.kind == "str"):
            self.found.unvalued.add(self.number)
        elif self.kind == "e" and self.text:
            self.mistakes += 1
            if self.mistakes > self.limits.rows:
                raise Refused("too_many_cells", limit=self.limits.rows)
            self.found.errors.setdefault(self.number, {})[self.column] = self.text
        self.formula = self.value = False
        self.kind = self.text = ""
        if self.heard:
            self.parser.CharacterDataHandler = None
            self.heard = False

    def _known(self, name: str) -> str:
        short = name.rpartition(":")[2]
        return short if short in _ELEMENTS else ""

    def _listen(self) -> None:
        def hear(text: str) -> None:
            if len(self.text) < 100:
                self.text += text

        self.parser.CharacterDataHandler = hear
        self.heard = True

    def _row(self, reference: str) -> None:
        self.rows += 1
        self.number = int(reference[:9]) if reference.isdecimal() else self.number + 1
        self.column = 0
        if self.rows > _ROWS or self.number > _ROWS:
            raise Refused("too_many_rows", limit=self.limits.rows)

    def _place(self, reference: str) -> None:
        """Remember where the cell is: at its reference, or else right of the one before."""
        letters = reference.rstrip("0123456789")
        if not letters:
            self.column += 1
            return
        column = self.letters.get(letters)
        if column is None:
            column = self.letters[letters] = _column(letters)
        self.column = column
        digits = reference[len(letters) :]
        if digits:
            self.number = int(digits[:9])

    def _occupy(self) -> None:
        """Count the place as one with content; a parser lays out all places up to the last one in memory."""
        if self.number != self.current:
            self.current = self.number
            self.counted += 1
            self.last_row = max(self.last_row, self.number)
        elif self.column <= self.last_column:
            return
        self.last_column = max(self.last_column, self.column)
        self.found.area = self.last_row * self.last_column
        if self.counted > self.limits.rows:
            raise Refused("too_many_rows", limit=self.limits.rows)
        if self.last_column > self.limits.columns:
            raise Refused("too_many_columns", limit=self.limits.columns)
        if self.found.area > self.limits.area:
            raise Refused("too_many_cells", limit=self.limits.area)


def _column(letters: str) -> int:
    """Return 1 for A, 27 for AA; anything that is no reference is further right than any sheet."""
    number = 0
    for letter in letters[:4]:
        if not "A" <= letter <= "Z":
            return 1 << 20
        number = number * 26 + ord(letter) - 64
    return number
