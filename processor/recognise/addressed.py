"""The address column → one row for each address; plain addresses, nearly all of a list, take a short way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from processor.domain.address import Address, addresses_of
from processor.domain.address_syntax import PLAIN, PLAIN_LIMIT
from processor.recognise.unusable import RAW

_PLAIN = re.compile(PLAIN).fullmatch
_ONE = (None,)


@dataclass
class Addressed:
    """By row: addresses as `written` (cut to RAW), their `canonical` form, and where in the column each stands.

    `faulty` are those without a canonical form, each with the number of its row.
    """

    lines: Sequence[int]
    written: list[str] = field(default_factory=list)
    canonical: list[str] = field(default_factory=list)
    faulty: list[tuple[int, Address]] = field(default_factory=list)

    @property
    def spread(self) -> bool:
        """Whether some line has more than one row."""
        return not isinstance(self.lines, range)


def addressed(cells: Sequence[str]) -> Addressed:
    """Given the cells of the address column, return the addresses in them, at least one for each cell."""
    odd = addresses_of({cell for cell in cells if len(cell) > PLAIN_LIMIT or not _PLAIN(cell)})
    found = Addressed(range(len(cells)))
    written, canonical = found.written.append, found.canonical.append
    for cell in cells:
        if cell not in odd:
            lower = cell.lower()
            written(cell)
            canonical(cell if cell == lower else lower)  # one object where both are the same
            continue
        for address in odd[cell]:
            if address.fault:
                found.faulty.append((len(found.written), address))
            written((address.written or cell)[:RAW])
            canonical(address.canonical)
    if any(len(addresses) != 1 for addresses in odd.values()):
        found.lines = [line for line, cell in enumerate(cells) for _ in odd.get(cell, _ONE)]
    return found
