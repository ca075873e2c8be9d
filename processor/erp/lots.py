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

    from processor.erp.assigning import Places

Fetched = tuple[Sequence[str], Mapping[str, Sequence[Any]]]
"""The names of the columns of `sql.rows_of`, and the raw rows by key."""


def suits(target: Target) -> bool:
    """Return whether an opt-out in this target is a flag in the row with the address, found by a single column."""
    flag = target.flag
    plain = flag.exists and not flag.table and not flag.row
    return plain and target.blacklist is None and target.optout is None and len(target.key) == 1


def lots_in(target: Target, every: pd.DataFrame, these: Places, fetched: Fetched) -> tuple[list[Lot], list[int]]:
    """Return what is left to do in lots, and the places of the other changes; those done already are in neither.

    `every` are all changes of the target, `these` the places of those it is about, and `fetched` their rows: one each.
    """
    import numpy as np

    names, rows = fetched
    at = _places(target, names)
    its_key = names.index(target.key[0])
    verdicts: dict[tuple[Any, ...], str | None] = {}
    groups: dict[tuple[str, str, str], tuple[list[Any], list[int]]] = {}
    others: list[int] = []
    fields = (every[name].iloc[these].tolist() for name in ("key", "column", "email", "before", "reason"))
    for place, key, column, email, before, reason in zip(these.tolist(), *fields, strict=True):
        row = rows.get(key)
        cell, flag = at[column]
        if row is None or (row[cell] != email and text_of(row[cell]) != email):
            others.append(place)
            continue
        raw = row[flag]
        seen = (type(raw), raw, before)
        verdict = verdicts[seen] if seen in verdicts else verdicts.setdefault(seen, _verdict(target, raw, before))
        if verdict is None:
            others.append(place)
        elif verdict:
            keys, places = groups.setdefault((column, verdict, reason), ([], []))
            keys.append(row[its_key])
            places.append(place)
    lots = [
        Lot(
            Assignment("flag", target.flag.column_of(column), before, reason, "set_no"),
            keys,
            np.array(places, dtype=np.intp),
            every,
        )
        for (column, before, reason), (keys, places) in groups.items()
    ]
    return lots, others


def _places(target: Target, names: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Return by e-mail column where its cell and its flag stand in a raw row."""
    return {column: (names.index(column), names.index(target.flag.column_of(column))) for column in target.email}


def _verdict(target: Target, raw: object, before: str) -> str | None:
    """Return the flag's JSON where it is as planned and to be written, "" where it says NO, None for anything else."""
    if target.flag.said(raw) == "no":
        return ""
    return encode(raw) if same(raw, decode(before)) else None


def not_taken(target: Target, changes: pd.DataFrame, fetched: Fetched) -> list[tuple[Change, Row | None]]:
    """Given written changes and their rows read again, return those not simply at NO, each with its row."""
    names, rows = fetched
    at = _places(target, names)
    said: dict[tuple[type, Any], bool] = {}
    odd: list[tuple[Change, Row | None]] = []
    columns = zip(changes["key"].tolist(), changes["column"].tolist(), changes["email"].tolist(), strict=True)
    for place, (key, column, email) in enumerate(columns):
        row = rows.get(key)
        cell, flag = at[column]
        if row is not None and (row[cell] == email or text_of(row[cell]) == email):
            raw = row[flag]
            seen = (type(raw), raw)
            if said[seen] if seen in said else said.setdefault(seen, target.flag.said(raw) == "no"):
                continue
        change = Change._make(changes[name].iloc[place] for name in Change._fields)
        odd.append((change, None if row is None else dict(zip(names, row, strict=True))))
    return odd
