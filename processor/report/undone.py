"""What people are told about a file that was undone: a second receipt, and every change with what became of it."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, NamedTuple

from processor.domain.shown import safe_cell, shown
from processor.domain.undo import OUTCOMES
from processor.report.figures import CUSTOMS
from processor.report.page import render
from processor.report.words import Words

if TYPE_CHECKING:
    import pandas as pd

RECEIPT = ".undone.receipt.txt"
"""Ending of the second receipt, which lies beside a file that was undone."""

ROWS_IN_TEXT = 20
"""Changes of one outcome named in the text; the table beside it has all."""

COLUMNS = ("target", "key", "address", "action", "before", "outcome", "kept_for")
"""Columns of the table (words: undo, as "column_<name>")."""


@dataclass(frozen=True)
class Undone:
    """Everything people are told about one undoing.

    `counts`: outcome (domain.undo.OUTCOMES) -> places in the ERP; `rows` has the columns DONE with `undone` filled,
    kept_for and name (of the file for which it was kept), one for each change that was looked at.
    """

    id: str
    name: str
    folder: str
    received: datetime
    applied_at: datetime
    who: str
    asked_at: datetime
    done_at: datetime
    counts: Mapping[str, int]
    lifted: int
    handed_on: int
    forgotten: int
    rows: pd.DataFrame


class Row(NamedTuple):
    """One change as people read it."""

    target: str
    key: str
    address: str
    action: str
    before: str
    outcome: str
    kept_for: str


class Ending(NamedTuple):
    """How many changes ended one way, and the first of them."""

    outcome: str
    number: int
    rows: Sequence[Row]
    more: int


def undone_files(undone: Undone, words: Words, zone: tzinfo) -> dict[str, bytes]:
    """Return the second receipt as suffix → content: ".undone.receipt.txt" (UTF-8, CRLF), ".undone.rows.csv"."""
    values = {"undone": undone, "endings": list(endings_of(undone.counts, undone.rows, words))}
    text = render("undone.txt.j2", words, zone, **values)
    files = {RECEIPT: text.replace("\n", "\r\n").encode("utf-8", "backslashreplace")}
    if len(undone.rows):
        files[".undone.rows.csv"] = _table(undone.rows, words)
    return files


def endings_of(counts: Mapping[str, int], rows: pd.DataFrame, words: Words) -> Iterator[Ending]:
    """Yield how the changes ended, in the order of OUTCOMES, those that did not occur left out."""
    for outcome in OUTCOMES:
        if counts.get(outcome):
            mine = rows[(rows["undone"] == outcome) & ~rows.duplicated(["target", "key", "action"], keep="last")]
            first = list(rows_of(mine.head(ROWS_IN_TEXT), words))
            yield Ending(outcome, counts[outcome], first, max(0, len(mine) - ROWS_IN_TEXT))


def rows_of(rows: pd.DataFrame, words: Words) -> Iterator[Row]:
    """Yield changes as people read them."""
    columns = ("target", "key", "canonical", "action", "before", "undone", "name", "kept_for")
    for target, key, address, action, before, outcome, name, keeper in zip(
        *(rows[column].tolist() for column in columns), strict=True
    ):
        done = f"undo.action_{action}"
        kept = f"{name} ({keeper})" if keeper else ""
        told = words.say(done) if words.has(done) else action
        yield Row(target, key.strip("[]"), address, told, before, words.say(f"undo.row_{outcome}"), kept)


def _table(rows: pd.DataFrame, words: Words) -> bytes:
    """Return every change as a CSV that a spreadsheet opens safely: UTF-8 with BOM, CRLF."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=CUSTOMS[words.language].cell, lineterminator="\r\n")
    writer.writerow([words.say(f"undo.column_{name}") for name in COLUMNS])
    for row in rows_of(rows, words):
        writer.writerow([safe_cell(shown(cell, 1000)) for cell in row])
    return codecs.BOM_UTF8 + text.getvalue().encode("utf-8", "backslashreplace")
