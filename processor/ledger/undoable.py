"""What there is to take back of a file, and what other files say about the same people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from processor.domain.batch import frame
from processor.domain.plan import SAID_NO
from processor.domain.support import LINES, Followed, Support
from processor.domain.undo import DONE, Suppressed
from processor.ledger import schema
from processor.ledger.frames import chunks, read_frame
from processor.ledger.rows import RULE

if TYPE_CHECKING:
    import pandas as pd

STANDING = ("planned", "applied")
"""States of files whose lines count."""


class Undoable:
    """What undoing a file must know; reads only."""

    def __init__(self, engine: sa.Engine) -> None:
        self._reader = engine.execution_options(reading=True)

    def changes(self, drop_id: str) -> pd.DataFrame:
        """Return the changes to take back with a file (columns DONE), oldest first, none that was taken back before.

        Its own; those of the guard since then for its people, whatever their addresses are now; and those that undoing
        another file left as they were for the sake of this one.
        """
        table, lines = schema.change, schema.line
        named = sa.select(lines.c.canonical).where(lines.c.drop_id == drop_id, lines.c.canonical != "")
        people = named.union(sa.select(_followed(drop_id).c.canonical))
        applied_at = sa.select(schema.drop.c.applied_at).where(schema.drop.c.id == drop_id).scalar_subquery()
        guards = (table.c.drop_id == "") & (table.c.applied_at >= applied_at) & table.c.canonical.in_(people)
        left = (table.c.undone == "kept") & (table.c.kept_for == drop_id)
        mine = (table.c.drop_id == drop_id) | (table.c.undone_by == drop_id)
        undone = sa.func.coalesce(table.c.undone, "").label("undone")
        query = sa.select(*(undone if name == "undone" else table.c[name] for name in DONE))
        query = query.where(mine | guards | left, table.c.undone_at.is_(None)).order_by(table.c.id)
        with self._reader.connect() as connection:
            return read_frame(connection, query, DONE)

    def people(self, drop_id: str) -> set[str]:
        """Return the canonical addresses in the lines of a file."""
        query = sa.select(schema.line.c.canonical).where(schema.line.c.drop_id == drop_id).distinct()
        with self._reader.connect() as connection:
            return set(connection.scalars(query)) - {""}

    def others(self, drop_id: str, people: Iterable[str], states: Sequence[str] = STANDING) -> pd.DataFrame:
        """Return what other files in these states say about these addresses (columns LINES), in the order they came."""
        lines, drops = schema.line, schema.drop
        at = sa.case((lines.c.at < drops.c.received, lines.c.at), else_=drops.c.received)
        named = {"at": at.label("at"), "dated": lines.c.at.is_not(None).label("dated"), "name": drops.c.name}
        columns = (named.get(name, lines.c.get(name)) for name in LINES)
        query = (
            sa.select(*columns)  # type: ignore[arg-type]
            .join_from(lines, drops, drops.c.id == lines.c.drop_id)
            .where(sa.func.coalesce(drops.c.state, "").in_(states), drops.c.id != drop_id)  # as in People.past
            .where(lines.c.event.in_((*SAID_NO, "bounce", "subscribed")))
            .order_by(drops.c.received, lines.c.drop_id, lines.c.n)
        )
        import pandas as pd

        with self._reader.connect() as connection:
            rows = [
                tuple(row) for part in chunks(sorted(people)) for row in connection.execute(_about(query, lines, part))
            ]
        return frame(pd.DataFrame(rows, columns=list(LINES)), LINES)

    def suppressions(self, drop_id: str, people: Iterable[str]) -> list[tuple[tuple[str, str], Support]]:
        """Return the suppressions of these addresses that stand and rest on other files, by address and reason."""
        table, drops = schema.suppression, schema.drop
        columns = ("drop_id", "line", "rule", "address", "bounce_class", "since")
        query = (
            sa.select(table.c.canonical, table.c.reason, *(table.c[name] for name in columns), drops.c.name)
            .join_from(table, drops, drops.c.id == table.c.drop_id)
            .where(table.c.lifted_at.is_(None), table.c.drop_id != drop_id, drops.c.state.in_(STANDING))
        )
        with self._reader.connect() as connection:
            rows = [row for part in chunks(sorted(people)) for row in connection.execute(_about(query, table, part))]
        return [
            ((row.canonical, row.reason), Support(**{name: row._mapping[name] for name in Support._fields}))
            for row in rows
        ]

    def suppressed(self, drop_id: str) -> list[Suppressed]:
        """Return the suppressions that a file made or lifted."""
        table = schema.suppression
        query = sa.select(*(table.c[name] for name in Suppressed._fields))
        query = query.where((table.c.drop_id == drop_id) | (table.c.lifted_by == drop_id))
        with self._reader.connect() as connection:
            return [Suppressed(*row) for row in connection.execute(query.order_by(table.c.canonical))]

    def followed(self, drop_id: str) -> list[Followed]:
        """Return the suppressions of a file that followed somebody to another address, with the address in the file.

        Where lines of several sheets have one number, there is one for each of them.
        """
        query = sa.select(_followed(drop_id)).order_by("canonical", "reason", "former")
        with self._reader.connect() as connection:
            return [Followed(*row) for row in connection.execute(query)]

    def mailing_days(self) -> list[date]:
        """Return the days on which any mailing is known to have gone out, sorted."""
        with self._reader.connect() as connection:
            return list(connection.scalars(sa.select(schema.mailing_day.c.day).order_by(schema.mailing_day.c.day)))


def _followed(drop_id: str) -> sa.Subquery:
    table, lines = schema.suppression, schema.line
    same = (lines.c.drop_id == table.c.drop_id) & (lines.c.line == table.c.line) & (lines.c.event == table.c.reason)
    query = sa.select(table.c.canonical, table.c.reason, table.c.rule, lines.c.canonical.label("former"))
    return query.join(lines, same).where(table.c.drop_id == drop_id, table.c.rule == RULE).subquery()


def _about(query: sa.Select[Any], table: sa.FromClause, people: Sequence[str]) -> sa.Select[Any]:
    return query.where(table.c.canonical.in_(people))
