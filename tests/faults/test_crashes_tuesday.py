"""The day of decisions, repairs and late mails, killed at every step that the test finds in it."""

from __future__ import annotations

from tests.faults.story import Story
from tests.faults.sweep import deaths, every_step, pairs


def test_a_death_before_any_step_leaves_every_effect_exactly_once(tuesday: Story) -> None:
    points = every_step(tuesday)
    assert len(points) > 100
    assert "\n".join(deaths(tuesday, ([point] for point in points))) == ""


def test_two_deaths_in_a_row_leave_every_effect_exactly_once(tuesday: Story) -> None:
    assert "\n".join(deaths(tuesday, pairs(tuesday, many=10, seed=7))) == ""
