"""What does not change the people in a file does not change what happens to them: container, junk, order, copies."""

from __future__ import annotations

import random
from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest

from processor.errors import Refused
from tests.processor.dress import (
    TEXTS,
    Event,
    Sheet,
    delimited,
    events,
    folder_of,
    label,
    of_sample,
    opendocument,
    sheet_of,
    tables,
    taken,
    workbook,
    zipped,
)

HARMLESS = frozenset({"rejected", "ignored"})
ANY_SAMPLE = pytest.mark.parametrize("path", TEXTS, ids=label)
NAMED_BY_ITS_PROGRAM = "Subscribers.csv"
"""Without a heading, only this very name says what it is; under another the list is refused, which is no harm."""


@lru_cache
def known(path: Path) -> tuple[Sheet, list[Event]]:
    (table,) = tables(path)
    return sheet_of(table), of_sample(path)


def read_as(path: Path, data: bytes, suffix: str = "") -> list[Event]:
    return events(taken(data, path.stem + (suffix or path.suffix), folder_of(path)))


def columns_of(sheet: Sheet) -> int:
    return max(map(len, (sheet.header, *sheet.rows)))


DRESSES = {
    "TSV": lambda path, rows: (delimited(rows, "\t", "utf-16"), ".txt"),
    "XLSX": lambda path, rows: (workbook({"Sheet1": rows}), ".xlsx"),
    "ODS": lambda path, rows: (opendocument({"Tabelle1": rows}), ".ods"),
    "CSV in ZIP": lambda path, rows: (zipped({f"Export/2026/{path.name}": delimited(rows, ";")}), ".zip"),
    "XLSX in ZIP": lambda path, rows: (zipped({f"Export/{path.stem}.xlsx": workbook({"Sheet1": rows})}), ".zip"),
    "ODS in ZIP": lambda path, rows: (zipped({f"{path.stem}.ods": opendocument({"Sheet1": rows})}), ".zip"),
}


@ANY_SAMPLE
@pytest.mark.parametrize("dress", DRESSES)
def test_a_sample_means_the_same_in_any_container(path: Path, dress: str) -> None:
    sheet, expected = known(path)
    data, suffix = DRESSES[dress](path, sheet.all())
    if path.name == NAMED_BY_ITS_PROGRAM and dress != "CSV in ZIP":
        with pytest.raises(Refused, match="no_meaning"):
            read_as(path, data, suffix)
        return
    assert read_as(path, data, suffix) == expected


@ANY_SAMPLE
def test_a_column_that_nobody_asked_for_changes_nothing(path: Path) -> None:
    sheet, expected = known(path)
    colours = ("rot", "grün", "")
    rows = [[*row, colours[at % 3]] for at, row in enumerate(sheet.rows)]
    numbers = ["" if event[-1] == "total_row" else f"K-{4711 + at}" for at, event in enumerate(expected)]
    assert (
        read_as(path, delimited(Sheet(sheet.above, sheet.header and [*sheet.header, "Farbe"], rows).all())) == expected
    )
    if sheet.header and len(numbers) == len(sheet.rows):
        rows = [[number, *row] for number, row in zip(numbers, sheet.rows, strict=True)]
        assert read_as(path, delimited(Sheet(sheet.above, ["Kd-Nr.", *sheet.header], rows).all())) == expected


@pytest.mark.parametrize("path", [path for path in TEXTS if known(path)[0].header], ids=label)
def test_lines_above_the_headings_change_nothing(path: Path) -> None:
    sheet, expected = known(path)
    rows, width = sheet.all(), columns_of(sheet)
    wide = [[line, *[""] * (width - 1)] for line in ("Musterfirma GmbH", "Stand: 01.05.2026", "")]
    assert read_as(path, b"Musterfirma GmbH\r\nStand: 01.05.2026\r\n\r\n" + delimited(rows, end="\r\n")) == expected
    assert read_as(path, delimited([*wide, *rows])) == expected
    assert read_as(path, workbook({"Sheet1": [*wide, *rows]}), ".xlsx" if "Bounces on" in path.name else "") == expected


@ANY_SAMPLE
def test_blank_rows_and_columns_change_nothing(path: Path) -> None:
    sheet, expected = known(path)
    width = columns_of(sheet) + 2
    rows = [[*row, *[""] * (width - len(row))] for row in sheet.all()]
    assert read_as(path, delimited([*rows, *[[""] * width] * 4], ";", end="\r\n") + b"\r\n \r\n") == expected
    assert read_as(path, workbook({"Sheet1": [*rows, [" "] * width, [""] * width]})) == expected


@ANY_SAMPLE
@pytest.mark.parametrize("counted", [True, False])
def test_a_row_of_totals_is_nobody(path: Path, counted: bool) -> None:
    sheet, expected = known(path)
    width = columns_of(sheet)
    total = ["Summe", str(len(sheet.rows))] if counted and width > 1 else [f"Gesamt: {len(sheet.rows)}"]
    got = read_as(path, delimited([*sheet.all(), [*total, *[""] * (width - len(total))]]))
    assert (got[-1][0], got[-1][1]) == ("", "ignored")
    assert got[:-1] == expected


@ANY_SAMPLE
def test_copies_of_rows_say_the_same_once_more(path: Path) -> None:
    sheet, expected = known(path)
    assert read_as(path, delimited([*sheet.all(), *sheet.rows])) == expected * 2


@ANY_SAMPLE
def test_the_order_of_rows_plays_no_part(path: Path) -> None:
    sheet, expected = known(path)
    first, rest = sheet.rows[0], list(sheet.rows[1:])  # the first row of a list without headings is an address
    random.Random(7).shuffle(rest)
    got = read_as(path, delimited(Sheet(sheet.above, sheet.header, [first, *rest]).all()))
    assert Counter(got) == Counter(expected)


@ANY_SAMPLE
@pytest.mark.parametrize("share", [0.25, 0.5, 0.75])
def test_two_halves_of_a_file_say_together_what_it_says(path: Path, share: float) -> None:
    """A half of nothing but unusable rows is refused, and one whose days could be months has no times: no harm done."""
    sheet, expected = known(path)
    cut = max(1, int(len(sheet.rows) * share))
    got: Counter[tuple[str, ...]] = Counter()
    refused = False
    for half in (sheet.rows[:cut], sheet.rows[cut:]):
        try:
            got.update(event[:3] for event in read_as(path, delimited(Sheet(sheet.above, sheet.header, half).all())))
        except Refused:
            refused = True
    whole = Counter(event[:3] for event in expected)
    missing, more = whole - got, got - whole
    assert not more
    assert refused or not missing
    assert {event for _, event, _ in missing} <= HARMLESS
