"""A whole table read page by page, where a driver would otherwise hold all of it in this process's memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from processor.erp import sql
from processor.erp.naming import bare
from processor.erp.server import Server
from processor.erp.sql import Rows
from processor.erp.targets import Target

PAGE = 500_000
"""Rows of one page; MariaDB's driver takes 80 bytes and more for each, and has no way of fetching them bit by bit."""

Conditions = Sequence[sa.ColumnElement[bool]]
"""Conditions on the table with the addresses."""


def raw_rows(connection: sa.Connection, statement: sa.Select[Any], chunk: int) -> Iterator[list[Sequence[Any]]]:
    """Yield the rows of a SELECT as the driver gives them, at most `chunk` at a time."""
    result = connection.execute(statement)
    cursor = result.cursor
    assert cursor is not None
    try:
        while rows := cursor.fetchmany(chunk):
            yield list(rows)
    finally:
        result.close()


def all_rows(
    connection: sa.Connection, target: Target, asked: Callable[[Conditions], Rows], chunk: int
) -> Iterator[list[Sequence[Any]]]:
    """Yield the rows of a target that are asked for (under further conditions), at most `chunk` at a time.

    All pages are read in one transaction, which InnoDB shows the table in as it was at the first of them.
    """
    if connection.dialect.name == "mysql" and _counts(connection, target):
        yield from _pages(connection, target, asked, chunk)
    else:
        yield from raw_rows(connection, asked(()).select, chunk)


def _counts(connection: sa.Connection, target: Target) -> bool:
    """Whether the key is a whole number: the server orders numbers as we compare them, and texts it may not."""
    if len(target.key) > 1:
        return False
    key = bare(target.key[0])
    some = sa.select(key).select_from(sql.own_table(target)).where(*sql.living(target), key.is_not(None)).limit(1)
    return type(connection.execute(some).scalar()) is int


def _pages(
    connection: sa.Connection, target: Target, asked: Callable[[Conditions], Rows], chunk: int
) -> Iterator[list[Sequence[Any]]]:
    """Yield pages by key; nothing says that a key is unique, so that the last one of a page is read with the next."""
    after: Conditions = ()
    size = PAGE
    while True:
        rows = asked(after)
        place = rows.names.index(target.key[0])
        statement = rows.select.order_by(list(rows.select.selected_columns)[place]).limit(size)
        count, first, last = 0, None, list[Sequence[Any]]()
        for part in raw_rows(connection, statement, chunk):
            if last:
                yield last
            first = first if count else part[0][place]
            count, last = count + len(part), part
        if count < size:
            if last:
                yield last
            return
        key = last[-1][place]
        if whole := [row for row in last if row[place] != key]:
            yield whole
        # A page of one key, or of none at all, would come again and again.
        following = bare(target.key[0]) >= Server(connection.dialect.name).bound(key)
        after, size = (after, size * 2) if first == key else ((following,), PAGE)
