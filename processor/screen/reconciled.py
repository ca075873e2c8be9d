"""How ERP and newsletter server differ: for people as a table with masked samples, for machines as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from processor.domain.address import masked
from processor.domain.drift import CLASSES
from processor.report.figures import duration
from processor.screen.terminal import console_of, print_json

if TYPE_CHECKING:
    from processor.customers.proving import Reconciled
    from processor.parts import Parts

SAMPLES = 3


def show_drift(found: Reconciled, written: Sequence[Path], parts: Parts, *, as_json: bool) -> None:
    """Show each class of difference with its number, three masked people of it, and what is done about it."""
    if as_json:
        print_json(_as_json(found, written, parts))
        return
    console, words = console_of(), parts.words
    console.print(Text(words.say("drift.title", count=found.customers), style="bold"))
    for one in found.snapshots:
        age = duration((parts.now() - one.at).total_seconds(), words.language)
        facts = {"name": one.name, "source": one.source, "count": one.active, "at": words.moment(one.at, parts.zone)}
        console.print(Text(words.say("drift.list", age=age, **facts)))
    if not found.snapshots:
        console.print(Text(words.say("drift.no_list"), style="yellow"))
    table = Table(show_lines=True)
    for name in ("class", "people", "samples", "then"):
        table.add_column(words.say(f"drift.column_{name}"), overflow="fold")
    for name in (name for name in CLASSES if name in found.drift):
        people = found.drift[name]
        samples = "\n".join(map(masked, people[:SAMPLES]))
        then = words.say(f"drift.then_{name}") if people else ""
        style = "" if not people else "yellow"
        head = Text(words.say(f"drift.{name}"), style=style)
        table.add_row(head, Text(words.number(len(people))), Text(samples), Text(then))
    console.print(table)
    for path in written:
        console.print(Text(words.say("drift.written", file=str(path))))


def _as_json(found: Reconciled, written: Sequence[Path], parts: Parts) -> dict[str, object]:
    return {
        "format": 1,
        "at": parts.now().isoformat(),
        "customers": found.customers,
        "lists": [
            {"id": one.drop_id, "name": one.name, "source": one.source, "active": one.active}
            | {"at": one.at.isoformat(), "age_seconds": round((parts.now() - one.at).total_seconds())}
            | {"before": one.before.isoformat() if one.before else None}
            for one in found.snapshots
        ],
        "drift": {
            name: {"count": len(people), "samples": [masked(one) for one in people[:SAMPLES]]}
            for name, people in found.drift.items()
        },
        "written": [str(path) for path in written],
    }
