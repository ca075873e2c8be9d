"""What the server says about types: of parameters that are NULL, and how long a text or a moment may be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import sqlglot
from sqlglot import exp

from tests.parts.tds.types import NUMBERS, Result, Type, declared

_UNKNOWN = declared("nvarchar(4000)")

_PARAMETERS: Sequence[tuple[str, Type]] = (
    ("parameter_ordinal", declared("int")),
    ("name", declared("nvarchar(128)")),
    ("suggested_system_type_id", declared("int")),
    ("suggested_system_type_name", declared("nvarchar(256)")),
    ("suggested_max_length", declared("smallint")),
    ("suggested_precision", declared("tinyint")),
    ("suggested_scale", declared("tinyint")),
)
"""The first columns of its result (learn.microsoft.com, sp_describe_undeclared_parameters)."""


def described(sql: str, types_of: Callable[[str], Mapping[str, Type]]) -> Result:
    """Return what is known of a statement's parameters; `types_of` a table are the types of its columns by name.

    A parameter is taken to be of the type of the column that it is compared with or written to.
    """
    tree = sqlglot.parse_one(sql, read="tsql")
    types = {name: kind for table in tree.find_all(exp.Table) for name, kind in types_of(table.name).items()}
    targets = tree.this.expressions if isinstance(tree, exp.Insert) else []
    rows = []
    for place, parameter in enumerate(tree.find_all(exp.Parameter, bfs=False), start=1):
        kind = types.get(_column(parameter, targets).lower(), _UNKNOWN)
        size = -1 if kind.size > 8_000 else kind.size
        number = NUMBERS[kind.name]
        rows.append((place, f"@{parameter.name}", number, str(kind), size, kind.precision, kind.scale))
    return Result(_PARAMETERS, rows, len(rows))


def _column(parameter: exp.Expression, targets: Sequence[exp.Expression]) -> str:
    """Return the name of the column that a parameter belongs to, "" where there is none."""
    around = parameter.parent
    if isinstance(around, exp.Tuple) and targets:
        return targets[around.expressions.index(parameter) % len(targets)].name
    columns = around.find_all(exp.Column) if isinstance(around, exp.Binary) else ()
    return next((column.name for column in columns), "")


_TOLD: Mapping[int, tuple[str, int]] = {
    12: ("varchar", 8_000),
    -9: ("nvarchar", 4_000),
    -3: ("varbinary", 8_000),
    93: ("datetime2", 27),
}
"""By the number ODBC has for them: the type and its PRECISION (learn.microsoft.com, sp_datatype_info)."""


def told(number: int) -> Result:
    """Return the first columns of sp_datatype_info, by which pyodbc knows when a text is a long one."""
    columns = [("TYPE_NAME", declared("nvarchar(128)")), ("DATA_TYPE", declared("smallint"))]
    name, precision = _TOLD[number]
    return Result([*columns, ("PRECISION", declared("int"))], [(name, number, precision)], 1)
