"""What the account may do although it need not: a stolen password should not be able to do more than we do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from processor.erp.naming import split_name
from processor.erp.needs import Need
from processor.erp.probe.asking import Asker
from processor.erp.probe.catalogue import asked, database_of, quoted_name
from processor.erp.probe.finding import Finding

WRITES = ("UPDATE", "INSERT", "DELETE", "TRUNCATE")
SHAPES = ("ALTER", "DROP", "CREATE", "INDEX", "TRIGGER", "CONTROL", "OWNER", "SUPERUSER", "CREATE TABLE")
"""Rights that change tables; no target needs any of them."""

_PRIVILEGES = "'UPDATE', 'INSERT', 'DELETE', 'TRUNCATE', 'TRIGGER'"

ON_TABLE: Mapping[str, str] = {
    "postgresql": f"SELECT p FROM unnest(ARRAY[{_PRIVILEGES}]) AS p"  # noqa: S608
    " WHERE has_table_privilege(CAST(:quoted AS regclass), p)"
    " UNION ALL SELECT 'OWNER' FROM pg_class c WHERE c.oid = CAST(:quoted AS regclass)"
    " AND pg_has_role(c.relowner, 'MEMBER')",
    "mssql": "SELECT permission_name FROM {database}sys.fn_my_permissions(:quoted, 'OBJECT') WHERE subentity_name = ''",
}
ON_DATABASE: Mapping[str, str] = {
    "postgresql": "SELECT 'SUPERUSER' FROM pg_roles WHERE rolname = current_user AND rolsuper"
    " UNION ALL SELECT 'CREATE' WHERE has_database_privilege(current_database(), 'CREATE')"
    " UNION ALL SELECT 'CREATE' FROM (SELECT current_schema() AS s) AS here"
    " WHERE s IS NOT NULL AND has_schema_privilege(s, 'CREATE')",
    "mssql": "SELECT permission_name FROM sys.fn_my_permissions(NULL, 'DATABASE')",
}
ACCOUNT: Mapping[str, str] = {
    "postgresql": "SELECT quote_ident(current_user)",
    "mysql": "SELECT concat('''', replace(current_user(), '@', '''@'''), '''')",
    "mssql": "SELECT QUOTENAME(USER_NAME())",
}
_GRANT = re.compile(r"GRANT (.+?) ON (?:TABLE )?(.+?) TO ", re.IGNORECASE | re.DOTALL)
_OF_COLUMNS = re.compile(r"\w+(?: \w+)* \([^)]*\)")


def surplus(asker: Asker, needs: Mapping[str, Need]) -> Iterator[Finding]:
    """Yield the rights that should be taken away, table by table, and those on the database as a whole."""
    if asker.kind == "sqlite":  # whoever may write the file may do everything to it
        return
    on_database = _on_database(asker)
    if on_database is None:
        yield Finding("warn", "erp_rights_untold", {})
        return
    extra = sorted(on_database & {*SHAPES})
    if extra:
        yield Finding("warn", "erp_rights_shape", {"rights": extra, "place": "*"})
    lean = not extra
    for table, need in needs.items():
        on_table = _on_table(asker, table)
        if shapes := sorted(on_table & {*SHAPES} - on_database):
            yield Finding("warn", "erp_rights_shape", {"rights": shapes, "place": table})
        unneeded = [right for right in WRITES if right in on_table and not _needed(need, right)]
        if unneeded:
            facts = {"table": table, "rights": unneeded, "revoke": _revoke(asker, table, unneeded)}
            yield Finding("warn", "erp_rights_more", facts)
        lean = lean and not shapes and not unneeded
    if lean:
        yield Finding("ok", "erp_rights", {"tables": list(needs)})


def _needed(need: Need, right: str) -> bool:
    return bool({"UPDATE": need.update, "INSERT": need.insert, "DELETE": need.delete}.get(right))


def _revoke(asker: Asker, table: str, rights: list[str]) -> str:
    """Return what an administrator would run; SQL Server has no right to truncate of its own."""
    prefix = f"USE {database_of(asker, table).rstrip('.')}; " if database_of(asker, table) else ""
    told = asker.told(ACCOUNT[asker.kind], {})
    return f"{prefix}REVOKE {', '.join(rights)} ON {quoted_name(asker, table)} FROM {told[0][0] if told else '…'};"


def _on_table(asker: Asker, table: str) -> set[str]:
    if asker.kind == "mysql":
        schema, name = split_name(table)
        return _mysql(asker, (schema or "", name)) or set()
    return {str(right).upper() for (right,) in asked(asker, ON_TABLE, table) or ()}


def _on_database(asker: Asker) -> set[str] | None:
    if asker.kind == "mysql":
        return _mysql(asker, None)
    told = asker.told(ON_DATABASE.get(asker.kind), {})
    return None if told is None else {str(right).upper() for (right,) in told}


def _mysql(asker: Asker, table: tuple[str, str] | None) -> set[str] | None:
    """Return the rights on a whole table that SHOW GRANTS tells of, without a table those on everything."""
    told, here = asker.told("SHOW GRANTS", {}), asker.told("SELECT database()", {})
    if told is None or here is None:
        return None
    database = str(here[0][0])
    found: set[str] = set()
    for (line,) in told:
        grant = _GRANT.match(str(line))
        if grant is None:
            continue
        schema, name = ((part or "").strip("`").replace("\\_", "_") for part in _place(grant[2]))
        whole = name == "*" and schema in ("*", (table[0] if table else "") or database)
        if whole or (table and (schema, name) == (table[0] or database, table[1])):
            rights = {right.strip().upper() for right in _OF_COLUMNS.sub("", grant[1]).split(",")}
            found |= {*WRITES[:3], "ALTER", "DROP", "CREATE", "INDEX"} if "ALL PRIVILEGES" in rights else rights
    return found


def _place(text: str) -> tuple[str, str]:
    """Return database and table of a line of SHOW GRANTS."""
    schema, _, name = text.rpartition(".")
    return schema, name
