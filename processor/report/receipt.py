"""The receipt that lies beside a dropped file: a text for people and the outcome of every line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING, Any, NamedTuple

from processor.domain.receipt import OUTCOMES, SAMPLES, Receipt
from processor.report.again import again_csv
from processor.report.page import render
from processor.report.recognition import recognised
from processor.report.rows import advice_of, detail_of, place_of, rows_csv
from processor.report.words import Words

if TYPE_CHECKING:
    import pandas as pd

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


def receipt_files(receipt: Receipt, words: Words, zone: tzinfo) -> dict[str, bytes | Iterable[bytes]]:
    """Given what happened to a drop, return its receipt as suffix → content, a long one in pieces.

    ".receipt.txt" (".why.txt" of a refused file) is UTF-8 without BOM, CRLF; ".rows.csv" exists where there are rows,
    ".again.csv" where some of them can be mended and dropped again.
    """
    refused = receipt.verdict in ENDS
    text = render("why.txt.j2" if refused else "receipt.txt.j2", words, zone, **_values(receipt, words, zone))
    content = text.replace("\n", "\r\n").encode("utf-8", "backslashreplace")
    files: dict[str, bytes | Iterable[bytes]] = {ENDS.get(receipt.verdict, ".receipt.txt"): content}
    if receipt.counts.read:
        files[".rows.csv"] = rows_csv(receipt.lines.portions(), words, zone, receipt.id)
    if to_mend(receipt):
        files[".again.csv"] = again_csv(_rejected(receipt), receipt.unusable, words)
    return files


def to_mend(receipt: Receipt) -> bool:
    """Return whether there is a list of lines to mend and drop again: the others have been worked through."""
    return receipt.verdict == "done" and receipt.counts.rejected > 0


def _rejected(receipt: Receipt) -> pd.DataFrame:
    return receipt.lines.shown[receipt.lines.shown["outcome"] == "rejected"]


def _values(receipt: Receipt, words: Words, zone: tzinfo) -> dict[str, Any]:
    """Return what the templates of a receipt are filled with."""
    rejected = _rejected(receipt)
    reasons_in = "refused" if receipt.verdict == "refused" else "held"
    return {
        "receipt": receipt,
        "recognised": recognised(receipt, words, zone),
        "to_mend": to_mend(receipt),
        "evidence": [words.worded("evidence", said) for said in receipt.evidence],
        "reasons": [words.worded(reasons_in, said) for said in receipt.reasons],
        "endings": _endings(receipt, words),
        "sentence": _sentence(receipt, words),
        "sum": " + ".join(words.number(getattr(receipt.counts, outcome)) for outcome in OUTCOMES),
        "rejected": [
            Row(place_of(row["sheet"], row["line"]), row["address"], advice_of(row["code"], words))
            for row in _dicts(rejected.head(REJECTED_LIMIT))
        ],
        "rejected_more": max(0, len(rejected) - REJECTED_LIMIT),
        "warnings": [words.worded("receipt", said) for said in receipt.warnings],
        "next": [words.worded("receipt", said) for said in receipt.next],
    }


def _endings(receipt: Receipt, words: Words) -> list[Ending]:
    """Return how the lines ended, in the order of OUTCOMES, those that did not occur left out."""
    endings = []
    for outcome in OUTCOMES:
        lines = getattr(receipt.counts, outcome)
        if lines:
            shown = receipt.lines.shown
            samples = [
                Row(place_of(row["sheet"], row["line"]), row["address"], _what(row, words))
                for row in _dicts(shown[shown["outcome"] == outcome].head(SAMPLES))
            ]
            endings.append(Ending(outcome, lines, _details(outcome, lines, receipt, words), samples))
    return endings


def _details(outcome: str, lines: int, receipt: Receipt, words: Words) -> list[tuple[int, str]]:
    """Return (lines, what exactly) for one outcome, most frequent first; the numbers add up to `lines`."""
    told = [(number, detail_of(outcome, detail, words)) for detail, number in _counted(outcome, receipt).items()]
    rest = lines - sum(number for number, _ in told)
    for (ending, code), number in receipt.lines.codes.items():
        if ending == outcome and code and number <= rest:
            told.append((number, advice_of(code, words)))
            rest -= number
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
