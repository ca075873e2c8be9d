"""Undoing one file: what of it goes back, what stays because another file says the same, what nobody can bring back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

from processor.domain.batch import frame, only
from processor.domain.effects import Effect
from processor.domain.plan import CHANGES, SAID_NO
from processor.domain.support import Support, Supports, evidenced, times_of

if TYPE_CHECKING:
    import pandas as pd

Outcome = Literal["restored", "already", "kept", "edited", "gone", "not_restorable"]
OUTCOMES: Sequence[Outcome] = ("restored", "already", "kept", "edited", "gone", "not_restorable")
"""What becomes of one change (words: undo).

restored: the value before is written back. already: it stands there again. kept: another file says the same, or a
held one a no. edited: somebody wrote another value, or another address, since. gone: the row is not there any more.
not_restorable: what was deleted is not in our hands.
"""

REVERSIBLE: Mapping[str, Sequence[str]] = {
    "set_no": SAID_NO,
    "mark": ("bounce",),
    "count": ("bounce",),
    "clear": ("bounce",),
}
"""By action that writing the value before takes back: the reasons for which another file keeps it as it is."""

DONE: Mapping[str, str] = {"id": "int64", **CHANGES, "drop_id": "str", "undone": "str"}
"""Columns of the changes to take back, oldest first; `undone` is what an earlier try made of them, "" without."""


class Standing(NamedTuple):
    """How the ERP row of one change is now."""

    now: Literal["ours", "before", "edited", "gone", "unknown"]  # unknown: no way back is known for this change
    place: str  # the column written; two changes of one row at one place are one
    people: Sequence[str] = ()  # canonical addresses in the row


class Suppressed(NamedTuple):
    """A suppression that the file to be undone made, or one it lifted."""

    canonical: str
    reason: str
    drop_id: str
    since: datetime

    @property
    def key(self) -> tuple[str, str]:
        """Address and reason, by which suppressions are kept apart."""
        return self.canonical, self.reason


@dataclass(frozen=True)
class Reversal:
    """What undoing leads to.

    `changes` has the columns DONE and `outcome`, `kept_for` (the drop, "" without), one row for each change.
    `to_write` (columns CHANGES) is what to write back, one row for each place in the ERP, or for each address that was
    in a cell. Suppressions end (`lifted`),
    rest on another file from now on (`handed_on`), or stand again because their end is undone (`standing_again`).
    `known_by`: canonical address -> the other drop that says it is known to the newsletter server.
    """

    changes: pd.DataFrame
    to_write: pd.DataFrame
    counts: Mapping[str, int]  # places in the ERP by outcome
    lifted: Sequence[tuple[str, str]]
    handed_on: Mapping[tuple[str, str], Support]
    standing_again: Sequence[tuple[str, str]]
    known_by: Mapping[str, str]


def reverse(
    changes: pd.DataFrame,
    standing: Sequence[Standing],
    suppressed: Sequence[Suppressed],
    lines: pd.DataFrame,
    supports: Supports,
    effects: Mapping[str, Effect],
    drop_id: str,
    waiting: Supports | None = None,
) -> Reversal:
    """Return what undoing the drop leads to.

    `changes` (columns DONE) with the `standing` of each, oldest first: of one place in the ERP the last counts, for
    what stood before it is what was there when we wrote last. `lines` are those of other files. What the guard wrote
    for the sake of another file as well is no concern of this one and left out. `waiting` is the no of held files: it
    keeps what stands in the ERP and supports no suppression.
    """
    kept_by = {**(waiting or {}), **supports}
    places = list(zip(changes["target"], changes["key"], (one.place for one in standing), strict=True))
    last = {place: index for index, place in enumerate(places)}
    ended = dict.fromkeys(last, ("", ""))
    whom: dict[tuple[str, str, str], set[str]] = {place: set() for place in last}
    columns = (changes[name].tolist() for name in ("target", "action", "canonical", "undone", "email"))
    targets, actions, canonicals, earlier, cells = columns
    for place, canonical in zip(places, canonicals, strict=True):
        whom[place].add(canonical)
    for place, index in last.items():
        effect = effects.get(targets[index], Effect())
        ended[place] = _outcome(actions[index], whom[place], earlier[index], standing[index], kept_by, effect)
    told = changes.assign(outcome=[ended[place][0] for place in places], kept_for=[ended[place][1] for place in places])
    # All addresses that were taken out of one cell go back into it together.
    restored = [
        ended[place][0] == "restored"
        and (last[place] == index or (actions[index] == "clear" and cells[index] == cells[last[place]]))
        for index, place in enumerate(places)
    ]
    of_files = {place for place, cause in zip(places, changes["drop_id"].tolist(), strict=True) if cause}
    ours = {place for place, (outcome, _) in ended.items() if place in of_files or outcome != "kept"}
    optins = times_of(evidenced(lines))
    again = [one for one in suppressed if one.drop_id != drop_id and _stands_again(one, supports, optins)]
    mine = [one for one in suppressed if one.drop_id == drop_id]
    return Reversal(
        changes=only(told, (place in ours for place in places)),
        to_write=frame(only(told, restored), CHANGES),
        counts=dict(Counter(ended[place][0] for place in ours)),
        lifted=[one.key for one in mine if one.key not in supports],
        handed_on={one.key: supports[one.key] for one in mine if one.key in supports},
        standing_again=[one.key for one in again],
        known_by=_known_by(lines),
    )


def _outcome(
    action: str, named: set[str], undone: str, now: Standing, supports: Supports, effect: Effect
) -> tuple[Outcome, str]:
    """Return what becomes of one place in the ERP, and the drop for which it is kept; `named`: whom it was for."""
    if action not in REVERSIBLE or now.now == "unknown":
        return "not_restorable", ""
    if now.now in ("gone", "edited"):
        return now.now, ""
    reasons = [*REVERSIBLE[action], *(["bounce"] if action == "set_no" and effect.action == "set_no" else [])]
    for address in sorted({*named, *now.people} if action == "set_no" else named):
        for reason in reasons:
            if support := supports.get((address, reason)):
                return "kept", support.drop_id
    if now.now == "before" and undone != "restored":  # written back by us, where an earlier try died after it
        return "already", ""
    return "restored", ""


def _stands_again(one: Suppressed, supports: Supports, optins: Mapping[str, Sequence[datetime]]) -> bool:
    """Return whether a suppression that the file had lifted stands again: no other file proves a later opt-in."""
    return one.key in supports or max(optins.get(one.canonical, ()), default=one.since) <= one.since


def _known_by(lines: pd.DataFrame) -> dict[str, str]:
    alive = lines[lines["event"] == "subscribed"].drop_duplicates("canonical")
    return dict(zip(alive["canonical"].tolist(), alive["drop_id"].tolist(), strict=True))
