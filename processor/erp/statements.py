"""One kind of write after the other, as SQL: every UPDATE and DELETE names the key and what stood there before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import NoneType
from typing import Any

import sqlalchemy as sa

from processor.erp import sql
from processor.erp.assigning import Assignment, Task, statement_for
from processor.erp.calls import call
from processor.erp.clearing import Clearing
from processor.erp.entering import enter_addresses, enter_flags
from processor.erp.gaps import filled
from processor.erp.naming import condition
from processor.erp.places import places_of
from processor.erp.server import Server
from processor.erp.targets import Target, assignments, facts_of
from processor.erp.values import decode


@dataclass
class Statements:
    """The statements for one target inside a transaction that the caller opened and ends."""

    connection: sa.Connection
    server: Server
    target: Target
    now: datetime
    source: str

    def __post_init__(self) -> None:
        self._clearing = Clearing(self.connection, self.server, self.target)
        self.unlistable: set[str] = set()  # addresses that the blacklist cannot hold

    def carry_out(self, assignment: Assignment, tasks: Sequence[Task]) -> None:
        """Write one portion of the tasks of an assignment."""
        facts = facts_of(self.now, reason=assignment.reason, source=self.source)
        {
            "call": self._call,
            "flag": self._flag,
            "insert": self._insert,
            "leave": self._leave,
            "blacklist": self._blacklist,
            "mark": self._mark,
            "clear": self._clear,
            "delete": self._delete,
        }[assignment.kind](assignment, tasks, facts)

    def set_flags(self, assignment: Assignment, keys: Sequence[tuple[Any, ...]]) -> None:
        """Set the flag that stands in rows of the table itself to NO, where it is as before."""
        facts = facts_of(self.now, reason=assignment.reason, source=self.source)
        value = self._fitting(
            self.target.flag.value(facts, self.server.moments), assignment, sql.own_table(self.target)
        )
        self._set_own(assignment, keys, {**self._also(self.target.also, facts), assignment.column: value})

    def _flag(self, assignment: Assignment, tasks: Sequence[Task], facts: Mapping[str, object]) -> None:
        target, flag = self.target, self.target.flag
        if not flag.table:
            self.set_flags(assignment, [self._key(task) for task in tasks])
            return
        value = self._fitting(flag.value(facts, self.server.moments), assignment, sql.flag_table(target))
        values = {**self._also(flag.also, facts), assignment.column: value}
        for keys, conditions in self._places(tasks):
            befores = dict.fromkeys(keys, decode(assignment.before))
            picked = sql.as_before(list(flag.via), befores, assignment.column, self.server)
            self._update(sql.flag_table(target), sa.and_(picked, *conditions), values)

    def _mark(self, assignment: Assignment, tasks: Sequence[Task], facts: Mapping[str, object]) -> None:
        bounce = self.target.bounce
        written = bounce.written(facts, decode(assignment.before), self.server.moments)
        value = self._fitting(written, assignment, sql.own_table(self.target))
        extra = {**self._also(self.target.also, facts), **self._also(bounce.also, facts)}
        self._set_own(assignment, [self._key(task) for task in tasks], {**extra, assignment.column: value})

    def _clear(self, assignment: Assignment, tasks: Sequence[Task], facts: Mapping[str, object]) -> None:
        self._clearing.clear(assignment.column, tasks, self._also(self.target.also, facts), facts)

    def _delete(self, assignment: Assignment, tasks: Sequence[Task], facts: Mapping[str, object]) -> None:
        befores = {self._key(task): task.row[assignment.column] for task in tasks}
        picked = sql.as_before(self.target.key, befores, assignment.column, self.server, exact=True)
        self.connection.execute(sa.delete(sql.own_table(self.target)).where(picked))

    def _leave(self, assignment: Assignment, tasks: Sequence[Task], facts: Mapping[str, object]) -> None:
        """Delete the row whose being there means consent."""
        flag = self.target.flag
        if not flag.table:
            self._delete(assignment, tasks, facts)
            return
        for keys, conditions in self._places(tasks):
            picked = sql.by_values(list(flag.via), keys, self.server)
            self.connection.execute(sa.delete(sql.flag_table(self.target)).where(picked, *conditions))

    def _places(self, tasks: Sequence[Task]) -> Iterator[tuple[Sequence[Any], list[Any]]]:
        """Yield keys of rows in the flag's own table, and what must hold beside."""
        target = self.target
        places = places_of(self.connection, self.server, target, [task.row for task in tasks])
        where = [condition(target.flag.where)] if target.flag.where else []
        for keys, exactly in places.parts(target, list(dict.fromkeys(places.keys.values())), self.server):
            yield keys, [*exactly, *where]

    def _insert(self, assignment: Assignment, tasks: Sequence[Task], facts: Mapping[str, object]) -> None:
        enter_flags(self.connection, self.server, self.target, tasks, facts)

    def _blacklist(self, assignment: Assignment, tasks: Sequence[Task], facts: Mapping[str, object]) -> None:
        assert self.target.blacklist is not None
        wanted = list(dict.fromkeys(address for task in tasks for address in task.addresses))
        self.unlistable |= enter_addresses(self.connection, self.server, self.target.blacklist, wanted, facts)

    def _call(self, assignment: Assignment, tasks: Sequence[Task], facts: Mapping[str, object]) -> None:
        """Run the operator's own statement, once for each row and address."""
        statement = statement_for(self.target, assignment.action)
        assert statement is not None
        for task in tasks:
            gaps = {**facts, "email": task.changes[0].canonical}
            call(
                self.connection,
                statement.sql,
                [
                    filled(name, gaps, self.server.moments) if "{" in name else task.row[name]
                    for name in statement.params
                ],
            )

    def _set_own(self, assignment: Assignment, keys: Sequence[tuple[Any, ...]], values: Mapping[str, Any]) -> None:
        befores = dict.fromkeys(keys, decode(assignment.before))
        picked = sql.as_before(self.target.key, befores, assignment.column, self.server)
        self._update(sql.own_table(self.target), picked, values)

    def _update(self, table: sa.TableClause, picked: sa.ColumnElement[bool], values: Mapping[str, Any]) -> None:
        self.connection.execute(sql.update(table, picked, values, self.server))

    def _fitting(self, value: Any, assignment: Assignment, table: sa.TableClause) -> Any:
        """Return a value as its column takes it: MariaDB's BIT takes no text "1"."""
        if self.server.name != "mysql" or value not in ("0", "1"):
            return value
        kind: object = type(decode(assignment.before))
        if kind is NoneType:
            cursor = self.connection.execute(sa.select(table.c[assignment.column]).where(sa.false())).cursor
            assert cursor is not None
            kind = cursor.description[0][1]
        return int(value) if kind is bool else value

    def _also(self, values: Mapping[str, Any], facts: Mapping[str, object]) -> dict[str, Any]:
        return assignments(values, facts, self.server.moments)

    def _key(self, task: Task) -> tuple[Any, ...]:
        return tuple(task.row[name] for name in self.target.key)
