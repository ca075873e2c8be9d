"""Which address each row of the ERP had when we last looked: two digests, no text; and what follows when it changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from processor.domain.moves import in_order, without
from processor.domain.plan import SAID_NO, SUPPRESSIONS
from processor.ledger import schema
from processor.ledger.former import Succession, late_objections, note_successions
from processor.ledger.frames import chunks, read_frame, write_frame
from processor.ledger.removals import note_removals
from processor.ledger.state import before, state, touch
from processor.ledger.streams import streamed

if TYPE_CHECKING:
    import pandas as pd

    from processor.domain.digest import Numbers

_row = sa.Table(
    "row_addresses",
    schema.drop.metadata,
    sa.Column("row", sa.BigInteger, primary_key=True, autoincrement=False),  # digest of target and key
    sa.Column("address", sa.BigInteger, primary_key=True, autoincrement=False),  # digest of the canonical address
)

STATE = "rows"
"""Name in `meta` of the number that counts the changes of the table."""

RULE = "guard:moved"
"""Rule of a suppression that followed a person to another address."""

OBJECTIONS = {**SUPPRESSIONS, "drop_id": "str"}
"""Columns of suppressions with the drop they rest on."""


class Rows:
    """What is remembered of the ERP's rows. Every method is one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reading=True)
        self._kept: tuple[str, Numbers] | None = None  # state of the table, and what it held then, `in_order`

    def remembered(self) -> Numbers:
        """Return digests of row and address, `in_order`; fetched again only where somebody else changed them since."""
        import numpy as np

        with self._reader.connect() as connection:
            now = state(connection, STATE)
            if self._kept is not None and self._kept[0] == now:
                return self._kept[1]
            self._kept = None  # while they are fetched nobody needs the old ones
            rows = streamed(connection, sa.select(_row))
            parts = [np.array([tuple(row) for row in some], dtype=np.int64) for some in rows]
        self._kept = now, in_order(parts)
        return self._kept[1]

    def objections(self, people: Sequence[str]) -> pd.DataFrame:
        """Return the opt-outs and complaints of canonical addresses that stand (columns OBJECTIONS)."""
        import pandas as pd

        table = schema.suppression
        query = sa.select(*(table.c[name] for name in OBJECTIONS))
        query = query.where(table.c.lifted_at.is_(None), table.c.reason.in_(SAID_NO))
        with self._reader.connect() as connection:
            parts = [
                read_frame(connection, query.where(table.c.canonical.in_(some)), OBJECTIONS)
                for some in (chunks(people) if people else [[]])
            ]
        return pd.concat(parts, ignore_index=True)

    def late_objections(self, now: datetime) -> list[Succession]:
        """Return who has said no under an address he had before, and not under the present one."""
        with self._reader.connect() as connection:
            return late_objections(connection, now)

    def note(
        self,
        left: Numbers,
        fresh: Numbers,
        objections: pd.DataFrame,
        given_up: Sequence[str],
        now: datetime,
        successions: Sequence[Succession] = (),
    ) -> None:
        """Store in one what a look found: rows and their addresses, objections that followed, addresses given up.

        `successions`: which address came in the place of which, for lists that come late.
        """
        import pandas as pd

        with self._engine.begin() as connection:
            write_frame(connection, schema.suppression, objections.assign(lifted_by=""), "renew")
            note_removals(connection, given_up, now)
            _forget(connection, left)
            note_successions(connection, successions, now)
            write_frame(connection, _row, pd.DataFrame(fresh, columns=["row", "address"], copy=False), "keep")
            following = touch(connection, STATE)
        if self._kept is not None and self._kept[0] == before(following):
            remaining = without(self._kept[1], left)
            self._kept = None
            self._kept = following, in_order([remaining, fresh]) if len(remaining) else fresh

    def followed(self, since: datetime, until: datetime) -> int:
        """Return how many objections followed somebody to another address in a period."""
        table = schema.suppression
        query = sa.select(sa.func.count(table.c.canonical.distinct()))
        query = query.where(table.c.rule == RULE, table.c.since > since, table.c.since <= until)
        with self._reader.connect() as connection:
            return connection.scalar(query) or 0


def _forget(connection: sa.Connection, left: Numbers) -> None:
    """Forget addresses that rows do not have any more."""
    if len(left):
        which = (_row.c.row == sa.bindparam("which")) & (_row.c.address == sa.bindparam("whose"))
        values = [{"which": int(row), "whose": int(address)} for row, address in left]
        connection.execute(_row.delete().where(which), values)
