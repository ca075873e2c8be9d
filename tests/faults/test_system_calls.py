"""Deaths below Python: strace kills at single system calls, also in the middle of a commit that SQLite writes."""

from __future__ import annotations

import random
import re
import signal
from collections import Counter
from pathlib import Path

import pytest

from tests.faults.story import Story
from tests.faults.sweep import ALL

CALLS = ("rename", "renameat", "renameat2", "link", "linkat", "unlink", "unlinkat", "mkdir", "mkdirat")
CALLS += ("ftruncate", "pwrite64", "write", "fsync", "fdatasync", "connect", "sendto")
_CALL = re.compile(r"^(?:\[pid +\d+\] |\d+ +)?(\w+)\((.*)")


def traced(story: Story, notes: Path) -> list[tuple[str, int, str]]:
    """Live through the day once; return each call that changes something: name, how manieth of its name, the rest."""
    story.begin()
    life, _ = story.lives.live_traced(
        story.world / "abgleich.toml",
        story.now,
        ["-y", "-o", str(notes), "-e", "trace=" + ",".join(f"?{name}" for name in CALLS)],
    )
    assert life.well
    found, counts = [], Counter[str]()
    for line in notes.read_text(errors="surrogateescape").splitlines():
        if call := _CALL.match(line):
            counts[call[1]] += 1
            found.append((call[1], counts[call[1]], call[2]))
    return [one for one in found if str(story.world) in one[2] or one[0] in ("connect", "sendto")]


def deaths(story: Story, calls: list[tuple[str, int, str]]) -> list[str]:
    """Die at each call, go on plainly, and return all complaints of the judge."""
    complaints = []
    for name, number, rest in calls:
        story.begin()
        rule = ["-o", "/dev/null", "-e", f"trace={name}", "-e", f"inject={name}:signal=KILL:when={number}"]
        life, _ = story.lives.live_traced(story.world / "abgleich.toml", story.now, rule)
        seen = story.end(again=False)
        if life.signal != signal.SIGKILL:
            seen.complaints.append(f"nothing was killed: {life}")
        if seen.repeats > 1:
            seen.complaints.append(f"{seen.repeats} mails came again")
        complaints += [f"{name} {number} {rest[:80]}: {what}" for what in seen.complaints]
    return complaints


@pytest.mark.parametrize("day", ["monday", "tuesday"])
def test_a_death_at_a_single_system_call_leaves_every_effect_exactly_once(
    day: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    story: Story = request.getfixturevalue(day)
    calls = traced(story, tmp_path / "calls")
    of_erp = [call for call in calls if "/erp.sqlite" in call[2]]
    others = [call for call in calls if call not in of_erp]
    assert len(of_erp) > 10
    assert len(others) > 200
    chosen = calls if ALL else random.Random(3).sample(of_erp, 5) + random.Random(5).sample(others, 5)
    assert "\n".join(deaths(story, chosen)) == ""
