"""OpenDocument spreadsheets → one Table for each sheet with rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import BinaryIO
from xml.parsers import expat
from zipfile import ZipInfo

from processor.domain.table import Table
from processor.errors import Refused
from processor.read.archive import inflate
from processor.read.limits import Limits
from processor.read.markup import DEPTH, feed, new_parser
from processor.read.sheets import Scan, scan
from processor.read.xlsx import tables_of

_CONTENT, _MANIFEST = "content.xml", "META-INF/manifest.xml"
_ERROR = re.compile(r"#[A-Z]|Err:\d|#")
_CELLS = ("table:table-cell", "table:covered-table-cell")


def read_ods(stream: BinaryIO, parts: Mapping[str, ZipInfo], limits: Limits) -> tuple[Table, ...]:
    """Given a seekable stream of an OpenDocument spreadsheet and its parts, return a table for each sheet with rows.

    Every part is inflated and counted before the parser sees the file; a formula nobody has calculated makes its row a
    broken one, as in other workbooks. Raise Refused as archive and tables_of do, and: encrypted_workbook (OpenDocument
    1.3 part 2, 3.4: the manifest says so), damaged_workbook, suspicious_workbook, too_many_rows, too_many_columns,
    too_many_cells.
    """
    _refuse_encrypted(stream, parts, limits)
    if _CONTENT not in parts:
        raise Refused("damaged_workbook")
    room, scans = limits.parts_sum, {}
    for name, info in parts.items():
        pieces = inflate(stream, info, limits, room)
        if name == _CONTENT:
            parser, names = new_parser()
            reader = _Reader(parser, limits)
            if not feed(parser, names, pieces):
                raise Refused("damaged_workbook")
            scans = reader.scans
        else:
            scan(pieces, limits)
        room -= info.file_size  # inflate has proven it
    return tuple(replace(table, container="ods") for table in tables_of(stream, scans, limits))


def _refuse_encrypted(stream: BinaryIO, parts: Mapping[str, ZipInfo], limits: Limits) -> None:
    manifest = parts.get(_MANIFEST)
    said = manifest is not None and b"encryption-data" in b"".join(inflate(stream, manifest, limits, limits.part))
    if said or "encrypted-package" in parts:
        raise Refused("encrypted_workbook")


class _Reader:
    """Follows the rows and cells of content.xml, each of which may stand for many ("repeated").

    The parser lays all of them out in memory, each with its own text; so both are counted as often as they repeat.
    """

    def __init__(self, parser: expat.XMLParserType, limits: Limits) -> None:
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._hear
        self.limits = limits
        self.scans: dict[str, Scan] = {}
        self.found = Scan()
        self.depth = self.tables = self.cells = 0
        self.row = self.rows = self.column = self.columns = 0
        self.filled = self.last_column = self.area = self.characters = 0
        self.formula = self.valued = self.occupied = False
        self.text = ""

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEPTH:
            raise Refused("suspicious_workbook")
        if name in _CELLS:
            self._open_cell(attributes)
        elif name == "table:table-row":
            self.row, self.column = self.row + self.rows, 0
            self.rows = _times(attributes.get("table:number-rows-repeated"))
            self.occupied = False
        elif name == "table:table":
            self._open_table(attributes.get("table:name", ""))
        elif name == "text:s" and self.cells:  # so many blanks
            self._count(_times(attributes.get("text:c")))

    def _end(self, name: str) -> None:
        self.depth -= 1
        if name in _CELLS:
            self._close_cell()
        elif name == "table:table":
            self.tables -= 1
            self.area += self.found.area
            if self.area > self.limits.area:
                raise Refused("too_many_cells", limit=self.limits.area)

    def _hear(self, text: str) -> None:
        if self.cells:
            self._count(len(text))
            if len(self.text) < 100:
                self.text += text.strip()[:100]

    def _open_table(self, name: str) -> None:
        self.tables += 1
        if self.tables > 1 or name in self.scans:  # a table in a cell; which of two with one name is meant
            raise Refused("suspicious_workbook")
        self.found = self.scans[name] = Scan(whole=True)
        self.row = self.column = self.columns = self.filled = self.last_column = 0
        self.rows = 1  # the first row is row 1

    def _open_cell(self, attributes: dict[str, str]) -> None:
        self.cells += 1
        if self.cells > 1 or not self.tables:
            raise Refused("suspicious_workbook")
        self.column += self.columns if self.column else 1
        self.columns = _times(attributes.get("table:number-columns-repeated"))
        self.formula = "table:formula" in attributes
        self.valued = "office:value-type" in attributes
        self.text = ""
        self._count(sum(len(value) for name, value in attributes.items() if name.startswith("office:")))

    def _close_cell(self) -> None:
        self.cells -= 1
        if not (self.formula or self.valued or self.text):
            return
        last_row, last_column = self.row + self.rows - 1, self.column + self.columns - 1
        if not self.occupied:
            self.occupied = True
            self.filled += self.rows
        self.last_column = max(self.last_column, last_column)
        self.found.area = last_row * self.last_column
        if self.filled > self.limits.rows:
            raise Refused("too_many_rows", limit=self.limits.rows)
        if self.last_column > self.limits.columns:
            raise Refused("too_many_columns", limit=self.limits.columns)
        if self.found.area > self.limits.area:
            raise Refused("too_many_cells", limit=self.limits.area)
        if self.formula:
            self._note(range(self.row, last_row + 1), range(self.column, last_column + 1))

    def _note(self, rows: range, columns: range) -> None:
        """Keep what the fast parser does not tell of formulas: that nobody has calculated them, or an error."""
        if not self.valued and not self.text:
            self.found.unvalued.update(rows)
        elif _ERROR.match(self.text):
            for row in rows:
                self.found.errors.setdefault(row, {}).update(dict.fromkeys(columns, self.text))

    def _count(self, characters: int) -> None:
        self.characters += characters * self.rows * self.columns
        if self.characters > self.limits.parts_sum:
            raise Refused("suspicious_workbook")


def _times(said: str | None) -> int:
    """Return how often something stands there, at least once; raise Refused where that is no number."""
    if said is None:
        return 1
    if not (said.isascii() and said.isdecimal() and len(said) < 10):
        raise Refused("suspicious_workbook")
    return max(1, int(said))
