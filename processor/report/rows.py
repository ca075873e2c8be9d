"""Every line of the input with its outcome, as a CSV that a spreadsheet opens safely: the .rows.csv."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterable
from datetime import tzinfo
from typing import TYPE_CHECKING

from processor.domain.shown import safe_cell, shown
from processor.report.figures import CUSTOMS
from processor.report.words import Words

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "line",
    "sheet",
    "address",
    "event",
    "bounce_class",
    "at",
    "list",
    "mailing",
    "outcome",
    "detail",
    "advice",
    "reason",
    "customers",
    "rule",
    "code",
)
"""Columns of the file in this order (words: receipt, as "column_<name>"); `advice` is the worded `code`."""

CELL_LIMIT = 1000
HARMLESS = r"[A-Za-z0-9À-ɏ][ -~À-ɏ]*|"
"""Cells that need no second look: printable Latin text that begins with a letter or digit, or nothing at all."""

AT_ONCE = 50_000
"""Rows turned into Python's own strings at a time; a million at once would cost half a gigabyte."""


def rows_csv(rows: pd.DataFrame, words: Words, zone: tzinfo) -> bytes:
    """Given Receipt.rows, return one CSV line for each, in order, below a header in the reader's language.

    UTF-8 with BOM, CRLF, the separator Excel expects in that country; times are the office's, ISO. Column by column,
    because a million rows are nothing unusual; only cells that look odd are touched one by one.
    """
    octets = io.BytesIO()
    octets.write(codecs.BOM_UTF8)
    text = io.TextIOWrapper(octets, encoding="utf-8", errors="backslashreplace", newline="")
    writer = csv.writer(text, delimiter=CUSTOMS[words.language].cell, lineterminator="\r\n")
    writer.writerow([words.say(f"receipt.column_{name}") for name in COLUMNS])
    for first in range(0, len(rows), AT_ONCE):
        some = rows.iloc[first : first + AT_ONCE]
        writer.writerows(zip(*[_column(name, some, words, zone) for name in COLUMNS], strict=True))
    text.detach()
    return octets.getvalue()


def detail_of(outcome: str, detail: str, words: Words) -> str:
    """Return in words what exactly happened to a line; of a held line, what would happen."""
    if not detail:
        return words.say(f"detail.{outcome}")
    said = words.say(f"detail.{detail}")
    return words.say("detail.would", what=said) if outcome == "held" else said


def advice_of(code: str, words: Words) -> str:
    """Return in words why a line was ignored or rejected and what to do, "" for a line that has no code."""
    return words.say(f"line.{code}") if code else ""


def _column(name: str, rows: pd.DataFrame, words: Words, zone: tzinfo) -> Iterable[object]:
    if name == "line":
        return rows["line"].tolist()
    if name == "at":
        return _times(rows["at"], zone)
    if name == "detail":
        return _details(rows, words)
    if name in ("address", "mailing", "reason", "customers"):
        return _safe(rows[name])
    wording: dict[str, Callable[[str], str]] = {
        "event": lambda event: words.say(f"receipt.event_{event}"),
        "bounce_class": lambda known: words.say(f"detail.class_{known}") if known else "",
        "outcome": lambda outcome: words.say(f"receipt.outcome_{outcome}"),
        "advice": lambda code: advice_of(code, words),
    }
    values = rows["code" if name == "advice" else name]
    word = wording.get(name, str)
    return values.map({value: _harmless(word(value)) for value in values.unique()}).tolist()


def _details(rows: pd.DataFrame, words: Words) -> list[str]:
    """Return the worded details; each distinct pair of outcome and detail is worded once."""
    pairs = list(zip(rows["outcome"].tolist(), rows["detail"].tolist(), strict=True))
    said = {pair: _harmless(detail_of(*pair, words) if pair[1] else "") for pair in set(pairs)}
    return [said[pair] for pair in pairs]


def _safe(values: pd.Series[str]) -> list[str]:
    """Return cells on one printable line that no spreadsheet takes for a formula."""
    cells: list[str] = values.tolist()
    odd = ~values.str.fullmatch(HARMLESS)
    for position in odd.to_numpy().nonzero()[0]:
        cells[position] = _harmless(cells[position])
    return cells


def _harmless(cell: str) -> str:
    return safe_cell(shown(cell, CELL_LIMIT))


def _times(at: pd.Series[pd.Timestamp], zone: tzinfo) -> list[str]:
    """Return "2026-11-23 06:10:00" in the office's time, "" where the file did not say."""
    import pyarrow as pa

    local = at.dt.tz_convert(zone).dt.tz_localize(None)
    seconds = pa.Array.from_pandas(local).cast(pa.timestamp("s"), safe=False)
    told: list[str] = seconds.cast(pa.string()).fill_null("").to_pylist()
    return told
