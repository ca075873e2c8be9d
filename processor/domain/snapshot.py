"""Is a file a snapshot: the newsletter server's whole list of subscribers at one moment? And who was what there."""

from __future__ import annotations

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


def state(event: str, outcome: str) -> str:
    """Return what a line says of somebody: "active", "out", "faulty", or "other" for no state of its own.

    That is a bounce which counts against nobody, for example.
    """
    if event == "subscribed":
        return "active"
    if event in SAID_NO:
        return "out"
    return "faulty" if event == "bounce" and outcome in _STANDING else "other"


def there(active: set[str], out: set[str], faulty: set[str], other: set[str]) -> There:
    """Given the people of all snapshots by what a line says of them, return who is what there; NO wins."""
    return There(active - out - faulty, out, faulty, named=active | out | faulty | other)
