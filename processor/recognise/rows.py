"""A claimed table → rows of the batch: at least one for each line, worked column by column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any

from processor.domain.address import Address, addresses_of
from processor.domain.batch import COLUMNS, frame
from processor.domain.receipt import Worded
from processor.layouts.words import fold
from processor.recognise.beside import cells_of_dates, put_beside, put_told_dates, told_cells
from processor.recognise.choose import Claim
from processor.recognise.dates import NOT_A_TIME, Dates, read_dates
from processor.recognise.meaning import Cells, Outcome, Reader
from processor.recognise.notes import noted_dates, noted_meanings

if TYPE_CHECKING:
    import pandas as pd

_RAW, _REASON = 200, 500
"""Characters kept of a rejected address cell and of what the file says about a line."""

_TOTALS = frozenset(
    fold(word) for word in ("total", "totals", "sum", "Summe", "Gesamt", "Gesamtsumme", "Anzahl", "Insgesamt", "totale")
)
_TOTALS_START = ("recordsfound", "summe", "gesamt", "anzahl", "total", "insgesamt")


@dataclass(frozen=True)
class Reading:
    """The rows of one table as values by column of batch.COLUMNS (`at`: microseconds), and what was noticed."""

    values: dict[str, list[Any]]
    evidence: Sequence[Worded]


def read_rows(claim: Claim, zone: tzinfo) -> Reading:
    """Given a claimed table and the zone of its times, return its rows in file order, broken lines among them."""
    times = _times(claim, zone)
    outcomes = _without_ended(claim, _outcomes(claim, times), times)
    columns = _plain_columns(claim, outcomes, times)
    evidence = [*noted_dates(claim, times), *noted_meanings(claim, outcomes)]
    values = _with_broken(_spread(claim, outcomes, columns), claim)
    return Reading(values, evidence)


def ignored_table(lines: Sequence[int], sheet: str, firsts: Sequence[str]) -> Reading:
    """Given the lines of a sheet without any address, return each as ignored, so that no line is lost."""
    n = len(lines)
    constant = {"sheet": sheet, "canonical": "", "event": "ignored", "bounce_class": "", "confident": False}
    constant |= {"at": NOT_A_TIME, "list": "", "mailing": "", "rule": "sheet", "code": "sheet_without_addresses"}
    values: dict[str, list[Any]] = {name: [value] * n for name, value in constant.items()}
    values |= {"line": list(lines), "address": [cell[:_RAW] for cell in firsts], "reason": [""] * n}
    return Reading(values, [("sheet_without_addresses" if n else "empty_sheet", {"sheet": sheet, "count": n})])


def framed(readings: Sequence[Reading]) -> pd.DataFrame:
    """Given readings in file order, return them as one frame with batch.COLUMNS."""
    import numpy as np
    import pandas as pd

    joined = {name: list(chain.from_iterable(reading.values[name] for reading in readings)) for name in COLUMNS}
    moments = np.array(joined["at"], dtype="int64").view("datetime64[us]")
    return frame({**joined, "at": pd.Series(moments).dt.tz_localize("UTC")})


def _column(claim: Claim, role: str) -> Sequence[str]:
    """Return the cells of a role, with nothing where the system writes a word for nothing; empty where it lacks."""
    place = claim.columns.roles.get(role)
    if place is None:
        return ()
    cells, nulls = claim.table.columns[place], claim.layout.nulls
    return ["" if cell in nulls else cell for cell in cells] if nulls else cells


def _times(claim: Claim, zone: tzinfo) -> dict[str, Dates]:
    """Return the dates of the columns that hold some: by role, "states" and "beside" for those of state columns."""
    from datetime import UTC

    layout = claim.layout
    zone = UTC if layout.utc else zone
    cells = {role: set(_column(claim, role)) for role in ("at", "until", "confirmed")}
    cells["states"] = {
        cell for state, place in claim.columns.states if state.dated for cell in set(claim.table.columns[place])
    }
    cells["beside"] = cells_of_dates(claim)
    return {role: read_dates(some, zone, day_first=layout.day_first) for role, some in cells.items()}


def _outcomes(claim: Claim, times: dict[str, Dates]) -> list[Outcome]:
    """Return what each line means, asking once for each distinct set of telling cells."""
    table, columns = claim.table, claim.columns
    if not table.lines:
        return []
    reader = Reader(claim, times["states"].some())
    told = told_cells(claim, times["states"], times["beside"])
    codes = [_column(claim, role) for role in ("enhanced", "smtp", "diagnosis")]
    only = table.columns[columns.only] if columns.only is not None else ()
    if not told and not any(codes) and not only:
        return [reader.outcome(Cells((), "", "", "", ""))] * len(table.lines)
    keys = list(zip(*told, *(cells or repeat("") for cells in codes), only or repeat(""), strict=False))
    known = {key: reader.outcome(Cells(key[:-4], *key[-4:])) for key in set(keys)}
    return [known[key] for key in keys]


def _without_ended(claim: Claim, outcomes: list[Outcome], times: dict[str, Dates]) -> list[Outcome]:
    """Return the outcomes with bounces ignored that were over before the newest entry of the file was written."""
    newest, ends = max(times["at"].at.values(), default=NOT_A_TIME), times["until"].at
    for line, cell in enumerate(_column(claim, "until")):
        if outcomes[line].event == "bounce" and NOT_A_TIME < ends[cell] < newest:
            outcomes[line] = outcomes[line]._replace(event="ignored", code="expired")
    return outcomes


def _plain_columns(claim: Claim, outcomes: list[Outcome], times: dict[str, Dates]) -> dict[str, list[Any]]:
    """Return the columns that do not depend on the address, one value for each line."""
    n = len(claim.table.lines)
    texts = {role: list(_column(claim, role)) or [""] * n for role in ("list", "mailing", "reason")}
    found = times["at"].at
    said = [outcome.word or text for outcome, text in zip(outcomes, texts["reason"], strict=True)]
    at = [found[cell] for cell in _column(claim, "at")] or [NOT_A_TIME] * n
    confident = [outcome.confident for outcome in outcomes]
    if confirmed := _column(claim, "confirmed"):
        moments, proofs = times["confirmed"].at, _column(claim, "confirmed_by")
        for line, (outcome, cell, proof) in enumerate(zip(outcomes, confirmed, proofs or confirmed, strict=True)):
            if outcome.event == "subscribed" and proof and moments[cell] != NOT_A_TIME:
                at[line], confident[line] = moments[cell], True
    plain: dict[str, list[Any]] = {
        "line": list(claim.table.lines),
        "sheet": [claim.table.sheet] * n,
        "bounce_class": [outcome.bounce_class for outcome in outcomes],
        "confident": confident,
        "at": at,
        "list": [text.strip() for text in texts["list"]],
        "mailing": [text.strip() for text in texts["mailing"]],
        "rule": [outcome.rule for outcome in outcomes],
        "reason": [" ".join(text[:_REASON].split()) if text else "" for text in said],
    }
    put_told_dates(plain["at"], claim, outcomes, times["states"])
    if any(beside.list for beside in claim.columns.beside):
        put_beside(plain, claim, outcomes, times["beside"])
    return plain


def _spread(claim: Claim, outcomes: list[Outcome], columns: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Give each address of a line its row and judge lines without a usable one."""
    cells = claim.table.columns[claim.columns.address] if claim.table.columns else ()
    found = addresses_of(cells)
    if any(len(addresses) != 1 for addresses in found.values()):
        lines = [line for line, cell in enumerate(cells) for _ in found[cell]]
        columns = {name: [values[line] for line in lines] for name, values in columns.items()}
        outcomes = [outcomes[line] for line in lines]
    else:
        lines = list(range(len(cells)))
    addresses = [address for cell in cells for address in found[cell]]
    events = [outcome.event for outcome in outcomes]
    codes = [outcome.code for outcome in outcomes]
    for row, address in enumerate(addresses):
        if address.fault and events[row] != "ignored":
            events[row], codes[row] = _without_address(claim, lines[row], address)
            columns["bounce_class"][row], columns["confident"][row], columns["rule"][row] = "", False, "address"
    raw = [address.written or cells[line] for line, address in zip(lines, addresses, strict=True)]
    return {
        **columns,
        "address": [text[:_RAW] if len(text) > _RAW else text for text in raw],
        "canonical": [address.canonical for address in addresses],
        "event": events,
        "code": codes,
    }


def _without_address(claim: Claim, line: int, address: Address) -> tuple[str, str]:
    """Return (event, code) of a line whose address cell holds no usable address: a total, nothing, or a fault."""
    for column in claim.table.columns:
        word = fold(column[line])
        if word in _TOTALS or (
            address.fault in ("empty", "no_at") and word.lstrip("0123456789").startswith(_TOTALS_START)
        ):
            return "ignored", "total_row"
        if word:
            break
    return "rejected", "no_address" if address.fault == "empty" else address.fault


def _with_broken(values: dict[str, list[Any]], claim: Claim) -> dict[str, list[Any]]:
    """Add the lines that could not be read as rows, each in its place."""
    if not claim.table.broken:
        return values
    empty = {"sheet": claim.table.sheet, "canonical": "", "event": "rejected", "bounce_class": "", "confident": False}
    empty |= {"at": NOT_A_TIME, "list": "", "mailing": "", "rule": "read", "reason": ""}
    for line, code, raw in claim.table.broken:
        for name, value in {**empty, "line": line, "code": code, "address": raw[:_RAW]}.items():
            values[name].append(value)
    order = sorted(range(len(values["line"])), key=values["line"].__getitem__)
    return {name: [column[place] for place in order] for name, column in values.items()}
