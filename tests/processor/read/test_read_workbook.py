"""Workbooks: every sheet, every row, true row numbers, the values a person sees."""

import datetime as dt
import io

import openpyxl
import pytest

from processor.read import read


def only(data):
    (table,) = read(io.BytesIO(data), "x.xlsx")
    return table


def test_values_become_the_text_a_person_would_type(workbook, rows):
    found = only(
        workbook(
            {
                "Liste": [
                    ["E-Mail", "a", "b", "c", "d", "e", "f"],
                    [
                        "a@example.com",
                        dt.datetime(2026, 4, 12, 7, 30),  # noqa: DTZ001  a sheet knows no zone
                        dt.date(2026, 4, 12),
                        5,
                        1.5,
                        True,
                        10**17,
                    ],
                ]
            }
        )
    )
    expected = ("a@example.com", "2026-04-12 07:30:00", "2026-04-12", "5", "1.5", "true", "100000000000000000")
    assert rows(found) == [expected]


def test_each_sheet_with_rows_is_a_table_and_keeps_its_name(workbook):
    data = workbook(
        {
            "Abmeldungen": [["E-Mail"], ["a@example.com"]],
            "leer": [],
            "nur Kopf": [["E-Mail"]],
            "Bounces": [["Stand April"], [], ["E-Mail", "Grund"], ["b@example.com", "x"]],
            "Notiz": [["bitte prüfen"]],
        }
    )
    tables = read(io.BytesIO(data), "x")
    assert [(table.sheet, tuple(table.header), table.lines) for table in tables] == [
        ("Abmeldungen", ("E-Mail",), [2]),
        ("Bounces", ("E-Mail", "Grund"), [4]),
        ("Notiz", (), [1]),
    ]
    assert tables[1].preamble == ("Stand April",)


def test_hidden_sheets_are_read_too():
    book = openpyxl.Workbook()
    book.active.append(["E-Mail"])
    book.active.append(["a@example.com"])
    hidden = book.create_sheet("versteckt")
    hidden.append(["b@example.com"])
    hidden.sheet_state = "veryHidden"
    buffer = io.BytesIO()
    book.save(buffer)
    assert [table.sheet for table in read(buffer, "x")] == ["Sheet", "versteckt"]


def test_row_numbers_are_those_of_the_sheet(rows):
    book = openpyxl.Workbook()
    for place, value in {
        "C3": "E-Mail",
        "D3": "Grund",
        "C5": "a@example.com",
        "D9": "x",
        "C9": "b@example.com",
    }.items():
        book.active[place] = value
    buffer = io.BytesIO()
    book.save(buffer)
    found = only(buffer.getvalue())
    assert (found.header_line, found.lines) == (3, [5, 9])
    assert rows(found) == [("a@example.com", ""), ("b@example.com", "x")]


@pytest.mark.parametrize("claim", ["A1", "A1:B2", "A1:XFD1048576"])
def test_the_claimed_dimension_is_never_believed(claim, workbook, pack, unpack):
    data = workbook({"Liste": [["E-Mail", "n"], *([f"p{n}@example.com", n] for n in range(500))]})
    parts = unpack(data)
    sheet = parts["xl/worksheets/sheet1.xml"]
    stale = sheet.replace(b'<dimension ref="A1:B501" />', f'<dimension ref="{claim}"/>'.encode())
    assert stale != sheet
    assert only(pack({**parts, "xl/worksheets/sheet1.xml": stale})) == only(data)


def test_a_formula_without_value_is_reported_and_never_read_as_blank(workbook, rows):
    data = workbook({"Liste": [["E-Mail", "Grund"], ["a@example.com", "x"], ['=B1&"@example.com"', "y"]]})
    found = only(data)
    assert rows(found) == [("a@example.com", "x")]
    assert found.broken == [(3, "formula_without_value", "y")]


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A2" t="str"><f>B1</f><v>a@example.com</v></c>',
        '<c r="A2" t="str"><f>B1</f>\n<v>a@example.com</v>\n</c>',
        '<c r="A2" t="inlineStr"><is><t>a@example.com</t></is></c><c r="B2" t="str"><f>C1</f><v/></c>',
        '<c r="A2" t="inlineStr"><is><t>a@example.com</t></is></c><c r="B2"/>',
    ],
)
def test_a_calculated_value_is_used_even_an_empty_text(cell, sheet, rows):
    head = '<row r="1"><c r="A1" t="inlineStr"><is><t>E-Mail</t></is></c></row>'
    found = only(sheet(f'{head}<row r="2">{cell}</row>'))
    assert (rows(found)[0][0], found.broken) == ("a@example.com", [])


@pytest.mark.parametrize("cell", ['<c r="A2"><f>B1</f></c>', '<c r="A2"><f>B1</f><v/></c>', '<c r="A2"><f>B1</f> </c>'])
def test_each_spelling_of_a_formula_without_value_is_noticed(cell, sheet):
    head = '<row r="1"><c r="A1" t="inlineStr"><is><t>E-Mail</t></is></c></row>'
    found = only(sheet(f'{head}<row r="2">{cell}</row><row r="3"><c r="A3" t="str"><v>b@example.com</v></c></row>'))
    assert (found.broken, found.lines) == ([(2, "formula_without_value", "")], [3])


def test_an_error_is_shown_as_what_excel_shows(sheet, rows):
    xml = (
        '<row r="2"><c r="B2" t="inlineStr"><is><t>E-Mail</t></is></c><c r="C2" t="str"><v>Nr</v></c></row>'
        '<row r="3"><c r="B3" t="str"><v>a@example.com</v></c><c r="C3" t="e"><f>X</f><v>#NAME?</v></c></row>'
        '<row r="4"><c r="B4" t="e"><v>#N/A</v></c><c r="C4"><v>2</v></c></row>'
    )
    assert rows(only(sheet(xml))) == [("a@example.com", "#NAME?"), ("#N/A", "2")]


def test_prefixed_elements_are_counted_like_plain_ones(sheet, refusal):
    from processor.read import Limits

    rows = "".join(f'<x:row r="{n}"><x:c r="A{n}"><x:v>1</x:v></x:c></x:row>' for n in range(1, 20))
    data = sheet(f'<x:a xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{rows}</x:a>')
    assert refusal(data, Limits(rows=10)).code == "too_many_rows"


def test_a_macro_workbook_reads_like_any_other(workbook, pack, unpack):
    parts = unpack(workbook({"Liste": [["E-Mail"], ["a@example.com"]]}))
    kinds = parts["[Content_Types].xml"].replace(b"spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main")
    data = pack({**parts, "[Content_Types].xml": kinds, "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(2000)})
    assert only(data).lines == [2]


def test_cells_are_the_same_as_openpyxl_reads_them(workbook, rows):
    body = [
        [f"p{n}@example.com", f"Grund {n % 7}\nüß", n, n / 4, n % 2 == 0, None if n % 3 else "x "] for n in range(300)
    ]
    data = workbook({"Liste": [["E-Mail", "a", "b", "c", "d", "e"], *body]})
    sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=True).active

    def text(value):
        if value is None:
            return ""
        if isinstance(value, bool):
            return str(value).lower()
        return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)

    expected = [tuple(map(text, row)) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert rows(only(data)) == expected
