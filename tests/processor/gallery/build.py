"""Builds workbooks and archives that somebody or something has laid hands on."""

# ruff: noqa: E501  mark-up, one part, one line

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.processor.dress import workbook, zipped

LIST = b"E-Mail;Grund\r\nanna@example.com;abgemeldet\r\nbernd@example.de;abgemeldet\r\n"
ROWS = [["E-Mail", "Grund"], ["anna@example.com", "abgemeldet"], ["bernd@example.de", "abgemeldet"]]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET, TEXTS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


def edited(change: Callable[[Worksheet], object]) -> Callable[[], bytes]:
    """A workbook of ROWS after somebody did something to its sheet."""

    def build() -> bytes:
        book, out = openpyxl.Workbook(), io.BytesIO()
        for row in ROWS:
            book.active.append(row)
        change(book.active)
        book.save(out)
        return out.getvalue()

    return build


def by_hand() -> dict[str, bytes]:
    """The parts of the smallest workbook that keeps its texts apart (ECMA-376 part 1, 18.4), as Excel does."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    texts = [cell for row in ROWS for cell in row]
    rows = "".join(
        f'<row r="{number}"><c r="A{number}" t="s"><v>{2 * number - 2}</v></c><c r="B{number}" t="s"><v>{2 * number - 1}</v></c></row>'
        for number in (1, 2, 3)
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/><Override PartName="/{SHEET}" ContentType="{kind}.worksheet+xml"/>'
        f'<Override PartName="/{TEXTS}" ContentType="{kind}.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{office}"><sheets><sheet name="Liste" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        SHEET: f'<worksheet xmlns="{MAIN}"><dimension ref="A1:B3"/><sheetData>{rows}</sheetData></worksheet>',
        TEXTS: f'<sst xmlns="{MAIN}" count="6" uniqueCount="6">{"".join(f"<si><t>{text}</t></si>" for text in texts)}</sst>',
    }
    return {name: text.encode() for name, text in parts.items()}


def changed(part: str, old: bytes, new: bytes) -> Callable[[], bytes]:
    """The same with bytes of one part replaced."""

    def build() -> bytes:
        parts = by_hand()
        assert old in parts[part]
        return zipped({**parts, part: parts[part].replace(old, new)})

    return build


def with_part(name: str, data: bytes) -> Callable[[], bytes]:
    def build() -> bytes:
        out = io.BytesIO(workbook({"Liste": ROWS}))
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr(name, data)
        return out.getvalue()

    return build


def without_part(name: str) -> Callable[[], bytes]:
    return lambda: zipped({part: data for part, data in by_hand().items() if part != name})


def locked(data: bytes) -> bytes:
    """An archive whose first member says that it is encrypted, in both its headers (APPNOTE.TXT 4.4.4)."""
    out = bytearray(data)
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        out[out.index(signature) + place] |= 1
    return bytes(out)


def repeated(name: str) -> bytes:
    """An archive with two members of one name."""
    out = zipped({"a.csv": LIST, "b.csv": LIST.replace(b"abgemeldet", b"angemeldet")})
    return out.replace(b"b.csv", name.encode())


def longer(data: bytes) -> bytes:
    """An archive whose first member promises less than it inflates to."""
    out = bytearray(data)
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<L", out, out.index(signature) + place, 3)
    return bytes(out)


def rotten(data: bytes) -> bytes:
    """An archive whose directory says another checksum (APPNOTE.TXT 4.4.7)."""
    out = bytearray(data)
    out[out.index(b"PK\x01\x02") + 16] ^= 0xFF
    return bytes(out)


def hide_first(sheet: Worksheet) -> None:
    sheet.row_dimensions[2].hidden = True
    sheet.auto_filter.ref = "A1:B3"


def other_sheet(*rows: list[str], title: str, state: str = "visible") -> Callable[[Worksheet], None]:
    def add(sheet: Worksheet) -> None:
        other = sheet.parent.create_sheet(title)
        other.sheet_state = state
        for row in rows:
            other.append(row)

    return add


def link(sheet: Worksheet) -> None:
    sheet["A2"].hyperlink = "mailto:somebody.else@example.net"


def merge(sheet: Worksheet) -> None:
    sheet.merge_cells("B2:B3")  # what is below the first cell of the block is gone


def put(**cells: object) -> Callable[[Worksheet], None]:
    def write(sheet: Worksheet) -> None:
        for place, value in cells.items():
            sheet[place] = value

    return write
