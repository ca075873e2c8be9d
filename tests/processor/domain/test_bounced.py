"""What bounces lead to: only the address's own fault, only once a mailing, deletion only after confirmation."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processor.domain.effects import Effect
from processor.domain.policy import DEFAULTS, Policy, Rule
from tests.processor.domain.small_world import (
    MARK,
    NOW,
    World,
    bounce,
    days_ago,
    details,
    done,
    ignored,
    optin,
    optout,
    outcomes,
    past,
    planned,
    reasons,
    row,
)

ANNA = "anna@example.com"
MARKED = [("customers", "[1]", "mark")]
DELETE = {"customers": Effect("mark", "delete_row"), "contacts": Effect("mark", "delete_row")}
CLEAR = {"customers": Effect("mark", "clear"), "contacts": Effect("mark", "clear")}
FIRST_EVENT = ["mailbox_unknown", "address_invalid", "moved"]
HARMLESS = sorted(name for name, rule in DEFAULTS.items() if rule.effect in ("never", "ignore"))
REPORTED = sorted(name for name, rule in DEFAULTS.items() if rule.effect == "report")


def mailings(kind: str, *days: float) -> list[Any]:
    """A bounce in a different mailing on each of these days ago."""
    return [bounce(ANNA, kind, days_ago(day), mailing=f"mailing {day}") for day in days]


def earlier(kind: str, *days: float, reason: str = "") -> Any:
    """The same, known from earlier files; already suppressed for `reason`."""
    events = [(ANNA, "bounce", kind, days_ago(day), f"mailing {day}") for day in days]
    return past(*events, suppressed={ANNA: [reason]} if reason else None)


# An address's own fault


@pytest.mark.parametrize("kind", FIRST_EVENT)
def test_an_address_fault_marks_at_the_first_event(kind: str) -> None:
    plan = planned([bounce(ANNA, kind)], [row(ANNA)])
    assert done(plan) == MARKED
    assert (outcomes(plan), details(plan)) == (["applied"], ["marked"])
    assert reasons(plan) == [(ANNA, "bounce")]
    assert set(plan.changes["reason"]) == {kind}


def test_a_bounce_acts_on_every_row_with_the_address() -> None:
    rows = [row(ANNA, 1), row(ANNA, 2, "contacts"), row("bert@example.com", 3)]
    assert done(planned([bounce(ANNA)], rows)) == [("contacts", "[2]", "mark"), *MARKED]


def test_a_bounce_does_not_touch_the_consent_flag_unless_told_to() -> None:
    world = World.of(row(ANNA))
    world.take([bounce(ANNA)], policy=Policy(), effects=MARK, received=NOW)
    assert [cells["flag"] for cells in world.rows] == ["yes"]


def test_one_failed_recipient_is_never_spread_over_others() -> None:
    rows = [row(ANNA, 1), row("anna+news@example.com", 2), row("bert@example.com", 3)]
    lines = [bounce(ANNA, mailing="autumn"), bounce("bert@example.com", "blocked", mailing="autumn")]
    assert done(planned(lines, rows)) == MARKED


def test_a_faulty_address_unknown_to_the_erp_changes_nothing_there() -> None:
    plan = planned([bounce(ANNA)])
    assert done(plan) == []
    assert outcomes(plan) == ["in_advance"]
    assert reasons(plan) == [(ANNA, "bounce")]


def test_a_row_that_is_marked_already_stays_as_it_is() -> None:
    plan = planned([bounce(ANNA)], [row(ANNA, faulty=True)], before=past(suppressed={ANNA: ["bounce"]}))
    assert done(plan) == []
    assert outcomes(plan) == ["already"]


@pytest.mark.parametrize("name", ["none"])
def test_a_target_without_an_action_keeps_its_rows_and_the_address_out_of_exports(name: str) -> None:
    plan = planned([bounce(ANNA)], [row(ANNA)], effects={"customers": Effect(name)})
    assert done(plan) == []
    assert reasons(plan) == [(ANNA, "bounce")]


def test_each_target_does_its_own() -> None:
    rows = [row(ANNA, 1), row(ANNA, 2, "contacts"), row(ANNA, 3, "leads")]
    effects = {"customers": Effect("mark"), "contacts": Effect("clear"), "leads": Effect("set_no")}
    plan = planned([bounce(ANNA)], rows, effects=effects)
    assert done(plan) == [("contacts", "[2]", "clear"), *MARKED, ("leads", "[3]", "set_no")]


# The sender's fault, and what is no bounce


@pytest.mark.parametrize("kind", HARMLESS)
def test_what_is_not_the_addresss_fault_never_leads_to_anything_whatever_its_number(kind: str) -> None:
    days = [float(day) for day in range(0, 170, 3)]
    plan = planned(
        mailings(kind, *days), [row(ANNA)], before=earlier(kind, *(day + 0.5 for day in days)), effects=DELETE
    )
    assert done(plan) == []
    assert reasons(plan) == []
    assert set(outcomes(plan)) == {"ignored"}


def test_an_automatic_reply_is_nothing_whatever_its_number() -> None:
    plan = planned([ignored(ANNA, "auto_reply", mailing=str(number)) for number in range(40)], [row(ANNA)])
    assert done(plan) == []
    assert reasons(plan) == []
    assert set(outcomes(plan)) == {"ignored"}


@pytest.mark.parametrize("kind", REPORTED)
def test_what_is_only_to_be_reported_never_touches_erp_or_exports(kind: str) -> None:
    plan = planned(mailings(kind, *range(0, 100, 5)), [row(ANNA)], effects=DELETE)
    assert done(plan) == []
    assert reasons(plan) == []
    assert "reported" in details(plan)


def test_the_senders_faults_do_not_help_a_mailbox_fault_over_its_threshold() -> None:
    lines = [*mailings("mailbox_full", 40, 30, 20, 10), *mailings("blocked", 35, 25, 15, 5, 0)]
    plan = planned(lines, [row(ANNA)])
    assert done(plan) == []


def test_classes_do_not_add_up_with_each_other() -> None:
    plan = planned([*mailings("mailbox_full", 40, 30, 20, 10), *mailings("temporary", 35, 25)], [row(ANNA)])
    assert done(plan) == []


# Thresholds


@pytest.mark.parametrize(
    ("kind", "enough", "too_few", "too_short"),
    [
        ("domain_dead", (1, 0), (0,), (0.9, 0)),
        ("mailbox_disabled", (14, 0), (14,), (13, 0)),
        ("mailbox_full", (21, 16, 11, 6, 0), (21, 16, 11, 0), (20, 16, 11, 6, 0)),
    ],
)
def test_a_threshold_is_reached_exactly_over_one_file_or_many(
    kind: str, enough: Any, too_few: Any, too_short: Any
) -> None:
    for days in (enough, (*enough, enough[0] + 1)):
        plan = planned(mailings(kind, *days), [row(ANNA)])
        assert done(plan) == MARKED
        plan = planned(mailings(kind, days[-1]), [row(ANNA)], before=earlier(kind, *days[:-1]))
        assert done(plan) == MARKED
    for days in (too_few, too_short):
        plan = planned(mailings(kind, *days), [row(ANNA)])
        assert done(plan) == []
        assert reasons(plan) == []
        assert set(details(plan)) == {"counted"}
        assert done(planned(mailings(kind, days[-1]), [row(ANNA)], before=earlier(kind, *days[:-1]))) == []


def test_the_operators_own_rule_takes_the_place_of_the_default() -> None:
    policy = Policy(bounces={"temporary": Rule("mark", mailings=2, days=3), "mailbox_unknown": Rule("report")})
    assert done(planned(mailings("temporary", 3, 0), [row(ANNA)], policy=policy)) == MARKED
    assert done(planned(mailings("mailbox_unknown", 9, 0), [row(ANNA)], policy=policy)) == []
    assert done(planned(mailings("mailbox_disabled", 14, 0), [row(ANNA)], policy=policy)) == MARKED


@pytest.mark.parametrize("kind", ["mailbox_disabled", "mailbox_full", "domain_dead"])
def test_the_same_mailing_never_adds_up_in_one_file_or_over_files(kind: str) -> None:
    lines = [bounce(ANNA, kind, days_ago(day), mailing="autumn") for day in range(0, 40, 4)]
    plan = planned(lines, [row(ANNA)])
    assert done(plan) == []
    assert details(plan).count("duplicate") == len(lines) - 1
    before = past(*((ANNA, "bounce", kind, days_ago(day), "autumn") for day in range(1, 60)))
    plan = planned(lines, [row(ANNA)], before=before)
    assert done(plan) == []
    assert set(details(plan)) == {"duplicate"}


def test_a_list_of_bounces_without_dates_dropped_again_later_adds_nothing_up() -> None:
    """Such a list mostly is cumulative: the line is the same old event, not a confirmation of it."""
    for kind in ("mailbox_unknown", "mailbox_disabled", "mailbox_full", "domain_dead"):
        world = World.of(row(ANNA))
        marked = []
        for week in range(8):
            received = NOW + timedelta(weeks=week)
            marked.append(done(world.take([bounce(ANNA, kind)], policy=Policy(), effects=DELETE, received=received)))
        assert marked == [MARKED if kind == "mailbox_unknown" else []] + [[]] * 7


def test_a_bounce_without_a_date_confirms_nothing_but_a_later_dated_one_does() -> None:
    before = past((ANNA, "bounce", "mailbox_unknown", days_ago(9)), suppressed={ANNA: ["bounce"]})
    rows = [row(ANNA, faulty=True)]
    assert done(planned([bounce(ANNA)], rows, before=before, effects=DELETE)) == []
    assert done(planned([bounce(ANNA, at=NOW)], rows, before=before, effects=DELETE)) != []
    assert done(planned([bounce(ANNA, mailing="new")], rows, before=before, effects=DELETE)) != []


def test_without_a_mailing_one_day_counts_once() -> None:
    hours = [bounce(ANNA, "domain_dead", NOW.replace(hour=0) + timedelta(hours=hour)) for hour in range(6)]
    plan = planned(hours, [row(ANNA)])
    assert done(plan) == []
    assert sorted(set(details(plan))) == ["counted", "duplicate"]


def test_a_bounce_counts_for_180_days() -> None:
    def outcome(days: float) -> Any:
        return done(planned(mailings("mailbox_disabled", 0), [row(ANNA)], before=earlier("mailbox_disabled", days)))

    assert outcome(180) == MARKED
    assert outcome(180.1) == []


def test_a_pause_forgives_only_when_a_mailing_went_out_in_it() -> None:
    def outcome(*mailed: float) -> Any:
        before = past(
            (ANNA, "bounce", "mailbox_disabled", days_ago(70), "old"),
            mailing_days=sorted(days_ago(day).date() for day in mailed),
        )
        return done(planned(mailings("mailbox_disabled", 0), [row(ANNA)], before=before))

    assert outcome() == MARKED
    assert outcome(80) == MARKED
    assert outcome(30) == []


def test_a_sign_of_life_resets_a_soft_counter() -> None:
    known = (ANNA, "bounce", "mailbox_disabled", days_ago(20), "old")
    line = mailings("mailbox_disabled", 0)
    assert done(planned(line, [row(ANNA)], before=past(known))) == MARKED
    alive = (ANNA, "subscribed", "", days_ago(10))
    assert done(planned(line, [row(ANNA)], before=past(known, alive))) == []
    assert done(planned([*line, optin(ANNA, days_ago(10))], [row(ANNA)], before=past(known))) == []
    long_ago = (ANNA, "subscribed", "", days_ago(30))
    assert done(planned(line, [row(ANNA)], before=past(known, long_ago))) == MARKED


def test_silence_never_lifts_a_hard_state() -> None:
    before = past(suppressed={ANNA: ["bounce"]}, mailing_days=[days_ago(day).date() for day in range(100, 1, -1)])
    plan = planned([optin(ANNA, NOW)], [row(ANNA, faulty=True)], before=before, policy=Policy(trust_optin=True))
    assert list(plan.lifted) == []
    assert done(plan) == []


# Deleting


def test_nothing_is_deleted_at_the_first_event() -> None:
    for effects in (DELETE, CLEAR):
        assert done(planned([bounce(ANNA)], [row(ANNA)], effects=effects)) == MARKED


def second(days: float, effects: Any, **cells: Any) -> list[tuple[str, str, str]]:
    """What a second event does `days` after the first, which marked the row."""
    before = earlier("mailbox_unknown", days, reason="bounce")
    return done(
        planned(mailings("mailbox_unknown", 0), [row(ANNA, faulty=True, **cells)], before=before, effects=effects)
    )


def test_a_second_event_a_week_later_deletes_only_when_configured() -> None:
    assert second(7, DELETE) == [("customers", "[1]", "delete_row")]
    assert second(7, CLEAR) == [("customers", "[1]", "clear")]
    assert second(7, MARK) == []
    assert second(6.9, DELETE) == []
    assert second(6.9, CLEAR) == []


def test_a_repeat_of_the_first_event_confirms_nothing() -> None:
    before = past((ANNA, "bounce", "mailbox_unknown", days_ago(9), "autumn"), suppressed={ANNA: ["bounce"]})
    plan = planned([bounce(ANNA, at=NOW, mailing="autumn")], [row(ANNA, faulty=True)], before=before, effects=DELETE)
    assert done(plan) == []


def test_a_cell_with_several_addresses_is_never_cleared_nor_its_row_deleted() -> None:
    both = f"{ANNA}; bert@example.com"
    assert second(30, DELETE, alone=False, email=both) == []
    assert second(30, CLEAR, alone=False, email=both) == []
    plan = planned([bounce(ANNA)], [row(ANNA, alone=False, email=both)], effects={"customers": Effect("clear")})
    assert done(plan) == []


@pytest.mark.parametrize("kind", sorted(set(DEFAULTS) - {"mailbox_unknown", "domain_dead", "address_invalid", "moved"}))
def test_only_a_fault_of_the_address_may_ever_delete(kind: str) -> None:
    days = tuple(range(0, 120, 6))
    policy = Policy(bounces={kind: Rule("mark")})
    before = earlier(kind, *(day + 1 for day in days), reason="bounce")
    plan = planned(mailings(kind, *days), [row(ANNA, faulty=True)], before=before, policy=policy, effects=DELETE)
    assert done(plan) == []


def test_a_deletion_and_an_opt_out_in_one_file_leave_no_change_of_a_row_that_is_gone() -> None:
    before = earlier("mailbox_unknown", 9, reason="bounce")
    world = World.of(row(ANNA, faulty=True))
    plan = planned([optout(ANNA), *mailings("mailbox_unknown", 0)], world.rows, before=before, effects=DELETE)
    world.do(plan, NOW)
    assert world.rows == []
    assert reasons(plan) == [(ANNA, "optout")]


@given(
    days=st.lists(st.integers(0, 200), min_size=1, max_size=6),
    kind=st.sampled_from(sorted(DEFAULTS)),
    faulty=st.booleans(),
    alone=st.booleans(),
)
@settings(max_examples=50, deadline=None)
def test_what_disappears_was_an_address_fault_seen_twice_a_week_apart_and_alone(
    days: list[int], kind: str, faulty: bool, alone: bool
) -> None:
    plan = planned(mailings(kind, *days), [row(ANNA, faulty=faulty, alone=alone)], effects=DELETE)
    if "delete_row" in set(plan.changes["action"]):
        assert kind in ("mailbox_unknown", "domain_dead", "address_invalid", "moved")
        assert alone
        assert faulty
        assert max(days) - min(days) >= 7
