"""Dies at given steps of a story, lets it go on plainly, and hears the judge."""

from __future__ import annotations

import errno
import os
import random
import re
import signal
from collections.abc import Iterable, Sequence

from tests.faults.story import Story

ALL = os.environ.get("ABGLEICH_FAULTS") == "all"
"""Set for every step and every pair of steps: hours instead of a minute."""

TURNS = 8
"""Turns of the service that are enough to repair what one failure did."""

STARTED = 6
"""Steps until the service is up: its folders, its lock and its ledger."""

_RANDOM = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{8}\b|size=\d+")
"""Our numbers, and the size of mails, for durations stand in them."""


def every_step(story: Story) -> list[int]:
    """Return the number of every step. Syncs are left to the tests of failing disks: they lose nothing by a death."""
    numbered = enumerate(story.steps, start=1)
    return [number for number, name in numbered if ALL or not name.startswith(("fsync", "fdatasync"))]


def pairs(story: Story, many: int, seed: int) -> list[tuple[int, int]]:
    """Return pairs of steps: the first death in the day, the second in the life after, which is at least as long."""
    last = len(story.steps)
    everything = [(first, second) for first in range(1, last + 1) for second in range(1, last - first + 6)]
    return everything if ALL else random.Random(seed).sample(everything, many)


def deaths(story: Story, points: Iterable[Sequence[int]]) -> list[str]:
    """Die at each point, one death in each of its lives, go on plainly, and return all complaints of the judge.

    At every eighth point one more life is lived in the end, which must change nothing.
    """
    complaints: list[str] = []
    for number, point in enumerate(points):
        story.begin()
        struck = [story.live(at=at) for at in point]
        seen = story.end(again=number % 8 == 0)
        told = [life.steps[-1] if life.steps else "" for life in struck]
        if any(life.signal != signal.SIGKILL for life in struck):
            seen.complaints.append(f"nothing was killed: {struck}")
        if as_step(told[0]) != as_step(story.steps[point[0] - 1]):
            seen.complaints.append(f"the life differs from the clean one: {story.steps[point[0] - 1]}")
        # Between the server's OK and our note of it nobody can know: the mail comes again, the same to the byte.
        unknown = sum("smtplib.send quit" in life.steps for life in struck)
        if seen.repeats != unknown:
            seen.complaints.append(f"{seen.repeats} mails came again")
        complaints += [f"death before {' and '.join(told)} {point}: {what}" for what in seen.complaints]
        if len(complaints) > 20:
            break
    return complaints


def as_step(name: str) -> str:
    """Return a step without what differs from life to life."""
    return _RANDOM.sub("…", name)


def failures(story: Story, points: Iterable[tuple[int, int]]) -> list[str]:
    """Let the service meet one failure at each point (step, errno) and go on for some turns; return all complaints."""
    complaints: list[str] = []
    for at, error in points:
        story.begin()
        life = story.live(at=at, error=error, turns=TURNS)
        # What fails before the service is up ends it with an error, and whoever started it starts it again.
        seen = story.end(done=story.rounds if life.well else 0, troubled=True)
        told = f"{errno.errorcode[error]} at {at}, {life.steps[-1] if life.steps else 'nothing'}"
        if life.signal or not life.steps or not (life.well or at <= STARTED):
            seen.complaints.append(f"the service ended: {life}")
        complaints += [f"{told}: {what}" for what in seen.complaints]
        if len(complaints) > 20:
            break
    return complaints
