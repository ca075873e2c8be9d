"""Delimited text (CSV, TSV, bare lists) → Table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import BinaryIO

from processor.domain.table import Table
from processor.domain.uncollected import uncollected
from processor.errors import Refused
from processor.read import dialect as dialects
from processor.read.columns import Columns
from processor.read.header import LOOKED_AT, Header, Row, find_header, holds_address
from processor.read.incomplete import refuse_incomplete
from processor.read.limits import Limits
from processor.read.records import Block, Doubtful, blocks
from processor.read.text import Encoding, examine, opened

_SAMPLE = 1 << 16  # characters the dialect is read off


def read_delimited(stream: BinaryIO, limits: Limits) -> Table:
    """Given a seekable stream of text, return its table.

    Raise Refused as text.examine and records.blocks do, and: no_addresses, header_only (columns), too_many_rows,
    too_many_columns, incomplete_export (line, text).
    """
    encoding = examine(stream, limits)
    with opened(stream, encoding) as text:
        dialect = dialects.detect(text.readlines(_SAMPLE))
    with opened(stream, encoding) as text, uncollected():
        for _ in range(dialect.skip):
            text.readline()
        return _table(blocks(text.readlines, dialect, limits), encoding, dialect, limits)


def _table(source: Iterator[Block], encoding: Encoding, dialect: dialects.Dialect, limits: Limits) -> Table:
    early, rows = _first(source)
    header = find_header(rows)
    if not header.line and not encoding.has_at:
        raise Refused("no_addresses")
    width = len(header.cells) or _usual_width(rows, header)
    if width > limits.columns:
        raise Refused("too_many_columns", limit=limits.columns)
    gathered = Columns(header.cells, width, limits.text_rows)
    for block in chain(early, source):
        gathered.add(block, header.first)
    lines = gathered.lines()
    refuse_incomplete(lines, gathered.columns(), gathered.broken)
    if not gathered.count and not gathered.broken:
        raise Refused("header_only", columns=[cell for cell in header.cells if cell])
    return Table(
        container="csv",
        header=header.cells,
        columns=gathered.columns(),
        lines=lines,
        encoding=encoding.name,
        delimiter=dialect.delimiter,
        header_line=header.line,
        broken=gathered.broken,
        preamble=header.preamble,
    )


def _first(source: Iterator[Block]) -> tuple[list[Block], list[Row]]:
    """Return the blocks that hold the first rows with content, and these rows."""
    early: list[Block] = []
    rows: list[Row] = []
    for block in source:
        early.append(block)
        for line, row in zip(block.lines, block.rows, strict=True):
            if not isinstance(row, Doubtful) and any(cell.strip() for cell in row):
                rows.append((line, row))
            if len(rows) == LOOKED_AT:
                return early, rows
    return early, rows


def _usual_width(rows: Sequence[Row], header: Header) -> int:
    """Return the number of cells most rows have, those with addresses first."""
    data = [cells for line, cells in rows if line >= header.first]
    widths = Counter(len(cells) for cells in data if holds_address(cells)) or Counter(map(len, data))
    return max(widths, key=lambda width: (widths[width], width), default=1)
