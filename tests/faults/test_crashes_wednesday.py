"""The day of the lists, the moves and the whole list of subscribers, killed at every step that the test finds in it."""

from __future__ import annotations

from tests.faults.story import Story
from tests.faults.sweep import deaths, every_step, pairs


def test_a_death_before_any_step_leaves_every_effect_exactly_once(wednesday: Story) -> None:
    points = every_step(wednesday)
    assert len(points) > 100
    assert "\n".join(deaths(wednesday, ([point] for point in points))) == ""


def test_two_deaths_in_a_row_leave_every_effect_exactly_once(wednesday: Story) -> None:
    assert "\n".join(deaths(wednesday, pairs(wednesday, many=10, seed=7))) == ""
