"""An old export instead of the new one, and an export that shrank: judged by the earlier files of the same source."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from processor.domain.earlier import ACTING, Earlier, Memory, kind_of
from processor.domain.receipt import Worded

if TYPE_CHECKING:
    from processor.domain.plan import Plan

FEW = 5
"""A file with fewer entries is never called an old one: whoever types a few addresses twice does no harm."""
MISSING = 3
"""So many newer entries must be missing: one who subscribed again disappears from a full export rightly."""
NEARLY_ALL = 0.9
"""This share of a file's entries stood in another: it is that file again, or an older state of it."""
TOGETHER = timedelta(hours=1)
"""Files dropped within this time were dropped on purpose, in whatever order they were read."""

SEVERAL, MANY = 3, 5
"""So many earlier files make a habit of full exports; so many one of files that are never empty."""
LARGE = 20
"""Habits are only seen in files with at least so many lines: a quiet week is none."""
LAST = 10
"""Habits are those of so many last files."""
KNOWN = 0.8
"""Files of which this share said nothing new are full exports, written anew each time, that only grow."""
REST = 0.5
"""A full export with fewer than this share of the lines of the least one before has shrunk."""


def old_export(memory: Memory, received: datetime, lines: int) -> list[Worded]:
    """Return the reason to hold a file that is an older export than one of the same source that came before, if it is.

    It is one where a file that came more than an hour before has at least three newer entries that are missing here,
    and nearly all entries of the new file stood in that file (an older state of a full export) or they are exactly
    those of a file before it (last month's file again). Entries without times count as newer where they are missing
    here, and then only the second is certain. Full exports that overlap are no old ones: theirs grow. What a human
    released once passes. `lines` is the number of lines of the file's kind.
    """
    entries = memory.entries
    if entries < FEW or any(file.released and file.shared >= NEARLY_ALL * entries for file in memory.files):
        return []
    for later in memory.files:
        if later.newer < MISSING or received - later.received < TOGETHER:
            continue
        older = [file for file in memory.files if file.received < later.received]
        again = next((file for file in older if file.shared == entries and file.lines == lines), None)
        if memory.dated and again is None and later.shared >= NEARLY_ALL * entries:
            again = later
        if again is not None:
            return [("old_export", _facts(again, later, entries))]
    return []


def _facts(again: Earlier, later: Earlier, entries: int) -> dict[str, object]:
    return {
        "count": entries,
        "shared": again.shared,
        "name": again.name,
        "day": again.received.date().isoformat(),
        "later": later.name,
        "later_day": later.received.date().isoformat(),
        "missing": later.newer,
    }


def shrunken(plan: Plan, memory: Memory) -> list[Worded]:
    """Return the reason to hold a file that is much smaller than its source's habit, if it is.

    A habit are at least three files with 20 lines or more each, of which all but the first said hardly anything new:
    full exports never shrink, so that one with less than half the lines of the least of them was cut off. A file
    with people of its own is another list and not meant. Where files are not full exports, only one without any line
    is held, and only after five that had 20 or more. What a human released once passes.
    """
    rows = plan.rows
    kind = kind_of(rows)
    mine = rows[rows["event"].isin((kind,) if kind else ACTING)]
    lines, known = len(mine), int((mine["outcome"] == "already").sum())
    files = memory.files[:LAST]
    if any(file.released and file.lines <= max(lines, 1) / REST for file in memory.files):
        return []
    least = min((file.lines for file in files), default=0)
    if len(files) < SEVERAL or least < LARGE:
        return []
    full = all(file.known >= KNOWN * file.lines for file in files[:-1])
    cut = full and lines < REST * least and known >= NEARLY_ALL * lines
    if cut or (lines == 0 and len(files) >= MANY):
        return [("shrunken", {"count": lines, "files": len(files), "least": least})]
    return []
