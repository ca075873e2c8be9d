"""A file cut off anywhere is refused, or only its last row is in doubt."""

import io

import pytest

from processor.errors import Refused
from processor.read import read

ROWS = [
    ("müller@example.com", "abgemeldet", "2026-04-12"),
    ("anna@example.com", "550 5.1.1\r\nuser; unknown", "2026-04-13"),
    ("otto@example.org", 'sagt "nein"', "2026-04-14"),
    ("ende@example.net", "", "2026-04-15"),
]
TEXT = "E-Mail;Grund;Datum\r\n" + "".join(
    f'{mail};"{reason.replace(chr(34), chr(34) * 2)}";{date}\r\n' for mail, reason, date in ROWS
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_cut_at_any_byte_yields_complete_rows_and_at_most_one_cut_one(encoding):
    data = TEXT.encode(encoding)
    outcomes = set()
    for cut in range(len(data) + 1):
        try:
            (table,) = read(io.BytesIO(data[:cut]), "x")
        except Refused as refused:
            outcomes.add(refused.code)
            continue
        outcomes.add("read")
        found = list(zip(*table.columns, strict=True))
        complete = found if found and found[-1] in ROWS else found[:-1]
        assert complete == ROWS[: len(complete)]
        assert len(found) + len(table.broken) <= len(complete) + 1
        assert all(line > max(table.lines, default=0) for line, _, _ in table.broken)
    expected = {"empty_file", "no_addresses", "header_only", "unterminated_quote", "read"}
    assert outcomes - {"unreadable_characters"} == expected


def test_a_cut_inside_quotes_names_the_line_where_they_open(refusal):
    data = TEXT.encode()
    cut = data.index(b"user; unk") + 3
    assert refusal(data[:cut]).facts == {"line": 3}


def test_quotes_that_stay_open_are_found_in_long_files_without_reading_on(refusal):
    data = b'E-Mail;Grund\na@example.com;"x\n' + b"b@example.com;y\n" * 200_000
    refused = refusal(data)
    assert (refused.code, refused.facts) == ("unterminated_quote", {"line": 2})


def test_a_workbook_cut_at_every_64th_byte_is_always_refused(workbook, refusal):
    data = workbook({"Liste": [["E-Mail", "Grund"], *([f"p{n}@example.com", "x"] for n in range(200))]})
    codes = {refusal(data[:cut]).code for cut in range(0, len(data) - 1, 64)}
    assert codes == {"empty_file", "damaged_workbook"}
    assert refusal(data[:-1]).code == "damaged_workbook"


def test_a_workbook_with_a_flipped_byte_is_never_read_differently(workbook):
    data = workbook({"Liste": [["E-Mail", "Grund"], *([f"p{n}@example.com", "x"] for n in range(50))]})
    whole = read(io.BytesIO(data), "x")
    for at in range(0, len(data), 97):
        damaged = bytearray(data)
        damaged[at] ^= 0x55
        try:
            assert read(io.BytesIO(bytes(damaged)), "x") == whole
        except Refused:
            continue
