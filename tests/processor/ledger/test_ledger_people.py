"""People: what is known of an address survives, comes back as it was, and never grows louder by repetition."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processor.domain.effects import Effect
from processor.domain.plan import Plan
from processor.domain.policy import Policy
from processor.ledger import Ledger
from tests.processor.domain.small_world import (
    MARK,
    NOW,
    Line,
    World,
    bounce,
    complaint,
    days_ago,
    done,
    ignored,
    optin,
    optout,
    reasons,
    rejected,
    row,
    subscribed,
)
from tests.processor.ledger.filing import enter, hold, take
from tests.processor.ledger.test_ledger_crowds import agree

ANNA, BERT = "anna@example.com", "bert@example.com"
TRUSTING = Policy(trust_optin=True)
DELETE = {"customers": Effect("mark", "delete_row"), "contacts": Effect("mark", "delete_row")}


def events(ledger: Ledger, address: str = ANNA) -> list[tuple[Any, ...]]:
    found = ledger.people.past([address]).events
    return sorted(found.itertuples(index=False, name=None))


# What comes back


def test_events_come_back_as_they_happened(ledger: Ledger) -> None:
    lines = [optout(ANNA, days_ago(9000)), bounce(ANNA, "mailbox_full", days_ago(5), mailing="Nr. 7"), complaint(BERT)]
    take(ledger, "a", lines)
    assert events(ledger) == [
        (ANNA, "bounce", "mailbox_full", days_ago(5), "Nr. 7"),
        (ANNA, "optout", "", days_ago(9000), ""),
    ]


def test_an_event_without_a_time_or_from_the_future_happened_when_its_file_came(ledger: Ledger) -> None:
    received = days_ago(30)
    take(ledger, "a", [optout(ANNA), bounce(ANNA, at=days_ago(-999))], received=received)
    assert [event[3] for event in events(ledger)] == [received, received]


def test_an_opt_in_from_the_future_does_not_outlive_a_later_opt_out(ledger: Ledger) -> None:
    take(ledger, "a", [optin(ANNA, NOW + timedelta(days=9000))], received=days_ago(10), policy=TRUSTING)
    take(ledger, "b", [optout(ANNA, days_ago(1))], policy=TRUSTING)
    assert ledger.people.said_no() == {ANNA}


def test_what_proves_nothing_is_no_event(ledger: Ledger) -> None:
    take(ledger, "a", [subscribed(ANNA, days_ago(1)), optin(ANNA, None), ignored(ANNA), rejected(ANNA)])
    assert events(ledger) == []


def test_held_and_discarded_files_are_no_past(ledger: Ledger) -> None:
    hold(ledger, "a", [optout(ANNA), bounce(ANNA)])
    assert events(ledger) == []
    assert ledger.people.past([ANNA]).suppressed == {}
    ledger.drops.discard("a")
    assert events(ledger) == []


def test_only_the_addresses_asked_for_come_back(ledger: Ledger) -> None:
    take(ledger, "a", [optout(ANNA), optout(BERT), rejected()])
    past = ledger.people.past([BERT, BERT, "nobody@example.com", ""])
    assert dict(past.suppressed) == {BERT: frozenset({"optout"})}
    assert set(past.events["canonical"]) == {BERT}


def test_mailing_days_come_back_sorted_and_once(ledger: Ledger) -> None:
    days = [3, 1, 3, 2]
    take(ledger, "a", [bounce(f"p{place}@example.com", at=days_ago(day)) for place, day in enumerate(days)])
    take(ledger, "b", [bounce(ANNA, at=days_ago(2))])
    assert list(ledger.people.past([]).mailing_days) == [days_ago(day).date() for day in (3, 2, 1)]


# Who is out


def test_reasons_stand_apart_and_lifting_a_no_leaves_the_bounce(ledger: Ledger) -> None:
    take(ledger, "a", [optout(ANNA, days_ago(5)), complaint(ANNA, days_ago(5)), bounce(ANNA, at=days_ago(5))])
    assert ledger.people.past([ANNA]).suppressed == {ANNA: frozenset({"optout", "complaint", "bounce"})}
    take(ledger, "b", [optin(ANNA, days_ago(1))], policy=TRUSTING)
    assert ledger.people.past([ANNA]).suppressed == {ANNA: frozenset({"bounce"})}
    assert ledger.people.said_no() == set()
    assert ledger.people.kept_out() == {ANNA}


def test_who_opts_out_again_after_an_opt_in_is_out_again(ledger: Ledger) -> None:
    take(ledger, "a", [optout(ANNA, days_ago(9))], policy=TRUSTING)
    take(ledger, "b", [optin(ANNA, days_ago(5))], policy=TRUSTING)
    take(ledger, "c", [optout(ANNA, days_ago(9))], policy=TRUSTING)
    assert ledger.people.said_no() == set()
    take(ledger, "d", [optout(ANNA, days_ago(1))], policy=TRUSTING)
    assert ledger.people.said_no() == {ANNA}


def test_a_bounce_keeps_out_but_is_no_no(ledger: Ledger) -> None:
    take(ledger, "a", [bounce(ANNA), bounce(BERT, "blocked"), optout("c@example.com")])
    assert ledger.people.kept_out() == {ANNA, "c@example.com"}
    assert ledger.people.said_no() == {"c@example.com"}


def test_everybody_named_in_a_held_file_is_kept_out_whatever_the_line_says(ledger: Ledger) -> None:
    named = [ANNA, BERT, "c@example.com", "d@example.com"]
    hold(ledger, "a", [optout(ANNA), bounce(BERT), ignored(named[2]), subscribed(named[3]), rejected()])
    assert ledger.people.kept_out() - {""} == set(named)
    assert ledger.people.said_no() == set()
    assert ledger.people.known() == set()


def test_subscribers_named_in_files_are_known(ledger: Ledger) -> None:
    take(ledger, "a", [subscribed(ANNA), optin(BERT, days_ago(1)), optout("c@example.com")])
    take(ledger, "b", [subscribed(ANNA)])
    assert ledger.people.known() == {ANNA, BERT}


# Quarantine


def faulty_since(ledger: Ledger, address: str, days: float) -> bool:
    """Whether the address counts as faulty since just then."""
    later, then = (ledger.crowds.faulty_before(days_ago(days - more)) for more in (0.01, 0))
    return (later.exactly([address]), then.exactly([address]), len(then.numbers)) == ({address}, set(), 0)


def test_quarantine_begins_with_the_mark_and_not_with_the_bounce(ledger: Ledger) -> None:
    take(ledger, "a", [bounce(ANNA, at=days_ago(90))], [row(ANNA)], received=days_ago(1))
    assert faulty_since(ledger, ANNA, 1)


def test_quarantine_begins_anew_with_a_new_mark_after_a_correction(ledger: Ledger) -> None:
    take(ledger, "a", [bounce(ANNA)], [row(ANNA)], received=days_ago(90))
    take(ledger, "b", [bounce(ANNA, at=days_ago(2))], [row(ANNA)], received=days_ago(2))
    assert faulty_since(ledger, ANNA, 2)


def test_only_a_marked_address_with_a_fault_of_its_own_is_in_quarantine(ledger: Ledger) -> None:
    full = [bounce(ANNA, "mailbox_full", days_ago(day), mailing=str(day)) for day in (40, 30, 20, 10, 0)]
    plan = take(ledger, "a", full, [row(ANNA)])
    assert done(plan) == [("customers", "[1]", "mark")]
    take(ledger, "b", [bounce(BERT)])
    enter(ledger, "c")
    assert ledger.crowds.faulty_before(days_ago(-1)).numbers.tolist() == []


# Repeats through the real memory


class Office:
    """A small ERP beside the real ledger; files come an hour apart unless told otherwise."""

    def __init__(self, rows: Any, policy: Policy, effects: Any) -> None:
        self.ledger = Ledger.open("sqlite://")
        self.world = World.of(*rows)
        self.rules = {"policy": policy, "effects": effects}
        self.files = 0

    def take(self, lines: list[Line], hours: float = 1) -> Plan:
        self.files += 1
        received = NOW + timedelta(hours=hours * self.files)
        plan = take(self.ledger, f"f{self.files}", lines, self.world.rows, received=received, **self.rules)
        self.world.do(plan, received)
        return plan

    def state(self) -> Any:
        """ERP and memory, as the ledger has it; the bookkeeping of the small world must agree."""
        people = self.ledger.people
        addresses = set(self.world.suppressed)
        assert dict(people.past(addresses).suppressed) == self.world.state()[1]
        assert people.known() == self.world.known
        agree(self.ledger)
        return self.world.state(), people.said_no(), people.kept_out(), people.known()

    def close(self) -> Any:
        state = self.state()
        self.ledger.close()
        return state


ADDRESS = st.sampled_from([ANNA, "Anna@Example.com", "anna+x@example.com", BERT])
DATED = st.integers(0, 40).map(days_ago)
LINES = st.one_of(
    st.builds(optout, ADDRESS, DATED),
    st.builds(complaint, ADDRESS, DATED),
    st.builds(bounce, ADDRESS, st.sampled_from(["mailbox_unknown", "moved", "blocked"]), DATED),
    st.builds(subscribed, ADDRESS, DATED),
    st.builds(rejected),
)
ROWS = [row(ANNA, 1), row(ANNA, 2, "contacts", flag="unknown"), row(BERT, 3), row("anna+x@example.com", 4, flag="no")]


@given(files=st.lists(st.lists(LINES, max_size=3), min_size=2, max_size=3))
@settings(max_examples=4, deadline=None)
def test_the_order_of_files_does_not_matter_to_the_ledger(files: list[list[Line]]) -> None:
    states = []
    for order in permutations(files):
        office = Office(ROWS, Policy(), MARK)
        for lines in order:
            office.take(lines)
        states.append(office.close())
    assert all(state == states[0] for state in states)


@given(
    lines=st.lists(
        st.one_of(
            LINES,
            st.builds(optin, ADDRESS, DATED),
            st.builds(bounce, ADDRESS, st.sampled_from(["mailbox_unknown", "mailbox_disabled"]), st.just(None)),
            st.builds(bounce, ADDRESS, st.just("mailbox_unknown"), st.integers(0, 400).map(days_ago)),
        ),
        max_size=8,
    ),
    days=st.integers(0, 400),
    trust=st.booleans(),
)
@settings(max_examples=15, deadline=None)
def test_an_overlapping_file_changes_nothing_however_much_later_it_comes(
    lines: list[Line], days: int, trust: bool
) -> None:
    office = Office(ROWS, Policy(trust_optin=trust), DELETE)
    office.take(lines, hours=24 * days)
    before = office.state()
    for again in (lines, lines[::-1], lines):  # other bytes each time as far as the ledger knows
        plan = office.take(again, hours=24 * days)
        assert done(plan) == []
        assert reasons(plan) == []
    assert office.close() == before


def test_a_mark_that_a_human_took_away_is_not_set_again_by_the_same_old_line(ledger: Ledger) -> None:
    lines = [bounce(ANNA, at=days_ago(300))]
    assert done(take(ledger, "a", lines, [row(ANNA)])) == [("customers", "[1]", "mark")]
    assert done(take(ledger, "b", lines, [row(ANNA, faulty=False)], received=NOW + timedelta(days=200))) == []


@pytest.mark.parametrize("kind", ["mailbox_disabled", "mailbox_full"])
def test_overlapping_files_never_add_up(ledger: Ledger, kind: str) -> None:
    for week in range(8):
        received = NOW + timedelta(weeks=week)
        lines = [bounce(ANNA, kind, NOW), bounce(BERT, kind)]
        assert done(take(ledger, f"w{week}", lines, [row(ANNA), row(BERT, 2)], received=received)) == []
