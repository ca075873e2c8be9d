"""Millions of rows of the ledger, portion by portion as the driver gives them: never all of them as Python objects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

FETCHED = 50_000
"""Rows fetched at a time."""


def streamed(connection: sa.Connection, query: sa.Select[Any]) -> Iterator[Sequence[Sequence[Any]]]:
    """Yield the rows of a query whose values the driver gives as they are: texts and numbers.

    They come past SQLAlchemy, whose own rows cost several times the fetching. Where the driver would hold the whole
    result, a cursor of the server's is used; of that SQLAlchemy has taken rows already, so that they come from it.
    """
    if connection.dialect.supports_server_side_cursors:
        yield from connection.execution_options(yield_per=FETCHED).execute(query).partitions(FETCHED)
        return
    result = connection.execute(query)
    cursor = result.cursor
    assert cursor is not None
    try:
        while rows := cursor.fetchmany(FETCHED):
            yield rows
    finally:
        result.close()
