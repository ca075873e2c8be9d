"""Small made-up values with something in every part, to try the templates with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal

from processor.domain.batch import frame
from processor.domain.receipt import CHANGED, ROW_COLUMNS, Counts, Receipt, lines_of
from processor.domain.summary import (
    NUMBERS,
    Conflict,
    Fault,
    FileLine,
    GuardResult,
    NumberRow,
    Proposal,
    Summary,
    WaitingFile,
)
from processor.domain.undo import DONE, OUTCOMES
from processor.report.undone import Undone

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
_CELLS: dict[str, object] = {
    **dict.fromkeys(ROW_COLUMNS, ""),
    "line": 2,
    "address": "maria.muster@example.com",
    "event": "optout",
    "at": NOW,
    "outcome": "applied",
    "detail": "set_no",
    "customers": "customers:1",
}


def receipt(verdict: Literal["done", "refused"]) -> Receipt:
    """Return a receipt of one line, or of a refused file."""
    done = verdict == "done"
    rows = frame({name: [_CELLS[name]] if done else [] for name in ROW_COLUMNS}, ROW_COLUMNS)
    return Receipt(
        id="00000001",
        name="example.csv",
        folder="optouts",
        size=1234,
        digest="0" * 64,
        received=NOW,
        verdict=verdict,
        lines=lines_of(rows, frame(dict.fromkeys(CHANGED, ()), CHANGED)),
        counts=Counts(1, 1) if done else Counts(),
        details={("applied", "set_no"): 1} if done else {},
        customers_changed=int(done),
        reasons=[] if done else [("vanished", {})],
        warnings=[("duplicates", {"count": 1})] if done else [],
        next=[("next_visible", {"at": NOW}) if done else ("next_retry", {})],
    )


def undone() -> Undone:
    """Return a file that was undone, with one change of each ending."""
    cells: dict[str, object] = {**dict.fromkeys(DONE, ""), "id": 1, "line": 2, "target": "customers", "key": "[1]"}
    cells |= {"canonical": "maria.muster@example.com", "action": "set_no", "kept_for": "00000002", "name": "other.csv"}
    columns = {**DONE, "kept_for": "str", "name": "str"}
    rows = frame({name: [cells[name]] * len(OUTCOMES) for name in columns} | {"undone": list(OUTCOMES)}, columns)
    counts: dict[str, int] = dict.fromkeys(OUTCOMES, 1)
    return Undone("00000001", "example.csv", "optouts", NOW, NOW, "maria", NOW, NOW, counts, 1, 1, 1, rows)


def file() -> FileLine:
    """Return a held file as a summary shows it."""
    return FileLine("00000002", "example.csv", "optouts", NOW, "held", "", Counts(read=3, held=3), "held/example.txt")


def fault() -> Fault:
    """Return something that is away."""
    return Fault(("smtp_timeout", {"host": "smtp.example.com", "seconds": 30}), NOW - timedelta(hours=1), None)


def summary() -> Summary:
    """Return a day on which a bit of everything happened."""
    return Summary(
        day=NOW.date(),
        since=NOW - timedelta(days=1),
        until=NOW,
        verdict="attention",
        optouts=1,
        faulty=1,
        exported=1,
        todo=[("decide_held", {"name": "example.csv", "id": "00000002"})],
        held=[file()],
        numbers=[NumberRow(name, 1, 2, 1.5, 10) for name in NUMBERS],
        counts=Counts(read=3, held=3),
        guard=GuardResult(NOW, 10, 100, 0, 0.1),
        slowest_optout_seconds=60.0,
        oldest_waiting_seconds=60.0,
        files=[file()],
        proposals=[Proposal("Kein Postfach", "mailbox_unknown", 12, "bounces.csv"), Proposal("Raus", "", 0, "x.csv")],
        words_file="/var/lib/abgleich/layouts/words.toml",
        waiting=[WaitingFile("example.xlsx", NOW, "settling")],
        conflicts=[Conflict(("unknown_word", {"word": "x", "name": "example.csv", "count": 1}), "a@example.com")],
        faults=[fault()],
        worth_a_call=[("a@example.com", "customers:1", "mailbox_unknown")],
        version="0",
        started=NOW - timedelta(days=1),
        rounds=1,
        last_export=("new-subscribers-000001.csv", 1, NOW),
        suppressions_known_until=NOW,
        free_bytes=10**9,
    )
