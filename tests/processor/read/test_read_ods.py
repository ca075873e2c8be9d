"""OpenDocument spreadsheets: the values a person sees, true row numbers, nothing laid out beyond measure."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import pytest

from processor.read import read

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)
MANIFEST = (
    '<?xml version="1.0"?><m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{}</m:manifest>'
)


def packed(content: str, others: Mapping[str, str] | None = None) -> bytes:
    """The smallest spreadsheet as OpenDocument 1.3 part 2 has it: mimetype first and stored, manifest, content."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        for name, text in {"META-INF/manifest.xml": MANIFEST.format(""), **(others or {})}.items():
            archive.writestr(name, text)
        archive.writestr("content.xml", content)
    return out.getvalue()


def ods(**sheets: str) -> bytes:
    tables = "".join(f'<table:table table:name="{name}">{rows}</table:table>' for name, rows in sheets.items())
    return packed(
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {SPACES}><office:body><office:spreadsheet>'
        f"{tables}</office:spreadsheet></office:body></office:document-content>"
    )


def cell(text: str = "", kind: str = 'office:value-type="string"', times: int = 1) -> str:
    repeated = f' table:number-columns-repeated="{times}"' if times > 1 else ""
    return f"<table:table-cell {kind}{repeated}>{f'<text:p>{text}</text:p>' if text else ''}</table:table-cell>"


def row(*cells: str, times: int = 1) -> str:
    inner = "".join(each if each.startswith("<") else cell(each) for each in cells)
    return f'<table:table-row table:number-rows-repeated="{times}">{inner}</table:table-row>'


def only(data: bytes):
    (table,) = read(io.BytesIO(data), "x.csv")
    return table


def test_values_become_the_text_they_become_in_other_workbooks(rows):
    values = row(
        "a@example.com",
        cell("12.04.26", 'office:value-type="date" office:date-value="2026-04-12"'),
        cell("12.04.26 7:30", 'office:value-type="date" office:date-value="2026-04-12T07:30:00"'),
        cell("5,00 €", 'office:value-type="currency" office:value="5"'),
        cell("1,5", 'office:value-type="float" office:value="1.5"'),
        cell("WAHR", 'office:value-type="boolean" office:boolean-value="true"'),
        "Zu viel<text:s text:c='2'/>Post",
    )
    table = only(ods(Liste=row("E-Mail", *"abcdef") + values))
    assert (table.container, table.sheet, tuple(table.header)) == ("ods", "Liste", ("E-Mail", *"abcdef"))
    assert rows(table) == [
        ("a@example.com", "2026-04-12", "2026-04-12 07:30:00", "5", "1.5", "true", "Zu viel  Post"),
    ]


def test_blank_and_repeated_rows_keep_their_numbers(rows):
    blank = cell(kind="", times=16_384)
    table = only(
        ods(
            Liste=row(blank, times=3)
            + row(cell(kind=""), "E-Mail", "Grund")
            + row(cell(kind=""), "a@example.com", "x", times=2)
            + row(blank, times=2)
            + row(cell(kind=""), "b@example.com", "y", cell(kind="", times=16_000))
            + row(blank, times=1_000_000)
        )
    )
    assert (table.header_line, table.lines) == (4, [5, 6, 9])
    assert rows(table) == [("a@example.com", "x"), ("a@example.com", "x"), ("b@example.com", "y")]


def test_each_sheet_with_rows_is_a_table():
    lists = {"Abmeldungen": row("E-Mail") + row("a@example.com"), "leer": "", "Kopf": row("E-Mail")}
    tables = read(io.BytesIO(ods(**lists, Bounces=row("E-Mail") + row("b@example.com"))), "x")
    assert [table.sheet for table in tables] == ["Abmeldungen", "Bounces"]


def test_formulas_without_a_value_and_errors_are_told():
    unvalued, error = (
        'table:formula="of:=A2"',
        'table:formula="of:=NA()" office:value-type="string" office:string-value=""',
    )
    table = only(
        ods(
            Liste=row("E-Mail", "Grund")
            + row("a@example.com", cell(kind=unvalued))
            + row("b@example.com", cell("#N/A", error))
            + row("c@example.com", cell("x", 'table:formula="of:=A1" office:value-type="string"'))
        )
    )
    assert [(line, code) for line, code, _ in table.broken] == [(2, "formula_without_value")]
    assert list(table.columns[1]) == ["#N/A", "x"]


ONE = row("E-Mail") + row("a@example.com")
LONG = "x" * 30_000
BAD = {
    "rows without end": (ods(A=ONE + row("b@example.com", times=1_000_000)), "too_many_rows"),
    "columns without end": (ods(A=ONE + row(cell("b", times=16_384))), "too_many_columns"),
    "cells a continent apart": (ods(A=ONE + row(cell(kind="", times=3_000), "b") + row("c", times=9_000)),
                                "too_many_cells"),
    "one behind a million rows": (ods(A=ONE + row(cell(kind=""), times=900_000) + row(*"abcdefg")), "too_many_cells"),
    "many sheets": (ods(**{f"S{n}": row("a") + row(*"bcdefg", times=180_000) for n in range(6)}), "too_many_cells"),
    "a long text in many cells": (ods(A=ONE + row(cell(LONG, times=200), times=200)), "suspicious_workbook"),
    "a long value in many cells": (
        ods(A=ONE + row(cell("", f'office:value-type="string" office:string-value="{LONG}"', 200), times=200)),
        "suspicious_workbook",
    ),
    "blanks without end": (ods(A=ONE + row("b<text:s text:c='999999999'/>")), "suspicious_workbook"),
    "a number that is none": (ods(A=ONE + row(cell("b")).replace('"1"', '"-1"')), "suspicious_workbook"),
    "a table in a cell": (ods(A=ONE + row(f"<table:table-cell><table:table>{ONE}</table:table></table:table-cell>")),
                          "suspicious_workbook"),
    "a document type": (packed('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "suspicious_workbook"),
    "no XML": (packed("hello"), "damaged_workbook"),
    "half of its XML": (packed(f"<office:document-content {SPACES}><office:body>"), "damaged_workbook"),
    "another document": (packed("<a/>"), "empty_file"),
    "no addresses": (ods(A=row("Betrag") + row("5")), "no_addresses"),
    "a header only": (ods(A=row("E-Mail")), "header_only"),
    "locked": (packed("\1\2\3", {"META-INF/manifest.xml": MANIFEST.format("<m:encryption-data/>")}),
               "encrypted_workbook"),
    "locked as a whole": (packed("<a/>", {"encrypted-package": "\1\2"}), "encrypted_workbook"),
    "a bomb beside it": (packed("<a/>", {"Pictures/a.png": "a" * 30_000_000}), "suspicious_workbook"),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_a_spreadsheet_that_cannot_be_read_gets_its_own_reason(what, refusal):
    data, code = BAD[what]
    assert refusal(data).code == code


def test_in_an_archive_it_is_read_like_any_other_member(pack):
    (table,) = read(io.BytesIO(pack({"Liste.ods": ods(Tabelle1=ONE)})), "x")
    assert (table.sheet, table.lines) == ("Liste.ods › Tabelle1", [2])
