"""Customers whose row says it was changed lately: sooner than a full pass finds them, and never instead of one."""

from __future__ import annotations

import json
from collections.abc import Generator, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from processor.erp import sql
from processor.erp.blacklist import listed
from processor.erp.naming import bare
from processor.erp.reading import customers_of
from processor.erp.server import Server
from processor.erp.targets import Target
from processor.erp.values import decode, encode

if TYPE_CHECKING:
    import pandas as pd

OVERLAP = timedelta(minutes=15)
"""A transaction writes its time when it begins and is seen when it ends; what was changed so long ago is read again."""

STEPS = 10_000
"""The same for columns that count."""

Marks = dict[str, str]
"""How far each target was read: `place_of` -> JSON of a raw value of the column."""


def marks_of(token: str) -> Marks:
    """Return the marks in a token; none in one that is empty or of no use."""
    try:
        found = json.loads(token) if token else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def newest(connection: sa.Connection, target: Target, now: datetime) -> str | None:
    """Return the mark from which to read on next time, None where the column has no value to go by.

    A time in the future, mistyped by somebody, counts as tomorrow. `now` is the office's local time.
    """
    column, table = bare(target.changed), sql.own_table(target)
    # Ordered and not max(): SQL Server has no max() for a rowversion.
    select = sa.select(column).select_from(table).where(column.is_not(None)).order_by(column.desc()).limit(1)
    mark = before(connection.execute(select).scalar(), now.replace(tzinfo=None))
    return None if mark is None else encode(mark)


def before(raw: Any, now: datetime) -> Any:
    """Return a value of the `changed` column as far back as a change may still have to be seen; None where unclear."""
    latest = now + timedelta(days=1)
    if isinstance(raw, datetime):
        earlier = min(raw.replace(tzinfo=None), latest) - OVERLAP
        return earlier.replace(tzinfo=raw.tzinfo)  # SQL Server's DATETIMEOFFSET is compared with its offset
    if isinstance(raw, date):
        return min(raw, latest.date()) - timedelta(days=1)
    if isinstance(raw, (bytes, bytearray)):
        return max(0, int.from_bytes(bytes(raw), "big") - STEPS).to_bytes(len(raw), "big")
    if isinstance(raw, str):
        return _text_before(raw, now)
    return None if raw is None or isinstance(raw, bool) else raw - STEPS


def _text_before(raw: str, now: datetime) -> str | None:
    """Return the same for a time written as text, as SQLite has it, in the same form."""
    text = raw.strip()
    try:
        day = date.fromisoformat(text) if len(text) == 10 else None
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if day is not None:
        return before(day, now).isoformat()  # type: ignore[no-any-return]
    earlier: datetime = before(moment, now)
    return earlier.isoformat("T" if "T" in text else " ", "seconds")


def changed_of(
    connection: sa.Connection, server: Server, target: Target, fields: Sequence[str], mark: str, chunk: int
) -> Generator[pd.DataFrame]:
    """Yield the customers of one target whose `changed` column is greater than the mark."""
    newer = bare(target.changed) > server.bound(decode(mark))
    blacklisted = listed(connection, target.blacklist, server)
    for part in customers_of(connection, target, fields, blacklisted, chunk, [newer]):
        yield part.customers


def place_of(target: Target) -> str:
    """Return the name of a mark: of another column it would say nothing."""
    return f"{target.name}: {target.changed}"
