"""An import file as a workbook: one sheet of plain texts, never a formula, the same bytes for the same rows."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

ROWS = 1_048_575
"""Rows of a sheet below its heading (ECMA-376, as Excel limits it)."""

LONGEST = 32_767
"""Characters of a cell; openpyxl cuts what is longer."""

_DAY = (1980, 1, 1, 0, 0, 0)  # the first day a ZIP archive knows; the time of writing would change the bytes


def workbook(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a workbook with one sheet: the headings, if any, and the rows, every cell a text."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sheet1")

    def text(value: str) -> Any:
        cell = WriteOnlyCell(sheet, value.encode("utf-8", "replace").decode("utf-8"))
        cell.data_type = "s"  # also of a text that begins with an equals sign, or reads like a number or an error
        return cell

    for row in [head] if head else []:
        sheet.append([text(cell) for cell in row])
    for row in rows:
        sheet.append([text(cell) for cell in row])
    stream = io.BytesIO()
    book.save(stream)
    return _undated(stream.getvalue())


def _undated(content: bytes) -> bytes:
    """Return the archive with all times set to one day."""
    from openpyxl.packaging.core import DocumentProperties
    from openpyxl.xml.functions import tostring

    day = datetime(*_DAY)  # noqa: DTZ001  the format has no time zone here
    core = tostring(DocumentProperties(creator="abgleich", created=day, modified=day).to_tree())
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, core if name == "docProps/core.xml" else old.read(name))
    return out.getvalue()
