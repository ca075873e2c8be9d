"""Changes are written: compared with what the plan saw, set by primary key, read again before they are believed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from processor.erp import sql
from processor.erp.change import Change, Row, is_done, same_people
from processor.erp.dialects import PADS
from processor.erp.targets import Changed, Target
from processor.erp.values import decode, key_of, same, text_of
from processor.errors import Unavailable

ORDER = ("set_no", "mark", "clear", "delete_row")
"""Actions in the order they are written: what can still be compared with its address comes first."""


class Group(NamedTuple):
    """Changes that are one and the same assignment."""

    action: str
    column: str  # the e-mail column for clear and delete_row, else ""
    before: str  # JSON of the raw value in the column written; "" where each row has one of its own
    reason: str


@dataclass
class Writer:
    """Writes changes of one target inside a transaction that the caller opened and ends."""

    connection: sa.Connection
    target: Target
    now: datetime
    source: str
    empty: dict[str, str | None] = field(default_factory=dict)  # e-mail column -> what clearing it writes

    def __post_init__(self) -> None:
        self.dialect = self.connection.dialect.name
        self.table = sql.table_of(self.target)
        self.seen: set[tuple[str, str, str]] = set()

    def apply(self, changes: Sequence[Change]) -> set[str]:
        """Return the keys of the rows that were changed; raise Changed with all keys if any row is not as planned.

        Raises Unavailable("erp_write_reverted") when a written value did not take.
        """
        groups = self._compare(changes)
        for group in sorted(groups, key=lambda group: ORDER.index(group.action)):
            size = sql.portion(self.target, self.dialect, own_befores=not group.before)
            for part in sql.in_portions(list(groups[group].items()), size):
                self._write(group, dict(part))
        return {key for changes_by_key in groups.values() for key in changes_by_key}

    def _compare(self, changes: Sequence[Change]) -> dict[Group, dict[str, Change]]:
        """Return what is left to be done, by identical assignment; rows already as wanted are left out."""
        by_key: dict[str, list[Change]] = {}
        for change in changes:
            by_key.setdefault(change.key, []).append(change)
        groups: dict[Group, dict[str, Change]] = {}
        changed: list[str] = []
        for keys in sql.in_portions(list(by_key), sql.portion(self.target, self.dialect)):
            rows = self._rows(keys)
            for key in keys:
                changed += [key] * self._sort_in(groups, by_key[key], rows.get(key))
        if changed:
            raise Changed([(self.target.name, key) for key in changed])
        return groups

    def _sort_in(self, groups: dict[Group, dict[str, Change]], changes: Sequence[Change], row: Row | None) -> bool:
        """Put the changes of one row into their groups; return whether the row is not as the plan saw it."""
        leaving = any(change.action == "delete_row" for change in changes)
        for change in changes:
            if (row is None and leaving) or is_done(self.target, change, row):
                continue
            if row is None or not self._as_planned(change, row):
                return True
            of_address = change.action in ("clear", "delete_row")
            group = Group(
                change.action,
                change.column if of_address else "",
                "" if of_address else change.before,
                change.reason,
            )
            assignment = (group.action, group.column, change.key)
            if assignment not in self.seen:  # two addresses of one row ask for the same flag
                self.seen.add(assignment)
                groups.setdefault(group, {})[change.key] = change
        return False

    def _as_planned(self, change: Change, row: Row) -> bool:
        column = self.target.column_written(change.action, change.column)
        return same(row[column], decode(change.before)) and same_people(text_of(row[change.column]), change.email)

    def _rows(self, keys: Sequence[str], current: bool = False) -> dict[str, Row]:
        """Return rows by key. `current`: as they are now, not as the transaction first saw them."""
        columns = [*self.target.key, *self.target.email, self.target.flag.column]
        columns = list(dict.fromkeys([*columns, self.target.bounce.column] if self.target.bounce.column else columns))
        picked = sql.by_keys(self.target, self.table, keys, self.dialect)
        statement = sa.select(*(self.table.c[column] for column in columns)).where(picked)
        if current and self.dialect in ("mysql", "mariadb"):
            statement = statement.with_for_update(read=True)  # InnoDB repeats the first read otherwise
        found: dict[str, Row] = {}
        cursor = self.connection.execute(statement).cursor
        assert cursor is not None
        for raw in cursor.fetchall():
            row = dict(zip(columns, raw, strict=True))
            key = key_of([row[name] for name in self.target.key], self.dialect in PADS)
            if key in found:
                raise Unavailable("erp_key_not_unique", target=self.target.name, key=key)
            found[key] = row
        cursor.close()
        return found

    def _write(self, group: Group, changes: Mapping[str, Change]) -> None:
        column = self.target.column_written(group.action, group.column)
        befores = {key: decode(change.before) for key, change in changes.items()}
        picked = sql.as_before(self.target, self.table, befores, column, self.dialect)
        if group.action == "delete_row":
            self.connection.execute(sa.delete(self.table).where(picked))
        elif group.action == "clear":
            self._clear(column, lambda empty: self._set(picked, group.reason, column, empty))
        else:
            wanted = self.target.flag.no if group.action == "set_no" else self.target.bounce.value
            self._set(picked, group.reason, column, wanted)
        self._believe(group, changes)

    def _set(self, picked: sa.ColumnElement[bool], reason: str, column: str, value: object) -> None:
        moments = self.dialect == "mssql"
        extra = self.target.extra(now=self.now, reason=reason, source=self.source, moments=moments)
        values = {name: sql.bound(one, self.dialect) for name, one in {**extra, column: value}.items()}
        self.connection.execute(sa.update(self.table).where(picked).values(values))

    def _clear(self, column: str, assign: Callable[[object], None]) -> None:
        """Empty a column: NULL where the table allows it, "" where it does not."""
        if column in self.empty:
            return assign(self.empty[column])
        try:
            with self.connection.begin_nested():
                assign(None)
            self.empty[column] = None
        except sa.exc.IntegrityError:
            assign("")
            self.empty[column] = ""

    def _believe(self, group: Group, changes: Mapping[str, Change]) -> None:
        """Read the rows again: a value that did not take, or an address edited meanwhile, undoes everything."""
        rows = self._rows(list(changes), current=True)
        edited = []
        for key, change in changes.items():
            row = rows.get(key)
            if row is None and group.action == "delete_row":
                continue
            moved = row is not None and group.action in ("set_no", "mark")
            if row is None or (moved and not same_people(text_of(row[change.column]), change.email)):
                edited.append(key)
            elif not is_done(self.target, change, row):
                if not self._as_planned(change, row):
                    edited.append(key)
                else:
                    raise Unavailable("erp_write_reverted", target=self.target.name, key=key)
        if edited:
            raise Changed([(self.target.name, key) for key in edited])


def write(
    connection: sa.Connection, targets: Mapping[str, Target], changes: Iterable[Change], now: datetime, source: str
) -> int:
    """Write the changes inside the caller's transaction; return how many rows of the ERP were changed.

    Raises Changed with the keys of all targets' rows that are not as planned.
    """
    by_target: dict[str, list[Change]] = {}
    for change in changes:
        by_target.setdefault(change.target, []).append(change)
    rows = 0
    edited: list[tuple[str, str]] = []
    for name, of_target in by_target.items():
        if name not in targets:  # renamed or removed in the settings while the plan waited
            edited += [(name, change.key) for change in of_target]
            continue
        try:
            rows += len(Writer(connection, targets[name], now, source).apply(of_target))
        except Changed as stop:
            edited += stop.keys
    if edited:
        raise Changed(edited)
    return rows
