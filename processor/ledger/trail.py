"""Everything the ledger has about one address: what files said, what was written, exported, suppressed, undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from processor.domain.address import addresses
from processor.ledger import schema
from processor.ledger.listings import exports_of
from processor.ledger.takebacks import of_exports, taken_back_with

Record = Mapping[str, Any]
"""One stored row by column; moments are aware."""

_OF_DROP = ("name", "folder", "layout", "state", "received", "applied_at", "receipt")
_OF_LINE = [column.name for column in schema.line.c if column.name not in ("n", "canonical")]


@dataclass(frozen=True)
class Trail:
    """What is stored about one address, everything in the order it came.

    `lines` have the columns of lines and, of their drop, name, folder, layout, state, received, applied_at, receipt.
    `changes` have those of changes, and the name of the file and of the one for which undoing left them. `suppressions`
    have those of suppressions, with the names of the files that made and lifted them. `known` says since
    when the newsletter server has the address, `exports` are the files that held it, those taken back included.
    `undone` are undoings of files naming it.
    """

    lines: list[Record]
    changes: list[Record]
    suppressions: list[Record]
    known: list[Record]
    exports: list[Record]
    undone: list[Record]

    @property
    def empty(self) -> bool:
        """Whether nothing is stored about the address."""
        return not (self.lines or self.changes or self.suppressions or self.known or self.exports)


class Trails:
    """What is stored about an address; reads only."""

    def __init__(self, engine: sa.Engine) -> None:
        self._reader = engine.execution_options(reading=True)

    def of(self, canonical: str, written: str) -> Trail:
        """Return everything about a canonical address; `written` is how it was asked for.

        Also lines that were rejected, and cells of the ERP with several addresses, where it is one of those in them.
        """
        with self._reader.connect() as connection:
            lines = _lines(connection, canonical, written)
            known = _rows(connection, sa.select(schema.known).where(schema.known.c.canonical == canonical))
            return Trail(
                lines=lines,
                changes=_changes(connection, canonical, written),
                suppressions=_suppressions(connection, canonical),
                known=known,
                exports=_exports(connection, canonical, known),
                undone=[found for drop_id in _ids(lines) for found in _undone(connection, drop_id)],
            )


def _lines(connection: sa.Connection, canonical: str, written: str) -> list[Record]:
    lines, drops = schema.line, schema.drop
    raw = (lines.c.canonical == "") & _holding(lines.c.address, canonical, written)
    query = (
        sa.select(*(lines.c[name] for name in _OF_LINE), *(drops.c[name] for name in _OF_DROP))
        .join_from(lines, drops, drops.c.id == lines.c.drop_id)
        .where((lines.c.canonical == canonical) | raw)
        .order_by(drops.c.received, lines.c.drop_id, lines.c.n)
    )
    return _rows(connection, query)


def _changes(connection: sa.Connection, canonical: str, written: str) -> list[Record]:
    table, by, kept = schema.change, schema.drop.alias(), schema.drop.alias()
    query = (
        sa.select(table, by.c.name.label("name"), kept.c.name.label("kept_for_name"))
        .join_from(table, by, by.c.id == table.c.drop_id, isouter=True)
        .join(kept, kept.c.id == table.c.kept_for, isouter=True)
        .where((table.c.canonical == canonical) | _holding(table.c.email, canonical, written))
        .order_by(table.c.planned_at, table.c.id)
    )
    found = _rows(connection, query)
    return [row for row in found if row["canonical"] == canonical or canonical in _people(str(row["email"]))]


def _suppressions(connection: sa.Connection, canonical: str) -> list[Record]:
    table, by, lifter = schema.suppression, schema.drop.alias(), schema.drop.alias()
    query = (
        sa.select(table, by.c.name.label("name"), lifter.c.name.label("lifted_by_name"))
        .join_from(table, by, by.c.id == table.c.drop_id, isouter=True)
        .join(lifter, lifter.c.id == table.c.lifted_by, isouter=True)
        .where(table.c.canonical == canonical)
        .order_by(table.c.since, table.c.reason)
    )
    return _rows(connection, query)


def _exports(connection: sa.Connection, canonical: str, known: list[Record]) -> list[Record]:
    sources = [str(one["source"]).partition(":") for one in known]
    numbers = [int(number) for kind, _, number in sources if kind == "export"]
    table, back = schema.export, of_exports()
    mine = table.c.number.in_(numbers) | table.c.number.in_(exports_of(canonical))
    mine |= table.c.number.in_(taken_back_with(canonical))
    query = sa.select(table, back.c.taken_back_at, back.c.why.label("taken_back_for"))
    query = query.join_from(table, back, back.c.number == table.c.number, isouter=True)
    return _rows(connection, query.where(mine).order_by(table.c.number))


def _undone(connection: sa.Connection, drop_id: str) -> list[Record]:
    table, drops = schema.undo, schema.drop
    query = sa.select(table.c.drop_id, table.c.who, table.c.asked_at, table.c.done_at, drops.c.name)
    return _rows(connection, query.join(drops, drops.c.id == table.c.drop_id).where(table.c.drop_id == drop_id))


def _ids(lines: list[Record]) -> list[str]:
    return list(dict.fromkeys(str(line["drop_id"]) for line in lines))


def _people(cell: str) -> set[str]:
    return {one.canonical for one in addresses(cell)}


def _holding(column: sa.ColumnElement[Any], canonical: str, written: str) -> sa.ColumnElement[bool]:
    """The condition that a text holds the address, in whichever case; code looks closer where that matters."""
    return sa.or_(*(sa.func.lower(column).contains(text.lower(), autoescape=True) for text in {canonical, written}))


def _rows(connection: sa.Connection, query: sa.Select[Any]) -> list[Record]:
    return [dict(row._mapping) for row in connection.execute(query)]
