"""`abgleich learn`: what an unknown file seems to hold, what only a human knows, the layout, and its proof."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from datetime import tzinfo
from pathlib import Path

from rich.table import Table as Shown
from rich.text import Text

from dropzone.names import resting_id
from processor.domain.batch import EVENTS, Batch
from processor.domain.shown import shown
from processor.domain.table import Table
from processor.errors import AbgleichError, Refused
from processor.layouts.layout import Layout
from processor.layouts.operator import layout_of
from processor.layouts.taught import Taught, taught
from processor.layouts.words import fold
from processor.read import read
from processor.recognise import recognise
from processor.recognise.proof import proved
from processor.recognise.propose import Draft, draft_of, lines_of
from processor.recognise.written import document_of, text_of
from processor.report.words import Words
from processor.screen.asking import Ask, Given, completed
from processor.screen.previews import reading_table
from processor.screen.terminal import console_of, say

SAMPLES = 3


def learn(
    file: Path, folder: str, name: str, given: Given, known: Taught, ask: Ask, words: Words, zone: tzinfo
) -> Path | None:
    """Teach the layout of `file`; return where it was written, None where the human said no after seeing it.

    Raise Refused where the file cannot be read, AbgleichError where something must be known that nobody answered, or
    where the layout would take off people who get the newsletter; Misconfigured where it could not be used.
    """
    dropped = _as_dropped(file.name)
    name = name or _slug(dropped)
    place = known.folder / f"{name}.toml"
    if place.exists():
        raise AbgleichError("learn_exists", file=str(place))
    with file.open("rb") as stream:
        tables = read(stream, dropped)
    takers = _takers(tables, dropped, folder, zone, known)
    if mine := [layout.name for layout in takers if layout.own]:
        raise AbgleichError("learn_known", file=str(known.folder / f"{mine[0]}.toml"), name=dropped)
    draft = draft_of(tables, dropped, folder)
    _show_draft(draft, dropped, words)
    if takers:
        say("learn.taken", words, layouts=[layout.name for layout in takers])
    draft = completed(draft, given, ask, words, zone)
    _show_words(draft, words)
    document = document_of(draft, _also(tables, takers))
    left = {word: _seen(draft, word, words) for word, means in draft.words.items() if not means}
    text = text_of(document, [words.say("learn.head", name=dropped)], left)
    batch = proved(tables, dropped, folder, zone, layout_of(name, document), known.layouts)
    _show_reading(batch, words, "learn.samples")
    if ask(words.say("learn.ask_write", file=str(place)), ("y", "n"), "y") != "y":
        return None
    _write(place, text)
    again = taught(known.folder)
    again_read = proved(tables, dropped, folder, zone, again.own[place.name], _without(again, name))
    say("learn.written", words, file=str(place))
    _show_counts(again_read, words)
    say("learn.next", words, name=dropped)
    return place


def _as_dropped(name: str) -> str:
    """Return the name a file was dropped with: one at rest in refused/ has its number in it, which says nothing."""
    number = resting_id(name)
    return "".join(name.rsplit(f".{number}", 1)) if number else name


def _slug(name: str) -> str:
    """Return a file's name as the name of a layout: its words without numbers and dates."""
    parts = re.findall(r"[^\W\d_]+", Path(name).stem)
    name = "-".join(fold(part) for part in parts)[:60].strip("-")
    return name if name not in ("", "words") else "layout"  # words.toml holds words


def _without(known: Taught, name: str) -> list[Layout]:
    return [layout for layout in known.layouts if layout.name != name]


def _takers(tables: Sequence[Table], name: str, folder: str, zone: tzinfo, known: Taught) -> list[Layout]:
    """Return the layouts, general ones apart, that take the file so far, also where they then refuse it."""
    try:
        names = set(recognise(tables, name, folder, zone, known.layouts).layout.split(" + "))
    except Refused as refusal:
        several = refusal.facts.get("layouts")
        names = {str(refusal.facts.get("layout", "")), *(map(str, several) if isinstance(several, list) else ())}
    return [layout for layout in known.layouts if layout.name in names and not layout.plain]


def _also(tables: Sequence[Table], takers: Sequence[Layout]) -> list[str]:
    """Return the headings of the file that those who take it so far ask for, so that the new layout may come first."""
    wanted = {fold(heading) for layout in takers for heading in (*layout.required, *layout.any_of, layout.proof[0])}
    return [cell for table in tables for cell in table.header if fold(cell) and fold(cell) in wanted]


def _seen(draft: Draft, word: str, words: Words) -> str:
    return words.say("learn.left_out", count=lines_of(draft, word))


def _show_draft(draft: Draft, name: str, words: Words) -> None:
    """Show each column with what it is taken for and what it holds."""
    roles = {place: words.say(f"receipt.role_{role}") for role, place in draft.parts.items()}
    roles |= {draft.status: words.say("receipt.role_event")} if draft.status is not None else {}
    roles |= {place: words.say("receipt.role_address") for place in draft.address}
    table = Shown(*(words.say(f"learn.column_{each}") for each in ("number", "heading", "role", "holds")))
    for place, (heading, cells) in enumerate(zip(draft.table.header, draft.table.columns, strict=False)):
        few = list(dict.fromkeys(cell for cell in cells if cell.strip()))[:SAMPLES]
        holds = " · ".join(shown(cell, 40) for cell in few)
        table.add_row(str(place + 1), Text(shown(heading)), Text(roles.get(place, "")), Text(holds))
    console = console_of()
    console.print(Text(words.say("learn.title", name=name), style="bold"))
    console.print(table)


def _show_words(draft: Draft, words: Words) -> None:
    """Show what each word of the status column is taken for."""
    table = Shown(*(words.say(f"learn.column_{each}") for each in ("word", "lines", "means")))
    for word, means in draft.words.items():
        table.add_row(Text(shown(word, 60)), words.number(lines_of(draft, word)), means or words.say("learn.open"))
    if draft.words:
        console_of().print(table)


def _show_reading(batch: Batch, words: Words, title: str) -> None:
    console = console_of()
    console.print(Text(words.say(title)))
    console.print(reading_table(batch, words, SAMPLES))
    _show_counts(batch, words)


def _show_counts(batch: Batch, words: Words) -> None:
    counted = batch.rows["event"].value_counts()
    parts = [
        f"{words.number(int(counted[each]))} {words.say(f'receipt.event_{each}')}" for each in EVENTS if each in counted
    ]
    say("learn.counts", words, count=len(batch.rows), parts=", ".join(parts))


def _write(place: Path, text: str) -> None:
    """Write a file so that nobody ever reads half of it."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_name(f".{place.name}.part")
        part.write_text(text, encoding="utf-8", newline="\n")
        os.replace(part, place)
    except OSError as problem:
        raise AbgleichError("learn_not_written", file=str(place), why=problem.strerror or str(problem)) from problem
