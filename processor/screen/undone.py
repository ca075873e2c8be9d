"""What undoing a file would do, and what it did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from processor.domain.shown import shown
from processor.report.undone import COLUMNS, endings_of, rows_of
from processor.screen.terminal import console_of, print_json
from processor.undoing import plan_undo, told_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from processor.ledger.drops import Entry
    from processor.parts import Parts

FEW = 20
"""Changes shown to people; machines get all."""


def show_undo(entry: Entry, parts: Parts, *, as_json: bool) -> None:
    """Show what would happen if this file were undone now; writes nothing."""
    reversal = plan_undo(entry, parts)
    changes = reversal.changes
    rows = changes.assign(undone=changes["outcome"], name=[_name(keeper, parts) for keeper in changes["kept_for"]])
    memory = {"lifted": len(reversal.lifted), "handed_on": len(reversal.handed_on)}
    if as_json:
        print_json(_as_json(entry, reversal.counts, memory, rows))
        return
    console_of().print(Text(parts.words.say("undo.preview", name=entry.name), style="bold"))
    _for_people(reversal.counts, memory, rows, parts)


def show_undone(entry: Entry, parts: Parts, *, as_json: bool) -> None:
    """Show what undoing a file led to."""
    told = told_of(entry, parts)
    memory = {"lifted": told.lifted, "handed_on": told.handed_on, "forgotten": told.forgotten}
    if as_json:
        print_json(_as_json(entry, told.counts, memory, told.rows))
        return
    console_of().print(Text(parts.words.say("undo.title", name=entry.name), style="bold"))
    _for_people(told.counts, memory, told.rows, parts)


def _name(drop_id: str, parts: Parts) -> str:
    return parts.ledger.drops.get(drop_id).name if drop_id else ""


def _as_json(entry: Entry, counts: Mapping[str, int], memory: Mapping[str, int], rows: pd.DataFrame) -> dict[str, Any]:
    told = ("target", "key", "column", "canonical", "action", "before", "undone", "kept_for", "name")
    changes = rows[list(told)].to_dict("records")
    file = {"id": entry.id, "name": entry.name, "state": entry.state}
    return file | {"counts": dict(counts), **memory, "changes": changes}


def _for_people(counts: Mapping[str, int], memory: Mapping[str, int], rows: pd.DataFrame, parts: Parts) -> None:
    console, words = console_of(), parts.words
    for ending in endings_of(counts, rows, words):
        console.print(Text(f"{words.number(ending.number):>9}  {words.say(f'undo.outcome_{ending.outcome}')}"))
    if not counts:
        console.print(Text(words.say("undo.nothing_in_erp")))
    for name, number in memory.items():
        console.print(Text(f"{words.number(number):>9}  {words.say(f'undo.{name}')}"))
    table = Table(*(words.say(f"undo.column_{name}") for name in COLUMNS))
    for row in rows_of(rows.head(FEW), words):
        table.add_row(*(Text(shown(cell)) for cell in row))
    if len(rows):
        console.print(table)
    if len(rows) > FEW:
        console.print(Text(words.say("undo.more", count=len(rows) - FEW)))
