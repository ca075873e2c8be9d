"""Undone files in the ledger: stored whole, counting for nothing from then on, whatever other files say being kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from processor.domain.policy import Policy
from processor.domain.support import supports_of
from processor.domain.undo import Standing, reverse
from processor.ledger import Ledger
from tests.processor.domain.small_world import (
    MARK,
    NOW,
    batch,
    bounce,
    complaint,
    days_ago,
    optin,
    optout,
    row,
    subscribed,
)
from tests.processor.ledger.filing import enter, hold, take

ANNA, BERT, CARL = "anna@example.com", "bert@example.com", "carl@example.com"
TRUSTING = Policy(trust_optin=True)


def store_undo(ledger: Ledger, drop_id: str, now: str = "ours", policy: Policy | None = None) -> Any:
    """Plan and store the undoing of a file whose rows in the ERP all stand alike."""
    known = ledger.undoable
    changes = known.changes(drop_id)
    people = known.people(drop_id)
    lines = known.others(drop_id, people)
    days, received = known.mailing_days(), ledger.drops.get(drop_id).received
    supports = supports_of(lines, known.suppressions(drop_id, people), policy or Policy(), days, received)
    standing = [
        Standing(now, action, (who,)) for action, who in zip(changes["action"], changes["canonical"], strict=True)
    ]  # type: ignore[arg-type]
    reversal = reverse(changes, standing, known.suppressed(drop_id), lines, supports, MARK, drop_id)
    ledger.undos.ask(drop_id, "maria", NOW)
    ledger.undos.store(drop_id, reversal, NOW)
    return reversal


def undo(ledger: Ledger, drop_id: str, **how: Any) -> Any:
    reversal = store_undo(ledger, drop_id, **how)
    ledger.undos.done(drop_id, NOW + timedelta(minutes=1))
    return reversal


def test_a_wish_is_noted_once_and_stands_until_it_is_done(ledger: Ledger) -> None:
    take(ledger, "a", [optout(ANNA)], [row(ANNA)])
    ledger.undos.ask("a", "maria", NOW)
    ledger.undos.ask("a", "paul", NOW + timedelta(hours=1))
    noted = ledger.undos.get("a")
    assert noted is not None
    assert (noted.who, noted.asked_at, noted.done_at) == ("maria", NOW, None)
    assert [entry.id for entry in ledger.drops.to_undo()] == ["a"]
    undo(ledger, "a")
    assert ledger.drops.to_undo() == []
    assert [one.drop_id for one in ledger.undos.between(NOW, NOW + timedelta(hours=1))] == ["a"]
    assert ledger.undos.between(NOW + timedelta(hours=1), NOW + timedelta(hours=2)) == []


def test_an_undone_file_counts_for_nothing(ledger: Ledger) -> None:
    take(ledger, "a", [optout(ANNA), bounce(BERT, at=days_ago(1)), subscribed(CARL)], [row(ANNA), row(BERT, 2)])
    assert ledger.people.said_no() == {ANNA}
    assert ledger.crowds.faulty_before(days_ago(-1)).exactly([BERT]) == {BERT}
    assert ledger.crowds.known().exactly([CARL]) == {CARL}
    undo(ledger, "a")
    assert ledger.drops.get("a").state == "undone"
    assert (ledger.people.said_no(), ledger.people.kept_out(), ledger.people.known()) == (set(), set(), set())
    past = ledger.people.past([ANNA, BERT, CARL])
    assert (past.suppressed, len(past.events), past.mailing_days) == ({}, 0, [])
    assert ledger.crowds.faulty_before(days_ago(-1)).numbers.tolist() == []
    assert ledger.crowds.known().numbers.tolist() == []
    assert ledger.figures.newly_faulty(days_ago(9), limit=10) == []


def test_from_the_moment_it_is_stored_nothing_of_it_counts(ledger: Ledger) -> None:
    take(ledger, "a", [optout(ANNA)], [row(ANNA)])
    store_undo(ledger, "a")
    assert ledger.drops.get("a").state == "undoing"
    assert ledger.people.said_no() == set()
    assert [entry.id for entry in ledger.drops.unrested()] == ["a"]


def test_its_bytes_may_come_again(ledger: Ledger) -> None:
    lines = [optout(ANNA)]
    take(ledger, "a", lines, [row(ANNA)], content="same")
    undo(ledger, "a")
    enter(ledger, "b", "same")
    entry = ledger.drops.get("b")
    assert ledger.drops.same_content(entry.digest, batch(*lines).meaning, but="b") is None
    take(ledger, "b", lines, [row(ANNA)], content="same")
    assert ledger.people.said_no() == {ANNA}


def test_what_another_file_says_too_rests_on_that_file_from_then_on(ledger: Ledger) -> None:
    take(ledger, "a", [optout(ANNA, days_ago(5)), optout(BERT)], [row(ANNA)])
    take(ledger, "b", [optout(CARL), optout(ANNA, days_ago(3), rule="word:weg")])
    take(ledger, "c", [complaint(BERT)])
    reversal = undo(ledger, "a")
    assert reversal.lifted == [(BERT, "optout")]
    assert ledger.people.said_no() == {ANNA, BERT, CARL}
    stands = {(one["canonical"], one["reason"]): one for who in (ANNA, BERT) for one in _suppressions(ledger, who)}
    assert (stands[ANNA, "optout"]["drop_id"], stands[ANNA, "optout"]["line"]) == ("b", 3)
    assert stands[ANNA, "optout"]["since"] == days_ago(3)
    assert stands[BERT, "optout"]["lifted_by"] == "a"
    assert stands[BERT, "complaint"]["lifted_at"] is None
    undo(ledger, "b")
    assert ledger.people.said_no() == {BERT}


def _suppressions(ledger: Ledger, who: str) -> list[Any]:
    return [{**one} for one in ledger.trails.of(who, who).suppressions]


def test_a_held_or_refused_file_supports_nothing(ledger: Ledger) -> None:
    take(ledger, "a", [optout(ANNA)], [row(ANNA)])
    hold(ledger, "b", [optout(ANNA), optout(BERT)])
    assert undo(ledger, "a").counts == {"restored": 1}
    assert ledger.people.said_no() == set()
    assert ledger.people.kept_out() == {ANNA, BERT}


def test_undoing_a_file_with_an_opt_in_lets_the_opt_out_stand_again(ledger: Ledger) -> None:
    take(ledger, "a", [optout(ANNA, days_ago(9))], [row(ANNA)])
    take(ledger, "b", [optin(ANNA, days_ago(2))], policy=TRUSTING)
    assert ledger.people.said_no() == set()
    undo(ledger, "b", policy=TRUSTING)
    assert ledger.people.said_no() == {ANNA}


def test_undoing_the_opt_out_first_leaves_nothing_to_stand_again(ledger: Ledger) -> None:
    take(ledger, "a", [optout(ANNA, days_ago(9))], [row(ANNA)])
    take(ledger, "b", [optin(ANNA, days_ago(2))], policy=TRUSTING)
    undo(ledger, "a", policy=TRUSTING)
    undo(ledger, "b", policy=TRUSTING)
    assert ledger.people.said_no() == set()


def test_known_subscribers_stay_known_where_another_file_names_them(ledger: Ledger) -> None:
    take(ledger, "a", [subscribed(ANNA), subscribed(BERT)])
    take(ledger, "b", [subscribed(ANNA)])
    undo(ledger, "a")
    assert ledger.people.known() == {ANNA}
    undo(ledger, "b")
    assert ledger.people.known() == set()


def test_mailing_days_stay_where_another_file_knows_of_them(ledger: Ledger) -> None:
    take(ledger, "a", [bounce(ANNA, "mailbox_full", days_ago(4)), bounce(BERT, "mailbox_full", days_ago(2))])
    take(ledger, "b", [bounce(CARL, "mailbox_full", days_ago(2))])
    undo(ledger, "a")
    assert ledger.undoable.mailing_days() == [days_ago(2).date()]


def test_a_change_kept_for_another_file_goes_back_when_that_one_is_undone(ledger: Ledger) -> None:
    take(ledger, "a", [optout(ANNA)], [row(ANNA)])
    take(ledger, "b", [optout(ANNA)], [row(ANNA, flag="no")])
    assert undo(ledger, "a").counts == {"kept": 1}
    assert list(ledger.undoable.changes("b")["drop_id"]) == ["a"]
    assert undo(ledger, "b").counts == {"restored": 1}
    assert ledger.undoable.changes("b").empty
    told = ledger.undos.told("b")
    assert told[["drop_id", "undone", "kept_for"]].to_dict("records") == [
        {"drop_id": "a", "undone": "restored", "kept_for": ""}
    ]


@pytest.mark.parametrize("times", [2, 3])
def test_storing_it_again_after_a_death_gives_the_same(ledger: Ledger, times: int) -> None:
    take(ledger, "a", [optout(ANNA), optout(BERT), subscribed(CARL)], [row(ANNA), row(BERT, 2)])
    take(ledger, "b", [optout(BERT)])
    for turn in range(times):
        store_undo(ledger, "a", now="before" if turn else "ours")
    ledger.undos.done("a", NOW)
    noted = ledger.undos.get("a")
    assert noted is not None
    assert (noted.counts, noted.lifted, noted.handed_on, noted.forgotten) == ({"restored": 1, "kept": 1}, 1, 1, 1)
    assert ledger.people.said_no() == {BERT}


def test_the_trail_of_an_address_is_whole_and_holds_nobody_else(ledger: Ledger) -> None:
    take(ledger, "a", [optout(ANNA, days_ago(2), reason="zu viel"), optout(BERT)], [row(ANNA), row(BERT, 2)])
    take(ledger, "b", [{"event": "rejected", "address": f"{ANNA} oder so", "canonical": "", "code": "syntax"}])
    hold(ledger, "c", [optout(ANNA)])
    undo(ledger, "a")
    trail = ledger.trails.of(ANNA, "Anna@Example.com")
    assert [(line["drop_id"], line["line"], line["state"]) for line in trail.lines] == [
        ("a", 2, "undone"),
        ("b", 2, "applied"),
        ("c", 2, "held"),
    ]
    assert [(change["key"], change["before"], change["undone"]) for change in trail.changes] == [
        ("[1]", '"Y"', "restored")
    ]
    assert [(one["reason"], one["lifted_by_name"]) for one in trail.suppressions] == [("optout", "a.csv")]
    assert [(one["drop_id"], one["who"]) for one in trail.undone] == [("a", "maria")]
    assert BERT not in repr(trail)
    assert ledger.trails.of("nobody@example.com", "nobody@example.com").empty


def test_percent_and_underscore_in_an_address_are_no_wildcards(ledger: Ledger) -> None:
    take(ledger, "a", [{"event": "rejected", "address": "axb@example.com oder so", "canonical": "", "code": "syntax"}])
    assert ledger.trails.of("a_b@example.com", "a_b@example.com").empty
    assert not ledger.trails.of("axb@example.com", "axb@example.com").empty
