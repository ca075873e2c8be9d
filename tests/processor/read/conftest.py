"""Builders for files as people drop them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence

import openpyxl
import pytest

from processor.domain.table import Table
from processor.errors import Refused
from processor.read import Limits, read


def one_table(data: bytes) -> Table:
    (table,) = read(io.BytesIO(data), "liste.csv")
    return table


def refusal_of(data: bytes, limits: Limits | None = None) -> Refused:
    with pytest.raises(Refused) as caught:
        read(io.BytesIO(data), "liste.csv", limits or Limits())
    return caught.value


def rows_of(table: Table) -> list[tuple[str, ...]]:
    return list(zip(*table.columns, strict=True))


def packed(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def workbook_of(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def sheet_of(xml: str) -> bytes:
    """A workbook with one sheet whose <sheetData> holds this XML."""
    parts = unpacked(workbook_of({"Liste": [["E-Mail"]]}))
    frame = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
    return packed({**parts, "xl/worksheets/sheet1.xml": frame.format(xml).encode()})


@pytest.fixture
def table() -> Callable[[bytes], Table]:
    return one_table


@pytest.fixture
def refusal() -> Callable[..., Refused]:
    return refusal_of


@pytest.fixture
def rows() -> Callable[[Table], list[tuple[str, ...]]]:
    return rows_of


@pytest.fixture
def workbook() -> Callable[[Mapping[str, Sequence[Sequence[object]]]], bytes]:
    return workbook_of


@pytest.fixture
def sheet() -> Callable[[str], bytes]:
    return sheet_of


@pytest.fixture
def pack() -> Callable[[Mapping[str, bytes]], bytes]:
    return packed


@pytest.fixture
def unpack() -> Callable[[bytes], dict[str, bytes]]:
    return unpacked
