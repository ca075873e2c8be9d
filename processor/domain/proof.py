"""What the nightly proof found: is anybody who said no YES in the ERP, in an export, or active on the last list?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Proof:
    """One proof over all customers, the exports of the last days and the newsletter server's last list.

    Looked through: `customers` rows, `exports` files, `subscribers` active people of the last list, for `suppressed`
    addresses. Found: `rows` that were YES, of which `repaired` were set to NO; `mailed` people exported after their
    no was known; `active` ones on the last list. `drift` counts how the sides differ, by class; `listed_at` is when
    the last list came, None where none ever did. `seconds` is how long it took.
    """

    at: datetime
    suppressed: int
    customers: int
    exports: int
    subscribers: int
    rows: int
    repaired: int
    mailed: int
    active: int
    seconds: float
    listed_at: datetime | None = None
    drift: Mapping[str, int] = field(default_factory=dict)

    @property
    def kept(self) -> bool:
        """Whether nobody was found."""
        return not (self.rows or self.mailed or self.active)
