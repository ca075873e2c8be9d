"""Shapes that real exports have: each delimiter, quoting form, encoding and oddity reads as what it means."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processor.read import read

HEADER = ("E-Mail", "Grund", "Datum")
ROWS = [("a@example.com", "zu viel, zu oft", "2026-04-12"), ("b@example.com", "x; y", "2026-04-13")]


def written(delimiter: str, quoting: int) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, quoting=quoting).writerows([HEADER, *ROWS])
    return text.getvalue().encode()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^", ":"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_every_delimiter_that_a_system_offers_is_found(delimiter, quoting, table, rows):
    found = table(written(delimiter, quoting))
    assert (found.delimiter, tuple(found.header), rows(found)) == (delimiter, HEADER, ROWS)


@pytest.mark.parametrize("delimiter", ["^", ":"])
def test_seldom_delimiters_are_found_without_a_header_too(delimiter, table, rows):
    found = table(f"a@example.com{delimiter}BOUNCE\nb@example.com{delimiter}BOUNCE\n".encode())
    assert rows(found) == [("a@example.com", "BOUNCE"), ("b@example.com", "BOUNCE")]


@pytest.mark.parametrize(
    "line",
    ["Kunde: a@example.com", "mailto:a@example.com", "2026-04-12 07:30:00 a@example.com", "a@example.com 07:30:00"],
)
def test_a_colon_in_a_list_of_one_column_is_no_delimiter(line, table, rows):
    assert rows(table(f"{line}\n{line}\n".encode())) == [(line,), (line,)]


def test_times_do_not_make_colons_the_delimiter(table, rows):
    found = table(b"E-Mail;Zeit\na@example.com;07:30:00\nb@example.com;08:30:00\n")
    assert rows(found) == [("a@example.com", "07:30:00"), ("b@example.com", "08:30:00")]
    found = table(b"a@example.com;07:30:00\nb@example.com;08:30:00\n")
    assert rows(found) == [("a@example.com", "07:30:00"), ("b@example.com", "08:30:00")]


def test_tabs_spelled_as_backslash_and_t_are_tabs(table, rows):
    found = table(b"E-Mail\\tGrund\\tDatum\na@example.com\\tx\\t2026-01-01\nb@example.com\\t\\t2026-01-02\n")
    assert rows(found) == [("a@example.com", "x", "2026-01-01"), ("b@example.com", "", "2026-01-02")]
    assert found.lines == [2, 3]


def test_a_backslash_and_t_in_a_cell_stays_what_it_is(table, rows):
    assert rows(table(b"E-Mail;Pfad\na@example.com;C:\\temp\n")) == [("a@example.com", "C:\\temp")]


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "SEP=;", "sep=;;"])
def test_each_way_to_write_a_sep_line_is_understood(line, table, rows):
    found = table(f"{line}\r\nE-Mail;Grund\r\na@example.com;x\r\n".encode())
    assert (tuple(found.header), rows(found), found.lines) == (("E-Mail", "Grund"), [("a@example.com", "x")], [3])


def test_a_mark_before_a_quoted_first_header_and_a_doubled_one_hide_nothing(table):
    for mark in (b"\xef\xbb\xbf", b"\xef\xbb\xbf\xef\xbb\xbf"):
        assert tuple(table(mark + b'"E-Mail","Grund"\n"a@example.com","x"\n').header) == ("E-Mail", "Grund")


def test_a_list_saved_on_an_old_mac_keeps_its_umlauts(table, rows):
    text = "E-Mail;Name\ra@example.com;Müller\rb@example.com;Jäger und Söhne\r"
    found = table(text.encode("mac-roman"))
    assert (found.encoding, rows(found)[1][1]) == ("mac-roman", "Jäger und Söhne")
    assert table(text.encode("cp1252")).encoding == "cp1252"
    assert table(text.encode("cp850")).encoding == "cp850"


def test_the_end_mark_of_dos_is_no_row(table):
    found = table(b"E-Mail;x\r\na@example.com;1\r\n\x1a")
    assert (found.lines, found.broken) == ([2], [])


@pytest.mark.parametrize("ends", [("\r\n", "\n", "\r"), ("\r\r\n", "\r\r\n", "\n")])
def test_mixed_line_ends_and_other_separators_of_lines_change_no_row(ends, table, rows):
    one, two, three = ends
    found = table(f"E-Mail;x{one}a@example.com;1\u2028 2{two}b@example.com;\x0b3{three}c@example.com;4".encode())
    assert [row[0] for row in rows(found)] == ["a@example.com", "b@example.com", "c@example.com"]
    assert rows(found)[:2] == [("a@example.com", "1\u2028 2"), ("b@example.com", "\x0b3")]


def test_guards_against_formulas_are_left_to_those_who_know_addresses(table, rows):
    found = table(b'E-Mail;x\n\'=a@example.com;1\n="c@example.com";3\n')
    assert rows(found) == [("'=a@example.com", "1"), ('="c@example.com"', "3")]


def test_duplicate_headers_keep_their_places(table, rows):
    found = table(b"email,reason,expires_at,last,expires_at\na@example.com,x,1,2,3\n")
    assert (tuple(found.header[2::2]), rows(found)) == (
        ("expires_at", "expires_at"),
        [("a@example.com", "x", "1", "2", "3")],
    )


def test_a_wide_table_is_kept_small(table):
    import tracemalloc

    width, height = 400, 5_000
    row = ",".join(f"Wert {n % 50}" if n % 4 == 0 else "" for n in range(width - 1)).encode()
    data = b"E-Mail," + b",".join(b"Feld %d" % n for n in range(width - 1)) + b"\n"
    data += b"".join(b"p%d@example.com," % n + row + b"\n" for n in range(height))
    table(data[:5_000])
    tracemalloc.start()
    found = table(data)
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (len(found.columns), len(found.lines)) == (width, height)
    assert kept < width * height * 4  # bytes; a list of strings has eight for each cell, beside the strings


LETTERS = "ab;,|^\t\"'\\ .@x"


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.text(LETTERS, max_size=6), st.text(LETTERS + "\n", max_size=6)), min_size=1, max_size=30),
    st.sampled_from([",", ";", "\t", "|", "^"]),
    st.integers(1, 200),
)
def test_the_size_of_the_blocks_changes_nothing(cells, delimiter, size):
    text = io.StringIO()
    rows = [(f"p{n}@example.com", one, two) for n, (one, two) in enumerate(cells)]
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows([("E-Mail", "Grund", "Liste"), *rows])
    data = io.BytesIO(text.getvalue().encode())
    whole = read(data, "x")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("processor.read.records._BLOCK", size)
        assert read(data, "x") == whole
    assert list(zip(*whole[0].columns, strict=True)) == rows
