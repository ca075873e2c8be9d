"""One address is taken out of a cell that holds several; what remains stays as it was written."""

from __future__ import annotations

import re
from collections.abc import Collection

from processor.domain.address import addresses

SEPARATORS = (r"\s*;\s*", r"\s*,\s*", r"\s*[;,]\s*", r"\s*[|/]\s*", r"\s*[\r\n]+\s*", r"\s+")
"""What may stand between addresses, the surest first: blanks and commas are also part of names."""


def without(cell: str, gone: Collection[str]) -> str | None:
    """Return a cell without the given canonical addresses, "" where none is left.

    Order, separators and spelling of the others are kept. None where it cannot be told what belongs to an address:
    then nothing may be changed.
    """
    whole = {address.canonical for address in addresses(cell)}
    if whole <= set(gone):
        return ""
    for separator in SEPARATORS:
        pieces = re.split(f"({separator})", cell)
        parts = list(zip(pieces[::2], [*pieces[1::2], ""], strict=True))
        held = [{address.canonical for address in addresses(text)} if text.strip() else set() for text, _ in parts]
        if len(parts) > 1 and all(len(one) < 2 for one in held) and set().union(*held) == whole:
            kept = [part for part, one in zip(parts, held, strict=True) if not one & set(gone)]
            return "".join(text + between for text, between in kept[:-1]) + kept[-1][0] + parts[-1][1]
    return None
