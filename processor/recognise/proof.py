"""Before a layout is taught: does it read its file, and does it leave subscribers alone?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from processor.domain.batch import EVENTS, Batch
from processor.domain.table import Table
from processor.errors import AbgleichError, Refused
from processor.layouts.layout import Layout
from processor.layouts.meanings import ACTING, is_life
from processor.recognise import recognise
from processor.recognise.choose import takes_off_all
from processor.recognise.hints import family_of
from processor.recognise.propose import MANY


def proved(
    tables: Sequence[Table], name: str, folder: str, zone: tzinfo, layout: Layout, others: Sequence[Layout]
) -> Batch:
    """Return the file as read with `layout` among `others`.

    Raise AbgleichError where another layout takes the file (learn_not_used) or where people would be taken off who get
    the newsletter (learn_subscribers), Refused where the file cannot be read at all.
    """
    called = "subscribed" in map(family_of, (name, *(table.sheet for table in tables)))
    if called and takes_off_all(layout):
        lines = [line for table in tables for line in table.lines]
        raise AbgleichError("learn_subscribers", count=len(lines), line=min(lines, default=0), name=name)
    batch = recognise(tables, name, folder, zone, (layout, *others))
    if layout.name not in batch.layout.split(" + "):
        raise AbgleichError("learn_not_used", winner=batch.layout, layout=layout.name)
    muted = _muted(batch, tables, name, folder, zone, others)
    acting = _lines(batch, ACTING)
    if called and len(acting) * 2 > len(_lines(batch, frozenset(EVENTS))):  # most of them, in a file called so
        muted = acting
    if muted:
        raise AbgleichError("learn_subscribers", count=len(muted), line=min(line for _, line in muted), name=name)
    return batch


def _muted(
    batch: Batch, tables: Sequence[Table], name: str, folder: str, zone: tzinfo, others: Sequence[Layout]
) -> set[tuple[str, int]]:
    """Return the lines that would take somebody off who gets the newsletter.

    Each that the layouts known so far read as a sign of life; and those with a word of life in any column, if they are
    half of what is taken off: a few may speak of the past.
    """
    acting = _lines(batch, ACTING)
    said = acting & _said_alive(tables)
    alive = acting & _read_as_alive(tables, name, folder, zone, others)
    return alive | (said if len(said) * 2 >= len(acting) else set())


def _lines(batch: Batch, events: frozenset[str]) -> set[tuple[str, int]]:
    rows = batch.rows
    told = zip(rows["sheet"].tolist(), rows["line"].tolist(), rows["event"].tolist(), strict=True)
    return {(sheet, line) for sheet, line, event in told if event in events}


def _read_as_alive(
    tables: Sequence[Table], name: str, folder: str, zone: tzinfo, others: Sequence[Layout]
) -> set[tuple[str, int]]:
    """Return the lines that say, to the layouts known so far, that somebody gets the newsletter."""
    try:
        return _lines(recognise(tables, name, folder, zone, others), frozenset({"subscribed"}))
    except Refused:
        return set()


def _said_alive(tables: Sequence[Table]) -> set[tuple[str, int]]:
    """Return the lines of which some cell is a word of life, whatever heads its column."""
    found: set[tuple[str, int]] = set()
    for table in tables:
        for heading, cells in zip(table.header or [""] * len(table.columns), table.columns, strict=False):
            distinct = set(cells)
            alive = {cell for cell in distinct if len(distinct) <= MANY and is_life(heading, cell)}
            found |= {(table.sheet, line) for line, cell in zip(table.lines, cells, strict=True) if cell in alive}
    return found
