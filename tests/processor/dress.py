"""Any file as bare rows, and the dresses these rows may wear: delimited text, workbooks, archives."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr
from zoneinfo import ZoneInfo

import openpyxl

from processor.domain.batch import Batch
from processor.domain.table import Table
from processor.read import read
from processor.recognise import recognise

SAMPLES = Path(__file__).parents[2] / "samples" / "layouts"
TEXTS = sorted(path for path in SAMPLES.rglob("*") if path.suffix in (".csv", ".txt", ".dat"))
BERLIN = ZoneInfo("Europe/Berlin")

Rows = Sequence[Sequence[str]]
Event = tuple[str, ...]


class Sheet(NamedTuple):
    """A table as people see it: lines above the headings, the headings (empty: none), the lines below."""

    above: Sequence[str]
    header: Sequence[str]
    rows: Rows

    def all(self) -> list[list[str]]:
        width = max(map(len, (self.header, *self.rows)))
        above = [[line, *[""] * (width - 1)] for line in self.above]
        return [*above, *([list(self.header)] if self.header else []), *map(list, self.rows)]

    def ordered(self, order: Sequence[int]) -> Sheet:
        return Sheet(
            self.above,
            [self.header[place] for place in order] if self.header else (),
            [[row[place] for place in order] for row in self.rows],
        )


def label(path: Path) -> str:
    """The name a sample is shown under in the list of tests."""
    return str(path.relative_to(SAMPLES))


def folder_of(path: Path) -> str:
    return "" if path.parent == SAMPLES else path.parent.name


def tables(path: Path) -> Sequence[Table]:
    with path.open("rb") as stream:
        return read(stream, path.name)


def sheet_of(table: Table) -> Sheet:
    return Sheet(table.preamble, table.header, list(zip(*table.columns, strict=True)))


def taken(data: bytes, name: str, folder: str = "") -> Batch:
    return recognise(read(io.BytesIO(data), name), name, folder, BERLIN)


def events(batch: Batch) -> list[Event]:
    """What the lines that could be read as rows mean, in their order; where they stood is left out."""
    rows = batch.rows[batch.rows["rule"] != "read"]
    names = ("canonical", "event", "bounce_class", "at", "list", "mailing", "code")
    return list(zip(*(map(str, rows[name].tolist()) for name in names), strict=True))


def of_sample(path: Path) -> list[Event]:
    return events(taken(path.read_bytes(), path.name, folder_of(path)))


def delimited(
    rows: Rows, delimiter: str = ",", encoding: str = "utf-8", quoting: str = "minimal", end: str = "\n"
) -> bytes:
    """`quoting`: minimal, all, backslash (all, with \\" inside) or blank (all, with a blank after each delimiter)."""
    inside = '\\"' if quoting == "backslash" else '""'
    gap = delimiter + " " if quoting == "blank" else delimiter

    def quoted(cell: str) -> str:
        bare = quoting == "minimal" and not any(sign in cell for sign in (delimiter, '"', "\r", "\n"))
        return cell if bare else '"' + cell.replace('"', inside) + '"'

    return "".join(gap.join(map(quoted, row)) + end for row in rows).encode(encoding)


def workbook(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                if value not in ("", None):
                    cell = sheet.cell(number, column, value)
                    if isinstance(value, str):
                        cell.data_type = "s"  # what begins with = is text here, too
    book.save(out)
    return out.getvalue()


def opendocument(sheets: Mapping[str, Rows]) -> bytes:
    spaces = " ".join(
        f'xmlns:{of}="urn:oasis:names:tc:opendocument:xmlns:{of}:1.0"' for of in ("office", "table", "text")
    )
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>"
        + "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows)
        + "</table:table>"
        for name, rows in sheets.items()
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f"{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": b'<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
            "content.xml": content.encode(),
        }
    )


def _cell(text: str) -> str:
    """Blanks that count and line ends as OpenDocument 1.3 part 3, 6.1.2 and 5.1.3 have them."""
    if not text:
        return "<table:table-cell/>"
    lines = (
        escape(line).replace("  ", ' <text:s text:c="1"/>').replace("\t", "<text:tab/>") for line in text.split("\n")
    )
    text = "".join(f"<text:p>{line}</text:p>" for line in lines)
    return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'


def zipped(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 2, 3, 4, 6)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
