"""What was compared is written where it still is as before, and read again before it is believed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from processor.erp import lots, sql
from processor.erp.assigning import ORDER, Assignment, Task, Work, statement_for
from processor.erp.change import Change, Row, as_planned, canonicals, is_done, same_people
from processor.erp.clearing import is_kept
from processor.erp.comparing import blacklisted, raw_by_key, rows_by_key
from processor.erp.server import Server
from processor.erp.statements import Statements
from processor.erp.targets import Changed, Target
from processor.erp.twins import Twins, Unlistable, list_of
from processor.erp.values import text_of
from processor.errors import Unavailable


@dataclass
class Writer:
    """Writes to the targets inside a transaction that the caller opened and ends."""

    connection: sa.Connection
    server: Server
    now: datetime
    source: str
    twins: Twins

    def write(self, targets: Mapping[str, Target], works: Mapping[str, Work]) -> int:
        """Carry out all work; return how many rows of the ERP were changed.

        Raises Changed where a row was edited since it was compared (Unlistable where a blacklist cannot hold an
        address), and Unavailable("erp_write_reverted") naming the row where a written value did not take: a trigger of
        the ERP put it back.
        """
        unlistable: dict[tuple[str, str], set[str]] = {}
        for name, work in works.items():
            statements = Statements(self.connection, self.server, targets[name], self.now, self.source)
            for lot in work.lots:  # a whole number in a plan may be a DECIMAL in a row: fewer of them travel at once
                for keys in self.server.portions(lot.keys, self.server.kind(lot.keys)):
                    statements.set_flags(lot.assignment, [(key,) for key in keys])
            for assignment in sorted(work.groups, key=lambda one: ORDER.index(one.kind)):
                self._write(statements, assignment, work.groups[assignment])
            if statements.unlistable and (listing := targets[name].blacklist):
                unlistable.setdefault(list_of(listing), set()).update(statements.unlistable)
        if unlistable:
            raise Unlistable(unlistable, targets, (change for work in works.values() for change in work.changes()))
        edited = [(name, key) for name, work in works.items() for key in self._edited(targets[name], work)]
        if edited:
            raise Changed(edited)
        return sum(
            sum(len(lot.keys) for lot in work.lots) + len({change.key for change in work.changes()})
            for work in works.values()
        )

    def _write(self, statements: Statements, assignment: Assignment, tasks: Sequence[Task]) -> None:
        target, server = statements.target, self.server
        width = max(len(target.key), len(target.flag.via))
        if assignment.kind in ("clear", "delete", "leave", "insert") or width > 1:
            parts = sql.in_portions(tasks, sql.portion(width, server, own_befores=True))
        else:
            names = target.flag.via.values() if assignment.kind == "flag" and target.flag.table else target.key
            values = [task.row[name] for task in tasks for name in names]
            parts = server.portions(tasks, server.kind(values))
        for part in parts:
            statements.carry_out(assignment, part)

    def _edited(self, target: Target, work: Work) -> list[str]:
        """Read the rows again: return the keys of those edited meanwhile; what did not take undoes everything."""
        edited = []
        for lot in work.lots:
            changes = lot.changes
            found = raw_by_key(self.connection, self.server, target, changes["key"].tolist(), current=True)
            for change, row in lots.not_taken(target, changes, found):
                if not self._took(target, change, row, set(), set()):
                    edited.append(change.key)
        return edited + self._edited_one_by_one(target, work.changes())

    def _edited_one_by_one(self, target: Target, changes: Sequence[Change]) -> list[str]:
        if not changes:
            return []
        listed = blacklisted(self.connection, self.server, target, changes, self.twins)
        by_key: dict[str, list[Change]] = {}
        for change in changes:
            by_key.setdefault(change.key, []).append(change)
        edited = []
        for keys in sql.key_portions(list(by_key), len(target.key), self.server):
            rows = rows_by_key(self.connection, self.server, target, keys, current=True)
            edited += [key for key in keys if not self._all_took(target, by_key[key], rows.get(key), listed)]
        return edited

    def _all_took(self, target: Target, changes: Sequence[Change], row: Row | None, listed: set[str]) -> bool:
        """Return whether all changes of a row stand; False where it was edited; raise where a value did not take."""
        if row is None and any(change.action == "delete_row" for change in changes):
            return True
        cleared: dict[str, set[str]] = {}
        for change in changes:
            if change.action == "clear" and statement_for(target, "clear") is None:
                cleared.setdefault(change.column, set()).add(change.canonical)
        took = [self._took(target, change, row, listed, cleared.get(change.column, set())) for change in changes]
        return all(took)

    @staticmethod
    def _took(target: Target, change: Change, row: Row | None, listed: set[str], gone: set[str]) -> bool:
        """Return whether a change stands; in its cell are now the people of the plan without those who are `gone`."""
        if row is None:
            return is_done(target, change, row, listed)
        cell = text_of(row[change.column])
        people = canonicals(cell) == canonicals(change.email) - gone if gone else same_people(cell, change.email)
        if people and is_done(target, change, row, listed):
            if not is_kept(target, change, row):
                facts = {"target": target.name, "key": change.key, "column": target.bounce.keep_in}
                raise Unavailable("erp_kept_cut", **facts)
            return True
        if as_planned(target, change, row):
            raise Unavailable("erp_write_reverted", target=target.name, key=change.key)
        return False
