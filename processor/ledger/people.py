"""What is known of people: who is suppressed and why, who is a known subscriber, what happened to an address."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from processor.domain.batch import frame
from processor.domain.plan import SAID_NO, WITHOUT_ENTRY, Past
from processor.ledger import crowds, schema
from processor.ledger.frames import chunks

if TYPE_CHECKING:
    import pandas as pd

_PAST_EVENTS = {
    "canonical": "str",
    "event": "str",
    "bounce_class": "str",
    "at": "datetime64[us, UTC]",
    "mailing": "str",
}
_MANY = 20_000  # from so many addresses on, reading all is cheaper than asking for each


class People:
    """Suppressions and known subscribers, kept outside the ERP so that they survive whatever happens to it."""

    def __init__(self, engine: sa.Engine) -> None:
        self._reader = engine.execution_options(reading=True)

    def past(self, addresses: Iterable[str], but: str = "") -> Past:
        """Return what files other than the drop `but` said about canonical `addresses`.

        A file that is planned anew must not take its own first plan for an earlier file.
        """
        wanted = sorted(set(addresses) - {""})
        with self._reader.connect() as connection:
            suppressed: dict[str, frozenset[str]] = {}
            active = schema.suppression.c.lifted_at.is_(None) & (schema.suppression.c.drop_id != but)
            query = sa.select(schema.suppression.c.canonical, schema.suppression.c.reason).where(active)
            for canonical, reason in self._of(connection, query, schema.suppression.c.canonical, wanted):
                suppressed[canonical] = suppressed.get(canonical, frozenset()) | {reason}
            events = self._events(connection, wanted, but)
            days = connection.scalars(sa.select(schema.mailing_day.c.day).order_by(schema.mailing_day.c.day))
            return Past(suppressed, events, list(days))

    def _events(self, connection: sa.Connection, wanted: list[str], but: str) -> pd.DataFrame:
        """Bounces and consent acts of any age, of files that were planned or applied; none later than its file.

        Old ones too: what is known is a repeat, however old, and an opt-out or opt-in does not grow old. A bounce
        without time and mailing that repeated another is no event of its own, an opt-in without time proves nothing.
        """
        import pandas as pd

        lines, drops = schema.line, schema.drop
        at = sa.case((lines.c.at < drops.c.received, lines.c.at), else_=drops.c.received)
        placed = lines.c.at.is_not(None) | (lines.c.mailing != "")
        bounce = (lines.c.event == "bounce") & (placed | (lines.c.detail != "duplicate"))
        optin = (lines.c.event == "subscribed") & lines.c.confident & lines.c.at.is_not(None)
        consent = lines.c.event.in_(SAID_NO) | optin
        # An expression no index knows: or SQLite reads all lines of years for twenty people, file by file.
        standing = sa.func.coalesce(drops.c.state, "").in_(("planned", "applied"))
        query = (
            sa.select(lines.c.canonical, lines.c.event, lines.c.bounce_class, at.label("at"), lines.c.mailing)
            .join(drops, drops.c.id == lines.c.drop_id)
            .where(standing, drops.c.id != but)
            .where(lines.c.canonical != "", bounce | consent)
        )
        rows = [tuple(row) for row in self._of(connection, query, lines.c.canonical, wanted)]
        return frame(pd.DataFrame(rows, columns=list(_PAST_EVENTS)), _PAST_EVENTS)

    @staticmethod
    def _of(
        connection: sa.Connection, query: sa.Select[Any], column: sa.ColumnElement[Any], wanted: Sequence[str]
    ) -> Iterable[Any]:
        """Rows of a query for the wanted addresses; asks for all and narrows here when they are many."""
        if len(wanted) > _MANY:
            among = set(wanted)
            return [row for row in connection.execute(query) if row[0] in among]
        return [row for part in chunks(wanted) for row in connection.execute(query.where(column.in_(part)))]

    def without_entry(self, since: datetime) -> list[str]:
        """Return the addresses, sorted, in files planned or applied since then that a blacklist could not hold."""
        lines, drops = schema.line, schema.drop
        query = sa.select(lines.c.canonical).distinct().join(drops, drops.c.id == lines.c.drop_id)
        query = query.where(drops.c.received > since, drops.c.state.in_(("planned", "applied")))
        query = query.where(lines.c.detail.in_(WITHOUT_ENTRY))
        with self._reader.connect() as connection:
            return sorted(connection.scalars(query))

    def said_no(
        self,
        since: datetime | None = None,
        *,
        waiting_since: datetime | None = None,
        among: Collection[str] | None = None,
    ) -> set[str]:
        """Return the canonical addresses that may never be YES: opt-outs and complaints that stand.

        `since`: only those of files that came after that. Left out are those of a file that is planned and not written
        yet: its plan sets them to NO. One that came before `waiting_since` is stuck, on a row the ERP does not let be
        written perhaps, and the others in it need not wait for that. `among`: only which of these addresses are.
        """
        return self._found([crowds.suppressed(crowds.said_no(since, waiting_since))], among)

    def kept_out(self, among: Collection[str] | None = None) -> set[str]:
        """Return the canonical addresses no export may hold: suppressed for any reason, or named in a held file.

        Whom a held file says to have said no, that is under the address he has now too. `among`: only which of these
        addresses are.
        """
        return self._found(crowds.kept_out(), among)

    def known(self, among: Collection[str] | None = None) -> set[str]:
        """Return the canonical addresses of known subscribers; `among`: only which of these addresses are."""
        return self._found([sa.select(schema.known.c.canonical)], among)

    def _found(self, queries: Sequence[sa.Select[Any]], among: Collection[str] | None) -> set[str]:
        with self._reader.connect() as connection:
            if among is None:
                return {one for query in queries for one in connection.scalars(query)}
            return {one for query in queries for one in crowds.among(connection, query, among)}
