"""Files with columns for each list: date, list and remark come from the columns beside the one that decided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from processor.layouts.words import fold
from processor.recognise.choose import Claim
from processor.recognise.columns import pick
from processor.recognise.dates import NOT_A_TIME, Dates
from processor.recognise.meaning import Outcome


def cells_of_dates(claim: Claim) -> set[str]:
    """Given a claim, return the distinct cells of the columns of dates that stand beside its states."""
    places = {place for beside in claim.columns.beside for place in (beside.at, beside.renewed) if place is not None}
    return {cell for place in places for cell in claim.table.columns[place]}


def told_cells(claim: Claim, stated: Dates, dates: Dates) -> list[Sequence[str]]:
    """Given a claim, the dates of its states and those beside them, return the cells of each state column.

    What a later date took back is blank: who subscribed again after unsubscribing is a subscriber.
    """
    columns = claim.table.columns
    told: list[Sequence[str]] = []
    for (state, place), beside in zip(claim.columns.states, claim.columns.beside, strict=True):
        cells = columns[place]
        if state.dated and beside.renewed is not None:
            pairs = zip(cells, columns[beside.renewed], strict=True)
            cells = ["" if dates.at[later] > stated.at[cell] > NOT_A_TIME else cell for cell, later in pairs]
        told.append(cells)
    return told


def put_told_dates(at: list[int], claim: Claim, outcomes: Sequence[Outcome], stated: Dates) -> None:
    """Given times by line, fill those that lack with the date that told what happened, the newest where several did.

    Before that a bounce loses a time that only says when its entry was written or changed: after the next change the
    same bounce would look like another one.
    """
    if (place := claim.columns.roles.get("at")) is not None:
        header = [fold(claim.table.header[place])]
        if pick(claim.layout.touched, header) is not None:
            at[:] = [
                NOT_A_TIME if outcome.event == "bounce" else moment
                for moment, outcome in zip(at, outcomes, strict=True)
            ]
    states, cells = claim.columns.states, claim.table.columns
    if not any(state.dated for state, _ in states):
        return
    for line, outcome in enumerate(outcomes):
        if at[line] == NOT_A_TIME and outcome.event in ("optout", "complaint", "bounce"):
            places = [states[told][1] for told in outcome.told if states[told][0].dated]
            at[line] = max((stated.at[cells[place][line]] for place in places), default=NOT_A_TIME)


def put_beside(columns: dict[str, list[Any]], claim: Claim, outcomes: Sequence[Outcome], dates: Dates) -> None:
    """Given columns of the batch, write date, list and remark of the lists that decided a line into them.

    Of several lists that say the same the newest date counts, because an opt-out holds from the last one on.
    """
    beside, cells = claim.columns.beside, claim.table.columns
    names = [
        _as_written(claim.table.header[place], beside[at].list) for at, (_, place) in enumerate(claim.columns.states)
    ]
    for line, outcome in enumerate(outcomes):
        deciding = sorted((at for at in outcome.told if beside[at].list), key=names.__getitem__)
        if not deciding:
            continue
        times = [dates.at[cells[place][line]] for at in deciding if (place := beside[at].at) is not None]
        said = [cells[place][line] for at in deciding if (place := beside[at].reason) is not None]
        columns["at"][line] = max(times, default=columns["at"][line])
        columns["list"][line] = ", ".join(dict.fromkeys(names[at] for at in deciding))
        columns["reason"][line] = columns["reason"][line] or "; ".join(dict.fromkeys(filter(None, said)))[:500]


def _as_written(header: str, folded: str) -> str:
    """Return the part of a header that folds to the name of a list; of several the last."""
    for start in range(len(header) - 1, -1, -1):
        if folded and fold(header[start:]).startswith(folded):
            end = next(end for end in range(start + 1, len(header) + 1) if fold(header[start:end]) == folded)
            return header[start:end].strip()
    return folded
