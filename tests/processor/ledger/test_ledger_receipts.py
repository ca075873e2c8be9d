"""What a receipt tells from the ledger is what the plan said, however many lines are read at a time."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import pytest

from processor.domain.receipt import CHANGED, ROW_COLUMNS, Counts, lines_of
from processor.ledger import Ledger, receipts
from tests.processor.domain.small_world import NOW, bounce, complaint, days_ago, ignored, optout, rejected, row
from tests.processor.ledger.filing import take

ANNA, BERT = "anna@example.com", "bert@example.com"
LINES = [
    optout(ANNA, days_ago(2), list="Herbst – Grüße", reason="zu viel", rule="word:abgemeldet"),
    rejected("kein @ und ein ' Hochkomma"),
    bounce(BERT, "mailbox_unknown", days_ago(1), mailing="Nr. 7", confident=False),
    ignored("c@example.com"),
    complaint("e@example.com", NOW + timedelta(days=3)),
    *(optout(f"p{number}@example.com") for number in range(7)),
    *(rejected(f"kaputt {number}") for number in range(5)),
]
ROWS = [row(ANNA, 1), row(ANNA, 2, "contacts"), row(BERT, 3)]


@pytest.mark.parametrize("at_once", [1, 2, 5, 17, 50_000])
def test_the_lines_come_back_as_they_were_planned(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(receipts, "AT_ONCE", at_once)
    plan = take(ledger, "a", LINES, ROWS)
    told = ledger.receipts.lines("a", plan.counts)
    planned = lines_of(plan.rows[list(ROW_COLUMNS)], plan.changes[list(CHANGED)])
    pd.testing.assert_frame_equal(told.shown, planned.shown, check_index_type=False)
    assert told.codes == planned.codes
    assert told.events == planned.events
    portions = list(told.portions())
    assert len(portions) == -(-len(LINES) // at_once)
    whole = pd.concat([rows for rows, _ in portions], ignore_index=True)
    pd.testing.assert_frame_equal(whole, plan.rows[list(ROW_COLUMNS)], check_index_type=False)
    for _, changes in portions:
        pd.testing.assert_frame_equal(changes, plan.changes[list(CHANGED)])


def test_shown_are_the_first_of_each_outcome_and_all_rejected(ledger: Ledger) -> None:
    plan = take(ledger, "a", LINES, ROWS)
    shown = ledger.receipts.lines("a", plan.counts).shown
    assert shown.index.tolist() == [0, 1, 2, 3, 4, 5, 6, 12, 13, 14, 15, 16]
    assert shown["outcome"].value_counts()["rejected"] == 6


def test_shared_addresses_and_future_dates_are_counted(ledger: Ledger) -> None:
    take(ledger, "a", LINES, ROWS)
    assert ledger.receipts.shared_and_future("a", NOW) == (1, 1)
    assert ledger.receipts.shared_and_future("b", NOW) == (0, 0)


def test_a_key_of_two_parts_or_with_a_blank_is_one_row_and_not_shared(ledger: Ledger) -> None:
    keyed = [{**row(ANNA, 1), "key": "[1, 2]"}, {**row(BERT, 2), "key": '["K 17"]'}]
    take(ledger, "a", LINES, keyed)
    assert ledger.receipts.shared_and_future("a", NOW) == (0, 1)
    take(ledger, "b", LINES, [*keyed, {**row(ANNA, 3), "key": "[3, 4]"}])
    assert ledger.receipts.shared_and_future("b", NOW) == (1, 1)


def test_a_drop_nobody_planned_has_no_lines(ledger: Ledger) -> None:
    told = ledger.receipts.lines("nobody", Counts())
    assert told.shown.empty
    assert list(told.shown.columns) == list(ROW_COLUMNS)
    assert list(told.portions()) == []


def test_what_only_stands_on_a_work_list_is_told_as_no_change(ledger: Ledger) -> None:
    plan = take(ledger, "a", LINES, ROWS)
    assert "contacts" in set(plan.changes["target"])
    ((_, changes),) = ledger.receipts.lines("a", plan.counts, but=["contacts"]).portions()
    assert set(changes["target"]) == set(plan.changes["target"]) - {"contacts"}
