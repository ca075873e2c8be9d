"""What a file holds before anybody knows what it means: the Table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Table:
    """One table of a file: a CSV file has one, a workbook one for each sheet with content, a ZIP those of its members.

    `header` are the cells of the header row as written (cleaned of BOM and a leading "#"), empty when there is none.
    `columns` holds, for each position, the cells below the header as strings, "" where a cell is absent;
    all have the length of `lines`. `lines` are 1-based line (CSV: where the row starts) or row numbers (XLSX).
    `broken` are rows that could not be read as rows: (line, reason code as in words/line.toml, raw text cut to 200).
    `preamble` are the non-empty rows above the header, each joined by a blank.
    """

    container: str  # "csv" | "xlsx" | "ods" | "zip" | "mail"
    header: Sequence[str]
    columns: Sequence[Sequence[str]]
    lines: Sequence[int]
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    header_line: int = 0  # 0: no header row
    broken: Sequence[tuple[int, str, str]] = field(default=())
    preamble: Sequence[str] = field(default=())
