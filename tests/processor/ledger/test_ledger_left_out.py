"""Who cannot be handed over is noted with the time it began, and forgotten when it is over."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd

from processor.ledger import Ledger
from tests.processor.domain.small_world import NOW

BEFORE = NOW - timedelta(days=1)
LATER = NOW + timedelta(hours=1)


def out(**reasons: str) -> pd.DataFrame:
    rows = [(f"{name}@example.com", reason) for name, reason in reasons.items()]
    return pd.DataFrame(rows, columns=["canonical", "reason"], dtype="str")


def test_somebody_is_told_of_once_however_often_he_is_left_out_for_the_same_reason(ledger: Ledger) -> None:
    ledger.left_out.note(out(anna="role", bernd="long", carla="role"), NOW)
    ledger.left_out.note(out(anna="role", bernd="long", carla="role", dora="sign"), LATER)
    assert ledger.left_out.begun(BEFORE, NOW) == [
        ("long", ["bernd@example.com"]),
        ("role", ["anna@example.com", "carla@example.com"]),
    ]
    assert ledger.left_out.begun(NOW, LATER) == [("sign", ["dora@example.com"])]


def test_another_reason_is_told_anew_and_what_is_over_is_forgotten(ledger: Ledger) -> None:
    ledger.left_out.note(out(anna="role", bernd="long"), NOW)
    ledger.left_out.note(out(anna="encoding"), LATER)
    assert ledger.left_out.begun(BEFORE, LATER) == [("encoding", ["anna@example.com"])]
    ledger.left_out.note(out(), LATER)
    assert ledger.left_out.begun(BEFORE, LATER) == []
    ledger.left_out.note(out(anna="encoding"), LATER + timedelta(hours=1))
    assert ledger.left_out.begun(LATER, LATER + timedelta(hours=1)) == [("encoding", ["anna@example.com"])]


def test_many_may_be_left_out_and_come_back_at_once(ledger: Ledger) -> None:
    crowd = out(**{f"person{number}": "role" for number in range(1_700)})
    ledger.left_out.note(crowd, NOW)
    ((_, told),) = ledger.left_out.begun(BEFORE, NOW)
    assert sorted(told) == sorted(crowd["canonical"])
    ledger.left_out.note(out(), LATER)
    assert ledger.left_out.begun(BEFORE, LATER) == []
