"""The distribution lists on the screen: what each would hold, and why somebody is on one or is not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from processor.customers.previewing import preview, why
from processor.domain.address import addresses
from processor.domain.shown import shown
from processor.errors import AbgleichError
from processor.screen.terminal import console_of, print_json

if TYPE_CHECKING:
    from processor.customers.previewing import Preview, Row, Why
    from processor.parts import Parts
    from processor.report.words import Words

FORMAT = 1
"""Counts up when a name in the JSON changes its meaning or disappears; additions leave it alone."""


def show_lists(parts: Parts, *, as_json: bool) -> None:
    """Show how many people each list has and would get, overlaps, and what no rule names."""
    found = preview(parts)
    if as_json:
        shared = [{"lists": [one, other], "people": count} for one, other, count in found.shared]
        unnamed = {name: [_counted(*one) for one in values] for name, values in found.unnamed.items()}
        print_json({"format": FORMAT, **asdict(found), "shared": shared, "unnamed": unnamed})
        return
    console, words = console_of(), parts.words
    title = words.say("lists.title", customers=found.customers, count=found.people)
    console.print(Text(title, style="bold"))
    for code, columns, rows in _tables(found, words):
        _show(code, columns, list(rows), words)
    console.print(Text(words.say("lists.nobody", count=found.nobody), style="yellow" if found.nobody else ""))


def show_why(text: str, parts: Parts, *, as_json: bool) -> bool:
    """Show for each list whether somebody is on it, and by which condition; return False where the ERP knows nobody.

    Raise AbgleichError where the text is not one usable address.
    """
    found = addresses(text)
    if len(found) != 1 or found[0].fault:
        raise AbgleichError("no_address", text=text)
    reasons = why(found[0].canonical, parts)
    if as_json:
        print_json({"format": FORMAT, **_plain(reasons)})
    else:
        _for_people(reasons, parts)
    return bool(reasons.rows)


def _tables(found: Preview, words: Words) -> Iterable[tuple[str, Sequence[str], Iterable[Sequence[object]]]]:
    counts = ("people", "there", "joining", "leaving")
    lists = ([one.name, *(words.number(getattr(one, name)) for name in counts), one.file] for one in found.lists)
    yield "lists", ("list", *counts, "file"), lists
    yield "shared", ("list", "list", "people"), ([one, two, words.number(count)] for one, two, count in found.shared)
    values = ([name, value, words.number(count)] for name, one in found.unnamed.items() for value, count in one)
    yield "unnamed", ("field", "value", "rows"), values
    yield "left", ("list", "address"), ([name, one] for name, people in found.left.items() for one in people)


def _show(code: str, columns: Sequence[str], rows: Sequence[Sequence[object]], words: Words) -> None:
    if not rows:
        return
    table = Table(title=words.say(f"lists.head_{code}"), title_justify="left")
    for column in columns:
        table.add_column(words.say(f"lists.column_{column}"), overflow="fold")
    for row in rows:
        table.add_row(*(Text(shown(cell, 200)) for cell in row))
    console_of().print(table)


def _for_people(found: Why, parts: Parts) -> None:
    console, words = console_of(), parts.words
    assert parts.outgoing is not None
    assert parts.outgoing.lists is not None
    names = ", ".join(found.on)
    said = words.say("lists.belongs", address=found.address, lists=names) if names else ""
    console.print(Text(said or words.say("lists.belongs_nowhere", address=found.address), style="bold"))
    for code in found.obstacles:
        console.print(Text(words.say(f"lists.{code}"), style="yellow"))
    rows = ([name, *cells] for name in parts.outgoing.lists.names for cells in _conditions(name, found, parts))
    _show("why", ("list", "record", "condition", "value", "verdict"), list(rows), words)
    listed = [[name, export or words.say("lists.assumed")] for name, export in found.listed]
    _show("listed", ("list", "file"), listed, words)


def _conditions(name: str, found: Why, parts: Parts) -> Iterable[Sequence[str]]:
    """One line for each condition of a rule and row of the ERP, then what follows for the row."""
    assert parts.outgoing is not None
    assert parts.outgoing.lists is not None
    words = parts.words
    if name == parts.outgoing.lists.rest:
        yield "", words.say("lists.for_the_rest"), "", words.say(_verdict(name in found.on))
        return
    for row in found.rows:
        for one in row.reasons[name]:
            wanted = ", ".join(value or words.say("lists.no_value") for value in one.wanted)
            condition = words.say(f"lists.{one.kind}", field=one.field, wanted=wanted)
            good = one.held if one.kind == "when" else not one.held
            value = one.value or words.say("lists.no_value")
            yield _place(row), condition, value, words.say("lists.holds" if good else "lists.holds_not")
        yield _place(row), "", "", words.say(_verdict(row.on[name]))


def _verdict(on: bool) -> str:
    return "lists.on_it" if on else "lists.not_on_it"


def _place(row: Row) -> str:
    return f"{row.target}:{row.key.strip('[]')}"


def _counted(value: str, count: int) -> dict[str, object]:
    return {"value": value, "rows": count}


def _plain(found: Why) -> dict[str, Any]:
    listed = [{"list": name, "file": export} for name, export in found.listed]
    rows = [
        {**asdict(row), "reasons": {name: [one._asdict() for one in some] for name, some in row.reasons.items()}}
        for row in found.rows
    ]
    return {**asdict(found), "rows": rows, "listed": listed}
