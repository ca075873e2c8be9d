"""All layouts, the operator's and ours, with what makes a file theirs, and the meanings a word may be taught."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.table import Table
from rich.text import Text

from processor.domain.shown import shown
from processor.layouts.evidence import mark_of
from processor.layouts.layout import Layout
from processor.layouts.meanings import MEANINGS
from processor.layouts.taught import Taught
from processor.report.words import Words
from processor.screen.terminal import console_of, print_json


def show_layouts(known: Taught, words: Words, *, as_json: bool) -> None:
    """Show every layout with its evidence, then what words may mean, then what is broken."""
    files = {layout.name: file for file, layout in known.own.items()}
    if as_json:
        for layout in known.layouts:
            print_json(_as_json(layout, files))
        for problem in known.broken:
            why = words.say(f"misconfigured.{problem.code}", **problem.facts)
            print_json({"broken": {"code": problem.code, "text": why, **problem.facts}})
        return
    console = console_of()
    table = Table(
        *(words.say(f"layouts.column_{name}") for name in ("name", "claims", "says", "mark")), show_lines=True
    )
    for layout in known.layouts:
        name = f"{layout.name}\n{files.get(layout.name, '' if layout.plain else layout.system)}".strip()
        mark = words.say(f"layouts.mark_{mark_of(layout)}")
        table.add_row(*(Text(cell) for cell in (name, _claims(layout, words), _says(layout, words), mark)))
    console.print(table)
    console.print(Text(words.say("layouts.rule")))
    console.print(Text(words.say("layouts.meanings", known=", ".join(MEANINGS), count=len(known.words))))
    for problem in known.broken:
        console.print(Text(words.say(f"misconfigured.{problem.code}", **problem.facts), style="red"))


def _claims(layout: Layout, words: Words) -> str:
    """Return in words what a file must have to be this layout's."""
    if layout.plain:
        return words.say("layouts.claims_rest")
    asked = {
        "headings": list(layout.required),
        "one_of": sorted(layout.any_of),
        "none_of": sorted(layout.absent),
        "named": layout.file_name,
        "not_named": layout.other_name,
        "above": layout.above,
        "proof": layout.proof[0],
    }
    told = [words.say(f"layouts.claims_{name}", what=what) for name, what in asked.items() if what]
    return "\n".join([*([words.say("layouts.claims_headerless")] if layout.headerless else []), *told])


def _says(layout: Layout, words: Words) -> str:
    """Return in words what the lines of such a file mean."""
    if layout.says_nothing or layout.plain:
        return words.say("layouts.says_nothing" if layout.says_nothing else "layouts.says_plain")
    told = []
    for state in layout.states:
        column = shown(state.pattern or ", ".join(sorted(state.headers)[:5]))
        told.append(words.say("layouts.says_state", column=column, count=len(state.words)))
    if layout.always:
        told.append(words.say("layouts.says_always", event=words.say(f"receipt.event_{layout.always.event}")))
    return "\n".join(told) or words.say("layouts.says_elsewhere")


def _as_json(layout: Layout, files: Mapping[str, str]) -> dict[str, Any]:
    return {
        "name": layout.name,
        "system": layout.system,
        "mark": mark_of(layout),
        "file": files.get(layout.name, ""),
        "required": list(layout.required),
        "any_of": sorted(layout.any_of),
        "absent": sorted(layout.absent),
        "file_name": layout.file_name,
        "headerless": layout.headerless,
        "above": layout.above,
        "always": layout.always.event if layout.always else "",
        "states": [
            {
                "columns": sorted(state.headers) or [state.pattern],
                "words": {word: vars(means) for word, means in sorted(state.words.items())},
            }
            for state in layout.states
        ],
    }
