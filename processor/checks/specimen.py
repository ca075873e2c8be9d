"""Small made-up values with something in every part, to try the templates with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal

from processor.domain.batch import frame
from processor.domain.receipt import ROW_COLUMNS, Counts, Receipt
from processor.domain.summary import NUMBERS, Conflict, Fault, FileLine, GuardResult, NumberRow, Summary, WaitingFile

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
    return Receipt(
        id="00000001",
        name="example.csv",
        folder="optouts",
        size=1234,
        digest="0" * 64,
        received=NOW,
        verdict=verdict,
        rows=frame({name: [_CELLS[name]] if done else [] for name in ROW_COLUMNS}, ROW_COLUMNS),
        counts=Counts(1, 1) if done else Counts(),
        details={("applied", "set_no"): 1} if done else {},
        customers_changed=int(done),
        reasons=[] if done else [("vanished", {})],
        warnings=[("duplicates", {"count": 1})] if done else [],
        next=[("next_visible", {}) if done else ("next_retry", {})],
    )


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
