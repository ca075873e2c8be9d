"""Foreign words → our words: exactly one layout claims each table, and its lines become a Batch."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

from processor.domain.batch import Batch
from processor.domain.receipt import Worded
from processor.domain.table import Table
from processor.errors import Refused
from processor.layouts import LAYOUTS
from processor.layouts.layout import Layout
from processor.layouts.words import address_header, fold
from processor.recognise.choose import Claim, claim
from processor.recognise.doubt import refuse_doubtful, refuse_unreadable
from processor.recognise.framing import framed
from processor.recognise.hints import family_of
from processor.recognise.lines import json_closing, json_lines
from processor.recognise.rows import Reading, ignored_table, read_rows
from processor.recognise.unusable import numbered

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["json_closing", "json_lines", "recognise"]


OWN = re.compile(
    r"\.(?:receipt\.txt|rows\.csv|why\.txt|(?:receipt|why)(?: ?-? ?(?:kopie|copy))?(?: ?\(\d+\))?\.txt)$", re.IGNORECASE
)
OWN_HEADINGS = (("Ergebnis", "Was genau", "Hinweis"), ("Outcome", "What exactly", "Advice"))
"""What we write beside a file, by its name or, of .rows.csv under any name, by headings only we use together (words:
receipt, column_*); dropped back it would be read as a list of the people in it."""


def recognise(
    tables: Sequence[Table], name: str, folder: str, zone: tzinfo, layouts: Sequence[Layout] = LAYOUTS
) -> Batch:
    """Given the tables of one dropped file, return what its lines mean.

    `name` is the file's name, `folder` the subfolder it was dropped into ("", "optouts" or "bounces"), `zone` that of
    times without one. Each table is recognised on its own; `Batch.layout` joins the names of those who claimed one with
    " + ". Raise Refused naming the place: not_recognised, ambiguous, no_meaning, contradiction, name_against_columns,
    several_address_columns, says_nothing, subscribers_in_optouts, lines_against_name, too_general,
    column_against_column, column_against_name, numbers_without_meaning,
    sheet_without_meaning, words_without_meaning, nothing_usable, own_receipt (words: refused).
    """
    if any(map(OWN.search, (name, *(table.sheet for table in tables)))) or any(map(_ours, tables)):
        raise Refused("own_receipt", place=name)
    claims: list[Claim] = []
    readings: list[Reading] = []
    claimed: list[Reading] = []
    evidence: list[Worded] = []
    several = sum(map(_worth_reading, tables)) > 1
    for table in tables:
        if len(tables) > 1 and not _worth_reading(table):
            readings.append(_left_aside(table))
        else:
            claims.append(claim(table, name, folder, layouts, several=several))
            readings.append(read_rows(claims[-1], zone))
            claimed.append(readings[-1])
            refuse_doubtful(claims[-1], readings[-1], name, folder, several=several)
            evidence += claims[-1].evidence
        evidence += readings[-1].evidence
    if not claims:
        raise Refused("not_recognised", place=name, columns=[table.sheet for table in tables], missing="E-Mail")
    refuse_unreadable(claims, claimed, name)
    rows = framed(readings)
    evidence += _against_folder(rows, name, folder)
    evidence += _against_name(rows, name, evidence)
    shape = _shape(claims, tables) | {"dates": {name: at for each in claimed for name, at in each.dates.items()}}
    return Batch(
        " + ".join(dict.fromkeys(claim.layout.name for claim in claims)),
        evidence,
        shape,
        rows,
        numbered([reading.values["meant"] for reading in readings]),
    )


def _ours(table: Table) -> bool:
    """Whether a table is one of the lists we write beside a receipt."""
    header = set(map(fold, table.header))
    return any(header.issuperset(map(fold, headings)) for headings in OWN_HEADINGS)


def _worth_reading(table: Table) -> bool:
    """Whether a table has to do with addresses: some cell with an @, or lines below a heading for them."""
    headed = len(table.lines) > 0 and any(map(address_header, table.header))
    return headed or any("@" in cell for column in table.columns for cell in column)


def _left_aside(table: Table) -> Reading:
    """Return the lines of a sheet without addresses as ignored ones, shown by their first filled cell."""
    firsts = [next(filter(None, cells), "") for cells in zip(*table.columns, strict=True)]
    broken = [raw for _, _, raw in table.broken]
    return ignored_table([*table.lines, *(line for line, _, _ in table.broken)], table.sheet, [*firsts, *broken])


def _against_folder(rows: pd.DataFrame, name: str, folder: str) -> list[Worded]:
    """Refuse subscribers among the opt-outs; say where the columns prove something else than the folder."""
    events = set(rows["event"].unique())
    if folder == "optouts" and "subscribed" in events and not events & {"optout", "complaint", "bounce"}:
        raise Refused("subscribers_in_optouts", place=name)
    if folder == "optouts" and "bounce" in events:
        return [("bounces_in_optouts", {"count": int((rows["event"] == "bounce").sum())})]
    if folder == "bounces" and "optout" in events:
        return [("optouts_in_bounces", {"count": int((rows["event"] == "optout").sum())})]
    return []


def _against_name(rows: pd.DataFrame, name: str, evidence: Sequence[Worded]) -> list[Worded]:
    """Say where a file was called opt-outs or bounces by people and a system's columns prove only the other."""
    if any(code in ("system_name", "says_optout", "says_bounce") for code, _ in evidence):
        return []
    said, events = family_of(name), set(rows["event"].unique()) & {"optout", "complaint", "bounce"}
    if said == "optout" and events == {"bounce"}:
        return [("says_optout", {"where": name})]
    if said == "bounce" and events == {"optout"}:
        return [("says_bounce", {"where": name})]
    return []


def _shape(claims: Sequence[Claim], tables: Sequence[Table]) -> dict[str, Any]:
    """Return how the file was read, for the receipt; `columns` maps headings to the parts they play."""
    first = claims[0].table
    parts: dict[str, str] = {}
    for each in claims:
        parts |= _parts(each)
    return {
        "container": first.container,
        "encoding": first.encoding,
        "delimiter": first.delimiter,
        "sheets": [table.sheet for table in tables if table.sheet],
        "header_line": first.header_line,
        "columns": parts,
    }


def _parts(claim: Claim) -> dict[str, str]:
    header, columns = claim.table.header, claim.columns
    parts = {header[place]: role for role, place in reversed(columns.roles.items())}
    parts |= {header[place]: "event" for _, place in columns.states}
    if columns.only is not None:
        parts[header[columns.only]] = "only"
    return parts | ({header[columns.address]: "address"} if columns.address < len(header) else {})
