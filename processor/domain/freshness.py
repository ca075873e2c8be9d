"""How fresh an export is: what was known of opt-outs when it was drawn, and what was still waiting then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Freshness:
    """How fresh one export is.

    `known_until`: whatever had been read by then is in it. `last_name` and `last_at` are the last file with opt-outs
    and when it came, "" and None where there was none. `held` files waited for a decision (their people are not in
    the export), `waiting` lay in the drop folder, `refused` were refused lately and have not come again.
    """

    number: int
    known_until: datetime
    last_name: str
    last_at: datetime | None
    held: int
    waiting: int
    written_at: datetime | None = None
    refused: int = 0

    @property
    def safe(self) -> bool:
        """Whether nothing was waiting or refused that may hold somebody's no."""
        return self.last_at is not None and not (self.held or self.waiting or self.refused)
