"""Is a file a snapshot: the newsletter server's whole list of subscribers at one moment? And who was what there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from processor.domain.batch import distinct
from processor.domain.plan import SAID_NO

if TYPE_CHECKING:
    import pandas as pd

MOST = 0.5
"""A list of which more than this share of the people are subscribed tells who is subscribed; others tell who is not."""

SHRUNKEN = 0.5
"""With less than this share of the people who were active before, it is taken for a part of the list, not for all."""

WHILE = timedelta(days=30)
"""How long a larger list keeps a shrunken one from being taken for the whole."""

_STANDING = ("applied", "already", "in_advance")


@dataclass(frozen=True)
class Snapshot:
    """One whole list: `drop_id` brought it, `source` is the layout that claimed it, `before` when the one before came.

    `active` is the number of people who were subscribed.
    """

    drop_id: str
    name: str
    source: str
    at: datetime
    active: int
    before: datetime | None = None


@dataclass(frozen=True)
class There:
    """Who was what on the newsletter server, all canonical; `active` holds nobody who is in `out` or `faulty`.

    `named` are all people the lists name in any state.
    """

    active: set[str]
    out: set[str]
    faulty: set[str]
    named: set[str]


def actives(rows: pd.DataFrame) -> int:
    """Given the rows of a batch, return how many people are subscribed if that is what most of them are, else 0."""
    people = rows["canonical"] != ""
    subscribed = distinct(rows.loc[people & (rows["event"] == "subscribed"), "canonical"])
    return len(subscribed) if len(subscribed) > MOST * rows.loc[people, "canonical"].nunique() else 0


def shrunken(active: int, last: Snapshot | None, now: datetime) -> bool:
    """Whether a list with so many active people is rather a part of the whole that the last one showed."""
    return last is not None and active < SHRUNKEN * last.active and now - last.at < WHILE


def there(lines: Iterable[tuple[str, str, str]]) -> There:
    """Given canonical, event and outcome of the lines of all snapshots, return who is what there; NO wins.

    A bounce that counts against nobody is no state of its own.
    """
    active, out, faulty, named = set[str](), set[str](), set[str](), set[str]()
    for canonical, event, outcome in lines:
        named.add(canonical)
        if event == "subscribed":
            active.add(canonical)
        elif event in SAID_NO:
            out.add(canonical)
        elif event == "bounce" and outcome in _STANDING:
            faulty.add(canonical)
    return There(active - out - faulty, out, faulty, named)
