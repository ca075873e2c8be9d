"""Rows of the ERP become columns of customers: one row for each address in each e-mail column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from processor.domain.address import Address, addresses_of
from processor.domain.address_edit import without
from processor.domain.batch import series
from processor.erp import sql
from processor.erp.flag import together
from processor.erp.sql import FLAG
from processor.erp.targets import Target
from processor.erp.values import encode, key_of, text_of

if TYPE_CHECKING:
    import pandas as pd

CUSTOMERS: Mapping[str, str] = {
    "target": "str",  # name of the target
    "key": "str",  # JSON array of the key values, canonical form
    "column": "str",  # e-mail column
    "email": "str",  # raw cell, the before-image of the address
    "canonical": "str",  # domain.address.canonical(); "" where the text is no usable address
    "alone": "bool",  # the cell holds just this one address, or the target takes single ones out of a cell
    "flag": "str",  # yes | no | half (flag and blacklist disagree, and one says no) | unknown
    "flag_at": "str",  # what the flag belongs to: "" = the row, else its e-mail column, or the address (blacklist)
    "flag_value": "str",  # JSON of the raw flag, its before-image; "null" where there is only a blacklist
    "faulty": "bool",  # the bounce mark is set already; False where addresses are not marked
    "bounce_value": "str",  # JSON of the raw bounce column, its before-image; "null" where there is none
}
"""Columns of the customers and their dtypes; one "str" column for each export field asked for comes after them."""

Cells = Mapping[str, Sequence[Any]]
"""Raw values by column, by the names that `sql.rows_of` gives them."""


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


class Part(NamedTuple):
    """Customers of some table rows, and the keys of those rows whose match column names another address."""

    customers: pd.DataFrame
    strays: Sequence[str]


def customers_of(
    connection: sa.Connection,
    target: Target,
    fields: Sequence[str],
    blacklisted: Collection[str],
    chunk: int,
    where: Sequence[sa.ColumnElement[bool]] = (),
) -> Iterator[Part]:
    """Yield the living customers of one target with CUSTOMERS and `fields`, made of at most `chunk` table rows each.

    `where` narrows them.
    """
    own = [target.fields[name] for name in fields if name in target.fields]
    own += [target.match.column] if target.match else []
    rows = sql.rows_of(target, [*sql.living(target), sql.having_address(target), *where], own)
    padded = connection.dialect.name != "sqlite"
    for part in raw_rows(connection, rows.select, chunk):
        cells = dict(zip(rows.names, zip(*part, strict=True), strict=True))
        yield Part(frame(target, cells, fields, padded, blacklisted), _strays(target, cells, padded))


def _strays(target: Target, cells: Cells, padded: bool) -> Sequence[str]:
    match = target.match
    if match is None or not target.by_match:
        return ()
    pairs = zip(cells[target.email[0]], cells[match.column], strict=True)
    other = [match.spelled(text_of(cell).rstrip(" ")) != text_of(matched).rstrip(" ") for cell, matched in pairs]
    return [key for key, stray in zip(_keys(target, cells, padded), other, strict=True) if stray] if any(other) else ()


def frame(
    target: Target, cells: Cells, fields: Sequence[str], padded: bool, blacklisted: Collection[str]
) -> pd.DataFrame:
    """Given raw table columns by name, return the customers in them; cells without any address give none."""
    import pandas as pd

    keys = _keys(target, cells, padded)
    marks = _worded(cells[target.bounce.column], target.bounce.faulty) if target.bounce.column else None
    parts: list[dict[str, Any]] = []
    for column in target.email:
        texts = [text_of(raw) for raw in cells[column]]
        positions, held = _held(texts)
        canonical = [address.canonical for address in held]
        flags, befores = _consent(target, column, cells, positions, canonical, blacklisted)
        found: dict[str, Any] = {
            "target": [target.name] * len(positions),
            "key": _picked(keys, positions),
            "column": [column] * len(positions),
            "email": _picked(texts, positions),
            "canonical": canonical,
            "alone": _alone(target, positions, texts, canonical),
            "flag": flags,
            "flag_at": canonical if target.blacklist else [column if target.flag.columns else ""] * len(positions),
            "flag_value": befores,
            "faulty": [mark[0] for mark in _picked(marks, positions)] if marks else [False] * len(positions),
            "bounce_value": [mark[1] for mark in _picked(marks, positions)] if marks else ["null"] * len(positions),
        }
        for name in fields:
            raws = _picked(cells[target.fields[name]], positions) if name in target.fields else [""] * len(positions)
            found[name] = [text_of(raw).rstrip(" ") for raw in raws]
        parts.append(found)
    dtypes = {**CUSTOMERS, **dict.fromkeys(fields, "str")}
    joined = parts[0] if len(parts) == 1 else {name: [one for part in parts for one in part[name]] for name in dtypes}
    return pd.DataFrame({name: series(joined[name], dtype) for name, dtype in dtypes.items()})


def _keys(target: Target, cells: Cells, padded: bool) -> list[str]:
    columns = [cells[name] for name in target.key]
    if len(columns) == 1 and all(type(raw) is int for raw in columns[0]):
        return [f"[{raw}]" for raw in columns[0]]
    return [key_of(values, padded) for values in zip(*columns, strict=True)]


def _picked(values: Sequence[Any], positions: Sequence[int]) -> Sequence[Any]:
    return values if len(positions) == len(values) == _span(positions) else [values[place] for place in positions]


def _span(positions: Sequence[int]) -> int:
    """How many rows these positions cover when each row comes once; most tables have one address in every row."""
    return len(positions) if isinstance(positions, range) else -1


def _held(texts: Sequence[str]) -> tuple[Sequence[int], list[Address]]:
    """Return the addresses in cells, and for each the position of its cell."""
    addresses = addresses_of(texts)
    cells = [addresses[text] for text in texts]
    if all(len(cell) == 1 and cell[0].fault != "empty" for cell in cells):
        return range(len(cells)), [cell[0] for cell in cells]
    found = [(position, address) for position, cell in enumerate(cells) for address in cell if address.fault != "empty"]
    return [position for position, _ in found], [address for _, address in found]


def _alone(target: Target, positions: Sequence[int], texts: Sequence[str], canonical: Sequence[str]) -> list[bool]:
    """Whether an address may be taken out of its cell without touching another one."""
    if isinstance(positions, range):
        return [True] * len(positions)
    counted = Counter(positions)
    return [
        counted[position] == 1 or (target.split and without(texts[position], {address}) is not None)
        for position, address in zip(positions, canonical, strict=True)
    ]


def _consent(
    target: Target,
    column: str,
    cells: Cells,
    positions: Sequence[int],
    canonical: Sequence[str],
    blacklisted: Collection[str],
) -> tuple[list[str], list[str]]:
    """Return what flag and blacklist say of each address, and the flag's before-image."""
    flag = target.flag
    if not flag.exists:
        return [together(None, address in blacklisted) for address in canonical], ["null"] * len(positions)
    if flag.row:
        raws = [bool(raw) for raw in cells[FLAG]] if flag.table else [True] * len(cells[target.key[0]])
    else:
        name = flag.column_of(column)
        raws = list(cells[FLAG + name if flag.table else name])
    worded = _picked(_worded(raws, flag.said), positions)
    befores = [before for _, before in worded]
    if target.blacklist is None:
        return [said for said, _ in worded], befores
    listed = (address in blacklisted for address in canonical)
    return [together(said, entry) for (said, _), entry in zip(worded, listed, strict=True)], befores


def _worded(raws: Sequence[Any], meaning: Any) -> list[tuple[Any, str]]:
    """Return (meaning, JSON) of each raw value; the few distinct ones are worked out once."""
    known: dict[tuple[type, Any], tuple[Any, str]] = {}
    worded = []
    for raw in raws:
        seen = (type(raw), raw)  # the type too: 1, True and 1.0 are one key of a dict, but not one before-image
        if seen not in known:
            known[seen] = (meaning(raw), encode(raw))
        worded.append(known[seen])
    return worded
