"""Plans: stored whole or not at all, read back as they were, replaced and never doubled."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa

from processor.domain.plan import CHANGES, Plan
from processor.ledger import Ledger, schema
from processor.ledger.plans import AlreadyPlanned
from tests.processor.domain.small_world import (
    NOW,
    batch,
    bounce,
    complaint,
    days_ago,
    done,
    ignored,
    optin,
    optout,
    rejected,
    row,
    subscribed,
)
from tests.processor.ledger.filing import enter, hold, plan_for, take

ANNA, BERT = "anna@example.com", "bert@example.com"
LINES = [
    optout(ANNA, days_ago(2), list="Herbst – Grüße", reason="zu viel", rule="word:abgemeldet"),
    rejected("kein @ und ein ' Hochkomma"),
    bounce(BERT, "mailbox_unknown", days_ago(1), mailing="Nr. 7", confident=False),
    ignored("c@example.com"),
    subscribed("d@example.com"),
    complaint("e@example.com"),
]
ROWS = [row(ANNA, 1), row(ANNA, 2, "contacts"), row(BERT, 3)]


def everything(ledger: Ledger) -> dict[str, list[Any]]:
    """All rows of all tables but the drops, and numbers that only count: a server gives none of its own twice."""
    with ledger._engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(sa.select(*(one for one in table.c if one.name != "id")))))
            for table in schema.drop.metadata.sorted_tables
            if table not in (schema.drop, schema.meta)
        }


def test_a_plan_comes_back_as_it_was_stored(ledger: Ledger) -> None:
    plan = take(ledger, "a", LINES, ROWS)
    assert len(plan.changes) == 3
    pd.testing.assert_frame_equal(ledger.plans.changes("a"), plan.changes[list(CHANGES)])
    counts, details = ledger.plans.tally("a")
    assert counts == plan.counts
    by_hand = plan.rows.groupby(["outcome", "detail"]).size().to_dict()
    assert details == by_hand
    assert sum(details.values()) == len(LINES)


def test_a_file_without_lines_has_a_plan_too(ledger: Ledger) -> None:
    take(ledger, "a", [])
    assert ledger.plans.changes("a").empty
    assert ledger.plans.tally("a")[0].read == 0


def test_an_unknown_drop_has_no_changes(ledger: Ledger) -> None:
    assert ledger.plans.changes("nobody").empty


def test_a_plan_that_cannot_be_stored_whole_is_not_stored_at_all(ledger: Ledger) -> None:
    enter(ledger, "a")
    before = everything(ledger)
    plan = plan_for(ledger, "a", LINES, ROWS)
    broken = replace(plan, suppressions=plan.suppressions.assign(since=None))
    with pytest.raises(sa.exc.SQLAlchemyError):
        ledger.plans.store("a", batch(*LINES), broken, NOW)
    assert everything(ledger) == before
    assert ledger.drops.get("a").state == "claimed"
    ledger.plans.store("a", batch(*LINES), plan, NOW)
    assert ledger.drops.get("a").state == "planned"


def test_a_plan_that_lost_a_line_is_never_stored(ledger: Ledger) -> None:
    enter(ledger, "a")
    plan = plan_for(ledger, "a", LINES, ROWS)
    lost = replace(plan, rows=plan.rows.assign(outcome=""))
    before = everything(ledger)
    with pytest.raises((AssertionError, TypeError)):
        ledger.plans.store("a", batch(*LINES), lost, NOW)
    assert everything(ledger) == before


def test_storing_the_same_plan_again_changes_nothing(ledger: Ledger) -> None:
    enter(ledger, "a")
    plan = plan_for(ledger, "a", LINES, ROWS)
    states = []
    for _ in range(2):
        ledger.plans.store("a", batch(*LINES), plan, NOW)
        states.append({name: rows for name, rows in everything(ledger).items() if name != "changes"})
        assert len(ledger.plans.changes("a")) == 3
    assert states[0] == states[1]


def test_a_plan_made_anew_takes_the_place_of_the_first_and_loses_no_mark(ledger: Ledger) -> None:
    """The ERP was edited between planning and writing; the file's own first plan is not its past."""
    lines = [optout(ANNA), bounce(BERT), bounce("x@example.org", at=days_ago(3)), optin("o@example.com", days_ago(1))]
    enter(ledger, "a")
    first = plan_for(ledger, "a", lines, ROWS)
    ledger.plans.store("a", batch(*lines), first, NOW)
    edited = [*ROWS[:2], row(BERT, 3, faulty=False, bounce_value='""')]
    second = plan_for(ledger, "a", lines, edited)
    assert done(second) == done(first)
    assert list(second.rows["outcome"]) == list(first.rows["outcome"])
    ledger.plans.store("a", batch(*lines), second, NOW)
    changes = ledger.plans.changes("a")
    assert len(changes) == 3
    assert '""' in set(changes["before"])
    assert ledger.people.kept_out() == {ANNA, BERT, "x@example.org"}


def test_a_released_plan_takes_the_place_of_the_held_one(ledger: Ledger) -> None:
    held = hold(ledger, "a", LINES, ROWS)
    assert ledger.plans.changes("a").empty
    assert ledger.plans.tally("a")[0] == held.counts
    assert ledger.drops.get("a").state == "held"
    plan = plan_for(ledger, "a", LINES, ROWS)
    ledger.plans.store("a", batch(*LINES), plan, NOW)
    assert ledger.drops.get("a").state == "planned"
    assert len(ledger.plans.changes("a")) == 3
    assert ledger.plans.tally("a")[0] == plan.counts
    assert ledger.plans.tally("a")[0].held == 0


def test_the_same_content_is_planned_once(ledger: Ledger) -> None:
    take(ledger, "a", LINES, ROWS, content="same")
    enter(ledger, "b", content="same")
    before = everything(ledger)
    with pytest.raises(AlreadyPlanned):
        ledger.plans.store("b", batch(*LINES), plan_for(ledger, "b", LINES, ROWS), NOW)
    assert everything(ledger) == before
    assert ledger.drops.get("b").state == "claimed"


def test_the_same_bytes_with_another_meaning_are_another_content(ledger: Ledger) -> None:
    take(ledger, "a", [optout(ANNA)], content="same")
    take(ledger, "b", [bounce(ANNA)], content="same")
    assert ledger.drops.get("b").state == "applied"


def test_customers_changed_are_rows_and_not_changes(ledger: Ledger) -> None:
    two_columns = [row(ANNA, 1), row(BERT, 1, column="email2"), row("x@example.com", 2)]
    take(ledger, "a", [bounce(ANNA), bounce(BERT)], two_columns)
    assert ledger.plans.customers_changed("a") == 1


def test_many_lines_are_stored_and_none_is_lost(ledger: Ledger) -> None:
    lines = [optout(f"person{number}@example.com") for number in range(2500)]
    plan: Plan = take(ledger, "a", lines)
    with ledger._engine.connect() as connection:
        stored = connection.scalars(sa.select(schema.line.c.address).order_by(schema.line.c.n)).all()
    assert stored == [line["address"] for line in lines]
    assert ledger.people.said_no() == set(plan.suppressions["canonical"])
    again = take(ledger, "b", lines[::-1], received=NOW + timedelta(days=1))
    assert again.suppressions.empty
    assert again.counts.already == 2500
