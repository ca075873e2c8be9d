"""The list to drop again: readable by us, harmless to a spreadsheet, and of no effect until it is corrected."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from processor.domain.address import FAULTS, addresses
from processor.domain.batch import Batch, Unusable
from processor.domain.bounce_class import CLASSES
from processor.errors import Refused
from processor.layouts.again import HEADINGS
from processor.read import read
from processor.recognise import recognise
from processor.recognise.unusable import WHOLE
from processor.report.again import again_csv
from processor.report.words import Words

Rows = Callable[[list[dict[str, object]]], pd.DataFrame]
moderate = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
BOUNCES = [kind for kind in CLASSES if kind not in ("unsubscribed", "complaint")]
ACTING = {"optout", "complaint", "bounce", "subscribed"}


def taken(content: bytes, name: str = "x.again.csv", folder: str = "") -> Batch:
    return recognise(read(io.BytesIO(content), name), name, folder, UTC)


def listed(make_rows: Rows, words: Words, *cells: Unusable, code: str = "syntax", **more: object) -> bytes:
    rows = make_rows([{"outcome": "rejected", "event": "rejected", "code": code, **more} for _ in cells])
    return again_csv(rows, {row: cell._replace(row=row) for row, cell in enumerate(cells)}, words)


def lines_of(content: bytes, words: Words) -> list[list[str]]:
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";" if words.language == "de" else ","))


@given(
    cell=st.one_of(st.text(max_size=60), st.text("ab@.;, <>\"'+=-\n\t", max_size=30), st.just("x@example.com; " * 400))
)
@moderate
def test_nothing_is_applied_that_nobody_corrected(cell: str, words: Words, make_rows: Rows) -> None:
    for address in addresses(cell):
        if address.fault:
            kept = (address.written if 0 < len(address.written) < 200 else cell)[:WHOLE]
            unclear = Unusable(0, kept, "optout", "", True)
            if any(not part.fault for part in addresses(kept)):
                continue  # of a cell too long to tell its parts by: what is good in it was applied already
            try:
                batch = taken(listed(make_rows, words, unclear, code=address.fault))
            except Refused:
                continue  # nothing in it can be used, so nothing is applied
            assert not set(batch.rows["event"]) & ACTING


@pytest.mark.parametrize("event", ["optout", "complaint", "subscribed"])
def test_a_corrected_line_means_what_it_would_have_meant(event: str, words: Words, make_rows: Rows) -> None:
    at = datetime(2026, 3, 1, 22, 30, 5, tzinfo=UTC)
    cell = Unusable(0, "anna@example.com", event, "", True)
    batch = taken(listed(make_rows, words, cell, at=at, list="Herbst; Brief", mailing="47", reason="=1+1"))
    (row,) = batch.rows.to_dict("records")
    assert (row["canonical"], row["event"], row["at"], row["list"]) == ("anna@example.com", event, at, "Herbst; Brief")
    assert row["mailing"] == "47"
    assert batch.layout == ("abgleich-again" if words.language == "en" else "abgleich-again-german")


@pytest.mark.parametrize("confident", [True, False])
@pytest.mark.parametrize("kind", BOUNCES)
def test_a_corrected_bounce_is_never_harsher_or_surer_than_it_was(
    kind: str, confident: bool, words: Words, make_rows: Rows
) -> None:
    cell = Unusable(0, "anna@example.com", "bounce", kind, confident)
    (row,) = taken(listed(make_rows, words, cell)).rows.to_dict("records")
    hard = {"mailbox_unknown", "domain_dead", "moved", "address_invalid"}
    assert row["bounce_class"] == (kind if confident or kind not in hard else "mailbox_unknown")
    assert not (row["confident"] and not confident and kind in hard)


def test_a_word_nobody_knows_is_left_to_people_even_where_our_own_list_would_know_it(
    words: Words, make_rows: Rows
) -> None:
    rows = make_rows([
        {"outcome": "rejected", "event": "rejected", "code": "unknown_word", "address": "anna@example.com",
         "canonical": "anna@example.com", "reason": "unsubscribed"},
    ])  # fmt: skip
    with pytest.raises(Refused, match="nothing_usable"):
        taken(again_csv(rows, {}, words))


def test_the_list_is_known_by_its_headings_under_any_name_and_in_any_folder(words: Words, make_rows: Rows) -> None:
    content = listed(make_rows, words, Unusable(0, "anna@example.com", "optout", "", True))
    for name in ("cleaned_x.again.csv", "Mappe1.csv", "bounces.csv"):
        for folder in ("", "optouts", "bounces"):
            assert taken(content, name, folder).rows["event"].tolist() == ["optout"]


@pytest.mark.parametrize("cell", ["=cmd|' /C calc'!A0", "+49 170 1", "-x@", "@x", "\t=1", "\r\n=1", "＝1"])
def test_no_cell_is_a_formula(cell: str, words: Words, make_rows: Rows) -> None:
    content = listed(make_rows, words, Unusable(0, cell, "optout", "", True), list=cell, mailing=cell, reason=cell)
    (heading, line) = lines_of(content, words)
    assert heading == list(HEADINGS[words.language])
    assert [told for told in line if told.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))] == []
    assert content.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("code", FAULTS)
def test_the_first_column_says_what_to_mend(code: str, words: Words, make_rows: Rows) -> None:
    content = listed(make_rows, words, Unusable(0, "x", "optout", "", True), code=code)
    assert lines_of(content, words)[1][0] == words.say(f"line.{code}")
