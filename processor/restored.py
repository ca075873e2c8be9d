"""An older ledger was put back from a backup: what was worked through since is taken up again from done/."""

from __future__ import annotations

from collections.abc import Collection

from processor.parts import Parts
from processor.post.outbox import tell_about_fault
from processor.report.undone import RECEIPT

NOT_DONE = ("", "claimed", "held")
"""States, "" where the ledger has no such file, that a file in done/ has only by a ledger of an earlier day."""


def take_up_forgotten(parts: Parts) -> None:
    """Claim again the files in done/ that the ledger does not know to be done, and tell people; repeatable.

    Applying a file again changes nothing that stands, and without it who said no in it would be forgotten. A file that
    was undone stays as it is, and so does what lay there before the ledger began: a new one is no older one. Of its
    first day that may be any file it does not know, one it was tried out with. Raise ZoneUnavailable where the drop
    folder is away.
    """
    if (beginning := parts.ledger.figures.beginning()) is None:
        return

    first = beginning.astimezone(parts.zone).date().isoformat()

    def forgotten(day: str, ids: Collection[str]) -> list[str]:
        states = parts.ledger.drops.states(ids)
        states = states if day == first else {**dict.fromkeys(ids, ""), **states}
        return [drop_id for drop_id in ids if states.get(drop_id) in NOT_DONE]

    if again := parts.dropzone.take_up(first, RECEIPT, forgotten):
        fault = parts.ledger.watchbook.fault_begins("older", ("older", {"count": len(again)}), parts.now())
        tell_about_fault("older", fault, parts)
