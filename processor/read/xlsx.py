"""Workbooks (XLSX, XLSM) → one Table for each sheet with rows."""

from __future__ import annotations

import datetime as dt
import posixpath
from collections.abc import Collection, Iterator, Mapping
from typing import Any, BinaryIO
from zipfile import ZipInfo

from processor.domain.table import Table
from processor.domain.uncollected import uncollected
from processor.errors import Refused
from processor.read.archive import inflate
from processor.read.columns import Columns
from processor.read.header import Header, Row, filled, find_header, holds_address
from processor.read.limits import Limits
from processor.read.records import Plain
from processor.read.sheets import Scan, scan

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


def read_workbook(stream: BinaryIO, parts: dict[str, ZipInfo], limits: Limits) -> tuple[Table, ...]:
    """Given a seekable stream of a workbook and its parts, return a table for each sheet that has rows.

    Every part is inflated and counted before the parser sees the file. Raise Refused as archive, sheets and tables_of
    do.
    """
    scans = _weigh(stream, parts, limits)
    sheets = _sheet_parts(stream, parts, limits)
    return tables_of(stream, {name: scans[part] for name, part in sheets.items() if part in scans}, limits)


def tables_of(stream: BinaryIO, scans: Mapping[str, Scan], limits: Limits) -> tuple[Table, ...]:
    """Given a workbook that was weighed, and what was found in each sheet by its name, return the tables with rows.

    Raise Refused: damaged_workbook, no_addresses, header_only (columns), empty_file.
    """
    tables, heads, addresses = [], [], False
    for name, left, rows in _parsed(stream, scans):
        with uncollected():
            table, seen = _table(name, left, rows, scans[name], limits)
        addresses = addresses or seen or bool(table.header_line)
        heads += [cell for cell in table.header if cell]
        if table.lines or table.broken:
            tables.append(table)
    if not addresses:
        raise Refused("no_addresses" if tables else "empty_file")
    if not tables:
        raise Refused("header_only", columns=heads)
    return tuple(tables)


def _weigh(stream: BinaryIO, parts: dict[str, ZipInfo], limits: Limits) -> dict[str, Scan]:
    """Inflate and scan all parts; return what was found in those that are well-formed XML.

    One that should be and is not was not weighed to its end, but the parser would read it to there.
    """
    room = limits.parts_sum
    area = 0
    scans: dict[str, Scan] = {}
    for name, info in parts.items():
        found = scan(inflate(stream, info, limits, room), limits)
        room -= info.file_size  # inflate has proven it
        area += found.area
        if area > limits.area:
            raise Refused("too_many_cells", limit=limits.area)
        if found.whole:
            scans[name] = found
        elif name.lower().startswith("xl/") and name.lower().endswith(".xml"):
            raise Refused("damaged_workbook")
    return scans


def _sheet_parts(stream: BinaryIO, parts: dict[str, ZipInfo], limits: Limits) -> dict[str, str]:
    """Return the part of each sheet by its name (ECMA-376 part 1, 12.3.23 and 18.2.19)."""
    book = _tree(stream, parts, "xl/workbook.xml", limits)
    links = _tree(stream, parts, "xl/_rels/workbook.xml.rels", limits)
    targets = {link.get("Id"): _target(link.get("Target", "")) for link in links}
    sheets = [element for element in book.iter() if element.tag.rpartition("}")[2] == "sheet"]
    named = {
        sheet.get("name", ""): targets.get(sheet.get(_RELATION) or sheet.get(_STRICT_RELATION), "") for sheet in sheets
    }
    if len(named) < len(sheets) or len(targets) < len(links):  # which of two with one name is meant, nobody can say
        raise Refused("damaged_workbook")
    return named


def _target(target: str) -> str:
    target = target.replace("\\", "/")
    return posixpath.normpath(target.lstrip("/") if target.startswith("/") else f"xl/{target}")


def _tree(stream: BinaryIO, parts: dict[str, ZipInfo], name: str, limits: Limits) -> Any:
    """Return the parsed XML of a small part that was scanned before."""
    from xml.etree.ElementTree import ParseError

    from defusedxml.ElementTree import fromstring

    if name not in parts:
        raise Refused("damaged_workbook")
    try:
        return fromstring(b"".join(inflate(stream, parts[name], limits, limits.part)))
    except (ParseError, LookupError, ValueError):  # no XML, an encoding nobody knows, what defusedxml forbids
        raise Refused("damaged_workbook") from None


def _parsed(stream: BinaryIO, scans: Collection[str]) -> Iterator[tuple[str, int, Iterator[list[Any]]]]:
    """Yield name, number of columns left out on the left, and rows of each worksheet.

    Row 1 comes first, whatever the <dimension> element claims. A sheet that was not weighed to its end is refused
    before it is parsed: the parser also reads what is no XML, and lays out all places up to the last one in memory.
    """
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

    stream.seek(0)
    try:
        with CalamineWorkbook.from_filelike(stream) as book:
            for sheet in book.sheets_metadata:
                if sheet.typ == SheetTypeEnum.WorkSheet:
                    if sheet.name not in scans:
                        raise Refused("damaged_workbook")
                    cells = book.get_sheet_by_name(sheet.name)
                    yield sheet.name, (cells.start or (0, 0))[1], iter(cells.iter_rows())
    except CalamineError:
        raise Refused("damaged_workbook") from None
    except BaseException as trouble:
        if type(trouble).__name__ != "PanicException":  # what a crash inside the Rust parser is called here
            raise
        raise Refused("damaged_workbook") from None


def _table(name: str, left: int, values: Iterator[list[Any]], found: Scan, limits: Limits) -> tuple[Table, bool]:
    """Return the table of a sheet, and whether an address is in it."""
    rows: list[Row] = []
    for number, values_of_row in enumerate(values, start=1):
        cells = [value if isinstance(value, str) else _text(value) for value in values_of_row]
        for column, error in found.errors.get(number, {}).items():
            cells += [""] * (column - left - len(cells))
            cells[column - 1 - left] = error
        if number in found.unvalued or "".join(cells).strip():
            rows.append((number, cells))
    header = find_header([row for row in rows if row[0] not in found.unvalued])
    width = max((filled(cells) for _, cells in rows), default=0)
    head = (*header.cells, *[""] * width)[:width] if header.line else ()
    gathered = Columns((), width, limits.rows)
    kept: list[Row] = []
    for number, row in rows:
        if number in found.unvalued and number >= header.line:
            gathered.reject(number, "formula_without_value", " ".join(filter(None, row)))
        elif number >= header.first and number not in found.unvalued:
            kept.append((number, row))
    if kept:
        lines, cells_of_rows = zip(*kept, strict=True)
        gathered.add(Plain(lines, [[*row[:width]] for row in cells_of_rows], [""] * len(lines)))
    seen = any(holds_address(cells) for _, cells in rows)
    return _built(name, header, head, gathered), seen


def _built(name: str, header: Header, head: tuple[str, ...], gathered: Columns) -> Table:
    return Table(
        container="xlsx",
        header=head,
        columns=gathered.columns(),
        lines=gathered.lines(),
        sheet=name,
        header_line=header.line,
        broken=gathered.broken,
        preamble=header.preamble,
    )


def _text(value: object) -> str:
    """Return a cell's value as text: whole numbers without decimals, times as in ISO 8601 with a blank."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, dt.datetime):
        return str((value + dt.timedelta(microseconds=500_000)).replace(microsecond=0))
    return str(value)
