"""A ledger on a PostgreSQL server, as several machines share one; its texts sort as in a German dictionary."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

import sqlalchemy as sa

from processor.ledger import schema
from tests.parts.private import Server

COLLATED = "CREATE DATABASE abgleich TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'de-DE'"
"""Unlike Python and SQLite, which sort by code points: whoever takes both orders for the same is found out."""


@contextmanager
def shared_ledger(server: Server) -> Iterator[str]:
    """Make the database, give its SQLAlchemy URL, drop it in the end."""
    import pyodbc

    pyodbc.pooling = False
    with closing(pyodbc.connect(server.odbc, autocommit=True)) as connection:
        connection.execute(COLLATED)
        try:
            yield f"postgresql+psycopg://erp:geheim@127.0.0.1:{server.port}/abgleich"
        finally:
            connection.execute("DROP DATABASE abgleich WITH (FORCE)")


def empty(url: str) -> None:
    """Let a ledger be as if it had just been made, or about to be."""
    engine = sa.create_engine(url)
    made = set(sa.inspect(engine).get_table_names())
    quoted = engine.dialect.identifier_preparer.format_table
    names = [quoted(table) for table in schema.drop.metadata.sorted_tables if table.name in made]
    with engine.begin() as connection:
        if names:
            connection.exec_driver_sql(f"TRUNCATE {', '.join(names)} RESTART IDENTITY")
    engine.dispose()
