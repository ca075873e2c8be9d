"""When bounces add up: once a sending, within the window, after a mailing without bounce from the start."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processor.domain.counting import Bounce, confirmed, counting, once_each, reached, since
from processor.domain.policy import DEFAULTS, Policy, Rule
from tests.processor.domain.small_world import NOW, days_ago

WINDOW, FORGIVE = timedelta(days=180), timedelta(days=60)

BOUNCES = st.lists(
    st.builds(
        Bounce,
        st.integers(0, 400).map(lambda hours: NOW - timedelta(hours=hours * 12)),
        st.sampled_from(["", "", "spring", "summer", "autumn"]),
    ),
    max_size=12,
)


def on(*days: float, mailing: str = "") -> list[Bounce]:
    """Bounces so many days ago, earliest first."""
    return [Bounce(days_ago(day), mailing) for day in sorted(days, reverse=True)]


def count(bounces: list[Bounce], *mailed: date) -> list[Bounce]:
    return counting(bounces, now=NOW, window=WINDOW, forgive=FORGIVE, mailing_days=sorted(mailed))


# One event an address and mailing, or day


def test_one_mailing_counts_once_however_often_and_long_it_bounces() -> None:
    assert len(once_each([Bounce(days_ago(day), "autumn") for day in (0, 3, 9, 9)])) == 1


def test_the_earliest_report_of_a_mailing_is_its_time() -> None:
    late, early = Bounce(days_ago(1), "autumn"), Bounce(days_ago(5), "autumn")
    assert once_each([late, early]) == [early]


def test_without_a_mailing_a_calendar_day_counts_once() -> None:
    day = datetime(2026, 11, 3, 0, 0, tzinfo=UTC)
    same_day = [Bounce(day, ""), Bounce(day + timedelta(hours=23, minutes=59), "")]
    assert len(once_each(same_day)) == 1
    assert len(once_each([*same_day, Bounce(day + timedelta(hours=24), "")])) == 2


def test_a_report_without_the_mailing_repeats_the_one_of_its_day_that_names_it() -> None:
    named, unnamed = Bounce(NOW, "autumn"), Bounce(NOW - timedelta(minutes=5), "")
    assert once_each([named, unnamed]) == once_each([unnamed, named]) == [named]


def test_two_mailings_on_one_day_count_twice() -> None:
    assert len(once_each([Bounce(NOW, "a"), Bounce(NOW, "b")])) == 2


@given(BOUNCES)
def test_repeats_never_add_up(bounces: list[Bounce]) -> None:
    assert once_each([*bounces, *bounces]) == once_each(bounces)


@given(BOUNCES, st.data())
def test_the_order_of_reports_does_not_matter(bounces: list[Bounce], data: st.DataObject) -> None:
    assert once_each(data.draw(st.permutations(bounces))) == once_each(bounces)


@given(BOUNCES)
def test_each_sending_is_there_once_and_none_is_lost(bounces: list[Bounce]) -> None:
    sendings = [bounce.sending for bounce in once_each(bounces)]
    assert len(sendings) == len(set(sendings))
    days = {bounce.day for bounce in bounces if bounce.mailing}
    assert set(sendings) == {bounce.sending for bounce in bounces if bounce.mailing or bounce.day not in days}


# Window, forgiveness, sign of life


def test_a_bounce_counts_for_180_days() -> None:
    inside, outside = Bounce(days_ago(180), "a"), Bounce(days_ago(180) - timedelta(seconds=1), "b")
    assert count([inside]) == [inside]
    assert count([outside]) == []


def test_a_pause_without_a_mailing_forgives_nothing() -> None:
    old, new = on(100, 1)
    assert count([old, new]) == [old, new]


def test_a_pause_of_more_than_60_days_with_a_mailing_in_it_starts_over() -> None:
    old, new = on(100, 1)
    assert count([old, new], days_ago(50).date()) == [new]


def test_a_mailing_outside_the_pause_forgives_nothing() -> None:
    old, new = on(100, 1)
    assert count([old, new], days_ago(120).date(), days_ago(100).date(), days_ago(1).date()) == [old, new]


def test_a_pause_of_60_days_forgives_nothing_and_a_longer_one_all() -> None:
    mailed = days_ago(30).date()
    assert count(on(61, 1), mailed) == on(61, 1)
    assert count(on(61.1, 1), mailed) == on(1)


def test_a_pause_that_lasts_until_now_forgives_too() -> None:
    assert count(on(100), days_ago(30).date()) == []
    assert count(on(100)) == on(100)


def test_a_sign_of_life_ends_the_bounces_before_it() -> None:
    bounces = on(9, 5, 1)
    assert since(bounces, days_ago(4)) == bounces[2:]
    assert since(bounces, None) == bounces
    assert since(bounces, NOW) == []


@given(BOUNCES, st.lists(st.integers(0, 200).map(lambda day: days_ago(day).date()), max_size=5))
def test_what_counts_is_the_newest_part_of_what_happened(bounces: list[Bounce], mailed: list[date]) -> None:
    """Forgiving takes away from the old end only; nothing is invented."""
    happened = once_each(bounces)
    left = count(happened, *mailed)
    assert left == happened[len(happened) - len(left) :]


# Thresholds of the default policy


@pytest.mark.parametrize("bounce_class", [name for name, rule in DEFAULTS.items() if rule.mailings > 1])
def test_a_default_rule_is_reached_exactly_at_its_mailings_and_days(bounce_class: str) -> None:
    rule = DEFAULTS[bounce_class]
    exact = [rule.days * place / (rule.mailings - 1) for place in range(rule.mailings)]
    bounces = [Bounce(days_ago(day), f"mailing {day}") for day in sorted(exact, reverse=True)]
    assert reached(rule, bounces)
    assert not reached(rule, bounces[1:])  # one mailing too few
    if rule.days:
        late = bounces[0]._replace(at=bounces[0].at + timedelta(seconds=1))
        assert not reached(rule, [late, *bounces[1:]])  # one second too short
    assert reached(rule, [Bounce(bounces[0].at - timedelta(days=1), "before"), *bounces])


@pytest.mark.parametrize(
    ("bounce_class", "rule"),
    [
        ("mailbox_unknown", Rule("mark")),
        ("address_invalid", Rule("mark")),
        ("moved", Rule("mark")),
        ("domain_dead", Rule("mark", 2, 1)),
        ("mailbox_disabled", Rule("mark", 2, 14)),
        ("mailbox_full", Rule("mark", 5, 21)),
        ("temporary", Rule("report", 5, 30)),
        ("unknown", Rule("report", 5, 30)),
        ("personal_block", Rule("report", 2)),
        ("vendor_suppressed", Rule("report")),
        ("blocked", Rule("never")),
        ("content", Rule("never")),
        ("sender_fault", Rule("never")),
        ("auto_reply", Rule("ignore")),
        ("address_change_hint", Rule("ignore")),
        ("delayed", Rule("ignore")),
        ("delivered_or_other", Rule("ignore")),
    ],
)
def test_the_default_policy_is_the_custom_of_the_trade(bounce_class: str, rule: Rule) -> None:
    assert Policy().rule(bounce_class) == rule


# Confirmation


def test_an_address_fault_is_confirmed_by_a_second_event_seven_days_later() -> None:
    week = timedelta(days=7)
    assert not confirmed([], after=week)
    assert not confirmed(on(0), after=week)
    assert confirmed(on(7, 0), after=week)
    assert not confirmed([Bounce(days_ago(7) + timedelta(seconds=1), "a"), Bounce(NOW, "b")], after=week)
    assert confirmed(on(8, 4, 0), after=week)
