"""One change of one row of the ERP, as the plan asks for it, and when it is done already."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from processor.domain.address import addresses
from processor.erp.targets import Target
from processor.erp.values import same, text_of

if TYPE_CHECKING:
    import pandas as pd

CHANGES: Mapping[str, str] = {
    "target": "str",
    "key": "str",  # JSON array of the key values
    "column": "str",  # e-mail column the address was found in
    "email": "str",  # raw cell before
    "action": "str",  # set_no | mark | clear | delete_row
    "before": "str",  # JSON of the raw value in the column written: flag, bounce mark; the address for the other two
    "reason": "str",  # for {reason}
}
"""Columns `Erp.apply` needs; further ones are not looked at."""

Row = Mapping[str, Any]
"""Raw values of one table row by column."""


class Change(NamedTuple):
    """One row of a frame with CHANGES."""

    target: str
    key: str
    column: str
    email: str
    action: str
    before: str
    reason: str


def changes_in(frame: pd.DataFrame) -> list[Change]:
    """Return the changes of a frame that has CHANGES among its columns."""
    return [Change(*values) for values in zip(*(frame[name].tolist() for name in CHANGES), strict=True)]


def same_people(one: str, other: str) -> bool:
    """Return whether two address cells name the same people; a trigger of the ERP may spell a cell its own way."""
    return one == other or {a.canonical for a in addresses(one)} == {b.canonical for b in addresses(other)}


def is_done(target: Target, change: Change, row: Row | None) -> bool:
    """Return whether the row (None: there is none) is as the change wants it; its address does not matter then."""
    if row is None:
        return change.action == "delete_row"
    if change.action == "set_no":
        return target.flag.said(row[target.flag.column]) == "no"
    if change.action == "mark":
        return same(row[target.bounce.column], target.bounce.value)
    return change.action == "clear" and not text_of(row[change.column]).strip()
