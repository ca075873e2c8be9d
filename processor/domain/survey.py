"""One look through all customers: who is new for the newsletter server, and who said no but is YES again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from processor.domain.address import matches
from processor.domain.batch import frame, only
from processor.domain.crowd import Crowd
from processor.domain.digest import DIGEST, ROW_DIGEST, together
from processor.domain.effects import Effect, action, as_json
from processor.domain.packed import Gathered, Portions, in_portions
from processor.domain.plan import CHANGES

if TYPE_CHECKING:
    import pandas as pd

    from processor.domain.digest import Mask


RISEN = "guard:resurrection"
"""Rule of the changes that set a row to NO again whose person said no."""

COMPLETED = "guard:completed"
"""Rule of those where flag and blacklist disagreed: a NO before and after."""

NO_AGAIN = (RISEN, COMPLETED)
"""Both: what the guard does for people who said no."""

WORKINGS = (
    *("target", "key", "column", "alone", "flag", "flag_at", "flag_value", "faulty", "bounce_value"),
    *(DIGEST, ROW_DIGEST),
)
"""Columns of customers that say how they stand in the ERP; what is handed over is the rest."""


@dataclass(frozen=True)
class Standing:
    """What the ledger holds against or for addresses, all canonical.

    `said_no` may never be YES in the ERP; `kept_out` may be in no export (suppressed for any reason, or named in a
    held file) and contains `said_no`; `known` are at the newsletter server already; `quarantined` were marked faulty
    long enough ago that the rows marked so may be deleted.
    """

    said_no: Crowd
    kept_out: Crowd
    known: Crowd
    quarantined: Crowd = field(default_factory=lambda: Crowd.of(()))


class Survey:
    """Collects over the chunks of all customers: of who is new, packed, what is handed over, and of others nothing.

    After every chunk was added: `customers` rows with an address were seen, `repairs()` are flags to set to NO again
    and deletions that quarantine has confirmed, `new_subscribers()` are the people to export. Digests narrow down;
    whoever is repaired or exported was compared by his address.
    """

    def __init__(self, standing: Standing, *, exclude: Sequence[str], effects: Mapping[str, Effect]) -> None:
        self._standing = standing
        self._exclude = exclude
        self._effects = effects
        self._repairs: list[pd.DataFrame] = []
        self._candidates, self._unwilling = Gathered(), Gathered()
        self.customers = 0

    def add(self, chunk: pd.DataFrame) -> None:
        """Look through one chunk of the gateway's customers, which has digests."""
        standing, addresses, numbers = self._standing, chunk["canonical"], chunk[DIGEST].to_numpy()
        self.customers += len(together([chunk[ROW_DIGEST].to_numpy()]))
        flag, faulty = chunk["flag"], chunk["faulty"].to_numpy(dtype=bool)
        self._note(risen, _of(chunk, standing.said_no, (flag != "no").to_numpy(dtype=bool)))
        self._note(self._deletions, _of(chunk, standing.quarantined, faulty))
        unknown = (addresses != "").to_numpy(dtype=bool) & ~standing.known.maybe(numbers)
        unwilling = unknown & ((flag != "yes").to_numpy(dtype=bool) | faulty)
        self._unwilling.add(chunk.loc[unwilling, ["canonical"]], numbers[unwilling])
        willing = self._may(chunk[unknown & ~unwilling])
        self._candidates.add(handed_over(willing), willing[DIGEST].to_numpy())

    def _note(self, changes: Callable[[pd.DataFrame], pd.DataFrame], rows: pd.DataFrame) -> None:
        if len(rows) and len(found := changes(rows)):
            self._repairs.append(found)

    def _may(self, willing: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of people that the ledger and the settings do not keep out."""
        out = self._standing.kept_out.among(willing["canonical"], willing[DIGEST].to_numpy())
        willing = willing[~out]
        if not self._exclude:
            return willing
        return only(willing, (not matches(address, self._exclude) for address in willing["canonical"].tolist()))

    def new_subscribers(self) -> Portions:
        """Return one row for each address to export, in the order of the targets and their rows, portion by portion.

        An address that is YES in one row and not YES, or faulty, in another is not eligible: NO wins.
        """
        unwilling = self._unwilling.addresses_like(self._candidates.numbers())
        return Portions(lambda: in_portions(self._candidates.each_once(but=unwilling)))

    def repairs(self) -> pd.DataFrame:
        """Return changes (columns CHANGES) that keep promises the ERP has broken since."""
        import pandas as pd

        if self._repairs:
            return pd.concat(self._repairs, ignore_index=True)
        return frame(dict.fromkeys(CHANGES, ()), CHANGES)

    def risen_rows(self) -> int:
        """Return how many rows were not NO at all though their person said no."""
        return sum(int((part["rule"] == RISEN).sum()) for part in self._repairs)

    def _deletions(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Deletions for marked addresses whose quarantine is over: nobody corrected them."""
        actions = [
            action(self._effects[target], flag, marked=True, alone=alone, confirmed=True)
            for target, flag, alone in zip(rows["target"], rows["flag"], rows["alone"], strict=True)
        ]
        rows = rows.assign(action=actions, before=as_json(rows["email"]))
        rows = rows.assign(reason="quarantine", line=0, rule="guard:quarantine")
        return frame(rows[rows["action"] != ""], CHANGES)


def quarantine_end(days: int, now: datetime) -> datetime | None:
    """Return the moment before which a faulty address must have been marked to count as confirmed; None: never."""
    return now - timedelta(days=days) if days else None


def risen(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the changes (columns CHANGES) that set rows to NO again, given rows of people who said no."""
    rows = rows[rows["flag"] != "no"].drop_duplicates(["target", "key", "flag_at"])
    rule = rows["flag"].eq("half").map({True: COMPLETED, False: RISEN})
    rows = rows.assign(action="set_no", before=rows["flag_value"], reason="optout", line=0, rule=rule)
    return frame(rows, CHANGES)


def handed_over(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with the columns that an export is made of."""
    return rows.drop(columns=[name for name in WORKINGS if name in rows])


def _of(chunk: pd.DataFrame, crowd: Crowd, which: Mask) -> pd.DataFrame:
    """Return those rows of a chunk whose address is one of a crowd."""
    rows = chunk[which] if which.any() and len(crowd.numbers) else chunk[:0]
    return rows[crowd.among(rows["canonical"], rows[DIGEST].to_numpy())]
