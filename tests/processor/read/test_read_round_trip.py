"""Whatever csv.writer writes, in any dialect and encoding, is read back cell by cell with true line numbers."""

import csv
import io
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from processor.errors import Refused
from processor.read import read

HEADER = ["E-Mail", "Grund", "Liste"]
LETTERS = "abz09 ÄöüßéŒ;,|^:\t\"'#@.<>=-\\%"


def cells(end: str) -> st.SearchStrategy[str]:
    return st.text(LETTERS + end[-1:], max_size=12)


@st.composite
def lists(draw: st.DrawFn) -> tuple[list[list[str]], str, str, str, int]:
    end = draw(st.sampled_from(["\r\n", "\n", "\r"]))
    local = st.text("abcxyz0123456789", min_size=1, max_size=8)
    row = st.tuples(local.map(lambda name: f"{name}@example.com"), cells(end), cells(end)).map(list)
    delimiter = draw(st.sampled_from([",", ";", "\t", "|", "^"]))
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]))
    rows = draw(st.lists(row, min_size=1, max_size=12))
    if encoding == "cp1252":  # Ä and Œ side by side are a valid UTF-8 sequence: the one pair here nobody can tell apart
        rows = [[cell.replace("Œ", "O") for cell in row] for row in rows]
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    return rows, end, delimiter, encoding, quoting


@settings(max_examples=300, deadline=None)
@given(lists())
def test_what_a_csv_writer_wrote_is_read_back(case: tuple[list[list[str]], str, str, str, int]) -> None:
    rows, end, delimiter, encoding, quoting = case
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting)
    lines = []
    for row in [HEADER, *rows]:
        lines.append(len(re.findall(r"\r\n|\r|\n", text.getvalue())) + 1)
        writer.writerow(row)

    (table,) = read(io.BytesIO(text.getvalue().encode(encoding)), "x")

    assert list(table.header) == HEADER
    assert [list(row) for row in zip(*table.columns, strict=True)] == rows
    assert list(table.lines) == lines[1:]
    assert (table.delimiter, list(table.broken)) == (delimiter, [])


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=150) | st.text('aab@@.;;,""\n\n\r\t \\x|', max_size=150).map(str.encode))
def test_no_row_of_any_bytes_disappears(data: bytes) -> None:
    """Each @ of a file that is not refused is found again: in a cell, a broken row, the header or above it."""
    try:
        (table,) = read(io.BytesIO(b"E-Mail;Grund\n" + data), "x")
    except Refused:
        return
    found = [*table.header, *table.preamble, *(raw for _, _, raw in table.broken)]
    found += [cell for column in table.columns for cell in column]
    assert sum(text.count("@") for text in found) == data.count(b"@")
    starts = [*table.lines, *(line for line, _, _ in table.broken)]
    assert len(starts) == len(set(starts))
    assert all(len(column) == len(table.lines) for column in table.columns)
