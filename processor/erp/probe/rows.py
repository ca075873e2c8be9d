"""What one pass over the living rows of a target shows: how many, their addresses, and the words of the flag."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from processor.domain.address import addresses_of
from processor.erp import sql
from processor.erp.blacklist import listed
from processor.erp.paging import raw_rows
from processor.erp.probe.finding import Finding
from processor.erp.probe.keeping import NO_ADDRESS, Longest, longest
from processor.erp.probe.vocabulary import Words, flag_findings
from processor.erp.server import Server
from processor.erp.targets import Target
from processor.erp.values import encode, key_of, text_of


@dataclass
class Pass:
    """What was counted. `words` are meaning and JSON of the flag's raw values."""

    living: int = 0
    addressed: int = 0
    unusable: int = 0
    several: int = 0  # cells with more than one address
    unmatched: int = 0  # rows whose column to search by has something else than the address
    unchanged: int = 0  # rows without a time of the last change
    orphans: int = 0  # rows that have no row in the flag's own table
    example: str = ""  # the key of one row
    address: str = ""  # one address
    longest: Longest = NO_ADDRESS  # what keeping addresses aside takes
    words: Words = field(default_factory=Counter)


def passed_over(connection: sa.Connection, server: Server, target: Target) -> Pass:
    """Read all living rows once, in bounded memory."""
    found = Pass()
    more = [name for name in (target.match.column if target.match else "", target.changed) if name]
    asked = sql.rows_of(target, sql.living(target), more)
    for rows in raw_rows(connection, asked.select, 50_000):
        cells = dict(zip(asked.names, zip(*rows, strict=True), strict=True))
        found.living += len(rows)
        found.example = found.example or key_of([cells[name][0] for name in target.key], server.padded)
        _count_words(found, target, cells, len(rows))
        _count_addresses(found, target, cells)
        if target.bounce.keep_in:
            keys = [key_of(key, server.padded) for key in zip(*(cells[name] for name in target.key), strict=True)]
            found.longest = longest(target, cells, keys, found.longest)
        if target.changed:
            found.unchanged += sum(raw is None for raw in cells[target.changed])
        if target.flag.table and not target.flag.row:
            found.orphans += sum(not raw for raw in cells[sql.FLAG])
    return found


def _count_words(found: Pass, target: Target, cells: Mapping[str, Sequence[Any]], rows: int) -> None:
    if not target.flag.exists:
        return
    for column in target.email if target.flag.columns else target.email[:1]:
        raws = (raw.rstrip(" ") if isinstance(raw, str) else raw for raw in _flags(target, column, cells, rows))
        found.words.update((target.flag.said(raw), encode(raw)) for raw in raws)


def _flags(target: Target, column: str, cells: Mapping[str, Sequence[Any]], rows: int) -> Sequence[Any]:
    """Return the raw flags of rows for one e-mail column; with `row` flags, whether that row is there."""
    flag = target.flag
    if flag.row:
        return [bool(raw) for raw in cells[sql.FLAG]] if flag.table else [True] * rows
    name = flag.column_of(column)
    return cells[sql.FLAG + name if flag.table else name]


def _count_addresses(found: Pass, target: Target, cells: Mapping[str, Sequence[Any]]) -> None:
    texts = [[text_of(raw) for raw in cells[name]] for name in target.email]
    known = addresses_of(text for column in texts for text in column)
    for row in zip(*texts, strict=True):
        held = [[address for address in known[text] if address.fault != "empty"] for text in row]
        everybody = [address for cell in held for address in cell]
        found.addressed += bool(everybody)
        found.unusable += sum(1 for address in everybody if not address.canonical)
        found.several += sum(1 for cell in held if len(cell) > 1)
        if not found.address:
            found.address = next((address.canonical for address in everybody if address.canonical), "")
    if target.match:
        for raw, text in zip(cells[target.match.column], texts[0], strict=True):
            address = text.strip()
            wanted = address.upper() if target.match.fold == "upper" else address.lower()
            found.unmatched += bool(address) and text_of(raw).rstrip(" ") != wanted


def row_findings(connection: sa.Connection, server: Server, target: Target, found: Pass) -> Iterator[Finding]:
    """Yield what the pass showed."""
    about: dict[str, object] = {"target": target.name}
    facts = {**about, "living": found.living, "addressed": found.addressed, "unusable": found.unusable}
    yield Finding("ok" if found.addressed else "warn", "erp_rows" if found.addressed else "erp_no_rows", facts)
    if found.example and not _found_again(connection, server, target, found.example):
        yield Finding("error", "erp_key_not_found_again", {**about, "example": found.example})
    clears = target.bounce.action == "clear" or target.bounce.then in ("clear", "delete_row")
    if found.several and clears and not target.split:
        yield Finding("warn", "erp_several", {**about, "cells": found.several})
    if target.match and found.unmatched:
        yield Finding("warn", "erp_match_differs", {**about, "column": target.match.column, "rows": found.unmatched})
    if target.changed and found.unchanged:
        yield Finding("warn", "erp_changed_null", {**about, "column": target.changed, "rows": found.unchanged})
    if found.orphans:
        yield Finding("warn", "erp_flag_row_missing", {**about, "table": target.flag.table, "rows": found.orphans})
    if target.flag.exists:
        yield from flag_findings(target, found.words)
    if target.blacklist is not None:
        entries = len(listed(connection, target.blacklist, server))
        yield Finding("ok", "erp_blacklist", {**about, "table": target.blacklist.table, "addresses": entries})


def _found_again(connection: sa.Connection, server: Server, target: Target, key: str) -> bool:
    column = sql.own_table(target).c[target.key[0]]
    return connection.execute(sa.select(column).where(sql.by_keys(target.key, [key], server))).first() is not None
