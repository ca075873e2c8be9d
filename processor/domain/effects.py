"""What an address fault does to each ERP row that holds the address, by the target's own rule."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from processor.domain.batch import frame
from processor.domain.plan import CHANGES

if TYPE_CHECKING:
    import pandas as pd

DETAIL_OF: Mapping[str, str] = {
    "mark": "marked",
    "count": "marked",
    "clear": "cleared",
    "set_no": "set_no",
    "delete_row": "deleted",
}
"""What a line that led to an action is said to have done (words: detail)."""


@dataclass(frozen=True)
class Effect:
    """What a target does with an address that bounced for good, see BounceSettings in the configuration."""

    action: str = "none"  # mark | count | clear | set_no | none
    then: str = "nothing"  # nothing | clear | delete_row, after confirmation


def bounce_changes(
    faulty: pd.DataFrame, holders: pd.DataFrame, confirmed: set[str], effects: Mapping[str, Effect]
) -> pd.DataFrame:
    """Return the changes (columns CHANGES) for faulty addresses.

    `faulty` has canonical, bounce_class, line and rule, one row an address; `holders` are the ERP rows. The first
    stage comes where a row is not marked yet; the second only for `confirmed` addresses whose rows are.
    """
    causes = faulty[["canonical", "bounce_class", "line", "rule"]].rename(columns={"bounce_class": "reason"})
    hit = holders.merge(causes, on="canonical")
    hit["action"] = [
        action(effects[target], flag, marked=marked, alone=alone, confirmed=address in confirmed)
        for target, flag, marked, alone, address in zip(
            hit["target"], hit["flag"], hit["faulty"], hit["alone"], hit["canonical"], strict=True
        )
    ]
    before = as_json(hit["email"]).mask(hit["action"].isin(("mark", "count")), hit["bounce_value"])
    hit["before"] = before.mask(hit["action"] == "set_no", hit["flag_value"])
    return frame(hit[hit["action"] != ""], CHANGES)


def as_json(cells: pd.Series[str]) -> pd.Series[str]:
    """Return raw cells as the before-images of changes that empty them or delete their row."""
    return cells.map(json.dumps).astype("str")


def action(effect: Effect, flag: str, *, marked: bool, alone: bool, confirmed: bool) -> str:
    """Return what to do with one ERP row whose address is faulty, "" for nothing.

    A cell that holds other addresses too is never emptied and its row never deleted.
    """
    first_done = {"mark": marked, "count": marked, "set_no": flag == "no", "none": True, "clear": False}[effect.action]
    if not first_done:
        return effect.action if alone or effect.action != "clear" else ""
    if confirmed and alone and effect.then in ("clear", "delete_row"):
        return effect.then
    return ""
