"""Every line of the input with its outcome, as a CSV that a spreadsheet opens safely: the .rows.csv."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import tzinfo
from typing import TYPE_CHECKING

from processor.domain.batch import series
from processor.domain.plan import SAID_NO
from processor.domain.receipt import Portion
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
    "before",
    "after",
    "rule",
    "code",
    "id",
)
"""Columns of the file in this order (words: receipt, as "column_<name>"); `advice` is the worded `code`, `before` and
`after` tell of each ERP row that the line changes, `id` is the line's own name: the drop and its place in it."""

CELL_LIMIT = 1000
HARMLESS = r"[A-Za-z0-9À-ɏ][ -~À-ɏ]*|"
"""Cells that need no second look: printable Latin text that begins with a letter or digit, or nothing at all."""


def rows_csv(portions: Iterable[Portion], words: Words, zone: tzinfo, drop_id: str = "") -> Iterator[bytes]:
    """Given the lines of a file, yield one CSV line for each, in order, below a header in words; a piece a portion.

    UTF-8 with BOM, CRLF, the separator Excel expects in that country; times are the office's, ISO. Column by column,
    because a million rows are nothing unusual; only cells that look odd are touched one by one.
    """
    yield codecs.BOM_UTF8 + _written([[words.say(f"receipt.column_{name}") for name in COLUMNS]], words)
    first = 1
    for rows, changes in portions:
        before, after = _changed(rows, changes, words)
        ids = [f"{drop_id}-{n}".lstrip("-") for n in range(first, first + len(rows))]
        told = {"before": before, "after": after, "id": ids}
        columns = [told[name] if name in told else _column(name, rows, words, zone) for name in COLUMNS]
        yield _written(zip(*columns, strict=True), words)
        first += len(rows)


def _written(lines: Iterable[Iterable[object]], words: Words) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=CUSTOMS[words.language].cell, lineterminator="\r\n").writerows(lines)
    return text.getvalue().encode("utf-8", "backslashreplace")


def detail_of(outcome: str, detail: str, words: Words) -> str:
    """Return in words what exactly happened to a line; of a held line, what would happen."""
    if not detail:
        return words.say(f"detail.{outcome}")
    said = words.say(f"detail.{detail}")
    return words.say("detail.would", what=said) if outcome == "held" else said


def place_of(sheet: str, line: int) -> str:
    """Return where a line stands in its file: "12", of a file with several sheets "Bounces!12"."""
    return f"{sheet}!{line}" if sheet else str(line)


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


def _changed(rows: pd.DataFrame, changes: pd.DataFrame, words: Words) -> tuple[list[str], list[str]]:
    """Return by row what stood in the ERP rows that it changes, and what was done there: "kunde:17 Y", "kunde:17 …"."""
    mine = changes[changes["line"].between(rows["line"].min(), rows["line"].max())]
    if not len(mine):
        return [""] * len(rows), [""] * len(rows)
    customers = mine["target"] + ":" + mine["key"].str.strip("[]") + " "
    stood = customers + mine["before"].map({value: _value(value) for value in mine["before"].unique()})
    action = {name: words.say(f"receipt.after_{name}") for name in mine["action"].unique()}
    told = stood.tolist(), (customers + mine["action"].map(action)).tolist()
    events = mine["reason"].where(mine["reason"].isin(SAID_NO), "bounce")  # sheets number their lines alike
    places = zip(mine["line"].tolist(), mine["canonical"].tolist(), events.tolist(), strict=True)
    found: dict[tuple[int, str, str], tuple[str, str]] = {}
    for place, before, after in zip(places, *told, strict=True):
        earlier = found.get(place)
        found[place] = (before, after) if earlier is None else (f"{earlier[0]}; {before}", f"{earlier[1]}; {after}")
    names = ("line", "canonical", "event", "outcome")
    nothing = "", ""
    both = [
        found.get((line, canonical, event), nothing) if outcome == "applied" else nothing
        for line, canonical, event, outcome in zip(*(rows[name].tolist() for name in names), strict=True)
    ]
    befores, afters = zip(*both, strict=True)
    return _safe(series(befores, "str")), _safe(series(afters, "str"))


def _value(stored: str) -> str:
    """Return the value before a change as people know it: the text itself, and a dash where there was none."""
    value = json.loads(stored) if stored else None
    return "–" if value in (None, "") else str(value)


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
