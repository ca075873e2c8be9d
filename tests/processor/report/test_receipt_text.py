"""The receipt for people: golden texts, sums, verdicts, and cells that want to do harm."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from processor.domain.batch import frame
from processor.domain.receipt import CHANGED, OUTCOMES, ROW_COLUMNS, SAMPLES, Counts, Lines, Receipt, lines_of
from processor.report.receipt import REJECTED_LIMIT, receipt_files
from processor.report.words import Words

NO_CHANGES = frame(dict.fromkeys(CHANGED, ()), CHANGED)
NO_LINES = lines_of(frame(dict.fromkeys(ROW_COLUMNS, ()), ROW_COLUMNS), NO_CHANGES)
once_each_language = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)


def rows_in(receipt: Receipt) -> pd.DataFrame:
    ((rows, _),) = receipt.lines.portions()
    return rows


def holding(rows: pd.DataFrame) -> Lines:
    return lines_of(rows, NO_CHANGES)


def text_of(receipt: Receipt, words: Words, zone: ZoneInfo) -> str:
    files = receipt_files(receipt, words, zone)
    (text,) = (content for suffix, content in files.items() if suffix.endswith(".txt"))
    return text.decode("utf-8")


def as_held(receipt: Receipt) -> Receipt:
    rows = rows_in(receipt)
    rows = rows.assign(outcome=rows["outcome"].replace(["applied", "already", "in_advance"], "held"))
    details: dict[tuple[str, str], int] = {}
    for pair in zip(rows["outcome"], rows["detail"], strict=True):
        details[pair] = details.get(pair, 0) + 1
    reason = ("too_many_optouts", {"count": 1409, "ceiling": 262, "customers": 5240, "percent": 26.9})
    counts = Counts(read=len(rows), **rows["outcome"].value_counts().to_dict())
    return dataclasses.replace(
        receipt, verdict="held", lines=holding(rows), details=details, counts=counts, customers_changed=0,
        reasons=[reason], warnings=(), next=(), asked=["it@example.com"],
    )  # fmt: skip


def as_refused(receipt: Receipt) -> Receipt:
    return dataclasses.replace(
        receipt, verdict="refused", lines=NO_LINES, counts=Counts(), details={}, customers_changed=0, layout="",
        reasons=[("sample_no_address", {"columns": ["Name", "Ort"]})], evidence=(), warnings=(),
        next=[("next_retry", {})],
    )  # fmt: skip


def test_the_rich_receipt_reads_as_reviewed(
    rich_receipt: Receipt, words: Words, berlin: ZoneInfo, golden: Callable[[str, bytes], None]
) -> None:
    files = receipt_files(rich_receipt, words, berlin)
    assert sorted(files) == [".again.csv", ".receipt.txt", ".rows.csv"]
    golden(f"receipt.{words.language}.txt", files[".receipt.txt"])
    golden(f"rows.{words.language}.csv", b"".join(files[".rows.csv"]))
    golden(f"again.{words.language}.csv", files[".again.csv"])
    assert words.missing == set()


def test_a_held_receipt_reads_as_reviewed(
    rich_receipt: Receipt, words: Words, berlin: ZoneInfo, golden: Callable[[str, bytes], None]
) -> None:
    files = receipt_files(as_held(rich_receipt), words, berlin)
    golden(f"held.{words.language}.txt", files[".receipt.txt"])
    assert words.missing == set()


def test_a_refusal_reads_as_reviewed(
    rich_receipt: Receipt, words: Words, berlin: ZoneInfo, golden: Callable[[str, bytes], None]
) -> None:
    files = receipt_files(as_refused(rich_receipt), words, berlin)
    assert sorted(files) == [".why.txt"]
    golden(f"refused.{words.language}.txt", files[".why.txt"])
    assert words.missing == set()


def test_texts_are_utf8_without_bom_and_end_their_lines_as_windows_does(
    rich_receipt: Receipt, words: Words, berlin: ZoneInfo
) -> None:
    content = receipt_files(rich_receipt, words, berlin)[".receipt.txt"]
    assert not content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    assert content.count(b"\n") == content.count(b"\r\n") == content.count(b"\r")


def test_a_held_receipt_names_both_commands_and_that_nobody_gets_mail(
    rich_receipt: Receipt, words: Words, berlin: ZoneInfo
) -> None:
    text = text_of(as_held(rich_receipt), words, berlin)
    assert f"abgleich release {rich_receipt.id}" in text
    assert f"abgleich discard {rich_receipt.id}" in text
    assert " ".join(words.say("receipt.held_kept_out").split()) in " ".join(text.split())
    assert "it@example.com" in text


def test_the_same_bytes_again_name_the_first_drop(rich_receipt: Receipt, words: Words, berlin: ZoneInfo) -> None:
    first = ("20261116-0001", "alt.csv", rich_receipt.received - timedelta(days=7))
    again = dataclasses.replace(
        rich_receipt, verdict="already", same_as=first, lines=NO_LINES, counts=Counts(), details={}, warnings=()
    )
    text = text_of(again, words, berlin)
    assert "20261116-0001" in text
    assert "alt.csv" in text
    assert words.moment(first[2]) in text


def test_a_discarded_file_says_so(rich_receipt: Receipt, words: Words, berlin: ZoneInfo) -> None:
    discarded = dataclasses.replace(as_held(rich_receipt), verdict="discarded")
    text = text_of(discarded, words, berlin)
    assert text.startswith(words.say("receipt.verdict_discarded", name=rich_receipt.name))
    assert "abgleich release" not in text
    assert words.missing == set()


def test_everything_is_in_the_promised_order(rich_receipt: Receipt, words: Words, berlin: ZoneInfo) -> None:
    text = text_of(dataclasses.replace(rich_receipt, verdict="held"), words, berlin)
    titles = ("file", "recognised", "result", "samples", "rejected", "warnings", "next", "held")
    places = [text.index(f"\r\n{words.say(f'receipt.title_{title}')}\r\n---") for title in titles]
    assert places == sorted(places)


def test_at_most_three_samples_of_each_outcome_and_all_of_them_true(
    rich_receipt: Receipt, words: Words, berlin: ZoneInfo
) -> None:
    text = text_of(rich_receipt, words, berlin)
    start = text.index(words.say("receipt.title_samples"))
    samples = text[start : text.index(words.say("receipt.title_rejected"))]
    for outcome in OUTCOMES:
        rows = rows_in(rich_receipt)
        rows = rows[rows["outcome"] == outcome]
        shown = [line for line in rows["line"] if f" {words.say('receipt.line_short', line=line)} " in samples]
        assert shown == ([] if outcome == "rejected" else list(rows["line"][:SAMPLES]))


@given(lines=st.lists(st.sampled_from(OUTCOMES), min_size=1, max_size=40), data=st.data())
@once_each_language
def test_the_printed_parts_add_up_to_the_lines_read(
    lines: list[str],
    data: st.DataObject,
    rich_receipt: Receipt,
    words: Words,
    berlin: ZoneInfo,
    make_rows: Callable[[list[dict[str, object]]], pd.DataFrame],
) -> None:
    """By outcome, by detail and in the sum line: three ways to count, one number."""
    details = ["", "set_no", "duplicate", "counted"]
    rows = make_rows([{"outcome": outcome, "detail": data.draw(st.sampled_from(details))} for outcome in lines])
    told = {}
    for pair in zip(rows["outcome"], rows["detail"], strict=True):
        told[pair] = told.get(pair, 0) + 1
    counts = Counts(read=len(lines), **{outcome: lines.count(outcome) for outcome in OUTCOMES})
    receipt = dataclasses.replace(rich_receipt, lines=holding(rows), counts=counts, details=told)
    text = text_of(receipt, words, berlin)
    part = text[text.index(words.say("receipt.title_result")) : text.index(words.say("receipt.title_samples"))]
    by_outcome = [
        int(line[:11]) for line in part.splitlines() if re.match(r" {2}[ \d]{9}  \S", line) and "=" not in line
    ]
    by_detail = [int(line[13:22]) for line in part.splitlines() if re.match(r" {13}[ \d]{8}\d  \S", line)]
    (total, summands) = re.search(r"(\d+)  \D+ = ([\d +]+)", part).groups()
    assert sum(by_outcome) == sum(by_detail) == int(total) == len(lines)
    assert sum(int(one) for one in summands.split("+")) == len(lines)


def test_rejected_lines_are_listed_up_to_a_hundred_and_the_rest_is_counted(
    rich_receipt: Receipt,
    words: Words,
    berlin: ZoneInfo,
    make_rows: Callable[[list[dict[str, object]]], pd.DataFrame],
) -> None:
    rows = make_rows(
        [
            {"outcome": "rejected", "event": "rejected", "code": "sample_no_at", "address": f"cell-{n}"}
            for n in range(250)
        ]
    )
    receipt = dataclasses.replace(rich_receipt, lines=holding(rows), counts=Counts(read=250, rejected=250), details={})
    text = text_of(receipt, words, berlin)
    assert re.findall(r"cell-(\d+)", text) == [str(n) for n in range(REJECTED_LIMIT)]
    assert words.say("receipt.rejected_more", count=150) in text


HOSTILE = (
    "\r\nResult\r\n------\r\n  0  applied", "\x1b[2J\x1b]0;owned\x07", "\u202egpj.exe", "a\u2028b", "\x00", "{{ 7*7 }}",
    "{count}", "<script>", "\ud800", "x" * 5000,
)  # fmt: skip


@given(evil=st.one_of(st.sampled_from(HOSTILE), st.text()))
@once_each_language
def test_nothing_from_the_file_adds_a_line_or_an_invisible_sign(
    evil: str,
    rich_receipt: Receipt,
    words: Words,
    berlin: ZoneInfo,
    make_rows: Callable[[list[dict[str, object]]], pd.DataFrame],
) -> None:
    cell = evil.replace("\ud800", "�")  # a Batch holds no surrogates, names may
    rows = make_rows([
        {"address": cell, "reason": cell, "list": cell, "customers": cell, "sheet": cell, "outcome": "applied"},
        {"address": cell, "sheet": cell, "outcome": "rejected", "code": "sample_no_at"},
    ])  # fmt: skip
    shape = {
        "container": evil,
        "encoding": evil,
        "delimiter": evil,
        "sheets": [evil],
        "header_line": 1,
        "columns": {evil: evil},
    }

    def text_with(name: str, value_rows: pd.DataFrame, value_shape: dict[str, object]) -> str:
        receipt = dataclasses.replace(
            rich_receipt, name=name, folder=name, layout=name, lines=holding(value_rows), shape=value_shape, details={},
            counts=Counts(read=2, applied=1, rejected=1),
            evidence=[("sample_folder", {"folder": name})], reasons=[("sample_no_address", {"columns": [name]})],
        )  # fmt: skip
        return text_of(receipt, words, berlin)

    text = text_with(evil, rows, shape)
    assert all(line.isprintable() for line in text.split("\r\n"))
    headings = [words.say(f"receipt.title_{title}") for title in ("result", "samples", "rejected")]
    assert [text.split("\r\n").count(heading) for heading in headings] == [1, 1, 1]
    assert "{{ 7*7 }}" not in evil or "{{ 7*7 }}" in text
