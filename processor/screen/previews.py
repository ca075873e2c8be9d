"""What a file is taken for and what it would lead to, before anything is done."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from rich.table import Table
from rich.text import Text

from processor.domain.shown import shown
from processor.errors import Refused
from processor.layouts import LAYOUTS
from processor.layouts.layout import Layout
from processor.planning import make_plan
from processor.read import read
from processor.recognise import json_closing, json_lines, recognise
from processor.report.words import Words
from processor.screen.rounds import counts_sentence
from processor.screen.terminal import console_of, print_json

if TYPE_CHECKING:
    from processor.domain.batch import Batch
    from processor.domain.plan import Plan
    from processor.parts import Parts

FEW = 20
"""Rows shown to people; machines get all."""


def batch_of(file: Path, folder: str, zone: ZoneInfo, layouts: Sequence[Layout] = LAYOUTS) -> Batch:
    """Read and recognise a file where it lies; raise Refused as the service would."""
    with file.open("rb") as stream:
        tables = read(stream, file.name)
    return recognise(tables, file.name, folder, zone, layouts)


def show_reading(
    file: Path, folder: str, zone: ZoneInfo, words: Words, layouts: Sequence[Layout] = LAYOUTS, *, as_json: bool
) -> bool:
    """Show what a file is taken for and why, line by line; return False where it would be refused."""
    try:
        batch = batch_of(file, folder, zone, layouts)
    except Refused as refusal:
        said = words.say(f"refused.{refusal.code}", **refusal.facts)
        if as_json:
            print_json({"refused": {"code": refusal.code, "text": said, **refusal.facts}})
        else:
            console_of(stderr=True).print(Text(said, style="red"))
        return False
    if as_json:
        for line in json_lines(batch):
            print_json(line)
        print_json(json_closing(batch))
    else:
        _reading_for_people(file, batch, words)
    return True


def _reading_for_people(file: Path, batch: Batch, words: Words) -> None:
    console = console_of()
    console.print(Text(words.say("cli.read_title", name=file.name, layout=batch.layout), style="bold"))
    for evidence in batch.evidence:
        console.print(Text(f"  • {words.worded('evidence', evidence)}"))
    console.print(reading_table(batch, words, FEW))
    if len(batch.rows) > FEW:
        console.print(Text(words.say("cli.more", count=len(batch.rows) - FEW)))


def reading_table(batch: Batch, words: Words, limit: int) -> Table:
    """Return the first lines of a batch as they were read."""
    names = ("line", "address", "event", "bounce_class", "at", "rule", "reason")
    table = Table(*(words.say(f"receipt.column_{name}") for name in names))
    for line in islice(json_lines(batch), limit):
        event = words.say(f"receipt.event_{line['event']}")
        kind = words.say(f"detail.class_{line['class']}") if line["class"] else ""
        cells = (line["line"], line["address"], event, kind, line["at"] or "", line["rule"], line["reason"])
        table.add_row(*(Text(shown(cell)) for cell in cells))
    return table


def show_plan(file: Path, folder: str, parts: Parts, *, as_json: bool) -> None:
    """Show what would happen if this file were dropped now; raise Refused where it would be refused."""
    batch = batch_of(file, folder, ZoneInfo(str(parts.zone)), parts.layouts().layouts)
    plan = make_plan(batch, parts, parts.now())
    if as_json:
        print_json(_plan_as_json(batch, plan))
    else:
        _plan_for_people(file, plan, make_plan(batch, parts, parts.now(), approved=True), parts.words)


def _plan_as_json(batch: Batch, plan: Plan) -> dict[str, Any]:
    return {
        "layout": batch.layout,
        "counts": vars(plan.counts),
        "details": [dict(zip(("outcome", "detail", "lines"), counted, strict=True)) for counted in _details(plan)],
        "held": [{"code": code, **facts} for code, facts in plan.held],
        "changes": plan.changes.to_dict("records"),
    }


def _plan_for_people(file: Path, plan: Plan, approved: Plan, words: Words) -> None:
    """`approved` is the same plan as if a human had released it, so that a held one shows its changes too."""
    console = console_of()
    console.print(Text(words.say("cli.plan_title", name=file.name), style="bold"))
    console.print(Text(counts_sentence(plan.counts, words)))
    if plan.held:
        console.print(Text(words.say("cli.plan_hold"), style="yellow"))
        for reason in plan.held:
            console.print(Text(f"  • {words.worded('held', reason)}", style="yellow"))
    counted = Table(*(words.say(f"cli.column_{name}") for name in ("outcome", "detail", "count")))
    for outcome, detail, lines in _details(plan):
        exactly = words.say(f"detail.{detail}") if detail else ""
        counted.add_row(words.say(f"detail.{outcome}"), exactly, words.number(lines))
    console.print(counted)
    changes = Table(*(words.say(f"cli.column_{name}") for name in ("target", "key", "address", "action", "before")))
    first = approved.changes.head(FEW)
    for target, key, email, action, before in zip(
        first["target"], first["key"], first["email"], first["action"], first["before"], strict=True
    ):
        changes.add_row(*(Text(shown(cell)) for cell in (target, key.strip("[]"), email, action, before)))
    if len(first):
        console.print(changes)
    if len(approved.changes) > FEW:
        console.print(Text(words.say("cli.more", count=len(approved.changes) - FEW)))


def _details(plan: Plan) -> list[tuple[str, str, int]]:
    """How many lines ended how: outcome, detail, lines."""
    counted = plan.rows.groupby(["outcome", "detail"]).size().reset_index(name="lines")
    return list(zip(counted["outcome"], counted["detail"], counted["lines"].tolist(), strict=True))
