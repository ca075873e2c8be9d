"""Every line with its outcome: order, encoding, and cells that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from processor.domain.batch import frame
from processor.domain.receipt import CHANGED, ROW_COLUMNS, Receipt
from processor.domain.shown import safe_cell, shown
from processor.report.cells import CELL_LIMIT, HARMLESS
from processor.report.rows import COLUMNS, rows_csv
from processor.report.words import Words
from tests.processor.domain.small_world import bounce, optout, planned, row

Rows = Callable[[list[dict[str, object]]], pd.DataFrame]
TEXTS = ("sheet", "address", "list", "mailing", "reason", "customers", "rule")
STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")

NO_CHANGES = frame(dict.fromkeys(CHANGED, ()), CHANGED)

GALLERY = [
    "=1+1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://evil.example","x")', "=IMPORTXML(A1,A2)", "=DDE(1)",
    '=WEBSERVICE("http://x")', "+1+1", "+cmd|x", "+49 170 1234567", "-1+1", "-2+3+cmd|x", "-@SUM(1)", "@SUM(1+1)",
    "@example", "@=1", "\t=1+1", "\t+1", "\r=1+1", "\r\n=1", "\n=1+1", "\x00=1+1", " =1+1", "   +1", "\u00a0=1",
    "\u200b=1", "\ufeff=1", "\u2003@x", "＝1+1", "＋1", "－1", "＠x", " ＝1", "=\n1", "harmless\n=1+1",
    "harmless\r\n+1", "a\u2028=1", '"=1+1"', "'=1+1", "=1;2", "=1,2", "==1", "=-1", "\u202e=1", "\u2060=1",
    "plain\n", "plain\r\n", "plain\t",
]  # fmt: skip


def whole(rows: pd.DataFrame, words: Words, zone: ZoneInfo) -> bytes:
    return b"".join(rows_csv([(rows, NO_CHANGES)], words, zone))


def read_back(content: bytes, language: str) -> list[list[str]]:
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";" if language == "de" else ","))


def starts_a_formula(cell: str) -> bool:
    """An independent opinion: the first sign that one can see begins a formula."""
    visible = "".join(sign for sign in cell if sign.isprintable() and not sign.isspace())
    return visible.startswith(STARTS) or (cell[:1] in "\t\r\x00\n" and cell != "")


def test_the_gallery_is_large_enough() -> None:
    assert len(set(GALLERY)) >= 40


@pytest.mark.parametrize("column", TEXTS)
def test_no_cell_is_a_formula(column: str, words: Words, berlin: ZoneInfo, make_rows: Rows) -> None:
    rows = make_rows([{column: payload} for payload in GALLERY])
    content = whole(rows, words, berlin)
    assert content.count(b"\n") == len(GALLERY) + 1
    read = read_back(content, words.language)
    assert len(read) == len(GALLERY) + 1
    told = [line[COLUMNS.index(column)] for line in read[1:]]
    assert [cell for cell in told if starts_a_formula(cell)] == []
    assert all(told)


@given(cells=st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"])), min_size=1, max_size=8))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_any_text_gives_one_physical_line_and_no_formula(
    cells: list[str], words: Words, berlin: ZoneInfo, make_rows: Rows
) -> None:
    rows = make_rows([dict.fromkeys(TEXTS, cell) for cell in cells])
    content = whole(rows, words, berlin)
    assert content.count(b"\n") == len(cells) + 1
    for line in read_back(content, words.language)[1:]:
        assert len(line) == len(COLUMNS)
        assert not any(starts_a_formula(cell) for cell in line)


@given(st.from_regex(HARMLESS, fullmatch=True))
def test_cells_that_are_not_looked_at_need_no_look(cell: str) -> None:
    cell = cell.rstrip("\n")[:CELL_LIMIT]
    assert safe_cell(shown(cell, CELL_LIMIT)) == cell


def test_every_row_is_there_in_order_with_its_own_words(
    rich_rows: pd.DataFrame, words: Words, berlin: ZoneInfo
) -> None:
    read = read_back(whole(rich_rows, words, berlin), words.language)
    assert [int(line[0]) for line in read[1:]] == list(rich_rows["line"])
    assert read[0] == [words.say(f"receipt.column_{name}") for name in COLUMNS]
    outcomes = [words.say(f"receipt.outcome_{outcome}") for outcome in rich_rows["outcome"]]
    assert [line[COLUMNS.index("outcome")] for line in read[1:]] == outcomes
    assert words.missing == set()


def test_the_file_opens_in_excel_of_that_country(rich_rows: pd.DataFrame, words: Words, berlin: ZoneInfo) -> None:
    content = whole(rich_rows, words, berlin)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\n") == content.count(b"\r\n") == len(rich_rows) + 1
    assert content.splitlines()[0].count(b";" if words.language == "de" else b",") == len(COLUMNS) - 1


def test_times_are_the_offices_and_absent_ones_are_empty(words: Words, berlin: ZoneInfo, make_rows: Rows) -> None:
    times = [datetime(2026, 7, 1, 22, 30, 5, 999_999, tzinfo=UTC), None, datetime(1969, 1, 1, tzinfo=UTC)]
    read = read_back(whole(make_rows([{"at": at} for at in times]), words, berlin), words.language)
    told = [line[COLUMNS.index("at")] for line in read[1:]]
    assert told == ["2026-07-02 00:30:05", "", "1969-01-01 01:00:00"]


def test_what_a_held_line_would_do_is_not_said_as_if_it_were_done(
    words: Words, berlin: ZoneInfo, make_rows: Rows
) -> None:
    rows = make_rows([{"outcome": "held", "detail": "set_no"}, {"outcome": "applied", "detail": "set_no"}])
    held, done = (line[COLUMNS.index("detail")] for line in read_back(whole(rows, words, berlin), words.language)[1:])
    assert done == words.say("detail.set_no")
    assert held == words.say("detail.would", what=done)


def test_in_portions_the_file_is_the_same(rich_receipt: Receipt, words: Words, berlin: ZoneInfo) -> None:
    ((rows, changes),) = rich_receipt.lines.portions()
    portions = [(rows.iloc[first : first + 3], changes) for first in range(0, len(rows), 3)]
    at_once = b"".join(rows_csv([(rows, changes)], words, berlin, "a"))
    assert b"".join(rows_csv(portions, words, berlin, "a")) == at_once
    assert "customers:1001 J" in at_once.decode()


def test_sheets_that_number_their_lines_alike_each_tell_their_own_change(words: Words, berlin: ZoneInfo) -> None:
    lines = [optout("a@example.com", sheet="Abmeldungen", line=2), bounce("a@example.com", sheet="Bounces", line=2)]
    plan = planned(lines, [row("a@example.com")])
    portion = plan.rows[list(ROW_COLUMNS)], plan.changes[list(CHANGED)]
    rows = read_back(b"".join(rows_csv([portion], words, berlin)), words.language)
    after = rows[0].index(words.say("receipt.column_after"))
    said = [words.say(f"receipt.after_{action}") for action in ("set_no", "mark")]
    assert [cells[after] for cells in rows[1:]] == [f"customers:1 {action}" for action in said]
