"""The free shape of an import file: columns, separator, encoding, line ends, all from the configuration."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Shape:
    """How an import file looks. `columns` maps header → "{email}" or the name of an export field, in file order."""

    columns: Mapping[str, str] = field(default_factory=lambda: {"email": "{email}"})
    delimiter: str = ","
    encoding: str = "utf-8"
    line_end: str = "\r\n"

    @property
    def fields(self) -> Sequence[str]:
        """The export fields it needs from the ERP."""
        return [name for name in self.columns.values() if name != "{email}"]


def encodable(addresses: Iterable[str], encoding: str) -> list[bool]:
    """Return for each address whether the encoding can hold it; one that it cannot hold must not be exported."""
    return [_fits(address, encoding) for address in addresses]


def render(people: pd.DataFrame, shape: Shape) -> bytes:
    """Given people (columns `written` and the shape's fields), return the bytes of the import file.

    The address goes out as the ERP writes it. Other cells come from people too, so line breaks become blanks and a
    cell that a spreadsheet would run as a formula is left empty (OWASP, CSV injection); what the encoding cannot
    hold becomes "?".
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=shape.delimiter, lineterminator=shape.line_end)
    writer.writerow(shape.columns)
    cells = [people["written"] if name == "{email}" else map(_plain, people[name]) for name in shape.columns.values()]
    writer.writerows(zip(*cells, strict=True))
    return out.getvalue().encode(shape.encoding, errors="replace")


def _plain(cell: str) -> str:
    """A cell on one line that no spreadsheet runs."""
    text = " ".join(str(cell).split())
    return "" if text.startswith(_FORMULA_STARTS) else text


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
