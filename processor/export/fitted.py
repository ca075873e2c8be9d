"""An adapter fitted to what the ERP has and the configuration says: exactly the columns that will be written."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any, Literal, NamedTuple

from processor.export.adapter import EMAIL, MAILBOX, REST, Adapter, Column

SOURCES: Mapping[str, tuple[str, ...]] = {"name": ("first_name", "last_name"), "gender": ("salutation",)}
"""Fields that can be made of others."""


class Unreadable(NamedTuple):
    """A wish of the configuration that the server does not read; `allowed` are the values it does."""

    key: str
    value: str
    allowed: tuple[str, ...]


def fitted(
    adapter: Adapter,
    fields: Collection[str],
    *,
    columns: Mapping[str, str] | None = None,
    delimiter: str = "",
    encoding: str = "",
    container: Literal["csv", "xlsx"] | None = None,
    **more: Any,
) -> Adapter:
    """Return the adapter with the columns it will write; what is not given stays as the server likes it best.

    `fields` are those that some target of the ERP has. `columns` are the operator's own, heading -> EMAIL or field, in
    file order; `more` are fields of the Adapter.
    """
    wanted = _chosen(adapter, columns) if columns else _known(adapter, fields)
    box = container or adapter.container
    return replace(
        adapter,
        columns=wanted,
        reads=_reads(wanted, fields, asked=columns is not None),
        containers=(box,),
        delimiters=(delimiter or adapter.delimiter,),
        encodings=("utf-8",) if box == "xlsx" else (encoding or adapter.encodings[0],),
        guarded=adapter.guarded and box != "xlsx",
        **more,
    )


def addresses_only(adapter: Adapter) -> Adapter:
    """Return the fitted adapter reduced to the column with the address."""
    holding = [column for column in adapter.columns if column.field in (EMAIL, MAILBOX)]
    return replace(adapter, columns=tuple(replace(column, field=EMAIL) for column in holding))


def as_removal(adapter: Adapter, *, one_list: bool = False) -> Adapter:
    """Return the fitted adapter of the file that takes people off, off `one_list` only or altogether.

    Where the server's own way would take them off everything, one list gets the addresses alone.
    """
    only, how = addresses_only(adapter), adapter.removal
    if one_list and how.everywhere:
        return only
    return replace(only, columns=(*only.columns, *how.marks), headed=adapter.headed and how.headed)


def unreadable(
    adapter: Adapter,
    *,
    columns: Mapping[str, str] | None = None,
    **given: Any,
) -> Iterator[Unreadable]:
    """Yield what of the configuration the server does not read; nothing where all is well."""
    for key, allowed in (
        ("delimiter", adapter.delimiters),
        ("encoding", adapter.encodings),
        ("container", adapter.containers),
    ):
        if given.get(key, allowed[0]) not in allowed:
            yield Unreadable(key, str(given[key]), tuple(allowed))
    for key in ("bom", "quoting", "between"):
        now = getattr(adapter, key)
        if adapter.name != "free" and given.get(key, now) != now:
            yield Unreadable(key, str(given[key]), (str(now),))
    if columns is None:
        return
    known = {column.heading for column in adapter.columns}
    if not adapter.headed:
        yield Unreadable("columns", ", ".join(columns), tuple(column.heading for column in adapter.columns))
    for heading in columns:
        if heading not in known and not re.fullmatch(adapter.own, heading):
            yield Unreadable("columns", heading, tuple(column.heading for column in adapter.columns))
    for column in adapter.columns:
        if column.needed and column.heading not in columns:
            yield Unreadable("columns", ", ".join(columns), (column.heading,))


def available(field: str, fields: Collection[str]) -> bool:
    """Return whether a field can be filled from the ERP, or made of others that can."""
    return field in fields or any(source in fields for source in SOURCES.get(field, ()))


def _known(adapter: Adapter, fields: Collection[str]) -> tuple[Column, ...]:
    """The adapter's own columns that can be filled; where places count, none is left out before one that is filled."""
    filled = [_filled(column, fields) for column in adapter.columns]
    if adapter.headed:
        return tuple(column for column, full in zip(adapter.columns, filled, strict=True) if full)
    if not any(full for column, full in zip(adapter.columns, filled, strict=True) if not column.needed):
        return tuple(column for column in adapter.columns if column.needed)
    return adapter.columns[: max(place for place, full in enumerate(filled) if full) + 1]


def _filled(column: Column, fields: Collection[str]) -> bool:
    if column.needed or column.word or column.field in (EMAIL, MAILBOX):
        return True
    return bool(fields) if column.field == REST else available(column.field, fields)


def _chosen(adapter: Adapter, columns: Mapping[str, str]) -> tuple[Column, ...]:
    """The operator's columns; a heading of the server's keeps its words, and fixed words come last if not named."""
    own = {column.heading: column for column in adapter.columns}
    chosen = [replace(own.get(heading, Column(heading)), field=name, word="") for heading, name in columns.items()]
    return (*chosen, *(column for column in adapter.columns if column.word and column.heading not in columns))


def _reads(columns: tuple[Column, ...], fields: Collection[str], *, asked: bool) -> tuple[str, ...]:
    """The fields to fetch from the ERP; of those the operator named also one that no target has: it stays empty."""
    found: dict[str, None] = {}
    for column in columns:
        if column.field == REST:
            found |= dict.fromkeys(sorted(fields))
            continue
        field = "name" if column.field == MAILBOX else column.field
        if field in ("", EMAIL):
            continue
        sources = [source for source in SOURCES.get(field, ()) if source in fields]
        if field in fields or (asked and not sources):
            found[field] = None
        elif sources:
            found |= dict.fromkeys(sources)
    return tuple(found)
