"""Proofs, releases, freshness and snapshots as the ledger keeps them."""

from __future__ import annotations

from datetime import timedelta

from processor.domain.digest import digests, together
from processor.domain.freshness import Freshness
from processor.domain.proof import Proof
from processor.ledger import Ledger
from processor.ledger.exports import Export
from processor.ledger.snapshots import FORSAKEN, note_snapshot
from tests.processor.domain.small_world import NOW, optout, subscribed
from tests.processor.ledger.filing import take

DAY = timedelta(days=1)


def export(ledger: Ledger, number: int, *people: str, drawn=NOW) -> None:
    ledger.exports.draw(Export(number, f"{number}.csv", "d", len(people), drawn, None, void=False), people)
    ledger.exports.published(number, drawn)


def test_the_last_proof_comes_back_as_it_was_noted(ledger: Ledger) -> None:
    proof = Proof(NOW, 1, 2, 3, 4, 5, 2, 7, 8, 0.5, NOW - DAY, {"missing_there": 3})
    assert ledger.proofs.last() is None
    ledger.proofs.note(Proof(NOW - DAY, 0, 0, 0, 0, 0, 0, 0, 0, 0.0))
    ledger.proofs.note(proof)
    assert ledger.proofs.last() == proof


def test_exported_after_the_no_is_who_said_it_before_the_export_was_drawn(ledger: Ledger) -> None:
    take(ledger, "AAAAAAAA", [optout("before@example.com")], received=NOW - DAY)
    export(ledger, 1, "before@example.com", "after@example.com", "never@example.com")
    take(ledger, "BBBBBBBB", [optout("after@example.com")], received=NOW + DAY)
    assert ledger.proofs.mailed(NOW - DAY) == (1, {"before@example.com"})
    assert ledger.proofs.mailed(NOW) == (0, set())


def test_a_release_is_asked_for_once_told_anew_and_given_once(ledger: Ledger) -> None:
    assert not ledger.releases.release("export", "anna", NOW)
    ledger.releases.ask("export", {"people": 1}, NOW)
    ledger.releases.ask("export", {"people": 2}, NOW + DAY)
    asked = ledger.releases.get("export")
    assert asked is not None
    assert (asked.asked_at, asked.facts, asked.released_at) == (NOW, {"people": 2}, None)
    assert ledger.releases.release("export", "anna", NOW + DAY)
    assert not ledger.releases.release("export", "bernd", NOW + DAY)
    asked = ledger.releases.get("export")
    assert asked is not None
    assert (asked.who, asked.released_at) == ("anna", NOW + DAY)


def test_freshness_is_noted_for_recent_exports_only_and_written_once(ledger: Ledger) -> None:
    export(ledger, 1, "old@example.com", drawn=NOW - 2 * DAY)
    export(ledger, 2, "new@example.com")
    assert [one.number for one in ledger.fresh.unnoted(NOW)] == [2]
    fresh = Freshness(2, NOW, *ledger.fresh.last_optouts(NOW), 0, 0)
    assert not fresh.safe
    ledger.fresh.note(fresh)
    assert ledger.fresh.unnoted(NOW) == []
    assert [(one.number, found) for one, found in ledger.fresh.unwritten()] == [(2, fresh)]
    ledger.fresh.written(2, NOW)
    assert ledger.fresh.unwritten() == []


def test_the_last_file_with_opt_outs_is_the_last_that_came_before_the_export(ledger: Ledger) -> None:
    take(ledger, "AAAAAAAA", [optout("a@example.com")], received=NOW - DAY)
    take(ledger, "BBBBBBBB", [subscribed("b@example.com")], received=NOW - DAY / 2)
    take(ledger, "CCCCCCCC", [optout("c@example.com")], received=NOW + DAY)
    assert ledger.fresh.last_optouts(NOW) == ("AAAAAAAA.csv", NOW - DAY)


def test_the_newest_snapshot_of_each_source_counts_unless_another_outlived_it(ledger: Ledger) -> None:
    came = {"AAAAAAAA": ("x", NOW), "BBBBBBBB": ("x", NOW + DAY), "CCCCCCCC": ("y", NOW + 2 * DAY)}
    for drop_id, (source, received) in came.items():
        take(ledger, drop_id, [subscribed(f"{drop_id.lower()}@example.com")], received=received)
        with ledger._engine.begin() as connection:
            note_snapshot(connection, drop_id, source, 1)
    found = ledger.snapshots.last()
    assert [(one.drop_id, one.before) for one in found] == [("CCCCCCCC", None), ("BBBBBBBB", NOW)]
    there, _ = ledger.snapshots.exactly(found, ledger.snapshots.outline(found).named)
    assert there.active == {"bbbbbbbb@example.com", "cccccccc@example.com"}
    take(ledger, "DDDDDDDD", [subscribed("d@example.com")], received=NOW + FORSAKEN + 2 * DAY)
    with ledger._engine.begin() as connection:
        note_snapshot(connection, "DDDDDDDD", "y", 1)
    assert [one.drop_id for one in ledger.snapshots.last()] == ["DDDDDDDD"]


def test_what_was_known_when_the_snapshot_came_is_what_it_is_compared_with(ledger: Ledger) -> None:
    export(ledger, 1, "sent@example.com", drawn=NOW - 2 * DAY)
    export(ledger, 2, "late@example.com")
    take(ledger, "AAAAAAAA", [optout("before@example.com")], received=NOW - DAY)
    take(ledger, "BBBBBBBB", [subscribed("sub@example.com")], received=NOW)
    with ledger._engine.begin() as connection:
        note_snapshot(connection, "BBBBBBBB", "x", 1)
    take(ledger, "CCCCCCCC", [optout("after@example.com")], received=NOW + DAY)
    people = [f"{name}@example.com" for name in ("sent", "late", "before", "sub", "after")]
    _, held = ledger.snapshots.exactly(ledger.snapshots.last(), together([digests(people)]))
    assert (held.said_no, held.sent, held.known) == (
        {"before@example.com"},
        {"sent@example.com"},
        {"sub@example.com"},
    )
