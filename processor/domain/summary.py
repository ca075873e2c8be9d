"""What admins are told once a day, and what `abgleich status` shows: the values both are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from processor.domain.freshness import Freshness
from processor.domain.proof import Proof
from processor.domain.receipt import Counts, Worded

NUMBERS = (
    "optouts",
    "complaints",
    "bounces_marked",
    "bounces_deleted",
    "bounces_counted",
    "bounces_ignored",
    "exported",
    "rejected",
)
"""Rows of the numbers table, in this order (words: summary, as "number_<name>")."""


@dataclass(frozen=True)
class NumberRow:
    """One row of the numbers table; the mean is over the seven days before today."""

    name: str  # one of NUMBERS
    today: int
    yesterday: int
    mean: float
    total: int


@dataclass(frozen=True)
class FileLine:
    """One file of the reporting period."""

    id: str
    name: str
    folder: str
    received: datetime
    verdict: str  # done | undone | already | held | refused | discarded | waiting
    layout: str
    counts: Counts
    receipt: str  # where the receipt lies, relative to the drop folder; "" while there is none
    reasons: Sequence[Worded] = ()  # why it is held (words: held) or was refused (words: refused)


@dataclass(frozen=True)
class WaitingFile:
    """A name in the drop folder that is not being worked on, and why (words: waiting)."""

    name: str
    since: datetime
    why: str  # "settling" | "open" | "foreign" | "blocked"


@dataclass(frozen=True)
class Fault:
    """Something of the world that is or was away (words: unavailable)."""

    what: Worded
    since: datetime
    until: datetime | None  # None: still away


@dataclass(frozen=True)
class GuardResult:
    """What the resurrection guard found: no suppressed address may be YES in the ERP or in an export."""

    at: datetime | None  # None: it never ran
    suppressed: int  # addresses it looked for
    customers: int  # ERP rows it looked through
    repaired: int  # rows it set to NO again in the period
    seconds: float


@dataclass(frozen=True)
class Conflict:
    """Something a human should know or decide (words: conflict)."""

    what: Worded
    address: str = ""  # shown masked in mails


@dataclass(frozen=True)
class Proposal:
    """A word nobody knows yet, as a line for the operator's words.toml; nothing is done with it until he writes it."""

    word: str
    means: str  # what codes and text of the same lines suggest, one of layouts.meanings; "" where they say nothing
    lines: int  # 0: the file was refused because of it, so that its lines were not counted
    name: str  # of a file it was in


@dataclass(frozen=True)
class Summary:
    """One daily summary.

    `verdict` decides the subject: ok; attention (a file is held or refused, a conflict); fault (something is away).
    `todo` is what a human must do today, most urgent first (words: todo), empty when nothing.
    `since`/`until` bound the period: from the previous summary to this one, several days after a stand-still.
    `optouts`, `faulty`, `exported`, `held` are the numbers of the subject, for the period.
    """

    day: date
    since: datetime
    until: datetime
    verdict: Literal["ok", "attention", "fault"]
    optouts: int
    faulty: int
    exported: int
    todo: Sequence[Worded]
    held: Sequence[FileLine]
    numbers: Sequence[NumberRow]
    counts: Counts  # lines of all files of the period: the sum that must add up
    guard: GuardResult
    slowest_optout_seconds: float | None  # from arrival of the file to the flag in the ERP; None: no opt-out
    oldest_waiting_seconds: float | None
    files: Sequence[FileLine]
    waiting: Sequence[WaitingFile]
    conflicts: Sequence[Conflict]
    faults: Sequence[Fault]
    worth_a_call: Sequence[tuple[str, str, str]]  # up to 10 newly faulty: address, "target:key", bounce class
    version: str
    started: datetime  # of the service or of this single round
    rounds: int
    last_export: tuple[str, int, datetime] | None  # file name, addresses, time
    suppressions_known_until: datetime | None  # time of the last applied file with opt-outs
    free_bytes: int
    late_by_days: int = 0  # mails of so many days could not be sent in time
    proposals: Sequence[Proposal] = ()
    words_file: str = ""  # where they are to be written
    proof: Proof | None = None  # the last one; None: there was none yet
    fresh: Freshness | None = None  # of the last export
