"""What the ledger tells of a whole list beside what it knows: everybody by digest, and some by address."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from processor.domain.digest import digests
from processor.domain.drift import Held
from processor.domain.snapshot import There
from processor.ledger import Ledger, streams
from processor.ledger.exports import Export
from tests.processor.domain.small_world import NOW, batch, bounce, complaint, days_ago, ignored, optout, subscribed
from tests.processor.ledger.filing import enter, plan_for, take


@pytest.fixture
def both(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """Files and an export before a list, which is fetched in small portions, and a no after it."""
    monkeypatch.setattr(streams, "FETCHED", 2)
    take(ledger, "EARLIER", [optout("no@x.example"), bounce("dead@x.example")], received=days_ago(9))
    take(ledger, "KNOWING", [subscribed("known@x.example")], received=days_ago(8))
    sent = Export(1, "1.csv", "d", 1, days_ago(7), None, void=False)
    ledger.exports.draw(sent, ["sent@x.example"])
    ledger.exports.draw(replace(sent, number=2), ["late@x.example"])
    ledger.exports.published(1, days_ago(7))
    ledger.exports.published(2, NOW - timedelta(hours=1))
    lines = [
        *(subscribed(one) for one in ("a@x.example", "no@x.example", "both@x.example")),
        optout("both@x.example"),
        complaint("angry@x.example"),
        bounce("dead@x.example"),
        ignored("away@x.example"),
    ]
    enter(ledger, "THELIST", received=NOW)
    plan = replace(plan_for(ledger, "THELIST", lines), active=3)
    ledger.plans.store("THELIST", batch(*lines), plan, NOW)
    ledger.drops.applied("THELIST", NOW)
    take(ledger, "LATER", [optout("a@x.example")], received=NOW + timedelta(hours=1))
    return ledger


SAID = {"no@x.example", "both@x.example", "angry@x.example"}


def test_everybody_is_told_in_texts_as_the_list_and_the_ledger_have_them(both: Ledger) -> None:
    lists = both.snapshots.last()
    named = {f"{name}@x.example" for name in ("a", "no", "both", "angry", "dead", "away")}
    every = digests(sorted(named | {"known@x.example", "sent@x.example", "late@x.example"}))
    every.sort()
    told, held = both.snapshots.exactly(lists, every)
    assert told == There(
        {"a@x.example", "no@x.example"}, {"both@x.example", "angry@x.example"}, {"dead@x.example"}, named
    )
    assert held.said_no == SAID
    assert held.bounced == {"dead@x.example"}
    assert held.sent == {"sent@x.example"}
    assert held.known >= {"known@x.example"}
    few, _ = both.snapshots.exactly(lists, digests(["no@x.example"]))
    assert few.named == {"no@x.example"}


def test_everybody_is_told_by_digest_as_in_texts(both: Ledger) -> None:
    lists = both.snapshots.last()
    outline = both.snapshots.outline(lists)
    told, held = both.snapshots.exactly(lists, outline.named)
    assert outline.named.tolist() == sorted(digests(told.named).tolist())
    assert outline.active.tolist() == sorted(digests(told.active | {"both@x.example"}).tolist())
    for name in ("out", "faulty"):
        assert getattr(outline, name).tolist() == sorted(digests(getattr(told, name)).tolist())
    everybody = both.snapshots.exactly(lists, outline.known)[1].known | {"sent@x.example"} | held.said_no | held.bounced
    for field in fields(Held):
        theirs = digests(sorted(everybody))
        theirs.sort()
        _, exact = both.snapshots.exactly(lists, theirs)
        assert getattr(outline, field.name).tolist() == sorted(digests(getattr(exact, field.name)).tolist())
