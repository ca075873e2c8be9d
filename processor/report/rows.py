"""Every line of the input with its outcome, as a CSV that a spreadsheet opens safely: the .rows.csv."""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import tzinfo
from typing import TYPE_CHECKING, NamedTuple

from processor.domain.plan import SAID_NO
from processor.domain.receipt import Portion
from processor.report.cells import arrow, joined, safe, worded, written
from processor.report.figures import CUSTOMS
from processor.report.words import Words

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

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


class Told(NamedTuple):
    """By line: what stood in the ERP rows that it changes, and what was done there: "kunde:17 Y", "kunde:17 …"."""

    before: pa.Array
    after: pa.Array


def rows_csv(portions: Iterable[Portion], words: Words, zone: tzinfo, drop_id: str = "") -> Iterator[bytes]:
    """Given the lines of a file, yield one CSV line for each, in order, below a header in words; a piece a portion.

    UTF-8 with BOM, CRLF, the separator Excel expects in that country; times are the office's, ISO. Column by column,
    because a million rows are nothing unusual; only cells that look odd are touched one by one.
    """
    separator = CUSTOMS[words.language].cell
    yield codecs.BOM_UTF8 + written([arrow([words.say(f"receipt.column_{name}")]) for name in COLUMNS], separator)
    first = 1
    for rows, changes in portions:
        told = _changed(rows, changes, words)._asdict()
        told["id"] = arrow([f"{drop_id}-{n}".lstrip("-") for n in range(first, first + len(rows))])
        columns = (told[name] if name in told else _column(name, rows, words, zone) for name in COLUMNS)
        yield written([safe(column, separator) for column in columns], separator)
        first += len(rows)


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


def _column(name: str, rows: pd.DataFrame, words: Words, zone: tzinfo) -> pa.Array:
    if name == "at":
        return _times(rows["at"], zone)
    if name == "detail":
        return worded(joined([arrow(rows["outcome"]), arrow(rows["detail"])], " "), lambda both: _detail(both, words))
    wording: dict[str, Callable[[str], str]] = {
        "event": lambda event: words.say(f"receipt.event_{event}"),
        "bounce_class": lambda known: words.say(f"detail.class_{known}") if known else "",
        "outcome": lambda outcome: words.say(f"receipt.outcome_{outcome}"),
        "advice": lambda code: advice_of(code, words),
    }
    values = arrow(rows["code" if name == "advice" else name])
    return worded(values, wording[name]) if name in wording else values


def _detail(both: str, words: Words) -> str:
    outcome, _, detail = both.partition(" ")
    return detail_of(outcome, detail, words) if detail else ""


def _changed(rows: pd.DataFrame, changes: pd.DataFrame, words: Words) -> Told:
    """Return what the lines change. Sheets may number their lines alike: address and event say which one it is."""
    import pyarrow as pa
    import pyarrow.compute as pc

    mine = changes[changes["line"].between(rows["line"].min(), rows["line"].max())]
    if not len(mine):
        return Told(*[arrow([""] * len(rows))] * 2)
    customers = joined([arrow(mine["target"]), arrow(mine["key"].str.strip("[]"))], ":")
    event = arrow(mine["reason"].where(mine["reason"].isin(SAID_NO), "bounce"))
    cause = joined([arrow(mine["line"]), event, arrow(mine["canonical"])], " ")
    where = joined([arrow(rows["line"]), arrow(rows["event"]), arrow(rows["canonical"])], " ")
    applied = pc.equal(arrow(rows["outcome"]), "applied")
    place = pc.if_else(applied, pc.index_in(where, value_set=cause), pa.scalar(None, pa.int32()))
    what = (
        worded(arrow(mine["before"]), _value),
        worded(arrow(mine["action"]), lambda name: words.say(f"receipt.after_{name}")),
    )
    return Told(*(pc.fill_null(_together(joined([customers, one], " "), cause).take(place), "") for one in what))


def _together(told: pa.Array, cause: pa.Array) -> pa.Array:
    """Return what is told of each change; where a line has several, of the first one what is told of them all."""

    causes = cause.to_pandas()
    several = causes.duplicated(keep=False)
    if not several.any():
        return told
    texts: pd.Series[str] = told.to_pandas()
    return arrow(texts.mask(several, texts[several].groupby(causes[several]).transform("; ".join)))


def _value(stored: str) -> str:
    """Return the value before a change as people know it: the text itself, and a dash where there was none."""
    value = json.loads(stored) if stored else None
    return "–" if value in (None, "") else str(value)


def _times(at: pd.Series[pd.Timestamp], zone: tzinfo) -> pa.Array:
    """Return "2026-11-23 06:10:00" in the office's time, "" where the file did not say."""
    import pyarrow as pa

    local = at.dt.tz_convert(zone).dt.tz_localize(None)
    seconds = pa.Array.from_pandas(local).cast(pa.timestamp("s"), safe=False)
    return seconds.cast(pa.large_string()).fill_null("")
