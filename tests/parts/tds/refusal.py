"""Errors the client is told: SQL Server's numbers for what SQLite says."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence

from tests.parts.tds.types import Result

_ERRORS: Sequence[tuple[str, int, int]] = (
    (r"UNIQUE constraint failed", 2_627, 14),
    (r"NOT NULL constraint failed", 515, 16),
    (r"no such table", 208, 16),
    (r"no such column", 207, 16),
    (r"database (table )?is locked", 1_222, 16),
)
"""What SQLite says, and the number and severity of what SQL Server would (sys.messages)."""


class Refused(Exception):
    """An error the client is told: number, text, severity, and the results that come before it."""

    def __init__(self, number: int, text: str, severity: int = 16) -> None:
        super().__init__(text)
        self.number, self.severity = number, severity
        self.results: Sequence[Result] = ()


def refusal(problem: sqlite3.Error) -> Refused:
    """Return what SQL Server would say instead."""
    for words, number, severity in _ERRORS:
        if re.search(words, str(problem)):
            return Refused(number, str(problem), severity)
    return Refused(50_000, str(problem))
