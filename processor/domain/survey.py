"""One look through all customers: who is new for the newsletter server, and who said no but is YES again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from processor.domain.address import matches
from processor.domain.batch import among, frame, only
from processor.domain.effects import Effect, action, as_json
from processor.domain.plan import CHANGES

if TYPE_CHECKING:
    import pandas as pd


RISEN = "guard:resurrection"
"""Rule of the changes that set a row to NO again whose person said no."""

COMPLETED = "guard:completed"
"""Rule of those where flag and blacklist disagreed: a NO before and after."""

NO_AGAIN = (RISEN, COMPLETED)
"""Both: what the guard does for people who said no."""


@dataclass(frozen=True)
class Standing:
    """What the ledger holds against or for addresses, all canonical.

    `said_no` may never be YES in the ERP; `kept_out` may be in no export (suppressed for any reason, or named in a
    held file) and contains `said_no`; `known` are at the newsletter server already; `faulty_since` is for quarantine.
    """

    said_no: set[str]
    kept_out: set[str]
    known: set[str]
    faulty_since: Mapping[str, datetime] = field(default_factory=dict)


class Survey:
    """Collects over the chunks of all customers; memory grows with what is found, not with the ERP.

    After every chunk was added: `customers` rows with an address were seen, `repairs()` are flags to set to NO again
    and deletions that quarantine has confirmed, `new_subscribers()` are the people to export.
    """

    def __init__(self, standing: Standing, *, exclude: Sequence[str], effects: Mapping[str, Effect]) -> None:
        self._standing = standing
        self._exclude = exclude
        self._effects = effects
        self._repairs: list[pd.DataFrame] = []
        self._candidates: list[pd.DataFrame] = []
        self._not_eligible: set[str] = set()
        self.customers = 0

    def add(self, chunk: pd.DataFrame, quarantined_before: datetime | None = None) -> None:
        """Look through one chunk of the gateway's customers; rows marked faulty before that moment may be deleted."""
        self.customers += len(chunk.drop_duplicates(["target", "key"]))
        self._repairs.append(risen(chunk, self._standing.said_no))
        if quarantined_before is not None:
            self._repairs.append(self._confirmed_by_quarantine(chunk, quarantined_before))
        usable = (chunk["canonical"] != "") & ~among(chunk["canonical"], self._standing.known)
        unwilling = usable & ((chunk["flag"] != "yes") | chunk["faulty"])
        self._not_eligible.update(chunk.loc[unwilling, "canonical"].tolist())
        willing = usable & ~unwilling & ~among(chunk["canonical"], self._standing.kept_out)
        self._candidates.append(chunk[willing].drop_duplicates("canonical"))

    def new_subscribers(self) -> pd.DataFrame:
        """Return one row for each address to export, in the order of the targets and their rows.

        An address that is YES in one row and not YES, or faulty, in another is not eligible: NO wins.
        """
        import pandas as pd

        if not self._candidates:
            return pd.DataFrame(columns=["canonical"])
        found = pd.concat(self._candidates, ignore_index=True).drop_duplicates("canonical")
        found = found[~among(found["canonical"], self._not_eligible)]
        excluded = [matches(address, self._exclude) for address in found["canonical"].tolist()]
        return only(found, (not out for out in excluded)).reset_index(drop=True)

    def repairs(self) -> pd.DataFrame:
        """Return changes (columns CHANGES) that keep promises the ERP has broken since."""
        import pandas as pd

        parts = [part for part in self._repairs if len(part)]
        return pd.concat(parts, ignore_index=True) if parts else frame(dict.fromkeys(CHANGES, ()), CHANGES)

    def risen_rows(self) -> int:
        """Return how many rows were not NO at all though their person said no."""
        return sum(int((part["rule"] == RISEN).sum()) for part in self._repairs)

    def _confirmed_by_quarantine(self, chunk: pd.DataFrame, before: datetime) -> pd.DataFrame:
        """Deletions for addresses that have been marked long enough without anybody correcting them."""
        long_enough = {address for address, since in self._standing.faulty_since.items() if since < before}
        rows = chunk[among(chunk["canonical"], long_enough)]
        actions = [
            action(self._effects[target], flag, marked=marked, alone=alone, confirmed=True) if marked else ""
            for target, flag, marked, alone in zip(
                rows["target"], rows["flag"], rows["faulty"], rows["alone"], strict=True
            )
        ]
        rows = rows.assign(action=actions, before=as_json(rows["email"]))
        rows = rows.assign(reason="quarantine", line=0, rule="guard:quarantine")
        return frame(rows[rows["action"] != ""], CHANGES)


def quarantine_end(days: int, now: datetime) -> datetime | None:
    """Return the moment before which a faulty address must have been marked to count as confirmed; None: never."""
    return now - timedelta(days=days) if days else None


def risen(customers: pd.DataFrame, said_no: set[str]) -> pd.DataFrame:
    """Return the changes (columns CHANGES) that set rows to NO again whose people said no."""
    rows = customers[among(customers["canonical"], said_no) & (customers["flag"] != "no")]
    rows = rows.drop_duplicates(["target", "key", "flag_at"])
    rule = rows["flag"].eq("half").map({True: COMPLETED, False: RISEN})
    rows = rows.assign(action="set_no", before=rows["flag_value"], reason="optout", line=0, rule=rule)
    return frame(rows, CHANGES)
