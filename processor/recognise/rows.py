"""A claimed table → rows of the batch: at least one for each line, worked column by column."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from itertools import repeat
from typing import Any

from processor.domain.batch import Unusable
from processor.domain.receipt import Worded
from processor.domain.uncollected import uncollected
from processor.recognise.addressed import addressed
from processor.recognise.beside import cells_of_dates, put_beside, put_told_dates, told_cells
from processor.recognise.choose import Claim
from processor.recognise.dates import NOT_A_TIME, Dates, read_dates
from processor.recognise.meaning import Cells, Outcome, Reader
from processor.recognise.notes import noted_dates, noted_meanings, shown_dates
from processor.recognise.unmistakable import doubtful_words
from processor.recognise.unusable import RAW, to_mend, without_address

REASON = 500
"""Characters kept of what the file says about a line."""


@dataclass(frozen=True)
class Reading:
    """The rows of one table as values by column of batch.COLUMNS (`at`: microseconds), and what was noticed.

    One more column, `meant`, has an Unusable where an address is to be mended, else None. `dates`: see Batch.shape.
    """

    values: dict[str, list[Any]]
    evidence: Sequence[Worded]
    dates: Mapping[str, tuple[str, int]] = field(default_factory=dict)


def read_rows(claim: Claim, zone: tzinfo) -> Reading:
    """Given a claimed table and the zone of its times, return its rows in file order, broken lines among them."""
    with uncollected():
        outcomes, said = _said(claim, zone)
        return replace(said, values=_with_broken(_spread(claim, outcomes, said.values), claim))


def _said(claim: Claim, zone: tzinfo) -> tuple[list[Outcome], Reading]:
    """Return what each line means, and a reading without what depends on the address; the dates read are let go."""
    times = _times(claim, zone)
    outcomes = _without_ended(claim, _outcomes(claim, times), times)
    columns = _plain_columns(claim, outcomes, times)
    evidence = [*noted_dates(claim, times), *noted_meanings(claim, outcomes)]
    return outcomes, Reading(columns, evidence, shown_dates(claim, times))


def ignored_table(lines: Sequence[int], sheet: str, firsts: Sequence[str]) -> Reading:
    """Given the lines of a sheet without any address, return each as ignored, so that no line is lost."""
    n = len(lines)
    constant = {"sheet": sheet, "canonical": "", "event": "ignored", "bounce_class": "", "confident": False}
    constant |= {"at": NOT_A_TIME, "list": "", "mailing": "", "rule": "sheet", "code": "sheet_without_addresses"}
    values: dict[str, list[Any]] = {name: [value] * n for name, value in constant.items()}
    values |= {"line": list(lines), "address": [cell[:RAW] for cell in firsts], "reason": [""] * n}
    values["meant"] = [None] * n
    return Reading(values, [("sheet_without_addresses" if n else "empty_sheet", {"sheet": sheet, "count": n})])


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
    cells: dict[str, Collection[str]] = {role: _column(claim, role) for role in ("at", "until", "confirmed")}
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
    reader = Reader(claim, times["states"].some(), doubtful_words(claim))
    told = told_cells(claim, times["states"], times["beside"])
    codes = [_column(claim, role) for role in ("enhanced", "smtp", "diagnosis")]
    only = table.columns[columns.only] if columns.only is not None else ()
    if not told and not any(codes) and not only:
        return [reader.outcome(Cells((), "", "", "", ""))] * len(table.lines)
    telling = (cells or repeat("", len(table.lines)) for cells in (*told, *codes, only))
    known: dict[tuple[str, ...], Outcome] = {}
    return [
        known.get(key) or known.setdefault(key, reader.outcome(Cells(key[:-4], *key[-4:])))
        for key in zip(*telling, strict=True)
    ]


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
    found = times["at"].at
    reasons = _column(claim, "reason") or repeat("", n)
    said = [outcome.word or text for outcome, text in zip(outcomes, reasons, strict=True)]
    at = list(map(found.__getitem__, _column(claim, "at"))) or [NOT_A_TIME] * n
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
        "list": _each(str.strip, _column(claim, "list")) or [""] * n,
        "mailing": _each(str.strip, _column(claim, "mailing")) or [""] * n,
        "rule": [outcome.rule for outcome in outcomes],
        "reason": _each(lambda text: " ".join(text[:REASON].split()), said),
    }
    put_told_dates(plain["at"], claim, outcomes, times["states"])
    if any(beside.list for beside in claim.columns.beside):
        put_beside(plain, claim, outcomes, times["beside"])
    return plain


def _each(change: Callable[[str], str], cells: Sequence[str]) -> list[str]:
    """Return the cells changed, asking once for each distinct one."""
    known = {cell: change(cell) for cell in set(cells)}
    return [known[cell] for cell in cells]


def _spread(claim: Claim, outcomes: list[Outcome], columns: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Give each address of a line its row and judge lines without a usable one."""
    cells = claim.table.columns[claim.columns.address] if claim.table.columns else ()
    found = addressed(cells)
    if found.spread:
        columns = {name: [values[line] for line in found.lines] for name, values in columns.items()}
        outcomes = [outcomes[line] for line in found.lines]
    events = [outcome.event for outcome in outcomes]
    codes = [outcome.code for outcome in outcomes]
    meant: list[Unusable | None] = [None] * len(events)
    for row, address in found.faulty:
        if events[row] != "ignored":
            line, known = found.lines[row], events[row] != "rejected"
            events[row], codes[row] = without_address(claim, line, address)
            if known and events[row] == "rejected":
                meant[row] = to_mend(address, cells[line], outcomes[row])
            columns["bounce_class"][row], columns["confident"][row], columns["rule"][row] = "", False, "address"
    told = {"address": found.written, "canonical": found.canonical, "event": events, "code": codes}
    return {**columns, **told, "meant": meant}


def _with_broken(values: dict[str, list[Any]], claim: Claim) -> dict[str, list[Any]]:
    """Add the lines that could not be read as rows, each in its place."""
    if not claim.table.broken:
        return values
    empty = {"sheet": claim.table.sheet, "canonical": "", "event": "rejected", "bounce_class": "", "confident": False}
    empty |= {"at": NOT_A_TIME, "list": "", "mailing": "", "rule": "read", "reason": "", "meant": None}
    for line, code, raw in claim.table.broken:
        for name, value in {**empty, "line": line, "code": code, "address": raw[:RAW]}.items():
            values[name].append(value)
    order = sorted(range(len(values["line"])), key=values["line"].__getitem__)
    return {name: [column[place] for place in order] for name, column in values.items()}
