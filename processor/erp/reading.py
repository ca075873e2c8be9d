"""Rows of the ERP become columns of customers: one row for each address in each e-mail column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from processor.domain.address import addresses_of
from processor.erp import sql
from processor.erp.dialects import PADS
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
    "alone": "bool",  # the cell holds just this one address
    "flag": "str",  # yes | no | unknown
    "flag_value": "str",  # JSON of the raw flag, its before-image
    "faulty": "bool",  # the bounce mark is set already; False where the target's action is not "mark"
    "bounce_value": "str",  # JSON of the raw bounce column, its before-image; "null" where there is none
}
"""Columns of the customers and their dtypes; one "str" column for each export field asked for comes after them."""


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


def customers_of(
    connection: sa.Connection, target: Target, fields: Sequence[str], chunk: int
) -> Iterator[pd.DataFrame]:
    """Yield the customers of one target with CUSTOMERS and `fields`, made of at most `chunk` table rows each."""
    table = sql.table_of(target)
    columns = target.columns()
    statement = sql.living(target, table, columns).where(sql.having_address(target, table))
    padded = connection.dialect.name in PADS
    for rows in raw_rows(connection, statement, chunk):
        yield frame(target, dict(zip(columns, zip(*rows, strict=True), strict=True)), fields, padded)


def frame(target: Target, cells: Mapping[str, Sequence[Any]], fields: Sequence[str], padded: bool) -> pd.DataFrame:
    """Given raw table columns by name, return the customers in them; cells without any address give none."""
    import pandas as pd

    bounce_column = target.bounce.column
    flags = _worded(cells[target.flag.column], target.flag.said)
    marks = _worded(cells[bounce_column], target.bounce.faulty) if bounce_column else []
    keys = [key_of(values, padded) for values in zip(*(cells[name] for name in target.key), strict=True)]
    positions: list[int] = []
    found: dict[str, list[Any]] = {name: [] for name in ("column", "email", "canonical", "alone")}
    for column in target.email:
        texts = [text_of(raw) for raw in cells[column]]
        addresses = addresses_of(texts)
        for position, text in enumerate(texts):
            held = addresses[text]
            for address in held:
                if address.fault != "empty":
                    positions.append(position)
                    found["column"].append(column)
                    found["email"].append(text)
                    found["canonical"].append(address.canonical)
                    found["alone"].append(len(held) == 1)
    found["target"] = [target.name] * len(positions)
    found["key"] = [keys[position] for position in positions]
    found["flag"] = [flags[position][0] for position in positions]
    found["flag_value"] = [flags[position][1] for position in positions]
    found["faulty"] = [bool(marks and marks[position][0]) for position in positions]
    found["bounce_value"] = [marks[position][1] if marks else "null" for position in positions]
    dtypes = dict(CUSTOMERS)
    for name in fields:
        raw = cells[target.fields[name]] if name in target.fields else None
        found[name] = [text_of(raw[position]).rstrip(" ") if raw else "" for position in positions]
        dtypes[name] = "str"
    return pd.DataFrame({name: pd.Series(found[name], dtype=dtype) for name, dtype in dtypes.items()})


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
