"""One step fails as a full or broken disk makes it fail; the service lives on and repairs everything by itself."""

from __future__ import annotations

import errno
import random

from tests.faults.story import Story
from tests.faults.sweep import ALL, failures

ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES)


def sampled(story: Story, many: int) -> list[tuple[int, int]]:
    everything = [(step, error) for step in range(1, len(story.steps) + 1) for error in ERRORS]
    return everything if ALL else random.Random(11).sample(everything, many)


def test_a_failure_of_any_step_on_the_first_day_is_repaired_by_later_rounds(monday: Story) -> None:
    assert "\n".join(failures(monday, sampled(monday, 12))) == ""


def test_a_failure_of_any_step_on_the_second_day_is_repaired_by_later_rounds(tuesday: Story) -> None:
    assert "\n".join(failures(tuesday, sampled(tuesday, 12))) == ""


def test_a_failure_of_any_step_on_the_third_day_is_repaired_by_later_rounds(wednesday: Story) -> None:
    assert "\n".join(failures(wednesday, sampled(wednesday, 12))) == ""
