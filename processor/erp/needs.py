"""What an account must be allowed to do for the targets as configured: the one source of `check` and of the grants."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from processor.erp.gaps import NULL, Value
from processor.erp.targets import Statement, Target

_CALL = re.compile(r"\s*(?:\{\s*(?:\?\s*=\s*)?call|exec(?:ute)?|call|select)\s+(.*)", re.IGNORECASE | re.DOTALL)
_NAME = re.compile(r'(?:"(?:[^"]|"")+"|\[(?:[^\]]|\]\])+\]|`(?:[^`]|``)+`|[\w$#@]+)(?:\s*\.\s*(?=["\[`\w$#@])|)')


class Write(NamedTuple):
    """One column that is written, with a value it is written with, gaps and all."""

    table: str
    column: str
    value: Value
    how: Literal["update", "insert"]
    clears: bool = False  # an address is taken out: NULL, or "" where the column allows no NULL
    replaces: bool = False  # a flag or a mark is overwritten, which is written as its column takes it


@dataclass
class Need:
    """What is done to one table. `whole`: a condition of the operator's own names columns we do not know of."""

    table: str
    read: dict[str, None] = field(default_factory=dict)
    whole: bool = False
    update: dict[str, None] = field(default_factory=dict)
    insert: dict[str, None] = field(default_factory=dict)
    delete: bool = False


def writes_of(target: Target) -> Iterator[Write]:
    """Yield every column that SQL of ours writes for a target; a statement of the operator's own is none of ours."""
    if target.write == "file":
        return
    if target.optout is None:
        yield from _no(target)
    bounce, own = target.bounce, target.table
    ours = bounce.statement is None
    marks, clears = ours and bounce.action in ("mark", "count"), ours and bounce.action == "clear"
    if marks:
        yield Write(own, bounce.column, bounce.value if bounce.action == "mark" else 1, "update", replaces=True)
        yield from (Write(own, column, value, "update") for column, value in bounce.also.items())
    if clears or bounce.then == "clear":
        yield from (Write(own, column, NULL, "update", clears=True) for column in target.email)
        yield from [Write(own, bounce.keep_in, bounce.keep, "update")] if bounce.keep_in else []
    if marks or clears or bounce.then == "clear" or _says_no_in_its_row(target):
        yield from (Write(own, column, value, "update") for column, value in target.also.items())


def _no(target: Target) -> Iterator[Write]:
    flag, listing = target.flag, target.blacklist
    table = flag.table or target.table
    yield from (Write(table, column, flag.no, "update", replaces=True) for column in flag.named())
    if flag.table and flag.named():
        yield from (Write(table, column, value, "update") for column, value in flag.also.items())
    if _enters_flags(target):
        yield from (Write(table, column, value, "insert") for column, value in flag.insert.items())
        yield from (Write(table, column, flag.no, "insert") for column in flag.named())
    if listing is not None:
        yield from (Write(listing.table, column, value, "insert") for column, value in listing.values.items())
        yield Write(listing.table, listing.email, "{email}", "insert")
        if listing.active:
            yield Write(listing.table, listing.active, listing.active_value, "insert")
            yield Write(listing.table, listing.active, listing.active_value, "update")


def _says_no_in_its_row(target: Target) -> bool:
    return target.optout is None and bool(target.flag.named()) and not target.flag.table


def _enters_flags(target: Target) -> bool:
    """Return whether rows that are missing in the flag's own table are inserted."""
    return bool(target.flag.table) and (target.flag.row == "no" or bool(target.flag.named() and target.flag.insert))


def needs_of(targets: Iterable[Target]) -> list[Need]:
    """Return what is done to each table, in the order of the configuration; a table named twice comes once."""
    needs: dict[str, Need] = {}

    def at(table: str) -> Need:
        return needs.setdefault(table, Need(table))

    for target in targets:
        own, flag, listing = at(target.table), target.flag, target.blacklist
        own.read |= dict.fromkeys(target.all_columns())
        own.whole |= bool(target.where)
        if flag.table:
            at(flag.table).read |= dict.fromkeys([*flag.via, *flag.named()])
            at(flag.table).whole |= bool(flag.where)
        if listing is not None:
            at(listing.table).read |= dict.fromkeys([listing.email, *([listing.active] if listing.active else [])])
            at(listing.table).whole |= bool(listing.where)
        for write in writes_of(target):
            (at(write.table).insert if write.how == "insert" else at(write.table).update)[write.column] = None
        if target.write == "sql" and target.optout is None and _enters_flags(target):
            at(flag.table).insert |= dict.fromkeys(flag.via)
        for table in deleted_from(target):
            at(table).delete = True
    return list(needs.values())


def deleted_from(target: Target) -> list[str]:
    """Return the tables that rows are deleted from."""
    if target.write == "file":
        return []
    leaves = target.optout is None and target.flag.row == "yes"
    deletes = target.bounce.then == "delete_row"
    return [*([target.flag.table or target.table] if leaves else []), *([target.table] if deletes else [])]


def statements_of(targets: Iterable[Target]) -> list[Statement]:
    """Return the operator's own statements."""
    found = [one for target in targets if target.write == "sql" for one in (target.optout, target.bounce.statement)]
    return list(dict.fromkeys(Statement(one.sql, tuple(one.params)) for one in found if one is not None))


def procedure_of(statement: Statement) -> str:
    """Return the name, as written, of the procedure or function a statement calls, "" where it is plain SQL."""
    call = _CALL.match(statement.sql)
    if call is None:
        return ""
    parts: list[str] = []
    rest = call[1]
    while part := _NAME.match(rest):
        parts.append(part[0])
        rest = rest[part.end() :]
        if not part[0].rstrip().endswith("."):
            break
    is_select = statement.sql.lstrip().lower().startswith("select")
    return "" if is_select and not rest.lstrip().startswith("(") else "".join(parts)


def kinds(needs: Sequence[Need], table: str) -> set[str]:
    """Return which of UPDATE, INSERT and DELETE a table needs."""
    of = [need for need in needs if need.table == table]
    wanted = {"UPDATE": "update", "INSERT": "insert", "DELETE": "delete"}
    return {right for right, name in wanted.items() if any(getattr(need, name) for need in of)}
