"""The watch book: rounds, repairs stored before they are done, and faults told once each way."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd

from processor.domain.crowd import Crowd
from processor.domain.digest import with_digests
from processor.domain.plan import CHANGES
from processor.domain.summary import Fault
from processor.domain.survey import Standing, Survey
from processor.ledger import Ledger
from processor.ledger.watchbook import RoundEntry
from tests.processor.domain.small_world import MARK, NOW, customers, row

AWAY = ("erp_away", {"why": "connection refused"})
LATER = NOW + timedelta(minutes=5)


def repairs(*addresses: str) -> pd.DataFrame:
    survey = Survey(Standing(Crowd.of(addresses), Crowd.of(addresses), Crowd.of(())), exclude=(), effects=MARK)
    survey.add(with_digests(customers(*(row(address, key) for key, address in enumerate(addresses)))))
    return survey.repairs()


def test_a_fault_begins_once_however_often_it_is_met_and_says_what_is_the_matter_now(ledger: Ledger) -> None:
    assert ledger.watchbook.open_fault("erp") is None
    begun = Fault(AWAY, NOW, None)
    assert ledger.watchbook.fault_begins("erp", AWAY, NOW) == begun
    locked = Fault(("erp_locked", {"why": "x"}), NOW, None)
    assert ledger.watchbook.fault_begins("erp", locked.what, LATER) == locked
    assert ledger.watchbook.open_fault("erp") == locked
    assert ledger.watchbook.faults(LATER) == [locked]


def test_a_fault_ends_and_may_begin_anew(ledger: Ledger) -> None:
    ledger.watchbook.fault_begins("erp", AWAY, NOW)
    ledger.watchbook.fault_ends("erp", LATER)
    assert ledger.watchbook.open_fault("erp") is None
    ledger.watchbook.fault_ends("erp", LATER + timedelta(minutes=1))  # its end does not move
    assert ledger.watchbook.faults(NOW) == [Fault(AWAY, NOW, LATER)]
    assert ledger.watchbook.faults(LATER) == []
    assert ledger.watchbook.fault_begins("erp", AWAY, LATER) == Fault(AWAY, LATER, None)


def test_parts_of_the_world_fail_each_on_their_own(ledger: Ledger) -> None:
    ledger.watchbook.fault_begins("erp", AWAY, NOW)
    ledger.watchbook.fault_begins("smtp", ("smtp_away", {}), LATER)
    ledger.watchbook.fault_ends("dropzone", LATER)
    ledger.watchbook.fault_ends("erp", LATER)
    assert [fault.what[0] for fault in ledger.watchbook.faults(NOW)] == ["erp_away", "smtp_away"]
    assert [fault.what[0] for fault in ledger.watchbook.faults(LATER)] == ["smtp_away"]


def test_repairs_are_there_until_they_stand_in_the_erp(ledger: Ledger) -> None:
    wanted = repairs("a@example.com", "b@example.com")
    assert len(wanted) == 2
    ledger.watchbook.plan_repairs(wanted, NOW)
    pd.testing.assert_frame_equal(ledger.watchbook.repairs(), wanted[list(CHANGES)])
    ledger.watchbook.repaired(LATER)
    assert ledger.watchbook.repairs().empty
    assert ledger.figures.repaired(NOW, LATER) == 2
    assert ledger.figures.repaired(LATER, LATER) == 0


def test_forgotten_repairs_leave_those_that_were_done(ledger: Ledger) -> None:
    ledger.watchbook.plan_repairs(repairs("a@example.com"), NOW)
    ledger.watchbook.repaired(NOW + timedelta(minutes=1))
    again = repairs("b@example.com")
    ledger.watchbook.plan_repairs(again, LATER)
    ledger.watchbook.forget_repairs([("elsewhere", again["key"][0])])
    assert len(ledger.watchbook.repairs()) == 1
    ledger.watchbook.forget_repairs([(again["target"][0], again["key"][0])])
    assert ledger.watchbook.repairs().empty
    ledger.watchbook.repaired(LATER)
    assert ledger.figures.repaired(NOW, LATER) == 1


def test_the_last_round_is_the_newest(ledger: Ledger) -> None:
    assert ledger.watchbook.last() is None
    first = RoundEntry(NOW, files=1, suppressed=2, customers=3, repaired=4, seconds=0.5)
    second = RoundEntry(LATER, files=0, suppressed=2, customers=3, repaired=0, seconds=0.25)
    for entry in (first, second):
        ledger.watchbook.note(entry)
    assert ledger.watchbook.last() == second
    assert ledger.figures.rounds(NOW) == 1
