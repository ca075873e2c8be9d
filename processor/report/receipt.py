"""The receipt that lies beside a dropped file: a text for people and the outcome of every line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING, Any, NamedTuple

from processor.domain.receipt import OUTCOMES, Receipt
from processor.report.page import render
from processor.report.rows import advice_of, detail_of, rows_csv
from processor.report.words import Words

if TYPE_CHECKING:
    import pandas as pd

SAMPLES = 3
REJECTED_LIMIT = 100
ENDS: Mapping[str, str] = {"refused": ".why.txt"}
"""Suffix of the text by verdict; every other verdict gives a ".receipt.txt"."""


class Row(NamedTuple):
    """One line of the dropped file as the receipt shows it."""

    line: str
    cell: str
    what: str


class Ending(NamedTuple):
    """How many lines ended one way, and what exactly happened to how many of them."""

    outcome: str
    lines: int
    details: Sequence[tuple[int, str]]
    samples: Sequence[Row]


def receipt_files(receipt: Receipt, words: Words, zone: tzinfo) -> dict[str, bytes]:
    """Given what happened to a drop, return its receipt as suffix → content.

    ".receipt.txt" (".why.txt" of a refused file) is UTF-8 without BOM, CRLF; ".rows.csv" exists where there are rows.
    """
    refused = receipt.verdict in ENDS
    text = render("why.txt.j2" if refused else "receipt.txt.j2", words, zone, **_values(receipt, words))
    files = {ENDS.get(receipt.verdict, ".receipt.txt"): text.replace("\n", "\r\n").encode("utf-8", "backslashreplace")}
    if len(receipt.rows):
        files[".rows.csv"] = rows_csv(receipt.rows, words, zone)
    return files


def _values(receipt: Receipt, words: Words) -> dict[str, Any]:
    """Return what the templates of a receipt are filled with."""
    rejected = receipt.rows[receipt.rows["outcome"] == "rejected"] if len(receipt.rows) else receipt.rows
    reasons_in = "refused" if receipt.verdict == "refused" else "held"
    return {
        "receipt": receipt,
        "recognised": _recognised(receipt, words),
        "evidence": [words.worded("evidence", said) for said in receipt.evidence],
        "reasons": [words.worded(reasons_in, said) for said in receipt.reasons],
        "endings": _endings(receipt, words),
        "sentence": _sentence(receipt, words),
        "sum": " + ".join(words.number(getattr(receipt.counts, outcome)) for outcome in OUTCOMES),
        "rejected": [
            Row(_line(row), row["address"], advice_of(row["code"], words))
            for row in _dicts(rejected.head(REJECTED_LIMIT))
        ],
        "rejected_more": max(0, len(rejected) - REJECTED_LIMIT),
        "warnings": [words.worded("receipt", said) for said in receipt.warnings],
        "next": [words.worded("receipt", said) for said in receipt.next],
    }


def _recognised(receipt: Receipt, words: Words) -> list[tuple[str, str]]:
    """Return label and value for each thing we took the file for, so that a wrong guess is visible."""
    shape = receipt.shape
    told: list[tuple[str, str]] = []
    if receipt.layout:
        told.append(("layout", receipt.layout))
    if shape.get("container"):
        told.append(("container", str(shape["container"]).upper()))
    if shape.get("encoding"):
        told.append(("encoding", str(shape["encoding"])))
    if shape.get("delimiter"):
        told.append(("delimiter", _delimiter(str(shape["delimiter"]), words)))
    if sheets := [sheet for sheet in shape.get("sheets") or () if sheet]:
        told.append(("sheets", words.fact("sheets", sheets)))
    if shape.get("header_line"):
        told.append(("header_line", words.say("receipt.header_line", line=shape["header_line"])))
    columns = [f"{header} = {_role(str(role), words)}" for header, role in (shape.get("columns") or {}).items()]
    told.extend(("" if place else "columns", column) for place, column in enumerate(columns))
    return [(words.say(f"receipt.label_{name}") if name else "", value) for name, value in told]


def _delimiter(sign: str, words: Words) -> str:
    names = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
    return words.say(f"receipt.delimiter_{names[sign]}") if sign in names else sign


def _role(role: str, words: Words) -> str:
    return words.say(f"receipt.role_{role}") if words.has(f"receipt.role_{role}") else role


def _endings(receipt: Receipt, words: Words) -> list[Ending]:
    """Return how the lines ended, in the order of OUTCOMES, those that did not occur left out."""
    endings = []
    for outcome in OUTCOMES:
        lines = getattr(receipt.counts, outcome)
        if lines:
            ended = receipt.rows[receipt.rows["outcome"] == outcome]
            samples = [Row(_line(row), row["address"], _what(row, words)) for row in _dicts(ended.head(SAMPLES))]
            endings.append(Ending(outcome, lines, _details(outcome, lines, receipt, ended, words), samples))
    return endings


def _details(outcome: str, lines: int, receipt: Receipt, ended: pd.DataFrame, words: Words) -> list[tuple[int, str]]:
    """Return (lines, what exactly) for one outcome, most frequent first; the numbers add up to `lines`."""
    told = [(number, detail_of(outcome, detail, words)) for detail, number in _counted(outcome, receipt).items()]
    rest = lines - sum(number for number, _ in told)
    for code, number in ended.loc[ended["detail"] == "", "code"].value_counts().items():
        if code and number <= rest:
            told.append((int(number), advice_of(str(code), words)))
            rest -= int(number)
    if rest:
        told.append((rest, detail_of(outcome, "", words)))
    return sorted(told, key=lambda pair: (-pair[0], pair[1]))


def _counted(outcome: str, receipt: Receipt) -> dict[str, int]:
    """Return lines by detail for one outcome, without those that have none."""
    counts = receipt.details.items()
    return {detail: number for (ending, detail), number in counts if ending == outcome and detail and number}


def _sentence(receipt: Receipt, words: Words) -> str:
    """Return the result as one sentence: "312 lines: 287 customer set to NO; 19 was NO already; …"."""
    parts = []
    for outcome in OUTCOMES:
        counted = _counted(outcome, receipt)
        rest = getattr(receipt.counts, outcome) - sum(counted.values())
        for detail, lines in [*sorted(counted.items(), key=lambda pair: -pair[1]), *([("", rest)] if rest else [])]:
            parts.append(f"{words.number(lines)} {detail_of(outcome, detail, words)}")
    return words.say("receipt.result_sentence", count=receipt.counts.read, parts="; ".join(parts))


def _what(row: Mapping[str, Any], words: Words) -> str:
    """Return what happened to one line, with the bounce class and the customers where there are."""
    advice = advice_of(row["code"], words) if row["outcome"] in ("ignored", "rejected") else ""
    bounce = words.say(f"detail.class_{row['bounce_class']}") if row["bounce_class"] else ""
    told = [advice or detail_of(row["outcome"], row["detail"], words), bounce, row["customers"]]
    return " · ".join(part for part in told if part)


def _dicts(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a handful of rows as dicts; never used on many."""
    return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]


def _line(row: Mapping[str, Any]) -> str:
    return f"{row['sheet']}!{row['line']}" if row["sheet"] else str(row["line"])
