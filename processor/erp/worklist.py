"""What is to be done in tables that nothing may be written to: a list for the ERP's own import, or for a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from processor.domain.address_edit import without
from processor.erp.change import Change
from processor.erp.gaps import NULL
from processor.erp.targets import Target, facts_of
from processor.erp.values import decode, key_values, text_of

if TYPE_CHECKING:
    import pandas as pd

WORKLIST = ("target", "table", "key", "column", "address", "action", "place", "value", "reason")
"""Columns of the list, all "str". `key` has the key's columns and values as text; `column` is the e-mail column,
`place` the column to be written ("" where it is a row or a blacklist) and `value` what is to stand there."""


def is_listed(targets: Mapping[str, Target], change: Change) -> bool:
    """Return whether a change is for the work list and not for the database."""
    return change.target in targets and targets[change.target].write == "file"


def worklist(targets: Mapping[str, Target], changes: Sequence[Change], now: datetime, source: str) -> pd.DataFrame:
    """Return the changes of targets with write = "file" as a frame with WORKLIST, in the order given."""
    import pandas as pd

    rows = [_row(targets[change.target], change, now, source) for change in changes if is_listed(targets, change)]
    columns = list(zip(*rows, strict=True)) or [()] * len(WORKLIST)
    return pd.DataFrame({name: pd.Series(column, dtype="str") for name, column in zip(WORKLIST, columns, strict=True)})


def _row(target: Target, change: Change, now: datetime, source: str) -> tuple[str, ...]:
    key = ", ".join(
        f"{name} = {text_of(value)}" for name, value in zip(target.key, key_values(change.key), strict=True)
    )
    place, value = _wish(target, change, facts_of(now, reason=change.reason, source=source))
    about = (target.name, target.table, key, change.column, change.canonical)
    return (*about, change.action, place, value, change.reason)


def _wish(target: Target, change: Change, facts: Mapping[str, object]) -> tuple[str, str]:
    """Return which column is to hold what; NULL is written as the settings do."""
    flag, bounce = target.flag, target.bounce
    if change.action == "set_no":
        column = flag.column_of(change.column)
        return (column, _text(flag.value(facts, False))) if column else ("", "")
    if change.action in ("mark", "count"):
        return bounce.column, _text(bounce.written(facts, decode(change.before), False))
    if change.action == "clear":
        return change.column, without(change.email, {change.canonical}) or ""
    return "", ""


def _text(value: object) -> str:
    return NULL if value is None else text_of(value)
