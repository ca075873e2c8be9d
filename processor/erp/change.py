"""One change of one row of the ERP, as the plan asks for it, and when it is done already."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from processor.domain.address import addresses
from processor.erp.flag import Said, together
from processor.erp.sql import FLAG
from processor.erp.targets import Target
from processor.erp.values import decode, plain, same, text_of

if TYPE_CHECKING:
    import pandas as pd

CHANGES: Mapping[str, str] = {
    "target": "str",
    "key": "str",  # JSON array of the key values
    "column": "str",  # e-mail column the address was found in
    "email": "str",  # raw cell before
    "canonical": "str",  # the address concerned; a cell may hold several
    "action": "str",  # set_no | mark | count | clear | delete_row
    "before": "str",  # JSON of the raw value in the column written: flag or bounce mark, otherwise the cell
    "reason": "str",  # for {reason}
}
"""Columns `Erp.apply` needs; further ones are not looked at."""

Row = Mapping[str, Any]
"""Raw values of one table row, by the names that `sql.rows_of` gives them."""


class Change(NamedTuple):
    """One row of a frame with CHANGES."""

    target: str
    key: str
    column: str
    email: str
    canonical: str
    action: str
    before: str
    reason: str


def changes_in(frame: pd.DataFrame) -> list[Change]:
    """Return the changes of a frame that has CHANGES among its columns."""
    return [*map(Change._make, zip(*(_texts(frame[name], name) for name in CHANGES), strict=True))]


def _texts(values: pd.Series[str], name: str) -> list[str]:
    """Return a column's texts, equal ones as one object where they are few: for a million changes 50 MB less each."""
    if name in ("key", "email", "canonical"):
        return values.tolist()
    places, known = values.factorize()
    texts = [str(text) for text in known]
    return [texts[place] for place in places.tolist()]


def same_people(one: str, other: str) -> bool:
    """Return whether two address cells name the same people; a trigger of the ERP may spell a cell its own way."""
    return one == other or {a.canonical for a in addresses(one)} == {b.canonical for b in addresses(other)}


def flag_in(target: Target, column: str, row: Row) -> Any:
    """Return the raw flag of a row for one of its e-mail columns; with `row` flags, whether that row is there."""
    flag = target.flag
    if flag.row:
        return bool(row[FLAG]) if flag.table else True
    name = flag.column_of(column)
    return row[FLAG + name if flag.table else name]


def said_by_flag(target: Target, column: str, row: Row) -> Said | None:
    """Return what the flag of a row says for one of its e-mail columns, None where the target has no flag."""
    return target.flag.said(flag_in(target, column, row)) if target.flag.exists else None


def no_place(target: Target, row: Row) -> bool:
    """Return whether there is nowhere to say NO for this row: what it belongs to is missing in the flag's own table.

    One orphan may not keep all others from being written. Nobody mails it for that: the ledger knows the opt-out.
    """
    flag = target.flag
    if not flag.table or target.optout is not None or row[FLAG]:
        return False
    return not (flag.row or flag.insert) or any(row[name] is None for name in flag.via.values())


def is_done(target: Target, change: Change, row: Row | None, blacklisted: Container[str]) -> bool:
    """Return whether the row (None: there is none) is as the change wants it; its address does not matter then.

    `blacklisted` are canonical addresses in the target's blacklist.
    """
    if row is None:
        return change.action in ("clear", "delete_row") or (change.action == "set_no" and leaves(target))
    if change.action == "set_no":
        listed = change.canonical in blacklisted if target.blacklist else None
        flag: Said | None = "no" if no_place(target, row) else said_by_flag(target, change.column, row)
        return together(flag, listed) == "no"
    if change.action == "mark":
        return target.bounce.faulty(row[target.bounce.column])
    if change.action == "count":
        return plain(row[target.bounce.column] or 0) == plain(target.bounce.written({}, decode(change.before), False))
    return change.action == "clear" and change.canonical not in canonicals(text_of(row[change.column]))


def canonicals(cell: str) -> set[str]:
    """Return the usable addresses in a cell, canonical."""
    return {address.canonical for address in addresses(cell)} - {""}


def leaves(target: Target) -> bool:
    """Return whether an opt-out removes the row with the address itself."""
    return target.flag.row == "yes" and not target.flag.table


def as_planned(target: Target, change: Change, row: Row) -> bool:
    """Return whether a row still is as the plan saw it: same people in the cell, same value to be overwritten."""
    if not same_people(text_of(row[change.column]), change.email):
        return False
    before = decode(change.before)
    if change.action == "set_no":
        # A flag that says NO already leaves the blacklist to be done.
        said = said_by_flag(target, change.column, row)
        return said in (None, "no") or same(flag_in(target, change.column, row), before)
    if change.action in ("mark", "count"):
        return same(row[target.bounce.column], before)
    return same(text_of(row[change.column]), before)
