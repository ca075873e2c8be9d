"""Lines whose address cell holds no usable address: totals, empty ones and faults, with what they would have meant."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

from processor.domain.address import Address
from processor.domain.batch import Unusable
from processor.layouts.words import fold
from processor.recognise.choose import Claim
from processor.recognise.meaning import Outcome

RAW = 200
"""Characters kept of a rejected address cell in the rows."""

WHOLE = 8_000
"""Characters kept of it for mending: more than an address cell may have, so that a cut one never becomes readable."""

_TOTALS = frozenset(
    fold(word) for word in ("total", "totals", "sum", "Summe", "Gesamt", "Gesamtsumme", "Anzahl", "Insgesamt", "totale")
)
_TOTALS_START = ("recordsfound", "summe", "gesamt", "anzahl", "total", "insgesamt")


def without_address(claim: Claim, line: int, address: Address) -> tuple[str, str]:
    """Return (event, code) of a line whose address cell holds no usable address: a total, nothing, or a fault."""
    for column in claim.table.columns:
        word = fold(column[line])
        if word in _TOTALS or (
            address.fault in ("empty", "no_at") and word.lstrip("0123456789").startswith(_TOTALS_START)
        ):
            return "ignored", "total_row"
        if word:
            break
    return "rejected", "no_address" if address.fault == "empty" else address.fault


def to_mend(address: Address, cell: str, outcome: Outcome) -> Unusable:
    """Return what a line without a usable address would have meant. A part of a cell is mended as that part.

    A part that was cut is given by its whole cell, so that what is mended is what was written.
    """
    text = address.written if address.written and len(address.written) < RAW else cell
    return Unusable(0, text[:WHOLE], outcome.event, outcome.bounce_class, outcome.confident)


def numbered(columns: Sequence[Sequence[Any]]) -> list[Unusable]:
    """Given what each row of each table would have meant (None: nothing to mend), return it with its row's number."""
    return [meant._replace(row=row) for row, meant in enumerate(chain.from_iterable(columns)) if meant is not None]
