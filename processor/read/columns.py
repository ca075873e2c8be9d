"""Rows → columns: gathers the cells of a table and keeps aside what is no row of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, islice

from processor.errors import Refused
from processor.read.column import Column
from processor.read.header import filled
from processor.read.records import Block, Cells, Doubtful, Plain

RAW = 200
"""Characters of a broken row that are kept to show it."""

_NOTHING = " \t\r\n\v\f\xa0\x1a"  # the last one ends a text file of DOS
_WIDE = 32  # columns; a layout reads about ten


class Columns:
    """Gathers rows of one width.

    A row is kept when it has as many cells as the table, or more where all surplus ones are blank (some exports end
    each row with a delimiter), or fewer where only columns without a header are missing. Anything else is broken:
    a cell may be missing anywhere, and a reason read as an address does harm.
    """

    def __init__(self, header: Sequence[str], width: int, most_rows: int) -> None:
        self.width = width
        self.least = filled(header) or width
        self.most_rows = most_rows
        self.count = 0
        self._columns = [Column(compressed=width > _WIDE) for _ in range(width)]
        self._lines: list[Sequence[int]] = []
        self.broken: list[tuple[int, str, str]] = []

    def add(self, block: Block, first: int = 0) -> None:
        """Take the rows of a block that start at line `first` or below; raise Refused (too_many_rows)."""
        if isinstance(block, Plain) and self._clean(block, first):
            self._extend(block.lines, block.rows)
        else:
            self._sort_out(block, first)
        if self.count + len(self.broken) > self.most_rows:
            raise Refused("too_many_rows", limit=self.most_rows)

    def reject(self, line: int, code: str, raw: str) -> None:
        """Keep a row aside that cannot be read as one."""
        self.broken.append((line, code, raw.strip()[:RAW]))

    def lines(self) -> list[int]:
        """Return the line number of each row that was kept."""
        return list(chain.from_iterable(self._lines))

    def columns(self) -> list[Column]:
        """Return the cells of the rows that were kept, column by column."""
        return self._columns

    def _clean(self, block: Plain, first: int) -> bool:
        """Return whether nothing in the block needs a second look."""
        width = self.width
        return block.lines[0] >= first and all(len(row) == width and row[0].strip() for row in block.rows)

    def _extend(self, lines: Sequence[int], rows: Sequence[Cells]) -> None:
        for column, cells in zip(self._columns, zip(*rows, strict=True), strict=False):
            column.add(cells)
        self._lines.append(lines)
        self.count += len(rows)

    def _sort_out(self, block: Block, first: int) -> None:
        lines: list[int] = []
        rows: list[Cells] = []
        for line, row, raw in zip(block.lines, block.rows, block.raws, strict=True):
            cells: Cells | None
            if line < first:
                if isinstance(row, Doubtful):
                    self.reject(line, "quotes", raw)
                continue
            if isinstance(row, Doubtful):
                cells = self._chosen(row)
            elif len(row) == self.width and row[0].strip():
                cells = row
            elif not "".join(row).strip(_NOTHING):
                continue
            else:
                cells = self._fit(row)
            if cells:
                lines.append(line)
                rows.append(cells)
            else:
                self.reject(line, "quotes" if isinstance(row, Doubtful) else "ragged", raw)
        self._extend(lines, rows)

    def _chosen(self, row: Doubtful) -> Cells | None:
        """Return the first way to read the row that fits."""
        return next(filter(None, map(self._fit, row.ways)), None)

    def _fit(self, row: Cells) -> Cells | None:
        """Return the row in the width of the table, or None where it does not fit."""
        if len(row) < self.least or any(cell.strip() for cell in islice(row, self.width, None)):
            return None
        return row[: self.width] + [""] * (self.width - len(row))
