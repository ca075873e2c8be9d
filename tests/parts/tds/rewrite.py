"""The T-SQL that the gateway sends, as SQLite understands it: an independent parser, and a few nodes exchanged."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError

CATALOGUE = "sys"
_ROW_BY_ROW = {"fn_listextendedproperty": "sys.no_properties", "fn_my_permissions": "sys.permissions"}
"""Functions that give rows, and the table whose rows they are."""


@dataclass(frozen=True)
class Statement:
    """One statement for SQLite. `columns` are those of its result: name, and the table's column it is, if any."""

    sql: str
    columns: tuple[tuple[str, str], ...]
    tables: tuple[str, ...]
    writes: bool
    catalogue: bool


@lru_cache(maxsize=512)
def rewritten(tsql: str) -> Statement:
    """Return a SELECT, INSERT, UPDATE or DELETE of T-SQL for SQLite; raises ValueError for anything else."""
    try:
        tree = sqlglot.parse_one(tsql, read="tsql")
    except ParseError as problem:
        raise ValueError(problem.errors[0]["highlight"]) from problem
    if not isinstance(tree, (exp.Query, exp.Insert, exp.Update, exp.Delete)):
        raise ValueError(f"no statement for this server: {tsql[:200]}")
    columns = tuple((one.alias_or_name, _column(one)) for one in tree.selects) if isinstance(tree, exp.Query) else ()
    found = [table for table in tree.find_all(exp.Table) if isinstance(table.this, exp.Identifier)]
    catalogue = any(table.db.lower() == CATALOGUE for table in tree.find_all(exp.Table))
    tables = tuple(dict.fromkeys(table.name for table in found))
    sql = tree.transform(_exchanged).sql("sqlite")
    return Statement(sql, columns, tables, not isinstance(tree, exp.Query), catalogue)


def _column(selected: exp.Expression) -> str:
    return selected.unalias().name if isinstance(selected.unalias(), exp.Column) else ""


def _exchanged(node: exp.Expression) -> exp.Expression:
    """Return what stands in SQLite for a node; the parser does not look into what is exchanged, so this does."""
    if isinstance(node, exp.Table):
        return _table(node)
    if isinstance(node, exp.Column) and node.args.get("db"):
        return exp.column(node.this, node.args["table"])
    if isinstance(node, exp.Escape):
        return _like(node.this, node.expression)
    if isinstance(node, exp.Like):
        return _like(node, exp.Literal.string(""))
    if isinstance(node, exp.Collate):
        sides = exp.var("BINARY" if "BIN" in node.expression.name else "NOCASE")
        return exp.Collate(this=_inside(node.this), expression=sides)
    if isinstance(node, exp.EQ) and isinstance(node.this, exp.Concat):  # of a column's beginning: of its collation
        blind = exp.Collate(this=_inside(node.expression), expression=exp.var("NOCASE"))
        return exp.EQ(this=_inside(node.this), expression=blind)
    if isinstance(node, exp.Convert):  # with a style: our clocks are texts of that style
        return _inside(node.expression)
    if isinstance(node, exp.CurrentTimestamp):
        return exp.func("SYSDATETIME")
    if isinstance(node, exp.Left):
        return exp.func("SUBSTR", _inside(node.this), exp.Literal.number(1), node.expression)
    if isinstance(node, exp.Parameter) and isinstance(node.this, exp.Parameter):
        return exp.func("SESSION_SETTING", exp.Literal.string(node.this.name))
    return node


def _inside(node: exp.Expression) -> exp.Expression:
    return node.transform(_exchanged)


def _table(table: exp.Table) -> exp.Expression:
    """Return a table without its database and owner, OPENJSON as SQLite's function, a row function as its table."""
    alias = table.args.get("alias")
    if isinstance(table.this, exp.OpenJSON):
        taken = "SELECT value AS k FROM JSON_EACH(:list)"
        inner = sqlglot.parse_one(taken, read="sqlite").transform(
            lambda node: table.this.this.copy() if isinstance(node, exp.Placeholder) else node
        )
        return exp.Subquery(this=inner, alias=alias)
    if isinstance(table.this, exp.Anonymous):
        return _of_rows(table.this, alias)
    plain = table.copy()
    plain.set("catalog", None)
    plain.set("hints", None)
    if table.db.lower() != CATALOGUE:
        plain.set("db", None)
    return plain


def _of_rows(function: exp.Anonymous, alias: exp.Expression | None) -> exp.Expression:
    inner = exp.select("*").from_(_ROW_BY_ROW[function.name.lower()])
    if function.name.lower() == "fn_my_permissions":
        securable, kind = (argument.copy() for argument in function.expressions)
        inner = inner.where(exp.column("class").eq(kind), exp.column("securable").is_(exp.func("BARE", securable)))
    return exp.Subquery(this=inner, alias=alias)


def _like(node: exp.Expression, escape: exp.Expression) -> exp.Expression:
    """Return LIKE with the sets of characters that T-SQL has and SQLite has not."""
    exact = exp.Literal.number(int(any("BIN" in one.expression.name for one in node.find_all(exp.Collate))))
    return exp.func("LIKES", _inside(node.this), node.expression, escape, exact)


EXECUTE = re.compile(r"\s*EXEC(?:UTE)?\s+(?:@\w+\s*=\s*)?([\w.\[\]]+)\s*(.*?)\s*;?\s*\Z", re.IGNORECASE | re.DOTALL)
"""A call of a procedure: its name and its arguments."""
