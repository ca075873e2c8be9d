"""Crowds: for a look through all customers the ledger names the same people by digest as it does by address."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import sqlalchemy as sa

from processor.domain.digest import digests
from processor.domain.moves import nothing
from processor.ledger import Ledger, schema
from processor.ledger.exports import Export
from processor.ledger.removals import RemovalFile
from processor.ledger.state import touch
from tests.processor.domain.small_world import NOW, bounce, optout, row, subscribed
from tests.processor.ledger.filing import hold, take
from tests.processor.ledger.test_ledger_rows import NONE
from tests.processor.ledger.test_ledger_undo import undo

ANNA, BERT, CARL, DORA = (f"{name}@example.com" for name in ("anna", "bert", "carl", "dora"))
FIRST = Export(1, "new-1.csv", "d" * 64, 2, NOW, published_at=None, void=False)


def agree(*ledgers: Ledger) -> None:
    """Everybody who looks at the ledger finds the same people by digest and by address."""
    for ledger in ledgers:
        people, crowds = ledger.people, ledger.crowds
        for crowd, held in (
            (crowds.known(), people.known()),
            (crowds.kept_out(), people.kept_out()),
            (crowds.said_no(NOW), people.said_no(waiting_since=NOW)),
        ):
            assert crowd.numbers.tolist() == sorted(digests(held).tolist())
            assert crowd.exactly([*held, "nobody@example.com"]) == held


def test_whoever_changes_who_is_known_everybody_learns_of_it(ledger: Ledger, ledger_url: str) -> None:
    other = Ledger.open(ledger_url)
    agree(ledger, other)
    ledger.exports.draw(FIRST, [ANNA, BERT])
    agree(ledger, other)
    other.exports.withdraw(1)
    agree(ledger, other)
    ledger.exports.draw(FIRST, [ANNA, BERT], ["A", "B"])
    agree(ledger, other)
    ledger.exports.void(1)
    agree(ledger, other)
    other.exports.draw(replace(FIRST, number=2), [CARL])
    ledger.rows.note(nothing(), nothing(), NONE, [CARL], NOW)
    ledger.removals.draw(RemovalFile(1, "remove.csv", "d", 1, NOW), [CARL])
    agree(ledger, other)
    take(ledger, "a", [subscribed(DORA), optout(ANNA)], [row(ANNA)])
    agree(ledger, other)
    assert other.crowds.known().exactly([ANNA, DORA]) == {DORA}
    undo(other, "a")
    agree(ledger, other)
    assert ledger.people.known() == set()
    other.close()


def test_a_change_of_another_machine_just_before_ours_is_counted_beside_it() -> None:
    engine = sa.create_engine("sqlite://")
    others: list[str] = []

    @sa.event.listens_for(engine, "before_cursor_execute")
    def _another_machine(_connection: object, cursor: Any, statement: str, *_: object) -> None:
        if statement.startswith("UPDATE") and not others:
            others.append(statement)
            cursor.connection.execute("UPDATE meta SET value = value + 1")

    with engine.begin() as connection:
        schema.create(connection)
        connection.execute(schema.meta.insert().values(name="known", value="1"))
        assert touch(connection, "known") == "3"
    engine.dispose()


def test_suppressed_and_held_people_are_those_of_now(ledger: Ledger) -> None:
    take(ledger, "a", [optout(ANNA), bounce(BERT)], [row(ANNA), row(BERT, 2)])
    hold(ledger, "b", [subscribed(CARL)])
    agree(ledger)
    assert ledger.crowds.kept_out().exactly([ANNA, BERT, CARL, DORA]) == {ANNA, BERT, CARL}
    assert ledger.crowds.said_no(NOW).exactly([ANNA, BERT, CARL, DORA]) == {ANNA}
    undo(ledger, "a")
    ledger.drops.discard("b")
    agree(ledger)
    assert len(ledger.crowds.kept_out().numbers) == 0


def test_people_are_found_by_digest_if_they_are_known_or_said_no(ledger: Ledger) -> None:
    take(ledger, "a", [optout(ANNA), bounce(BERT)], [row(ANNA), row(BERT, 2)])
    ledger.exports.draw(FIRST, [CARL])
    wanted = np.sort(digests([ANNA, BERT, CARL, DORA]))
    assert set(map(frozenset, ledger.crowds.who_have(wanted).values())) == {frozenset({ANNA}), frozenset({CARL})}
    assert ledger.crowds.who_have(wanted[:0]) == {}


def test_an_export_that_holds_somebody_who_may_be_in_none_is_told_apart(ledger: Ledger) -> None:
    ledger.exports.draw(FIRST, [ANNA, BERT])
    ledger.exports.draw(replace(FIRST, number=2), [CARL, ANNA], ["A", "A"])
    numbers = range(1, 4)
    assert [ledger.exports.holds_somebody_kept_out(number) for number in numbers] == [False, False, False]
    take(ledger, "a", [optout(CARL)])
    assert [ledger.exports.holds_somebody_kept_out(number) for number in numbers] == [False, True, False]
    hold(ledger, "b", [subscribed(BERT)])
    assert [ledger.exports.holds_somebody_kept_out(number) for number in numbers] == [True, True, False]
