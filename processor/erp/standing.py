"""How rows that we changed are now: as we left them, as they were before, or as somebody else wants them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from processor.domain.address import addresses
from processor.domain.address_edit import without
from processor.domain.undo import Standing
from processor.erp.assigning import statement_for
from processor.erp.change import Change, Row, flag_in, same_people
from processor.erp.server import Server
from processor.erp.sharing import rows_of, sharers
from processor.erp.targets import Target
from processor.erp.values import decode, same, text_of


def written_at(target: Target, change: Change) -> str:
    """Return the column a change wrote, "" where writing the value before is no way back.

    Rows that were deleted or inserted, a blacklist, and what a statement of the operator's own did stay as they are; so
    does a table that nothing may be written to. An entry in a blacklist is not taken out even where we made it: whoever
    unsubscribes in the ERP since finds it there and leaves no trace of his own.
    """
    if (
        target.write == "file"
        or statement_for(target, change.action) is not None
        or (change.action == "set_no" and target.blacklist)
    ):
        return ""
    flag = "" if target.flag.row else target.flag.column_of(change.column)
    bounce = target.bounce.column
    columns = {"set_no": flag, "mark": bounce, "count": bounce, "clear": change.column}
    return columns.get(change.action, "")


Gone = Mapping[tuple[str, str, str, str], set[str]]
"""By target, key, column and cell before: the canonical addresses that were taken out of that cell."""


def gone_from(changes: Iterable[Change]) -> Gone:
    """Return which addresses these changes took out of which cells."""
    found: dict[tuple[str, str, str, str], set[str]] = {}
    for change in changes:
        if change.action == "clear":
            found.setdefault(_cell(change), set()).add(change.canonical)
    return found


def _cell(change: Change) -> tuple[str, str, str, str]:
    return change.target, change.key, change.column, change.email


def is_ours(target: Target, change: Change, row: Row, gone: Gone) -> bool:
    """Return whether a place still holds what the change wrote there; a NO of the ERP's own is not ours."""
    if change.action == "set_no":
        return target.flag.is_written(flag_in(target, change.column, row))
    if change.action == "mark":
        return target.bounce.faulty(row[target.bounce.column])
    if change.action == "count":
        return same(row[target.bounce.column], target.bounce.written({}, decode(change.before), False))
    left = without(change.email, gone.get(_cell(change), {change.canonical})) or ""
    return same_people(text_of(row[change.column]), left)


def present(target: Target, change: Change, row: Row) -> Any:
    """Return the raw value in the place a change wrote to."""
    return flag_in(target, change.column, row) if change.action == "set_no" else row[written_at(target, change)]


def standing_of(target: Target, change: Change, row: Row | None, gone: Gone) -> Standing:
    """Return how the row of one change is now (None: it is not there)."""
    place = written_at(target, change)
    if not place:
        return Standing("unknown", f"{change.action} {change.column}")
    if row is None:
        return Standing("gone", place)
    people = {one.canonical for name in target.email for one in addresses(text_of(row[name])) if one.canonical}
    people |= {one.canonical for one in addresses(change.email) if one.canonical}
    return Standing(_now(target, change, row, gone), place, tuple(sorted(people)))


def _now(target: Target, change: Change, row: Row, gone: Gone) -> Any:
    before, raw = decode(change.before), present(target, change, row)
    about_them = change.action == "clear" or _same_owner(text_of(row[change.column]), change.email)
    as_before = same(raw, before) or (before is None and change.action == "set_no" and raw in absent(target))
    if about_them and is_ours(target, change, row, gone) and not as_before:
        return "ours"
    return "before" if as_before else "edited"


def absent(target: Target) -> Sequence[Any]:
    """Return what says the same in the flag's own table as having no row there, for rows that may not hold NULL."""
    flag = target.flag
    return flag.yes[:1] if flag.table and flag.insert and flag.null == "yes" else ()


def _same_owner(cell: str, before: str) -> bool:
    """Return whether the row still is about the same people; one without an address is about nobody else."""
    return not cell.strip() or same_people(cell, before)


def standing(
    connection: sa.Connection, server: Server, targets: Mapping[str, Target], changes: Sequence[Change]
) -> list[Standing]:
    """Return how the row of each change is now, in the same order; a target no longer in the settings is unknown.

    Whoever hangs on the same flag counts among the people of a row: his NO stands there too.
    """
    asked = {change.target for change in changes} & set(targets)
    keys = {name: {one.key for one in changes if one.target == name} for name in asked}
    flags = {name: {one.key for one in changes if one.target == name and one.action == "set_no"} for name in asked}
    rows = {name: rows_of(connection, server, targets[name], keys[name]) for name in asked}
    shared = {name: sharers(connection, server, targets.values(), targets[name], flags[name]) for name in asked}
    standings, gone = [], gone_from(changes)
    for change in changes:
        if change.target not in rows:
            standings.append(Standing("unknown", f"{change.action} {change.column}"))
            continue
        target, row = targets[change.target], rows[change.target].get(change.key)
        found = standing_of(target, change, row, gone)
        if row is not None and change.action == "set_no":
            found = found._replace(people=tuple(sorted({*found.people, *shared[target.name].get(change.key, ())})))
        standings.append(found)
    return standings
