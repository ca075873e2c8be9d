"""What a receipt should mention about a file's dates and words, as evidence: how often, and where first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from processor.domain.receipt import Worded
from processor.recognise.choose import Claim
from processor.recognise.dates import NOT_A_TIME, Dates
from processor.recognise.meaning import Outcome


def noted_dates(claim: Claim, times: Mapping[str, Dates]) -> list[Worded]:
    """Given the dates read, by role of their column, return notes on cells that were none or could be two."""
    notes: list[Worded] = []
    for role, dates in times.items():
        place = claim.columns.roles.get(role)
        if place is None:
            continue
        cells = claim.table.columns[place]
        for code, odd in (("unreadable_dates", dates.unreadable), ("ambiguous_dates", dates.ambiguous)):
            if odd:
                rows = [row for row, cell in enumerate(cells) if cell in odd]
                where = {"column": claim.table.header[place], "line": claim.table.lines[rows[0]]}
                notes.append((code, {**where, "count": len(rows), "cell": cells[rows[0]][:60]}))
    return notes


def noted_meanings(claim: Claim, outcomes: Sequence[Outcome]) -> list[Worded]:
    """Given what the lines mean, return notes on words nobody knows and on cells that disagree with each other."""
    notes: list[Worded] = []
    unknown = [row for row, outcome in enumerate(outcomes) if outcome.code == "unknown_word"]
    if unknown:
        words = {outcomes[row].word[:60] for row in unknown}
        facts = {"count": len(unknown), "line": claim.table.lines[unknown[0]], "words": sorted(words)[:10]}
        notes.append(("unknown_words", facts))
    if disagreeing := sum(outcome.conflict for outcome in outcomes):
        notes.append(("label_against_code", {"count": disagreeing}))
    if claim.layout.plain and (disputed := sum(outcome.disputed for outcome in outcomes)):
        notes.append(("columns_disagree", {"count": disputed}))
    return notes


def shown_dates(claim: Claim, times: Mapping[str, Dates]) -> dict[str, tuple[str, int]]:
    """Given the dates read, return for the columns that tell when the first cell that is one and how it was read.

    Microseconds since 1970 in UTC. An example shows people at once whether day and month have changed places.
    """
    told: dict[str, tuple[str, int]] = {}
    places = [(times["at"], claim.columns.roles.get("at"))]
    places += [(times["states"], place) for state, place in claim.columns.states if state.dated]
    for dates, place in places:
        if place is not None and dates.at:
            cells = claim.table.columns[place]
            first = next((cell for cell in cells if dates.at.get(cell, NOT_A_TIME) != NOT_A_TIME), None)
            if first is not None:
                told[claim.table.header[place]] = (first.strip()[:60], dates.at[first])
    return told
