"""The tour through the demo world: what was built, what happened, where it lies, what to do next."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from processor.screen.terminal import console_of

if TYPE_CHECKING:
    from processor.ledger.drops import Entry
    from processor.parts import Parts
    from processor.trouble import Round


def open_tour(folder: Path, files: int, parts: Parts) -> None:
    """Say what the demo world is."""
    with closing(sqlite3.connect(folder / "erp.sqlite")) as erp:
        (customers,) = erp.execute("SELECT count(*) FROM kunde").fetchone()
    facts = {"customers": customers, "folder": str(folder), "files": files}
    console_of().print(Text(parts.words.say("cli.demo_title", **facts), style="bold"))


def close_tour(folder: Path, config: Path, done: Round, parts: Parts) -> None:
    """Show one receipt, where everything lies, and the command that keeps watching."""
    console, words = console_of(), parts.words
    applied = [entry for entry in done.entries if entry.state == "applied"]
    if applied:
        console.print(Rule(words.say("cli.demo_receipt")))
        console.print(Text(_receipt(folder / "drop", applied, parts)), soft_wrap=True)
        console.print(Rule())
    places = Table.grid(padding=(0, 3))
    for name, path in (("drop", "drop"), ("export", "export"), ("mails", "state/mails"), ("erp", "erp.sqlite")):
        places.add_row(Text(str(folder / path)), Text(words.say(f"cli.demo_{name}"), style="dim"))
    console.print(Text(words.say("cli.demo_where"), style="bold"), places)
    console.print(Text(words.say("cli.demo_next", folder=str(folder / "drop")), style="bold"))
    program = "abgleich" if shutil.which("abgleich") else sys.argv[0]
    console.print(Text(f"  {program} run --config {shortest(config)}"), soft_wrap=True)


def shortest(path: Path) -> str:
    """The path as one would type it here."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _receipt(drop_folder: Path, entries: Sequence[Entry], parts: Parts) -> str:
    """The receipt of the file that changed most."""
    most = max(entries, key=lambda entry: parts.ledger.plans.customers_changed(entry.id))
    beside = (drop_folder / most.receipt).parent
    return next(beside.glob(f"*{most.id}.receipt.txt")).read_text(encoding="utf-8").strip()
