"""Whether the columns that are written can hold what is written: type, length, NULL, and what a new row must have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from processor.erp.gaps import NULL, filled
from processor.erp.needs import Need, Write, writes_of
from processor.erp.probe.catalogue import Column
from processor.erp.probe.finding import Finding
from processor.erp.targets import LONGEST, Target, facts_of

Columns = Mapping[str, Mapping[str, Column]]
"""Columns by table and name, as far as the catalogue tells them."""

ROOM = LONGEST
"""Characters left for a gap that is as long as life makes it: a reason, an address, a file name."""

_LONG = ("{reason}", "{source}", "{email}")
_TRUTHS = ("0", "1", "true", "false", "yes", "no", "on", "off", "t", "f", "y", "n")

_ANY = Column("", "any", None, True, True, "")


def fitting(target: Target, columns: Columns, needs: Mapping[str, Need], now: datetime) -> Iterator[Finding]:
    """Yield what would not fit; `now` fills the gaps."""
    for write in dict.fromkeys(one for one in writes_of(target) if one.column != target.bounce.keep_in or one.clears):
        column = columns.get(write.table, {}).get(write.column)
        if column is not None:
            about: dict[str, object] = {"target": target.name, "column": write.column, "type": column.described}
            yield from _of(write, column, about, now)
    for table in dict.fromkeys(write.table for write in writes_of(target) if write.how == "insert"):
        known = columns.get(table, {})
        lacking = [c.name for c in known.values() if not (c.nullable or c.given or c.name in needs[table].insert)]
        if lacking:
            facts = {"target": target.name, "table": table, "columns": lacking}
            yield Finding("error", "erp_insert_lacks", facts)
    yield from _changed(target, columns.get(target.table, {}))
    for name in target.key:
        if columns.get(target.table, {}).get(name, _ANY).type == "rowversion":
            yield Finding("error", "erp_key_moves", {"target": target.name, "column": name})


def _of(write: Write, column: Column, about: dict[str, object], now: datetime) -> Iterator[Finding]:
    if write.clears:
        if not column.nullable and column.family != "text":
            yield Finding("error", "erp_no_null", about)
        return
    value = filled(write.value, facts_of(now))
    if value is None:
        if write.value == NULL and not column.nullable:
            yield Finding("error", "erp_no_null", about)
        return
    text = str(int(value)) if isinstance(value, bool) else str(value)
    facts = {**about, "value": str(write.value)}
    # MariaDB's BIT takes a number only; in place of another flag or mark a text is written as one.
    of_bits = column.type.lower().startswith("bit(") and isinstance(value, str)
    if not _is_of(column, text) or (of_bits and not write.replaces):
        yield Finding("error", "erp_value_wrong_type", facts)
    elif write.value == "{now}" and column.type.lower() == "datetimeoffset":
        # SQL Server gives +00:00 to what comes without an offset; with one, a column of another type might not take it.
        yield Finding("warn", "erp_now_as_utc", about)
    elif column.family == "text" and column.length is not None:
        long = isinstance(write.value, str) and any(gap in write.value for gap in _LONG)
        if len(text) > column.length:
            yield Finding("error", "erp_value_too_long", {**facts, "length": column.length})
        elif long and len(text) + ROOM > column.length:
            yield Finding("warn", "erp_value_tight", {**facts, "length": column.length})


def _is_of(column: Column, text: str) -> bool:
    """Return whether a column of this type takes a text such as this; what we do not know takes all."""
    kind = column.type.lower()
    if kind.startswith(("enum(", "set(")):
        return f"'{text.lower()}'" in kind
    if kind.startswith(("bit", "varbit")):
        return set(text) <= {"0", "1"} or text.lower() in ("true", "false")
    if column.family == "number":
        return _reads(float, text)
    if column.family == "bool":
        return text.strip().lower() in _TRUTHS
    if column.family == "date":
        return _reads(lambda one: date.fromisoformat(one[:10]), text)
    return column.family != "moment" or _reads(datetime.fromisoformat, text)


def _reads(reader: object, text: str) -> bool:
    assert callable(reader)
    try:
        reader(text)
    except ValueError:
        return False
    return True


def _changed(target: Target, known: Mapping[str, Column]) -> Iterator[Finding]:
    """Yield what is wrong with the column that tells the last change: a text has no order that time has."""
    column = known.get(target.changed)
    if column is not None and column.family in ("text", "bool"):
        facts = {"target": target.name, "column": column.name, "type": column.described}
        yield Finding("warn", "erp_changed_no_time", facts)
