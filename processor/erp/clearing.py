"""Addresses are taken out of their cells: emptied where nothing else is in them, kept aside if wished."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from processor.domain.address import addresses
from processor.domain.address_edit import without
from processor.erp import sql
from processor.erp.assigning import Task, statement_for
from processor.erp.change import Change, Row
from processor.erp.gaps import filled
from processor.erp.server import Server
from processor.erp.targets import Changed, Target
from processor.erp.values import text_of


def is_kept(target: Target, change: Change, row: Row) -> bool:
    """Return whether an address that was taken out of its cell stands whole where it was to be kept aside.

    A lenient session cuts a text that is too long without a word.
    """
    bounce = target.bounce
    if not bounce.keep_in or "{email}" not in bounce.keep or change.action != "clear" or statement_for(target, "clear"):
        return True
    there = text_of(row[bounce.keep_in]).casefold()
    written = [one.written for one in addresses(change.email) if one.canonical == change.canonical]
    return any(text.casefold() in there for text in (change.email.strip(), *written))


@dataclass
class Clearing:
    """Clears cells of one target inside a transaction that the caller opened and ends."""

    connection: sa.Connection
    server: Server
    target: Target
    _empty: dict[str, str | None] = field(default_factory=dict)  # e-mail column -> what an empty cell holds

    def clear(self, column: str, tasks: Sequence[Task], extra: Mapping[str, Any], facts: Mapping[str, object]) -> None:
        """Take the addresses of each task out of its cell in `column`; `extra` assignments go with it.

        Cells that become empty are written together, the others one by one.
        """
        emptied: dict[tuple[Any, ...], object] = {}
        for task in tasks:
            key, cell = tuple(task.row[name] for name in self.target.key), task.row[column]
            rest = without(text_of(cell), task.addresses)
            if rest is None:
                raise Changed([(self.target.name, task.changes[0].key)])  # planned when the settings were others
            if not rest and not self.target.bounce.keep_in:
                emptied[key] = cell
                continue
            picked = sql.as_before(self.target.key, {key: cell}, column, self.server, exact=True)
            kept, picked = self._kept_aside(task, column, rest, facts, picked)
            self._write(column, rest, picked, {**extra, **kept})
        if emptied:
            picked = sql.as_before(self.target.key, emptied, column, self.server, exact=True)
            self._write(column, "", picked, extra)

    def _kept_aside(
        self,
        task: Task,
        column: str,
        rest: str,
        facts: Mapping[str, object],
        picked: sa.ColumnElement[bool],
    ) -> tuple[dict[str, Any], sa.ColumnElement[bool]]:
        """Return what to write beside the cell, and the condition that nobody wrote there meanwhile."""
        bounce = self.target.bounce
        if not bounce.keep_in:
            return {}, picked
        old, cell = task.row[bounce.keep_in], text_of(task.row[column])
        reasons = {change.canonical: change.reason for change in task.changes}
        gone = {one.written: reasons[one.canonical] for one in addresses(cell) if one.canonical in reasons}
        if not rest and len(gone) == 1:
            gone = {cell.strip(): reason for reason in gone.values()}  # with the name that stands there
        texts = [filled(bounce.keep, {**facts, "email": text, "reason": reason}) for text, reason in gone.items()]
        kept = "; ".join(text for text in (text_of(old).rstrip(), *texts) if text)
        return {bounce.keep_in: kept}, sa.and_(picked, sql.equals(bounce.keep_in, old, self.server, exact=True))

    def _write(self, column: str, rest: str, picked: sa.ColumnElement[bool], values: Mapping[str, Any]) -> None:
        """Write the rest into the cells picked; an empty one is NULL where the table allows that, else ""."""
        text = rest or self._empty.get(column)
        if text is not None or column in self._empty:
            self._update(picked, {**values, column: text})
            return
        try:
            with self.connection.begin_nested():
                self._update(picked, {**values, column: None})
            self._empty[column] = None
        except sa.exc.IntegrityError:
            self._update(picked, {**values, column: ""})
            self._empty[column] = ""

    def _update(self, picked: sa.ColumnElement[bool], values: Mapping[str, Any]) -> None:
        self.connection.execute(sql.update(sql.own_table(self.target), picked, values, self.server))
