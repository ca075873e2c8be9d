"""The usual change in lots: an own flag that is to say NO, in a row with one change whose cell still is as planned.

A million of them must not cost an object each. Whatever is not just that is left to `assigning` and `writing`, change
by change; nothing is decided here that they would decide otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from processor.erp.assigning import Assignment, Lot
from processor.erp.change import Change, Row
from processor.erp.targets import Target
from processor.erp.values import decode, encode, same, text_of

if TYPE_CHECKING:
    import pandas as pd

Fetched = tuple[Sequence[str], Mapping[str, Sequence[Any]]]
"""The names of the columns of `sql.rows_of`, and the raw rows by key."""


def suits(target: Target) -> bool:
    """Return whether an opt-out in this target is a flag in the row with the address, found by a single column."""
    flag = target.flag
    plain = flag.exists and not flag.table and not flag.row
    return plain and target.blacklist is None and target.optout is None and len(target.key) == 1


def lots_in(target: Target, changes: pd.DataFrame, fetched: Fetched) -> tuple[list[Lot], list[int]]:
    """Given changes with one row each and those rows, return what is left to do in lots, and the places of the others.

    A place is the position of a change. Those that are done already are in neither.
    """
    names, rows = fetched
    at = {name: place for place, name in enumerate(names)}
    verdicts: dict[tuple[Any, ...], str | None] = {}
    groups: dict[tuple[str, str, str], list[int]] = {}
    keys: list[Any] = []
    others: list[int] = []
    fields = (changes[name].tolist() for name in ("key", "column", "email", "before", "reason"))
    for place, (key, column, email, before, reason) in enumerate(zip(*fields, strict=True)):
        row = rows.get(key)
        keys.append(None if row is None else row[at[target.key[0]]])
        if row is None or text_of(row[at[column]]) != email:
            others.append(place)
            continue
        raw = row[at[target.flag.column_of(column)]]
        seen = (type(raw), raw, before)
        verdict = verdicts[seen] if seen in verdicts else verdicts.setdefault(seen, _verdict(target, raw, before))
        if verdict is None:
            others.append(place)
        elif verdict:
            groups.setdefault((column, verdict, reason), []).append(place)
    lots = [
        Lot(
            Assignment("flag", target.flag.column_of(column), before, reason, "set_no"),
            [keys[place] for place in places],
            changes.iloc[places],
        )
        for (column, before, reason), places in groups.items()
    ]
    return lots, others


def _verdict(target: Target, raw: object, before: str) -> str | None:
    """Return the flag's JSON where it is as planned and to be written, "" where it says NO, None for anything else."""
    if target.flag.said(raw) == "no":
        return ""
    return encode(raw) if same(raw, decode(before)) else None


def not_taken(target: Target, changes: pd.DataFrame, fetched: Fetched) -> list[tuple[Change, Row | None]]:
    """Given written changes and their rows read again, return those not simply at NO, each with its row."""
    names, rows = fetched
    at = {name: place for place, name in enumerate(names)}
    said: dict[tuple[type, Any], bool] = {}
    odd: list[tuple[Change, Row | None]] = []
    columns = zip(changes["key"].tolist(), changes["column"].tolist(), changes["email"].tolist(), strict=True)
    for place, (key, column, email) in enumerate(columns):
        row = rows.get(key)
        if row is not None and text_of(row[at[column]]) == email:
            raw = row[at[target.flag.column_of(column)]]
            seen = (type(raw), raw)
            if said[seen] if seen in said else said.setdefault(seen, target.flag.said(raw) == "no"):
                continue
        change = Change._make(changes[name].iloc[place] for name in Change._fields)
        odd.append((change, None if row is None else dict(zip(names, row, strict=True))))
    return odd
