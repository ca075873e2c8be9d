"""Whatever database a ledger is kept in, what it holds and tells is the same."""

from __future__ import annotations

import json
from threading import Barrier, Thread

import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa

from processor.domain.batch import frame
from processor.domain.digest import digests
from processor.ledger import Ledger, schema, streams
from processor.ledger.exports import Export
from processor.ledger.rows import OBJECTIONS
from processor.ledger.state import touch
from tests.processor.domain.small_world import NOW, days_ago, optout, rejected, row, subscribed
from tests.processor.ledger.filing import plan_for, take

ANNA, BERT, CARL = "anna@example.com", "bert@example.com", "carl@example.com"
NONE = frame(dict.fromkeys(OBJECTIONS, ()), OBJECTIONS)
SORTED = ["B@example.com", "a-b@example.com", "aa@example.com", "z@example.com", "ä@example.com"]
"""By code points; a dictionary sorts the second behind the third, the first and the last between them."""

SINCE = ("undone", "undone_by", "kept_for", "undone_at")
"""Columns that changes did not have in the first version, in which lines and changes were one table each."""


def export(number: int, addresses: int) -> Export:
    return Export(number, f"{number}.csv", "d", addresses, days_ago(1), None, void=False)


def test_texts_longer_than_their_column_and_characters_no_server_keeps_hold_up_no_file(ledger: Ledger) -> None:
    lines = [
        optout(ANNA, list="L" * 900, mailing="M" * 900, sheet="S" * 900, rule="R" * 900, reason="W" * 900),
        optout(BERT, list="a\0b", mailing="\0", reason="c\0"),
        rejected("x\0y"),
    ]
    take(ledger, "AAAAAAAA", lines, [row(ANNA)])
    assert ledger.people.said_no() == {ANNA, BERT}
    assert plan_for(ledger, "AAAAAAAA", lines).counts.read == 3
    (told,) = ledger.trails.of(ANNA, ANNA).lines
    assert told["list"].startswith("L" * 400)
    (told,) = ledger.trails.of(BERT, BERT).lines
    assert (told["list"][0], told["list"][-1]) == ("a", "b")


def test_the_people_of_a_ledger_are_fetched_in_portions_and_none_is_lost(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "FETCHED", 3)
    people = [f"p{number}@example.com" for number in range(10)]
    take(ledger, "AAAAAAAA", [optout(one) for one in people[:7]])
    ledger.exports.draw(export(1, 3), people[7:])
    ledger.rows.note(np.zeros((0, 2), np.int64), np.array([(n, -n) for n in range(10)]), NONE, [], NOW)
    assert ledger.crowds.kept_out().numbers.tolist() == sorted(digests(people[:7]).tolist())
    assert ledger.crowds.known().numbers.tolist() == sorted(digests(people[7:]).tolist())
    assert sorted(map(tuple, ledger.rows.remembered().tolist())) == [(n, -n) for n in range(10)]
    assert len(ledger.crowds.who_have(np.sort(digests(people)))) == 10


def test_what_is_sorted_is_sorted_alike_everywhere(ledger: Ledger) -> None:
    ledger.rows.note(np.zeros((0, 2), np.int64), np.zeros((0, 2), np.int64), NONE, SORTED[::-1], NOW)
    assert ledger.removals.waiting() == SORTED
    ledger.left_out.note(pd.DataFrame({"canonical": SORTED[::-1], "reason": "role"}), NOW)
    assert ledger.left_out.begun(days_ago(1), NOW) == [("role", SORTED)]
    ledger.exports.draw(export(1, len(SORTED)), SORTED[::-1], ["A"] * len(SORTED))
    ledger.listings.leave(SORTED, "A", NOW)
    assert ledger.listings.left_by_hand(days_ago(1), NOW) == {"A": SORTED}


def test_two_machines_that_count_a_change_at_once_count_two(ledger: Ledger, ledger_url: str) -> None:
    other, together = Ledger.open(ledger_url), Barrier(2)

    def count(one: Ledger) -> None:
        together.wait()
        for _ in range(10):
            with one._engine.begin() as connection:
                touch(connection, "known")

    threads = [Thread(target=count, args=(one,)) for one in (ledger, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with ledger._engine.begin() as connection:
        assert touch(connection, "known") == "21"
    other.close()


def test_figures_are_whole_numbers_that_can_be_written_down(ledger: Ledger) -> None:
    ledger.exports.draw(export(1, 2), [ANNA, BERT], ["A", "A"])
    ledger.exports.draw(export(2, 2), [ANNA, CARL], ["B", "B"])
    for number in (1, 2):
        ledger.exports.published(number, NOW)
    exported = ledger.figures.exported(days_ago(1), NOW)
    assert (exported, json.dumps(exported)) == (3, "3")


def test_a_ledger_of_the_first_version_is_brought_up_and_keeps_its_rows(ledger_url: str) -> None:
    old = Ledger.open(ledger_url)
    take(old, "AAAAAAAA", [optout(ANNA), subscribed(BERT)], [row(ANNA)])
    with old._engine.begin() as connection:
        for name, whole in (("lines", schema.line), ("changes", schema.change)):
            query = sa.select(*(column for column in whole.c if column.name not in SINCE))
            connection.exec_driver_sql(f"CREATE TABLE {name} AS {query.compile(dialect=connection.dialect)}")
        for compact in (schema.lines, schema.changes):
            compact.forget(connection, "AAAAAAAA")
        connection.execute(schema.meta.update().where(schema.meta.c.name == "version").values(value="1"))
    old.close()
    ledger = Ledger.open(ledger_url)
    assert ledger.undoable.changes("AAAAAAAA")["undone"].tolist() == [""]
    assert ledger.people.said_no() == {ANNA}
    ledger.close()


def test_a_server_that_was_started_anew_is_not_away(ledger: Ledger) -> None:
    take(ledger, "AAAAAAAA", [optout(ANNA)])
    if ledger._engine.dialect.name == "postgresql":
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
        with sa.create_engine(ledger._engine.url).begin() as connection:
            connection.exec_driver_sql(f"{others} AND pid <> pg_backend_pid()")
    assert ledger.people.said_no() == {ANNA}
