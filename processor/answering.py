"""Files fetched from a server get their receipts beside them there, once they rest here."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from dropzone.errors import ZoneUnavailable
from processor.report.receipt import receipt_files
from processor.telling import VERDICTS, receipt_of

if TYPE_CHECKING:
    from processor.parts import Parts

log = logging.getLogger("abgleich")


def answer(parts: Parts) -> None:
    """Put what is owed; a held file gets a receipt that says so, and another one when it was decided about.

    Where the server is away, or lets nothing be written, it is tried again by the next round and stops nothing: here
    the receipts lie already.
    """
    answers = parts.inlet.answers if parts.inlet else None
    if answers is None:
        return
    try:
        for drop_id, told in answers.owed().items():
            state = parts.ledger.drops.state(drop_id)
            if not state or (entry := parts.ledger.drops.get(drop_id)).rested_at is None:
                continue
            if state in VERDICTS and state != told:
                answers.send(drop_id, state, receipt_files(receipt_of(entry, parts), parts.words, parts.zone))
            if state != "held":
                answers.forget(drop_id)
    except ZoneUnavailable as problem:
        log.warning("a receipt could not be put on the SFTP server and is tried again: %s", problem.code)
