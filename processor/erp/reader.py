"""Who is in the ERP: a pass over all customers, a look-up of few, and those whose row says that it was changed."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from processor.domain.batch import among
from processor.erp import glance, lookup
from processor.erp.blacklist import entries
from processor.erp.lookup import Seen
from processor.erp.reading import CUSTOMERS, customers_of
from processor.erp.sessions import Sessions
from processor.erp.since import changed_of, marks_of, newest, place_of
from processor.erp.targets import Target

if TYPE_CHECKING:
    import pandas as pd

MOST = 100_000
"""Changed rows that are looked at; what a nightly job changes beyond that waits for the next pass over all."""

MANY = 4
"""With more addresses than every fourth row of the ERP has, reading all is quicker than looking them up."""


class Reader:
    """The reading half of the gateway. Every method raises Unavailable as `Sessions` does."""

    def __init__(self, sessions: Sessions, targets: Sequence[Target]) -> None:
        self._sessions = sessions
        self._targets = {target.name: target for target in targets}
        self._seen: Seen | None = None
        self._since = ""
        self._again: set[str] = set()

    def customers(self, fields: Sequence[str] = (), chunk: int = 50_000) -> Iterator[pd.DataFrame]:
        """Yield all living rows with an address, target by target, with CUSTOMERS and a "str" column for each field.

        A cell with several addresses gives several rows. Bounded memory: each frame comes from at most `chunk` rows.
        """
        seen = Seen()
        for target in self._targets.values():
            with self._sessions.session() as connection:
                server = self._sessions.server(connection)
                found = entries(connection, target.blacklist, server)
                seen.note_entries(target.name, found)
                blacklisted = {address for address, entry in found.items() if entry.counts}
                for part in customers_of(connection, target, fields, blacklisted, chunk):
                    seen.note(target.name, part, server)
                    yield part.customers
        self._seen = seen

    def holders(self, wanted: Collection[str]) -> tuple[pd.DataFrame, int]:
        """Return the living rows that hold one of the canonical addresses, and how many rows live with an address.

        Few addresses are looked up, so that the cost follows the file and not the ERP; that finds what the last pass
        over all customers (or a glance, where there was none yet) could have found, and rows made since whose cell is
        simply the address. Many are picked out of a pass over all.
        """
        import pandas as pd

        asked = wanted if isinstance(wanted, (set, frozenset)) else set(wanted)
        seen = self._seen = self._seen or self._glance()
        if seen is None or not seen.usable or len(asked) * MANY > seen.customers:
            found = [chunk[among(chunk["canonical"], asked)] for chunk in self.customers()]
            seen = self._seen or Seen()
        else:
            found = [part for target in self._targets.values() for part in self._looked_up(target, asked, seen)]
        empty = pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in CUSTOMERS.items()})
        return pd.concat([empty, *found], ignore_index=True) if found else empty, seen.customers

    def changed_customers(
        self, since: str, *, now: datetime, fields: Sequence[str] = (), chunk: int = 50_000
    ) -> tuple[list[pd.DataFrame], str]:
        """Return customers (as `customers` does) changed since a token was given, and the next token.

        Only an optimisation between two passes over all: targets without a `changed` column, and rows with nothing in
        it, are never among them, some come again, and of more than MOST rows of a target only some come at all. With an
        empty token there are none, only the next token; take it before the pass. `now` is the office's local time.
        """
        marks, following, found = marks_of(since), dict[str, str](), list["pd.DataFrame"]()
        for target in (target for target in self._targets.values() if target.changed):
            with self._sessions.session() as connection:
                server, place = self._sessions.server(connection), place_of(target)
                if mark := newest(connection, target, now):
                    following[place] = mark
                if place in marks:
                    with closing(changed_of(connection, server, target, fields, marks[place], chunk)) as parts:
                        found += islice(parts, max(1, MOST // chunk))
        return found, json.dumps(following)

    def newcomers(self, now: datetime) -> set[str]:
        """Return addresses that are YES in rows changed since this was asked before.

        The newest rows come again with every answer for a while; who came with the last one is not named again.
        It takes one small query where targets have a `changed` column, and none where they have not. What it misses
        (the first time it is asked it knows nothing) the next pass over all customers finds. `now` is the office's.
        """
        found, self._since = self.changed_customers(self._since, now=now)
        willing = {address for chunk in found for address in chunk.loc[chunk["flag"] == "yes", "canonical"].tolist()}
        new = willing - {"", *self._again}
        self._again = willing
        return new

    def _glance(self) -> Seen | None:
        """Return what look-ups must know, asked of the server; None where only a pass over all customers tells."""
        seen = Seen()
        for target in self._targets.values():
            with self._sessions.session() as connection:
                server = self._sessions.server(connection)
                if not glance.can_tell(server, target):
                    return None
                seen.note_entries(target.name, entries(connection, target.blacklist, server))
                seen.customers += glance.rows_with_address(connection, target)
                seen.odd[target.name] = glance.odd_keys(connection, server, target, lookup.ODD_LIMIT)
        return seen

    def _looked_up(self, target: Target, wanted: Collection[str], seen: Seen) -> list[pd.DataFrame]:
        with self._sessions.session() as connection:
            server = self._sessions.server(connection)
            return list(lookup.holders_of(connection, server, target, wanted, seen))

    def counted_at(self, domains: Collection[str]) -> dict[str, int]:
        """Return roughly how many living rows have an address at each of these receiving domains."""
        counted = dict.fromkeys(domains, 0)
        for target in self._targets.values() if domains else ():
            with self._sessions.session() as connection:
                for domain, count in lookup.counted_at(connection, target, domains).items():
                    counted[domain] += count
        return counted
