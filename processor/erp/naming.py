"""Names of the ERP as SQL: tables, columns and conditions exactly as the operator wrote them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import quoted_name

_NAME_PART = re.compile(r'\s*(?:"((?:[^"]|"")+)"|\[((?:[^\]]|\]\])+)\]|`((?:[^`]|``)+)`|([^.]+?))\s*(?:\.|$)')


def split_name(name: str) -> tuple[str | None, str]:
    """Return (schema, table) of a table name; parts that hold a dot stand in "…", […] or `…`.

    What stands before the last part is the schema as a whole, such as "eazybusiness.dbo"; a part of several that has
    a dot of its own stays in brackets, by which SQL Server's dialect knows it.
    """
    parts = [
        (double or "").replace('""', '"')
        or (square or "").replace("]]", "]")
        or (tick or "").replace("``", "`")
        or bare
        for double, square, tick, bare in _NAME_PART.findall(name)
    ]
    before = parts[:-1]
    if len(before) > 1:
        before = [f"[{part}]" if "." in part else part for part in before]
    return (".".join(before) or None), parts[-1]


@lru_cache(maxsize=256)
def table_of(name: str, columns: tuple[str, ...]) -> sa.TableClause:
    """Return a table with these columns; no reflection, names exactly as written.

    Asked twice it is the same object, so that conditions made elsewhere belong to it.
    """
    schema, bare = split_name(name)
    clauses: list[sa.ColumnClause[Any]] = [sa.column(quoted_name(column, quote=True)) for column in columns]
    # A schema of several parts is left to the dialect: SQL Server's takes "database.owner" apart.
    quoted = schema if schema is None or "." in schema else quoted_name(schema, quote=True)
    return sa.table(quoted_name(bare, quote=True), *clauses, schema=quoted)


def bare(name: str) -> sa.ColumnClause[Any]:
    """Return a column by its name alone: SQL Server frowns upon column names with a database before them."""
    return sa.column(quoted_name(name, quote=True))


def condition(where: str) -> sa.TextClause:
    """Return the operator's own condition as written; a colon in it is no parameter of ours, a remark ends with it."""
    end = "\n)" if "--" in where or "#" in where else ")"
    return sa.text("(" + where.replace(":", r"\:") + end)
