"""Rows of the ERP become columns of customers: one row for each address in each e-mail column."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from processor.domain.address_edit import without
from processor.erp import columns, sql
from processor.erp.columns import Coded, Column
from processor.erp.flag import together
from processor.erp.paging import Conditions, all_rows
from processor.erp.sql import FLAG, Rows
from processor.erp.targets import Target
from processor.erp.values import encode, text_of

if TYPE_CHECKING:
    import pandas as pd

    from processor.erp.columns import Places

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


class Part(NamedTuple):
    """Customers of some table rows, how many of those have an address, and which are `strays`.

    Strays are the keys of rows whose match column names another address.
    """

    customers: pd.DataFrame
    rows: int
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
    conditions: list[sa.ColumnElement[bool] | sa.TextClause]
    conditions = [*sql.living(target), sql.having_address(target), *where]

    def asked(more: Conditions) -> Rows:
        return sql.rows_of(target, [*conditions, *more], own)

    names, padded = asked(()).names, connection.dialect.name != "sqlite"
    for part in all_rows(connection, target, asked, chunk):
        cells = dict(zip(names, zip(*part, strict=True), strict=True))
        found = frame(target, cells, fields, padded, blacklisted)
        yield Part(found, _rows_in(found, target), _strays(target, cells, padded))


def _rows_in(customers: pd.DataFrame, target: Target) -> int:
    """Return how many table rows these customers stand in; those of one row follow each other in each column."""
    keys = customers["key"]
    if len(target.email) > 1:
        return keys.nunique()
    return int((keys != keys.shift()).sum())


def _strays(target: Target, cells: Cells, padded: bool) -> Sequence[str]:
    match = target.match
    if match is None or not target.by_match:
        return ()
    pairs = zip(cells[target.email[0]], cells[match.column], strict=True)
    other = [match.spelled(text_of(cell).rstrip(" ")) != text_of(matched).rstrip(" ") for cell, matched in pairs]
    keys = columns.keys([cells[name] for name in target.key], padded).to_pylist() if any(other) else []
    return [key for key, stray in zip(keys, other, strict=True) if stray] if keys else ()


def frame(
    target: Target, cells: Cells, fields: Sequence[str], padded: bool, blacklisted: Collection[str]
) -> pd.DataFrame:
    """Given raw table columns by name, return the customers in them; cells without any address give none."""
    import pyarrow as pa
    import pyarrow.compute as pc

    keys = columns.keys([cells[name] for name in target.key], padded)
    marks = columns.coded(cells[target.bounce.column]) if target.bounce.column else None
    further = {name: columns.texts(cells[target.fields[name]]) for name in fields if name in target.fields}
    parts = []
    for email in target.email:
        texts = columns.texts(cells[email])
        rows, canonical = columns.held(texts)
        picked, count = pa.array(rows), len(rows)
        written = texts.take(picked)
        flag, before = _consent(target, email, cells, rows, canonical, blacklisted)
        faulty, bounce = _bounced(target, marks, rows)
        flag_at = canonical if target.blacklist else columns.same(email if target.flag.columns else "", count)
        found = [columns.same(target.name, count), keys.take(picked), columns.same(email, count), written, canonical]
        found += [_alone(target, rows, written, canonical), flag, flag_at, before, faulty, bounce]
        empty = columns.same("", count)
        own = (pc.utf8_rtrim(further[name].take(picked), " ") if name in further else empty for name in fields)
        parts.append(pa.table([*found, *own], names=[*CUSTOMERS, *fields]))
    customers: pd.DataFrame = pa.concat_tables(parts).to_pandas()
    return customers


def _alone(target: Target, rows: Places, written: Column, canonical: Column) -> Any:
    """Whether an address may be taken out of its cell without touching another one."""
    import numpy as np
    import pyarrow as pa

    alone = np.ones(len(rows), dtype=bool)
    same_cell = rows[1:] == rows[:-1]
    if same_cell.any():
        for place in np.flatnonzero(np.append(same_cell, False) | np.insert(same_cell, 0, False)).tolist():
            cell, address = written[place].as_py(), canonical[place].as_py()
            alone[place] = bool(target.split) and without(cell, {address}) is not None
    return pa.array(alone)


def _consent(
    target: Target, email: str, cells: Cells, rows: Places, canonical: Column, blacklisted: Collection[str]
) -> tuple[Column, Column]:
    """Return what flag and blacklist say of each address, and the flag's before-image."""
    flag = target.flag
    asked = target.blacklist or not flag.exists  # a table with neither says nothing against anybody
    listed = columns.coded([address in blacklisted for address in canonical.to_pylist()]) if asked else None
    if not flag.exists and listed is not None:
        return listed.worded(lambda entry: together(None, entry)), columns.same("null", len(rows))
    said = columns.coded(_raw_flags(target, email, cells)).at(rows)
    before = said.worded(encode)
    if listed is None:
        return said.worded(flag.said), before
    return said.beside(listed).worded(lambda both: together(flag.said(both[0]), both[1])), before


def _raw_flags(target: Target, email: str, cells: Cells) -> Sequence[Any]:
    flag = target.flag
    if flag.row:
        return [bool(raw) for raw in cells[FLAG]] if flag.table else [True] * len(cells[target.key[0]])
    name = flag.column_of(email)
    return cells[FLAG + name if flag.table else name]


def _bounced(target: Target, marks: Coded | None, rows: Places) -> tuple[Any, Column]:
    """Return whether the bounce mark of each row is set, and its before-image."""
    import numpy as np
    import pyarrow as pa

    if marks is None:
        return pa.array(np.zeros(len(rows), dtype=bool)), columns.same("null", len(rows))
    mine = marks.at(rows)
    faulty = np.array([target.bounce.faulty(raw) for raw in mine.different], dtype=bool)
    return pa.array(faulty[mine.places]), mine.worded(encode)
