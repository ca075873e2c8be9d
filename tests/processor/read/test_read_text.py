"""Encodings, delimiters, line ends, headers: the same list reads the same however it was saved."""

import codecs
import io

import pytest

from processor.read import Limits, read

HEADER = ("E-Mail", "Name", "Grund")
ROWS = [
    ("müller@example.com", "Jürgen Müller", "zu häufig"),
    ("anna@example.com", 'Anna "Änne" Muster', "Zeile eins\nZeile zwei"),
    ("otto@example.org", "Beispiel, Otto; Dr.", ""),
]
LINES = [2, 3, 5]
ENCODINGS = {
    "utf-8": ("utf-8", b""),
    "utf-8-sig": ("utf-8", codecs.BOM_UTF8),
    "utf-16-le": ("utf-16-le", codecs.BOM_UTF16_LE),
    "utf-16-be": ("utf-16-be", codecs.BOM_UTF16_BE),
    "utf-16-le without mark": ("utf-16-le", b""),
    "utf-16-be without mark": ("utf-16-be", b""),
    "cp1252": ("cp1252", b""),
    "cp850": ("cp850", b""),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_a_list_reads_the_same_in_every_encoding_delimiter_and_line_end(encoding, delimiter, end, table, rows):
    codec, mark = ENCODINGS[encoding]
    text = "".join(
        delimiter.join('"' + cell.replace('"', '""').replace("\n", end) + '"' for cell in row) + end
        for row in [HEADER, *ROWS]
    )
    found = table(mark + text.encode(codec))
    assert tuple(found.header) == HEADER
    assert [tuple(cell.replace(end, "\n") for cell in row) for row in rows(found)] == ROWS
    assert list(found.lines) == LINES
    assert (found.container, found.encoding, found.delimiter) == ("csv", encoding.split()[0], delimiter)
    assert (found.header_line, found.broken, found.preamble) == (1, [], ())


def test_a_sep_line_gives_the_delimiter_and_is_no_row(table, rows):
    found = table(b"sep=|\r\nE-Mail|Grund\r\na@example.com|x;y,z\r\n")
    assert (found.delimiter, found.header_line, rows(found)) == ("|", 2, [("a@example.com", "x;y,z")])
    assert found.lines == [3]


def test_a_list_of_one_column_has_no_delimiter(table, rows):
    found = table(b"anna@example.com\notto@example.com")
    assert (found.delimiter, found.header, found.header_line) == ("", (), 0)
    assert rows(found) == [("anna@example.com",), ("otto@example.com",)]


def test_a_comma_in_a_name_does_not_split_a_list_of_one_column(table, rows):
    found = table(b"E-Mail\nMuster, Anna <anna@example.com>\nBeispiel, Otto <otto@example.com>\n")
    assert rows(found) == [("Muster, Anna <anna@example.com>",), ("Beispiel, Otto <otto@example.com>",)]


def test_other_delimiters_inside_cells_do_not_count(table):
    text = "id\tEmail\tList Membership\n17\tanna@example.com\tA; B; \n18\totto@example.com\tC; D; \n"
    assert table(text.encode()).delimiter == "\t"


def test_rows_above_the_header_are_preamble(table, rows):
    found = table(b"Muster GmbH;;\n\nvon admin@example.com;;\nE-Mail;Grund;Datum\na@example.com;x;2026-04-12\n")
    assert found.preamble == ("Muster GmbH", "von admin@example.com")
    assert (found.header_line, rows(found)) == (4, [("a@example.com", "x", "2026-04-12")])


def test_a_leading_hash_is_no_part_of_the_header(table, rows):
    found = table(b"# Email\tName\n#odd@example.com\tOdd\n")
    assert tuple(found.header) == ("Email", "Name")
    assert rows(found) == [("#odd@example.com", "Odd")]


def test_a_row_directly_above_the_first_address_is_the_header_when_as_wide(table):
    found = table(b"Wert;Anlass\na@example.com;x\n")
    assert (tuple(found.header), found.header_line) == (("Wert", "Anlass"), 1)


def test_without_header_every_row_from_the_first_address_on_is_data(table, rows):
    found = table(b"gone@example.net,BOUNCE\nangry@example.org, COMPLAINT\n,\n")
    assert (found.header, found.header_line, found.lines) == ((), 0, [1, 2])
    assert rows(found) == [("gone@example.net", "BOUNCE"), ("angry@example.org", " COMPLAINT")]


def test_a_header_word_below_addresses_is_data(table):
    found = table(b"a@example.com;x\nb@example.com;y\nE-Mail;z\n")
    assert (found.header, found.lines) == ((), [1, 2, 3])


def test_backslash_quotes_are_understood(table, rows):
    found = table(b'"email","name"\n"otto@example.com","Otto \\"Otti\\" B"\n')
    assert rows(found) == [("otto@example.com", 'Otto "Otti" B')]


def test_a_blank_after_the_delimiter_does_not_hide_quotes(table, rows):
    found = table(b'"Name", "E-Mail"\n"Muster, Anna", "anna@example.com"\n')
    assert rows(found) == [("Muster, Anna", "anna@example.com")]


def test_a_cell_of_a_delimiter_and_a_blank_does_not_make_blanks_vanish(table, rows):
    found = table(b'E-Mail,Grund\na@example.com, x\nb@example.com,", "\n')
    assert rows(found) == [("a@example.com", " x"), ("b@example.com", ", ")]


def test_unescaped_quotes_are_read_where_the_cells_still_come_out_right(table, rows):
    found = table(b'"email","name"\n"otto@example.com","Otto "Otti" B"\n"b@example.com","x"\n')
    assert rows(found) == [("otto@example.com", 'Otto "Otti" B'), ("b@example.com", "x")]


def test_a_stray_quote_swallows_no_other_row(table, rows):
    data = b'email,name\na@example.com,"Otto\nb@example.com,"x" y\nc@example.com,z\n'
    found = table(data)
    assert found.broken == [(2, "quotes", 'a@example.com,"Otto')]
    assert [row[0] for row in rows(found)] == ["b@example.com", "c@example.com"]


def test_blank_surplus_cells_are_harmless(table, rows):
    found = table(b"Email;Name\na@example.com;A;\nb@example.com;B; ;\n")
    assert (rows(found), found.broken) == ([("a@example.com", "A"), ("b@example.com", "B")], [])


def test_a_row_that_lacks_only_a_column_without_header_is_kept(table, rows):
    found = table(b"user\tTime\t\na@example.com\t9 Aug\t\nb@example.com\t9 Aug\n")
    assert rows(found) == [("a@example.com", "9 Aug", ""), ("b@example.com", "9 Aug", "")]


@pytest.mark.parametrize("row", [b"b@example.com", b"b@example.com;B;C", b"Totals"])
def test_a_row_of_another_width_is_reported_and_never_padded(row, table):
    found = table(b"Email;Name\na@example.com;A\n" + row + b"\nc@example.com;C\n")
    assert found.lines == [2, 4]
    assert found.broken == [(3, "ragged", row.decode())]


def test_blank_rows_are_passed_over_and_line_numbers_stay_true(table):
    assert table(b"\n\nEmail;Name\n\na@example.com;A\n;\n  ; \nb@example.com;B\n").lines == [5, 8]


def test_lines_of_another_encoding_inside_utf8_are_read_as_such(table, rows):
    found = table("E-Mail;Name\na@example.com;Müller\n".encode() + "b@example.com;Jäger\n".encode("cp1252"))
    assert found.encoding == "utf-8+cp1252"
    assert [row[1] for row in rows(found)] == ["Müller", "Jäger"]


def test_the_name_is_never_asked(workbook):
    data = workbook({"Liste": [["E-Mail"], ["a@example.com"]]})
    assert read(io.BytesIO(data), "liste.csv")[0].container == "xlsx"
    assert read(io.BytesIO(b"E-Mail\na@example.com\n"), "liste.xlsx")[0].container == "csv"


def test_the_stream_stays_open_and_reads_the_same_again(table):
    stream = io.BytesIO(b"E-Mail;Grund\na@example.com;x\n")
    assert read(stream, "a") == read(stream, "b")


def test_rows_keep_their_order_and_number_over_many_blocks(table, rows):
    body = "".join(f'p{n}@example.com;"{n}{chr(10) if n % 1000 == 0 else ""}"\n' for n in range(60_000))
    found = table(b"E-Mail;Nr\n" + body.encode())
    assert [int(row[1]) for row in rows(found)] == list(range(60_000))
    expected, line = [], 2
    for n in range(60_000):
        expected.append(line)
        line += 2 if n % 1000 == 0 else 1
    assert list(found.lines) == expected


def test_equal_blocks_of_any_size_make_no_difference(monkeypatch, table):
    data = b'E-Mail;Grund\r\na@example.com;"x\r\ny"\r\nb@example.com;z "q"\r\n\r\nc@example.com;"say "hi" so"\r\n' * 3
    expected = table(data)
    for size in (1, 7, 20, 40):
        monkeypatch.setattr("processor.read.records._BLOCK", size)
        assert table(data) == expected


def test_limits_count_rows_and_columns(refusal):
    data = b"E-Mail;a;b\n" + b"a@example.com;1;2\n" * 3
    assert refusal(data, Limits(text_rows=2)).code == "too_many_rows"
    assert refusal(data, Limits(columns=2)).code == "too_many_columns"
    assert refusal(data, Limits(text=10)).code == "file_too_big"
