"""When a plan is so implausible that a human must say yes first."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from processor.domain.earlier import Memory
from processor.domain.policy import Policy
from processor.domain.weigh import Ceiling, Ceilings, weigh
from tests.processor.domain.small_world import (
    NOW,
    Line,
    batch,
    bounce,
    complaint,
    customers,
    optout,
    planned,
    row,
    subscribed,
)

ROOMY = Ceiling(absolute=1000, share=1.0)
CUSTOMERS = 10_000


def reasons_for(
    lines: list[Line],
    rows: list[Any],
    living: int = CUSTOMERS,
    *,
    layout: str = "test",
    memory: Memory = Memory(),  # noqa: B008  a frozen value
    **ceilings: Any,
) -> dict[str, Any]:
    """Reasons to hold the plan, by code."""
    limits = Ceilings(**{"optouts": ROOMY, "bounces": ROOMY, "rows_per_address": 20, "unknown_share": 1, **ceilings})
    file = replace(batch(*lines), layout=layout)
    return dict(weigh(planned(lines, rows), file, customers(*rows), living, limits, memory, NOW, {}))


def people(count: int) -> list[str]:
    return [f"person{number}@example.com" for number in range(count)]


def rows_of(addresses: list[str]) -> list[Any]:
    return [row(address, key) for key, address in enumerate(addresses)]


@pytest.mark.parametrize(
    ("absolute", "share", "living", "rows"),
    [
        (50, 0.02, 1000, 50),
        (50, 0.02, 2500, 50),
        (50, 0.02, 5000, 100),
        (0, 0.0, 5000, 0),
        (5, 0.5, 0, 5),
        (0, 0.29, 100, 29),
    ],
)
def test_the_ceiling_is_the_greater_of_number_and_share(absolute: int, share: float, living: int, rows: int) -> None:
    assert Ceiling(absolute, share).rows(living) == rows


@pytest.mark.parametrize("said", [optout, complaint])
def test_exactly_at_the_ceiling_passes_and_one_row_more_is_held(said: Any) -> None:
    addresses = people(11)
    lines, rows = [said(address) for address in addresses], rows_of(addresses)
    assert reasons_for(lines[:10], rows[:10], optouts=Ceiling(10, 0.0)) == {}
    held = reasons_for(lines, rows, optouts=Ceiling(10, 0.0))
    assert held["too_many_optouts"]["count"] == 11
    assert held["too_many_optouts"]["ceiling"] == 10
    assert held["too_many_optouts"]["customers"] == CUSTOMERS


def test_a_share_counts_of_all_customers_and_not_of_the_file() -> None:
    addresses = people(11)
    lines, rows = [optout(address) for address in addresses], rows_of(addresses)
    assert reasons_for(lines, rows, living=1100, optouts=Ceiling(1, 0.01)) == {}
    assert set(reasons_for(lines, rows, living=1000, optouts=Ceiling(1, 0.01))) == {"too_many_optouts"}


def test_opt_outs_and_bounces_have_each_their_own_ceiling() -> None:
    addresses = people(8)
    rows = rows_of(addresses)
    lines = [*map(optout, addresses[:4]), *map(bounce, addresses[4:])]
    tight = Ceiling(3, 0.0)
    assert set(reasons_for(lines, rows, optouts=tight)) == {"too_many_optouts"}
    assert set(reasons_for(lines, rows, bounces=tight)) == {"too_many_bounces"}
    assert set(reasons_for(lines, rows, optouts=tight, bounces=tight)) == {"too_many_optouts", "too_many_bounces"}
    assert reasons_for(lines, rows, optouts=Ceiling(4, 0.0), bounces=Ceiling(4, 0.0)) == {}


def test_rows_count_and_not_addresses_or_lines() -> None:
    rows = [row("pair@example.com", key) for key in (1, 2, 3)]
    lines = [optout("pair@example.com")] * 5
    assert reasons_for(lines, rows, optouts=Ceiling(3, 0.0)) == {}
    assert "too_many_optouts" in reasons_for(lines, rows, optouts=Ceiling(2, 0.0))


def test_a_row_with_two_opted_out_columns_is_one_row() -> None:
    rows = [row("a@example.com", 1), row("b@example.com", 1, column="email2")]
    assert reasons_for([optout("a@example.com"), optout("b@example.com")], rows, optouts=Ceiling(1, 0.0)) == {}


def test_rows_that_are_no_already_do_not_count() -> None:
    addresses = people(30)
    rows = [row(address, key, flag="no") for key, address in enumerate(addresses)]
    assert reasons_for([optout(address) for address in addresses], rows, optouts=Ceiling(1, 0.0)) == {}


def test_people_unknown_to_the_erp_do_not_count_against_its_customers() -> None:
    assert reasons_for([optout(address) for address in people(30)], [], optouts=Ceiling(1, 0.0)) == {}


def test_an_address_in_more_rows_than_people_share_is_a_placeholder() -> None:
    rows = [row("dummy@example.com", key) for key in range(21)]
    assert reasons_for([optout("dummy@example.com")], rows[:20]) == {}
    held = reasons_for([optout("dummy@example.com")], rows)
    assert held["placeholder"]["count"] == 21
    assert held["placeholder"]["ceiling"] == 20


def test_rows_of_all_targets_count_for_the_placeholder() -> None:
    rows = [row("dummy@example.com", key, target) for key in range(11) for target in ("customers", "contacts")]
    assert "placeholder" in reasons_for([optout("dummy@example.com")], rows)


def test_a_placeholder_that_nothing_would_happen_to_holds_nobody_up() -> None:
    rows = [row("dummy@example.com", key) for key in range(30)]
    assert reasons_for([bounce("dummy@example.com", "blocked")], rows) == {}
    assert reasons_for([bounce("dummy@example.com", "auto_reply")], rows) == {}


def test_a_bounced_placeholder_is_held_too() -> None:
    rows = [row("dummy@example.com", key) for key in range(30)]
    assert "placeholder" in reasons_for([bounce("dummy@example.com")], rows)
    assert Policy().rule("mailbox_unknown").effect == "mark"


def test_a_small_plausible_file_passes() -> None:
    addresses = people(3)
    assert reasons_for([optout(address) for address in addresses], rows_of(addresses)) == {}


def test_a_home_made_list_of_very_many_subscribers_is_asked_about_and_a_systems_export_is_not() -> None:
    addresses = people(11)
    lines, rows = [subscribed(address) for address in addresses], rows_of(addresses)
    tight = Ceiling(10, 0.0)
    assert set(reasons_for(lines, rows, layout="plain-people", optouts=tight)) == {"many_subscribers"}
    assert reasons_for(lines[:10], rows, layout="plain-people", optouts=tight) == {}
    assert reasons_for(lines, rows, optouts=tight) == {}


def test_a_list_of_customers_in_parts_is_held_at_the_ceiling_of_one_file() -> None:
    rows = [row(address, key) for key, address in enumerate(people(30))]
    lines = [optout(address, rule="said:optouts/") for address in people(30)]
    held = reasons_for(lines, rows, memory=Memory(by_name=21), optouts=Ceiling(50, 0.0))
    assert (held["many_in_parts"]["count"], held["many_in_parts"]["here"]) == (51, 30)
    assert reasons_for(lines, rows, memory=Memory(by_name=20), optouts=Ceiling(50, 0.0)) == {}
    spoken = [optout(address) for address in people(30)]
    assert reasons_for(spoken, rows, memory=Memory(by_name=100), optouts=Ceiling(50, 0.0)) == {}
