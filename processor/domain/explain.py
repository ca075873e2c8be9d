"""What one address's history comes to: does this person get the newsletter, since when not, and because of what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from processor.domain.consent import SAYS_NO
from processor.domain.plan import SAID_NO
from processor.domain.receipt import Worded

Record = Mapping[str, Any]

AFTER: Mapping[str, str] = {"set_no": "no", "mark": "faulty", "clear": "", "delete_row": ""}
"""By action: what the ERP said afterwards, in our words; nothing where the address or its row was removed."""


@dataclass(frozen=True)
class Known:
    """What is known about one address: `erp` are its rows in the ERP now (columns CUSTOMERS), None while it is away.

    The others are records of the ledger, in the order they came: `lines` with their file, `changes`, `suppressions`,
    `known` (since when the newsletter server has it), `exports`, `undone` files. Changes in the targets `by_hand` were
    not written but put on a work list; `repairs`: the guard sets to NO again who said no, and does not only report it.
    """

    lines: Sequence[Record]
    changes: Sequence[Record]
    suppressions: Sequence[Record]
    known: Sequence[Record]
    exports: Sequence[Record]
    undone: Sequence[Record]
    erp: Sequence[Record] | None
    by_hand: frozenset[str] = frozenset()
    repairs: bool = True

    @property
    def nothing(self) -> bool:
        """Whether neither we nor the ERP, as far as it can be asked, have anything about the address."""
        return not (self.lines or self.changes or self.suppressions or self.known or self.exports or self.erp)


def verdict(known: Known) -> list[Worded]:
    """Return what holds for the address now, the weightiest first, at least one sentence (words: explain)."""
    out = [_out(one) for one in _active(known) if one["reason"] in SAID_NO]
    out += [_out(one) for one in _active(known) if one["reason"] not in SAID_NO]
    waiting = [line for line in known.lines if line["state"] == "held" and line["outcome"] == "held"]
    files = dict.fromkeys((line["drop_id"], line["name"]) for line in waiting)
    out += [("out_held", {"name": name, "id": drop_id}) for drop_id, name in files]
    return out or [_in_erp(known)]


def conflicts(known: Known) -> list[Worded]:
    """Return where ERP, files and abgleich contradict each other, or did (words: explain)."""
    told: list[Worded] = []
    rows = known.erp or ()
    if any(one["reason"] in SAID_NO for one in _active(known)):
        risen = [row for row in rows if row["flag"] not in SAYS_NO]
        theirs = [place(row) for row in risen if row["target"] in known.by_hand]
        ours = [place(row) for row in risen if row["target"] not in known.by_hand]
        told += [("yes_over_no" if known.repairs else "yes_over_no_reported", {"rows": ours})] if ours else []
        told += [("yes_over_no_by_hand", {"rows": theirs})] if theirs else []
    if {"yes", "no"} <= {"no" if row["flag"] == "half" else row["flag"] for row in rows}:
        told.append(("flags_differ", {}))
    if half := [place(row) for row in rows if row["flag"] == "half"]:
        told.append(("half_no", {"rows": half}))
    for line in known.lines:
        if line["detail"] == "active_but_suppressed":
            told.append(("sent_although_out", {"name": line["name"], "line": line["line"]}))
    if repaired := sum(change["drop_id"] == "" and change["applied_at"] is not None for change in known.changes):
        told.append(("repaired", {"count": repaired}))
    return told


def after(change: Record, known: Known) -> str | None:
    """Return what the ERP said after a change, in our words; None where that is not known, or for others to do."""
    return None if change["target"] in known.by_hand else AFTER.get(change["action"])


def place(row: Record) -> str:
    """Return an ERP row as people find it: "customers:17"."""
    return f"{row['target']}:{str(row['key']).strip('[]')}"


def _active(known: Known) -> list[Record]:
    return [one for one in known.suppressions if one["lifted_at"] is None]


def _out(suppression: Record) -> Worded:
    facts = {name: suppression[name] for name in ("since", "line")} | {"name": suppression["name"] or "–"}
    return (f"out_{suppression['reason']}", facts)


def _in_erp(known: Known) -> Worded:
    """Return what holds where nothing of ours keeps the address out."""
    if known.nothing:
        return ("nothing_known", {}) if known.erp is not None else ("nothing_known_yet", {})
    if known.erp is None:
        return ("not_out", {})
    rows = [place(row) for row in known.erp]
    if not rows:
        return ("not_in_erp", {})
    if says_no := [place(row) for row in known.erp if row["flag"] in SAYS_NO]:
        return ("erp_says_no", {"rows": says_no})
    if faulty := [place(row) for row in known.erp if row["faulty"]]:
        return ("erp_says_faulty", {"rows": faulty})
    if unclear := [place(row) for row in known.erp if row["flag"] != "yes"]:
        return ("erp_unclear", {"rows": unclear})
    return ("gets_it", {"since": known.known[0]["since"]}) if known.known else ("gets_it_next", {})
