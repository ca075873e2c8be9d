"""What a server's catalogue says about one table: columns, indexes, triggers. Asked, never believed to be complete."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from processor.erp.naming import split_name, table_of
from processor.erp.probe.asking import Asker

Family = Literal["text", "number", "bool", "date", "moment", "binary", "other"]

_OF_FAMILY: Mapping[Family, str] = {
    "text": "varchar bpchar char text name citext nvarchar nchar ntext tinytext mediumtext longtext enum character",
    "number": "int int2 int4 int8 integer bigint smallint tinyint mediumint numeric decimal float float4 float8 real"
    " double money smallmoney",
    "bool": "bool boolean bit",
    "date": "date",
    "moment": "datetime datetime2 smalldatetime datetimeoffset timestamp timestamptz",
    "binary": "bytea binary varbinary blob rowversion image longblob",
}

COLUMNS: Mapping[str, str] = {
    "postgresql": "SELECT a.attname, coalesce(b.typname, t.typname),"
    " CASE WHEN coalesce(b.typname, t.typname) IN ('varchar', 'bpchar')"
    " AND greatest(a.atttypmod, t.typtypmod) > 4 THEN greatest(a.atttypmod, t.typtypmod) - 4 END,"
    " CASE WHEN a.attnotnull OR t.typnotnull THEN 0 ELSE 1 END,"
    " CASE WHEN a.atthasdef OR a.attidentity <> '' OR t.typdefault IS NOT NULL THEN 1 ELSE 0 END, c.collname"
    " FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid"
    " LEFT JOIN pg_type b ON b.oid = t.typbasetype LEFT JOIN pg_collation c ON c.oid = a.attcollation"
    " WHERE a.attrelid = CAST(:quoted AS regclass) AND a.attnum > 0 AND NOT a.attisdropped",
    "mysql": "SELECT column_name, column_type, character_maximum_length,"
    " CASE WHEN is_nullable = 'YES' THEN 1 ELSE 0 END,"
    " CASE WHEN column_default IS NOT NULL OR extra <> '' THEN 1 ELSE 0 END, collation_name"
    " FROM information_schema.columns WHERE table_schema = coalesce(:schema, database()) AND table_name = :name",
    "mssql": "SELECT c.name, CASE t.name WHEN 'timestamp' THEN 'rowversion' ELSE t.name END,"
    " CASE WHEN c.max_length < 0 THEN NULL WHEN t.name IN ('nvarchar', 'nchar') THEN c.max_length / 2"
    " ELSE c.max_length END, c.is_nullable + 0,"
    " CASE WHEN c.default_object_id <> 0 OR c.is_identity = 1 OR c.is_computed = 1 OR t.name = 'timestamp'"
    " THEN 1 ELSE 0 END, c.collation_name"
    " FROM {database}sys.columns c JOIN {database}sys.types t ON t.user_type_id = c.system_type_id"
    " WHERE c.object_id = OBJECT_ID(:quoted)",
    "sqlite": "SELECT name, 'any', NULL, 1 - \"notnull\", dflt_value IS NOT NULL OR pk > 0, NULL"
    " FROM pragma_table_info(:name)",
}
"""Per server: name, type, longest text, may be NULL, is filled by itself, collation. SQLite's types bind nobody."""

TRIGGERS: Mapping[str, str] = {
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = CAST(:quoted AS regclass) AND NOT tgisinternal",
    "mysql": "SELECT trigger_name FROM information_schema.triggers"
    " WHERE event_object_schema = coalesce(:schema, database()) AND event_object_table = :name",
    "mssql": "SELECT name FROM {database}sys.triggers WHERE parent_id = OBJECT_ID(:quoted) AND is_disabled = 0",
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND lower(tbl_name) = lower(:name)",
}

LASTING: Mapping[str, str] = {
    "mysql": "SELECT t.engine FROM information_schema.tables t JOIN information_schema.engines e"
    " ON e.engine = t.engine WHERE t.table_schema = coalesce(:schema, database()) AND t.table_name = :name"
    " AND e.transactions <> 'YES'",
}
"""Per server: what holds a table whose changes cannot be taken back, such as MyISAM."""

