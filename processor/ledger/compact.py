"""Lines and changes in two tables each: what many rows of a drop have in common is stored once, as their kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from processor.ledger.frames import read_frame, write_frame

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Compact:
    """Rows (drop_id, kind, canonical and what is each one's own) and their kinds (drop_id, kind and what is common).

    `written` names the column of the rows that is NULL where an address is written as it is compared.
    """

    rows: sa.Table
    kinds: sa.Table
    written: str

    def whole(self, name: str) -> sa.Subquery:
        """Return both as if they were one table of that name, for reading."""
        # An expression no index knows: or SQLite reads all rows of a drop for each of its kinds, of which it may have
        # as many as rows.
        of_row = sa.func.coalesce(self.rows.c.drop_id, sa.literal_column("''"))
        same = (self.kinds.c.drop_id == of_row) & (self.kinds.c.kind == self.rows.c.kind)
        column = self.rows.c[self.written]
        text = sa.func.coalesce(column, self.rows.c.canonical, type_=column.type).label(self.written)
        own = [text if one is column else one for one in self.rows.c if one.name != "kind"]
        return (
            sa.select(*own, *(self.kinds.c[name] for name in self._common))
            .join_from(self.rows, self.kinds, same)
            .subquery(name)
        )

    @property
    def _common(self) -> list[str]:
        return [column.name for column in self.kinds.c if column.name not in ("drop_id", "kind")]

    def store(self, connection: sa.Connection, drop_id: str, rows: pd.DataFrame) -> pd.DataFrame:
        """Within a transaction store rows of a drop beside those it has; what a frame lacks is left NULL.

        Return their kinds, and as column `rows` how many there are of each.
        """
        common = [name for name in self._common if name in rows.columns]
        number = rows.groupby(common, sort=False, dropna=False).ngroup()
        once = ~number.duplicated()
        told: pd.DataFrame = rows.loc[once, common].assign(rows=number.value_counts().reindex(number[once]).to_numpy())
        following = sa.select(sa.func.max(self.kinds.c.kind) + 1).where(self.kinds.c.drop_id == drop_id)
        first = connection.scalar(following) or 0
        write_frame(connection, self.kinds, told.assign(drop_id=drop_id, kind=number[once] + first))
        text = rows[self.written].where(rows[self.written] != rows["canonical"])
        own: dict[str, Any] = {"drop_id": drop_id, "kind": number + first, self.written: text}
        write_frame(connection, self.rows, rows.assign(**own))
        return told

    def forget(self, connection: sa.Connection, drop_id: str) -> None:
        """Within a transaction forget all rows of a drop."""
        for table in (self.rows, self.kinds):
            connection.execute(table.delete().where(table.c.drop_id == drop_id))

    def fetch(
        self,
        connection: sa.Connection,
        drop_id: str,
        columns: Mapping[str, str],
        *conditions: sa.ColumnElement[bool],
    ) -> pd.DataFrame:
        """Return rows of a drop as `columns` (name to dtype), canonical among them, in the order they were stored.

        The few kinds are read once, not with each row: of a million lines they are most of the text. `conditions` may
        speak of `rows` only.
        """
        common = {name: dtype for name, dtype in columns.items() if name in self._common}
        own = {name: dtype for name, dtype in columns.items() if name not in common} | {"kind": "int64"}
        mine = self.rows.c.drop_id == drop_id
        query = sa.select(*(self.rows.c[name] for name in own)).where(mine, *conditions)
        rows = read_frame(connection, query.order_by(*self.rows.primary_key), own)
        kinds = sa.select(*(self.kinds.c[name] for name in ("kind", *common))).where(self.kinds.c.drop_id == drop_id)
        if len(rows):  # kinds are numbered as they come: some of the rows have not many others
            kinds = kinds.where(self.kinds.c.kind.between(int(rows["kind"].min()), int(rows["kind"].max())))
        told = read_frame(connection, kinds.order_by(self.kinds.c.kind), {"kind": "int64", **common})
        places = told["kind"].searchsorted(rows["kind"])
        for name in common:
            rows[name] = told[name].take(places).set_axis(rows.index)
        if self.written in own:
            rows[self.written] = rows[self.written].where(rows[self.written].notna(), rows["canonical"])
        return rows[list(columns)]
