"""Which statements a plan's changes come to: rows compared with what the plan saw, same assignments put together."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from processor.erp.change import Change, Row, as_planned, flag_in, is_done, no_place, said_by_flag
from processor.erp.sql import FLAG
from processor.erp.targets import Statement, Target
from processor.erp.values import encode

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    Places = np.ndarray[Any, np.dtype[np.intp]]

Kind = Literal["flag", "insert", "blacklist", "mark", "clear", "delete", "leave", "call"]

ORDER: Sequence[Kind] = ("call", "flag", "insert", "leave", "blacklist", "mark", "clear", "delete")
"""Kinds in the order they are written: what can still be compared with its address comes first."""


class Assignment(NamedTuple):
    """Changes that are one and the same write."""

    kind: Kind
    column: str  # the column written; for "call" and "delete" the e-mail column
    before: str  # JSON of the raw value in the column written; "" where each row has one of its own
    reason: str
    action: str


class Task(NamedTuple):
    """One write in one row: the changes that ask for it, and the row as it was compared."""

    changes: list[Change]
    row: Row

    @property
    def addresses(self) -> list[str]:
        """The canonical addresses concerned, each once."""
        return list(dict.fromkeys(change.canonical for change in self.changes))


class Lot(NamedTuple):
    """The usual changes of rows, all of them the same write, as many as one statement names; see `lots`.

    `keys` and `places` go together, row by row.
    """

    assignment: Assignment
    keys: list[Any]  # raw values of the key's only column
    places: Places  # in `every`
    every: pd.DataFrame  # all changes of the target, columns of change.CHANGES

    @property
    def changes(self) -> pd.DataFrame:
        """The changes of this lot, taken out when they are wanted."""
        return self.every.iloc[self.places]


@dataclass
class Work:
    """What is left to be done in one target: lots, other tasks by assignment; and the keys of rows that were edited."""

    lots: list[Lot] = field(default_factory=list)
    groups: dict[Assignment, list[Task]] = field(default_factory=dict)
    edited: list[str] = field(default_factory=list)
    _tasks: dict[tuple[str, ...], Task] = field(default_factory=dict)

    def add(self, assignment: Assignment, change: Change, row: Row, *place: str) -> None:
        """Note one write. What several changes ask for in the same `place` is written once, as the first one says."""
        task = self._tasks.get((assignment.kind, *place))
        if task is None:
            task = self._tasks[(assignment.kind, *place)] = Task([], row)
            self.groups.setdefault(assignment, []).append(task)
        task.changes.append(change)

    def changes(self) -> list[Change]:
        """Return every change that is left to be done besides the lots, each once."""
        return list(dict.fromkeys(change for task in self._tasks.values() for change in task.changes))

    def rows(self) -> Iterator[str]:
        """Yield the key of each change that is left to be done."""
        for lot in self.lots:
            yield from lot.changes["key"].tolist()
        yield from (change.key for change in self.changes())


def work_of(
    target: Target,
    changes: Mapping[str, Sequence[Change]],
    rows: Mapping[str, Row],
    blacklisted: Collection[str],
    work: Work,
) -> None:
    """Add to `work` what is left of the changes of some rows, by key; rows already as wanted are left out."""
    for key, of_row in changes.items():
        if not _sort_in(target, of_row, rows.get(key), blacklisted, work):
            work.edited.append(key)


def _sort_in(
    target: Target, changes: Sequence[Change], row: Row | None, blacklisted: Collection[str], work: Work
) -> bool:
    """Add the changes of one row; return False where the row is not as the plan saw it."""
    gone = row is None and any(change.action == "delete_row" for change in changes)
    for change in changes:
        if gone or is_done(target, change, row, blacklisted):
            continue
        if row is None or not as_planned(target, change, row):
            return False
        _assign(target, change, row, blacklisted, work)
    return True


def _assign(target: Target, change: Change, row: Row, blacklisted: Collection[str], work: Work) -> None:
    own, key, column = statement_for(target, change.action), change.key, change.column
    if own is not None:
        work.add(_assignment("call", column, change), change, row, key, column, change.canonical, change.action)
    elif change.action == "set_no":
        _say_no(target, change, row, blacklisted, work)
    elif change.action in ("mark", "count"):
        place = target.bounce.column
        work.add(_assignment("mark", place, change, encode(row[place])), change, row, key)
    elif change.action == "clear":
        work.add(_assignment("clear", column, change), change, row, key, column)
    else:
        work.add(_assignment("delete", column, change), change, row, key)


def _assignment(kind: Kind, column: str, change: Change, before: str = "") -> Assignment:
    return Assignment(kind, column, before, change.reason, change.action)


def _say_no(target: Target, change: Change, row: Row, blacklisted: Collection[str], work: Work) -> None:
    flag = target.flag
    if flag.exists and not no_place(target, row) and said_by_flag(target, change.column, row) != "no":
        if flag.row == "yes":
            work.add(_assignment("leave", change.column, change), change, row, change.key)
        elif flag.table and not row[FLAG]:
            work.add(_assignment("insert", flag.column_of(change.column), change), change, row, change.key)
        else:
            column = flag.column_of(change.column)
            before = encode(flag_in(target, change.column, row))
            work.add(_assignment("flag", column, change, before), change, row, change.key, column)
    if target.blacklist is not None and change.canonical not in blacklisted:
        work.add(_assignment("blacklist", "", change), change, row, change.canonical)


def statement_for(target: Target, action: str) -> Statement | None:
    """Return the operator's own statement that does what an action asks for; `then` is always ours to do."""
    if action == "set_no":
        return target.optout
    return target.bounce.statement if action == target.bounce.action else None


def flag_key(target: Target, row: Row) -> tuple[Any, ...]:
    """Return the values by which the row of the flag's own table is found."""
    return tuple(row[ours] for ours in target.flag.via.values())
