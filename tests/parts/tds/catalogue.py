"""What a server knows about itself: the catalogue as tables of a SQLite schema "sys", and functions of T-SQL."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from zlib import crc32

from tests.parts.tds.answers import VERSION
from tests.parts.tds.script import Script
from tests.parts.tds.types import MAX, NUMBERS, declared

_TABLES = """
CREATE TABLE sys.objects (object_id, name, type);
CREATE TABLE sys.columns (object_id, column_id, name, system_type_id, max_length, is_nullable, default_object_id,
    is_identity, is_computed, collation_name);
CREATE TABLE sys.types (name, user_type_id);
CREATE TABLE sys.triggers (name, parent_id, is_disabled);
CREATE TABLE sys.indexes (object_id, index_id, is_disabled, has_filter);
CREATE TABLE sys.index_columns (object_id, index_id, column_id, key_ordinal);
CREATE TABLE sys.permissions (class, securable, subentity_name, permission_name);
CREATE TABLE sys.no_properties (objtype);
"""


def lay(database: sqlite3.Connection, script: Callable[[], Script]) -> None:
    """Make the catalogue, empty but for the types, and the functions; `script` gives rights and procedures."""

    def object_id(name: str | None) -> int | None:
        known = {bare(procedure) for procedure in script().procedures}
        table = database.execute("SELECT 1 FROM main.sqlite_master WHERE lower(name) = ?", (bare(name),)).fetchone()
        return _number(name) if table or bare(name) in known else None

    def may(name: str, _kind: str, right: str) -> int:
        return int(any(bare(place) == bare(name) and right in those for place, those in script().rights.items()))

    database.execute("ATTACH ':memory:' AS sys")
    database.executescript(_TABLES)
    database.executemany(
        "INSERT INTO sys.types VALUES (?, ?)",
        [("timestamp" if name == "rowversion" else name, number) for name, number in NUMBERS.items()],
    )
    functions: Mapping[str, tuple[int, Callable[..., object]]] = {
        "OBJECT_ID": (1, object_id),
        "HAS_PERMS_BY_NAME": (3, may),
        "BARE": (1, bare),
        "SERVERPROPERTY": (1, lambda name: ".".join(map(str, (*VERSION, 4)))),
        "SCHEMA_NAME": (0, lambda: "dbo"),
        "USER_NAME": (0, lambda: "abgleich"),
        "QUOTENAME": (1, lambda name: f"[{name}]"),
        "SYSUTCDATETIME": (0, lambda: datetime.now(UTC).isoformat(" ")[:26]),
        "SYSDATETIME": (0, lambda: datetime.now().isoformat(" ")[:26]),  # noqa: DTZ005  # the server's own wall
        "CONCAT": (-1, lambda *parts: "".join("" if part is None else str(part) for part in parts)),
        "LIKES": (4, likes),
    }
    for name, (arguments, function) in functions.items():
        database.create_function(name, arguments, function)


def fill(database: sqlite3.Connection, rights: Mapping[str, list[str]]) -> None:
    """Write down what the database holds now. `rights`: what the account may do, by table, on the database by ""."""
    for table in ("objects", "columns", "triggers", "indexes", "index_columns", "permissions"):
        database.execute(f"DELETE FROM sys.{table}")
    found = database.execute("SELECT name, type, tbl_name FROM main.sqlite_master").fetchall()
    for name, kind, parent in found:
        if kind == "table":
            _describe(database, name)
        if kind == "trigger":
            database.execute("INSERT INTO sys.triggers VALUES (?, ?, 0)", (name, _number(parent)))
    for place, allowed in rights.items():
        rows = [("OBJECT" if place else "DATABASE", bare(place) if place else None, "", right) for right in allowed]
        database.executemany("INSERT INTO sys.permissions VALUES (?, ?, ?, ?)", rows)


def _describe(database: sqlite3.Connection, table: str) -> None:
    number = _number(table)
    database.execute("INSERT INTO sys.objects VALUES (?, ?, 'U')", (number, table))
    for place, name, text, filled, default, key in database.execute("SELECT * FROM pragma_table_info(?)", (table,)):
        kind = declared(text)
        known = NUMBERS[kind.name]
        length = -1 if kind.size == MAX else kind.size
        collation = "Latin1_General_CI_AS" if "char" in kind.name else None
        row = (number, place, name, known, length, not (filled or key), default is not None, 0, 0, collation)
        database.execute(f"INSERT INTO sys.columns VALUES ({','.join('?' * len(row))})", row)
    # SQLite gives a key of one whole number no index of its own; SQL Server gives every key one.
    keys = "SELECT cid, pk FROM pragma_table_info(?) WHERE pk > 0"
    starts = [(0, cid, place) for cid, place in database.execute(keys, (table,))]
    listed = "SELECT i.seq + 1, x.cid, x.seqno + 1 FROM pragma_index_list(?) i, pragma_index_info(i.name) x"
    for index, column, place in [*starts, *database.execute(listed, (table,))]:
        database.execute("INSERT INTO sys.index_columns VALUES (?, ?, ?, ?)", (number, index, column, place))
        database.execute("INSERT INTO sys.indexes SELECT ?, ?, 0, 0 WHERE ? = 1", (number, index, place))


def _number(name: str | None) -> int:
    """Return the number of a table or procedure, the same for "[dbo].[kunden]" and "kunden"."""
    return crc32((bare(name) or "").encode()) >> 1


def bare(name: str | None) -> str | None:
    """Return the last part of a name, without brackets and in lower case."""
    return None if name is None else re.sub(r"[\[\]]", "", name).rpartition(".")[2].lower()


def likes(text: object, pattern: str, escape: str, exact: int) -> int | None:
    """Return whether a text is like a T-SQL pattern, with sets of characters; `exact`: by a binary collation."""
    return None if text is None else int(bool(_expression(pattern, escape, bool(exact)).fullmatch(str(text))))


@lru_cache(maxsize=256)
def _expression(pattern: str, escape: str, exact: bool) -> re.Pattern[str]:
    token = rf"{re.escape(escape)}(.)|" if escape else "(?!)()|"
    wild = {"%": ".*", "_": "."}
    parts = re.finditer(token + r"(\[[^\]]+\])|(.)", pattern, re.DOTALL)
    text = "".join(one[2] or re.escape(one[1] or "") or wild.get(one[3], re.escape(one[3] or "")) for one in parts)
    return re.compile(text, re.DOTALL if exact else re.DOTALL | re.IGNORECASE)
