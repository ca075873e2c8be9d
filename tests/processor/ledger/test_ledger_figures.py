"""Figures: by the local day of the people who read them, also when the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from processor.domain.effects import Effect
from processor.domain.summary import NUMBERS, NumberRow
from processor.ledger import Ledger
from processor.ledger.exports import Export
from tests.processor.domain.small_world import NOW, bounce, complaint, days_ago, optout, rejected, row, subscribed
from tests.processor.ledger.filing import hold, take

BERLIN = ZoneInfo("Europe/Berlin")
ANNA, BERT = "anna@example.com", "bert@example.com"


def numbers(ledger: Ledger, today: date) -> dict[str, NumberRow]:
    rows = ledger.figures.numbers(today, BERLIN)
    assert [line.name for line in rows] == list(NUMBERS)
    return {line.name: line for line in rows}


@pytest.mark.parametrize(
    ("first", "last"),
    [
        # local midnight to midnight: 23 hours in March, 25 hours in October, 24 otherwise
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC)),
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC)),
        (datetime(2026, 7, 9, 22, 0, tzinfo=UTC), datetime(2026, 7, 10, 21, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_day_is_the_local_day_also_when_the_clocks_change(ledger: Ledger, first: datetime, last: datetime) -> None:
    second = timedelta(seconds=1)
    for place, received in enumerate((first - second, first, last, last + second)):
        take(ledger, f"f{place}", [optout(f"p{place}@example.com")], received=received)
    today = first.astimezone(BERLIN).date()
    assert last.astimezone(BERLIN).date() == today
    row_of_today = numbers(ledger, today)["optouts"]
    assert (row_of_today.today, row_of_today.yesterday, row_of_today.total) == (2, 1, 4)
    tomorrow = numbers(ledger, today + timedelta(days=1))["optouts"]
    assert (tomorrow.today, tomorrow.yesterday) == (1, 2)


def test_the_mean_is_over_the_seven_days_before_today(ledger: Ledger) -> None:
    for back in range(10):
        lines = [optout(f"d{back}p{place}@example.com") for place in range(back + 1)]
        take(ledger, f"d{back}", lines, received=days_ago(back))
    line = numbers(ledger, NOW.date())["optouts"]
    assert line.today == 1
    assert line.yesterday == 2
    assert line.mean == pytest.approx(sum(range(2, 9)) / 7)
    assert line.total == sum(range(1, 11))


def test_every_line_is_counted_under_what_became_of_it(ledger: Ledger) -> None:
    lines = [
        optout(ANNA),
        optout(ANNA),
        complaint("new@example.org"),
        bounce(BERT),
        bounce("c@example.com", "mailbox_full"),
        bounce("c@example.com", "blocked"),
        rejected(),
        subscribed("d@example.com"),
    ]
    plan = take(ledger, "a", lines, [row(ANNA), row(BERT, 2)])
    found = {name: line.today for name, line in numbers(ledger, NOW.date()).items()}
    assert found == {
        "optouts": 1,
        "complaints": 1,
        "bounces_marked": 1,
        "bounces_deleted": 0,
        "bounces_counted": 1,
        "bounces_ignored": 1,
        "exported": 0,
        "rejected": 1,
    }
    period, counts = ledger.figures.period(NOW - timedelta(days=1), NOW)
    assert {name: period[name] for name in found if name != "exported"} == {
        name: number for name, number in found.items() if name != "exported"
    }
    assert counts == plan.counts
    assert ledger.figures.period(NOW, NOW + timedelta(days=1))[1].read == 0


def test_a_deletion_is_no_mark(ledger: Ledger) -> None:
    effects = {"customers": Effect("mark", "delete_row")}
    take(ledger, "a", [bounce(ANNA, at=days_ago(9))], [row(ANNA)], effects=effects)
    take(ledger, "b", [bounce(ANNA, at=days_ago(1))], [row(ANNA, faulty=True)], effects=effects)
    found = numbers(ledger, NOW.date())
    assert (found["bounces_marked"].today, found["bounces_deleted"].today) == (1, 1)


def test_held_lines_are_no_opt_outs_yet(ledger: Ledger) -> None:
    hold(ledger, "a", [optout(ANNA)], [row(ANNA)])
    assert numbers(ledger, NOW.date())["optouts"].today == 0
    assert ledger.figures.period(NOW - timedelta(days=1), NOW)[1].held == 1
    assert ledger.figures.suppressed() == 0


def test_suppressed_counts_people_and_not_reasons(ledger: Ledger) -> None:
    take(ledger, "a", [optout(ANNA), complaint(ANNA), complaint(BERT), bounce("c@example.com")])
    assert ledger.figures.suppressed() == 2


def test_exported_addresses_count_on_the_day_they_came_out(ledger: Ledger) -> None:
    drawn = datetime(2026, 10, 25, 22, 30, tzinfo=UTC)  # 23:30 in Berlin, after the clocks went back
    published = drawn + timedelta(hours=1)
    ledger.exports.draw(Export(1, "n.csv", "d", 2, drawn, None, void=False), [ANNA, BERT])
    assert numbers(ledger, date(2026, 10, 25))["exported"].total == 0
    ledger.exports.published(1, published)
    line = numbers(ledger, date(2026, 10, 26))["exported"]
    assert (line.today, line.yesterday, line.total) == (2, 0, 2)
    assert ledger.figures.exported(drawn, published) == 2
    assert ledger.figures.exported(published, published + timedelta(days=1)) == 0


def test_the_slowest_opt_out_is_measured_from_arrival_to_the_flag(ledger: Ledger) -> None:
    assert ledger.figures.slowest_optout(days_ago(9), NOW) is None
    take(ledger, "a", [bounce(ANNA)], received=days_ago(3))
    assert ledger.figures.slowest_optout(days_ago(9), NOW) is None
    take(ledger, "b", [optout(ANNA)], received=days_ago(3))
    ledger.drops.applied("b", days_ago(3) + timedelta(seconds=90))
    assert ledger.figures.slowest_optout(days_ago(9), NOW) == 90
    assert ledger.figures.suppressions_known_until() == days_ago(3) + timedelta(seconds=90)


def test_an_empty_ledger_has_figures_too(ledger: Ledger) -> None:
    assert all((line.today, line.mean, line.total) == (0, 0, 0) for line in numbers(ledger, NOW.date()).values())
    assert ledger.figures.beginning() is None
    assert ledger.figures.suppressions_known_until() is None
    assert ledger.figures.newly_faulty(days_ago(1), 10) == []
    assert ledger.figures.exported(days_ago(1), NOW) == 0


def test_who_became_faulty_is_named_with_its_rows(ledger: Ledger) -> None:
    take(ledger, "a", [bounce("Anna@Example.com"), bounce("x@example.com")], [row(ANNA, 7), row(ANNA, 8, "contacts")])
    assert ledger.figures.newly_faulty(days_ago(1), 10) == [
        ("Anna@Example.com", "customers:7 contacts:8", "mailbox_unknown")
    ]
    assert ledger.figures.newly_faulty(NOW, 10) == []
