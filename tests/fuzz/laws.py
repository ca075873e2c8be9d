"""What holds for every batch, whatever the bytes: checked on the gallery and on everything the fuzzer makes."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from functools import cache

from processor.domain.address import canonical
from processor.domain.batch import COLUMNS, EVENTS, Batch
from processor.domain.bounce_class import CLASSES
from processor.domain.receipt import Worded
from processor.domain.table import Table
from processor.errors import Refused
from processor.layouts.words import fold
from processor.read import Limits, read
from processor.recognise import json_closing, json_lines, recognise
from processor.report.words import Words
from tests.processor.dress import BERLIN, SAMPLES

ACTING = frozenset({"optout", "complaint", "bounce"})
HERE = frozenset(
    map(fold, ("subscribed", "active", "aktiv", "angemeldet", "abonniert", "abonné", "inscrit", "suscrito", "iscritto"))
)
"""Words that say, where they stand alone below Status, that somebody is a subscriber."""

LIMITS = Limits(text=8 << 20, part=4 << 20, parts_sum=8 << 20, area=200_000, rows=20_000, text_rows=50_000)


class BrokenLawError(AssertionError):
    """A batch came out that must never come out."""


def verdict(data: bytes, name: str, folder: str) -> str:
    """Return the code of a refusal, or how many rows were read; raise whatever else happens."""
    try:
        tables = read(io.BytesIO(data), name, LIMITS)
        batch = recognise(tables, name, folder, BERLIN)
    except Refused as refused:
        if wordless := unworded([("refused", (refused.code, refused.facts))]):
            raise BrokenLawError(wordless) from refused
        return refused.code
    broken = list(broken_laws(batch, tables))
    if tables[0].container == "csv" and (lost := swallowed(data, tables[0])):
        broken.append(f"lines {lost[:5]} are swallowed")
    if broken:
        raise BrokenLawError("; ".join(broken))
    return f"{len(batch.rows)} rows"


def broken_laws(batch: Batch, tables: Sequence[Table]) -> Sequence[str]:
    """Return what is wrong with a batch, in words; nothing where all is well."""
    rows = batch.rows
    found = []
    if {name: str(dtype) for name, dtype in rows.dtypes.items()} != dict(COLUMNS):
        found.append(f"columns {dict(rows.dtypes)}")
    strings = [name for name, dtype in COLUMNS.items() if dtype == "str"]
    if any(rows[name].isna().any() for name in strings):
        found.append("a string is missing")
    if set(rows["event"]) - set(EVENTS) or set(rows["bounce_class"]) - {"", *CLASSES}:
        found.append("an event or class nobody knows")
    if not ((rows["code"] != "") == rows["event"].isin(["ignored", "rejected"])).all():
        found.append("a code without reason or a reason without code")
    if not (rows["rule"] != "").all():
        found.append("a decision without rule")
    if ((rows["bounce_class"] == "") & (rows["event"] == "bounce")).any():
        found.append("a bounce without class")
    usable = rows[rows["event"].isin([*ACTING, "subscribed"])]
    if any(not one or canonical(one) != one for one in usable["canonical"]):
        found.append(f"an unusable address acted on: {sorted(set(usable['canonical']))[:3]}")
    closing = json_closing(batch)
    if sum(closing["counts"].values()) != len(rows) or len(list(json_lines(batch))) != len(rows):
        found.append("the counts do not add up")
    seen = {(table.sheet, line) for table in tables for line in (*table.lines, *(each[0] for each in table.broken))}
    if seen != set(zip(rows["sheet"], rows["line"], strict=True)):
        found.append("a line is lost or invented")
    said = [("evidence", each) for each in batch.evidence]
    if wordless := unworded([*said, *(("line", (code, {})) for code in set(rows["code"]) - {""})]):
        found.append(wordless)
    found += [f"{who} is {status} and opted out" for who, status in _muted(batch, tables)]
    return found


def unworded(said: Sequence[tuple[str, Worded]]) -> str:
    """Return what has no sentence in both languages, or one with a gap that nothing fills; "" where all have."""
    for words in _spoken():
        for section, each in said:
            words.worded(section, each)
        if words.missing:
            missing = sorted(words.missing)
            words.missing.clear()
            return f"no words for {missing}"
    return ""


@cache
def _spoken() -> tuple[Words, ...]:
    return tuple(Words.load(language, [SAMPLES.parents[1] / "templates"]) for language in ("en", "de"))


def _muted(batch: Batch, tables: Sequence[Table]) -> Sequence[tuple[str, str]]:
    """Return people of plain lists whose only word about them says that they are subscribed, and who are opted out."""
    rows = batch.rows
    out = rows[rows["event"].isin(["optout", "complaint"])]
    acted = set(zip(out["sheet"], out["line"], strict=True))
    found = []
    for table in tables:
        places = [
            place for place, cell in enumerate(table.header) if fold(cell) in ("status", "stato", "estado", "statut")
        ]
        others = [place for place in range(len(table.columns)) if place not in places]
        if len(places) != 1 or not acted:
            continue
        for row, line in enumerate(table.lines):
            if (table.sheet, line) in acted and fold(table.columns[places[0]][row]) in HERE:
                rest = [table.columns[place][row] for place in others]
                if not any(cell and "@" not in cell for cell in rest):
                    found.append((" ".join(rest), table.columns[places[0]][row]))
    return found


def swallowed(data: bytes, table: Table) -> list[int]:
    """Return lines of a text with content that are no row, below its first row and in no cell that runs on.

    A cell runs over several lines only where it is quoted or a backslash stands before the line's end.
    """
    codec = {"utf-8+cp1252": "utf-8", "utf-8-sig+cp1252": "utf-8"}.get(table.encoding, table.encoding)
    lines = _END.split(data.decode(codec, "replace"))
    starts = {*table.lines, *(line for line, _, _ in table.broken)}
    first = max(table.header_line, min(starts) - 1)
    lost, quoted, holds = [], False, re.compile(r'["\\]').search
    for number, line in enumerate(lines, start=1):
        quoted = holds(line) if number in starts else quoted
        if number > first and number not in starts and not quoted and line.strip(_NOTHING + table.delimiter):
            lost.append(number)
        quoted = quoted or holds(line)
    return lost


_END = re.compile(r"\r\n|\r|\n")
_NOTHING = '\ufeff" \t\v\f\xa0\x1a\x1c\x1d\x1e\x1f\x85\u2028\u2029\u3000'