INDEXES: Mapping[str, str] = {
    "postgresql": "SELECT pg_get_indexdef(indexrelid, 1, true) FROM pg_index"
    " WHERE indrelid = CAST(:quoted AS regclass) AND indisvalid AND indpred IS NULL",
    "mysql": "SELECT column_name FROM information_schema.statistics"
    " WHERE table_schema = coalesce(:schema, database()) AND table_name = :name AND seq_in_index = 1",
    "mssql": "SELECT c.name FROM {database}sys.indexes i"
    " JOIN {database}sys.index_columns k ON k.object_id = i.object_id AND k.index_id = i.index_id"
    " JOIN {database}sys.columns c ON c.object_id = k.object_id AND c.column_id = k.column_id"
    " WHERE i.object_id = OBJECT_ID(:quoted) AND k.key_ordinal = 1 AND i.is_disabled = 0 AND i.has_filter = 0",
    "sqlite": "SELECT coalesce(x.name, s.sql) FROM pragma_index_list(:name) i, pragma_index_xinfo(i.name) x"
    " LEFT JOIN sqlite_master s ON s.name = i.name WHERE x.seqno = 0 AND i.partial = 0",
}
"""Per server: what each index without a condition of its own begins with; SQLite says its whole statement instead."""

_MYSQL_EXPRESSIONS = INDEXES["mysql"].replace("SELECT column_name", "SELECT coalesce(column_name, expression)")


@dataclass(frozen=True)
class Column:
    """One column of a table."""

    name: str
    type: str  # as the server calls it
    length: int | None  # longest text in characters, None where there is no limit or it is not known
    nullable: bool
    given: bool  # has a default, counts by itself or is worked out
    collation: str

    @property
    def family(self) -> Family:
        """What kind of value it holds."""
        bare = self.type.lower().partition("(")[0].split(" ")[0]
        return next((family for family, types in _OF_FAMILY.items() if bare in types.split()), "other")

    @property
    def described(self) -> str:
        """Return its type as people write it."""
        length = f"({self.length})" if self.length is not None and "(" not in self.type else ""
        return f"{self.type}{length}{'' if self.nullable else ' NOT NULL'}"


def quoted_name(asker: Asker, table: str) -> str:
    """Return a table's name as it stands in a statement."""
    with asker.sessions.session() as connection:
        return str(connection.dialect.identifier_preparer.format_table(table_of(table, ())))


def database_of(asker: Asker, table: str) -> str:
    """Return the other database a name of SQL Server leads to, quoted and with a dot, "" where it is this one."""
    schema = split_name(table)[0] or ""
    database = schema.rpartition(".")[0].strip("[]")
    return f"[{database.replace(']', ']]')}]." if asker.kind == "mssql" and database else ""


def asked(asker: Asker, questions: Mapping[str, str], table: str) -> list[tuple[object, ...]] | None:
    """Return the answer to a question about a table, put in the words of this kind of server; None without one."""
    question = questions.get(asker.kind)
    if question is None:
        return None
    schema, name = split_name(table)
    facts = {"schema": schema, "name": name, "quoted": quoted_name(asker, table)}
    return asker.told(question.replace("{database}", database_of(asker, table)), facts)


def columns_of(asker: Asker, table: str) -> dict[str, Column]:
    """Return the columns of a table by name; none where the catalogue does not answer."""
    columns = [
        Column(str(name), str(kind), _whole(length), bool(nullable), bool(given), str(collation or ""))
        for name, kind, length, nullable, given, collation in asked(asker, COLUMNS, table) or ()
    ]
    return {column.name: column for column in columns}


def _whole(length: object) -> int | None:
    return None if length is None else int(str(length))


def triggers_of(asker: Asker, table: str) -> list[str]:
    """Return the names of a table's triggers, as far as the account may see them."""
    return sorted(str(name) for (name,) in asked(asker, TRIGGERS, table) or ())


def lasting(asker: Asker, table: str) -> str:
    """Return the engine of a table that knows no transactions, "" for all others."""
    return next((str(engine) for (engine,) in asked(asker, LASTING, table) or ()), "")


def index_starts(asker: Asker, table: str) -> list[str] | None:
    """Return what each index of a table begins with, as text; None where the catalogue does not answer."""
    questions = dict(INDEXES)
    if asker.kind == "mysql" and not asker.is_mariadb:  # functional indexes: MySQL 8.0.13
        questions["mysql"] = _MYSQL_EXPRESSIONS
    found = asked(asker, questions, table)
    return None if found is None else [str(start) for (start,) in found if start is not None]
