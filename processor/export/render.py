"""People → the bytes of import files, exactly as a newsletter server reads them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from processor.domain.address import domain_of
from processor.domain.batch import frame, only
from processor.export.adapter import MAILBOX, Adapter, holds
from processor.export.cells import FORMULA_STARTS, several, written_cells
from processor.export.workbook import LONGEST, ROWS, workbook

if TYPE_CHECKING:
    import pandas as pd

REASONS = ("encoding", "sign", "long", "role", "list")
"""Why people are left out: the address does not fit the encoding, has a sign the format has no way to write, is too
long, is one of a role that the server refuses; or a list's name has the sign that stands between lists."""

LEFT_OUT = {"canonical": "str", "reason": "str"}

_QUOTING: dict[str, Any] = {"minimal": csv.QUOTE_MINIMAL, "all": csv.QUOTE_ALL, "never": csv.QUOTE_NONE}


class Part(NamedTuple):
    """One import file: its bytes and the canonical addresses in it, in file order.

    `places` say of each where it stood among those who were to be rendered.
    """

    content: bytes
    canonical: list[str]
    places: list[int]


class Rendered(NamedTuple):
    """The files of one export, none where nobody is left, and who is in none of them (columns LEFT_OUT)."""

    parts: list[Part]
    left_out: pd.DataFrame


def render(people: pd.DataFrame, adapter: Adapter) -> Rendered:
    """Given people, return the import files that hold every row exactly once or say why not.

    `people` has the columns canonical, `written` (the address as the ERP writes it) and the fields of `adapter.reads`;
    `adapter` was fitted. Cells come from people too, so line breaks become blanks; what the encoding lacks becomes "?".
    """
    addresses = _addresses(people, adapter)
    reasons = [*map(_reason(adapter), addresses, people["canonical"].tolist())]
    if adapter.between and any(column.field == "list" for column in adapter.columns):
        lists = people["list"].tolist()
        reasons = [why or _list_reason(names, adapter.between) for why, names in zip(reasons, lists, strict=True)]
    gone = {"canonical": people["canonical"].tolist(), "reason": reasons}
    left_out = frame(only(frame(gone, LEFT_OUT), map(bool, reasons)).reset_index(drop=True), LEFT_OUT)
    kept = only(people, (not why for why in reasons))
    addresses = [address for address, why in zip(addresses, reasons, strict=True) if not why]
    rows = list(zip(*written_cells(kept, addresses, adapter), strict=True))
    canonical, places = kept["canonical"].tolist(), [place for place, why in enumerate(reasons) if not why]
    make = _sheet if adapter.container == "xlsx" else _text
    made = make(rows, adapter)
    return Rendered([Part(content, canonical[one:end], places[one:end]) for content, one, end in made], left_out)


def _addresses(people: pd.DataFrame, adapter: Adapter) -> list[str]:
    written = people["written"].tolist()
    if adapter.domains == "written":
        return written
    return [
        address if address.isascii() else f"{address.rpartition('@')[0]}@{domain_of(canonical)}"
        for address, canonical in zip(written, people["canonical"].tolist(), strict=True)
    ]


def _reason(adapter: Adapter) -> Callable[[str, str], str]:
    """Return what says why an address, as written and canonical, cannot be handed over, "" where it can."""
    bare = adapter.quoting == "never" and adapter.columns[0].field != MAILBOX
    hurting = frozenset(adapter.blanked + (adapter.delimiter + '"' if bare else ""))

    def why(address: str, canonical: str) -> str:
        local = canonical.rpartition("@")[0]
        if not holds(address, adapter.encoding) or (adapter.ascii_only and not local.isascii()):
            return "encoding"
        if not hurting.isdisjoint(address) or address.startswith(tuple(adapter.comment)):
            return "sign"
        if adapter.guarded and "|" in address and address.startswith(FORMULA_STARTS):
            return "sign"  # "=cmd|'/c+calc'!a1@example.com" is an address (RFC 5322, 3.2.3), and a spreadsheet runs it
        if len(address) > adapter.address_limit:
            return "long"
        return "role" if local in adapter.refused else ""

    return why


def _list_reason(names: str, between: str) -> str:
    return "list" if any(between in name for name in several(names)) else ""


def _text(rows: Sequence[tuple[str, ...]], adapter: Adapter) -> Iterator[tuple[bytes, int, int]]:
    """Yield the bytes of each file, and from where to where its rows go."""
    lines = _lines(rows, adapter)
    head = "".join(_lines([tuple(column.heading for column in adapter.columns)], adapter)) if adapter.headed else ""
    costs = [len(line.encode(adapter.encoding, "replace")) for line in lines] if adapter.size else []
    for first, last in _spans(
        len(lines), adapter.rows, costs, adapter.size - len(head.encode(adapter.encoding, "replace"))
    ):
        content = (head + "".join(lines[first:last])).encode(adapter.encoding, errors="replace")
        yield content, first, last


def _lines(rows: Sequence[tuple[str, ...]], adapter: Adapter) -> list[str]:
    """Rows as lines with their ends."""
    if len(adapter.columns) == 1 and adapter.quoting == "never":
        return [f"{row[0]}{adapter.line_end}" for row in rows]
    lines: list[str] = []
    quoting = _QUOTING[adapter.quoting]
    writer = csv.writer(
        _Gathering(lines),
        delimiter=adapter.delimiter,
        lineterminator=adapter.line_end,
        quoting=quoting,
        quotechar=None if quoting == csv.QUOTE_NONE else '"',
    )
    writer.writerows(rows)
    return lines


class _Gathering(io.TextIOBase):
    """Takes the lines a csv writer makes, one by one."""

    def __init__(self, lines: list[str]) -> None:
        self.write = lines.append  # type: ignore[method-assign, assignment]


def _sheet(rows: Sequence[tuple[str, ...]], adapter: Adapter) -> Iterator[tuple[bytes, int, int]]:
    most = min(adapter.rows or ROWS, ROWS)
    head = [column.heading for column in adapter.columns] if adapter.headed else []
    costs = [sum(len(cell.encode("utf-8", "replace")) + 60 for cell in row) for row in rows] if adapter.size else []
    for first, last in _spans(len(rows), most, costs, adapter.size - LONGEST):
        yield workbook(head, rows[first:last]), first, last


def _spans(number: int, rows: int, costs: Sequence[int], size: int) -> Iterator[tuple[int, int]]:
    """Yield from where to where each file goes; one row alone always fits."""
    first = spent = 0
    for place in range(number):
        cost = costs[place] if costs else 0
        if place > first and ((rows and place - first >= rows) or (costs and spent + cost > size)):
            yield first, place
            first, spent = place, 0
        spent += cost
    if number > first:
        yield first, number
