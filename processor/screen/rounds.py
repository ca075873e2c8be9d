"""What one round did, as a table for people or as JSON for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from processor.domain.receipt import OUTCOMES, Counts
from processor.domain.shown import shown
from processor.post.differing import first_export
from processor.report.words import Words
from processor.screen.terminal import console_of
from processor.telling import file_line

if TYPE_CHECKING:
    from processor.parts import Parts
    from processor.trouble import Round

_STYLES = {"done": "green", "already": "cyan", "held": "bold yellow", "refused": "red", "discarded": "dim"}


def show_round(done: Round, parts: Parts, *, quiet: bool = False) -> None:
    """Show what one round did; with `quiet` only if it did anything."""
    console, words = console_of(), parts.words
    if done.entries:
        console.print(_files_table(done, parts))
    elif not quiet:
        console.print(Text(words.say("cli.no_files")))
    for code, facts in done.away.values():
        console.print(Text(words.say(f"unavailable.{code}", **facts), style="red"))
    if done.stuck:
        console.print(Text(words.say("cli.stuck", count=done.stuck), style="red"))
    if done.surveyed and not quiet:
        _show_customers(console, parts)


def _files_table(done: Round, parts: Parts) -> Table:
    words = parts.words
    columns = [words.say(f"cli.column_{name}") for name in ("file", "verdict", "layout", "lines")]
    table = Table(title=words.say("cli.title_files"), title_justify="left", show_lines=True)
    for column in columns:
        table.add_column(column, overflow="fold")
    for entry in done.entries:
        line = file_line(entry, parts)
        section = "held" if line.verdict == "held" else "refused"
        told = [words.worded(section, reason) for reason in line.reasons] if line.verdict in ("held", "refused") else []
        if line.verdict == "held":
            told.append(words.say("cli.release_or_discard", id=line.id))
        if line.counts.read:
            told.insert(0, counts_sentence(line.counts, words))
        name = f"{line.folder}/{line.name}" if line.folder else line.name
        verdict = Text(words.say(f"cli.verdict_{line.verdict}"), style=_STYLES.get(line.verdict, ""))
        table.add_row(Text(shown(name)), verdict, Text(line.layout), Text("\n".join(told)))
    return table


def counts_sentence(counts: Counts, words: Words) -> str:
    """Return counts as one sentence: what was read and where it ended."""
    parts = [
        f"{words.number(number)} {words.say(f'receipt.outcome_{outcome}')}"
        for outcome in OUTCOMES
        if (number := getattr(counts, outcome))
    ]
    return words.say("cli.lines_read", count=counts.read, parts=", ".join(parts))


def _show_customers(console: Console, parts: Parts) -> None:
    """The other direction: what the guard found, what was exported, what was mailed."""
    words, last = parts.words, parts.ledger.watchbook.last()
    if last:
        facts = {"customers": last.customers, "suppressed": last.suppressed, "repaired": last.repaired}
        console.print(Text(words.say("cli.guard", **facts)))
    if (export := parts.ledger.exports.last()) and export.drawn_at >= parts.started:
        console.print(Text(words.say("cli.exported", name=export.name, count=export.addresses)))
    for _, waits in first_export(parts):
        console.print(Text(words.say("cli.first_export_waits", **waits), style="bold yellow"))
    if (mail := parts.ledger.mails.last("summary:")) and mail.made_at >= parts.started:
        console.print(Text(words.say("cli.mail", subject=mail.subject)))


def round_as_json(done: Round) -> dict[str, Any]:
    """Return a round for machines."""
    files = [
        {"id": entry.id, "name": entry.name, "state": entry.state, "layout": entry.layout, "receipt": entry.receipt}
        | {"reasons": [{"code": code, **facts} for code, facts in entry.reasons]}
        for entry in done.entries
    ]
    away = {part: {"code": code, **facts} for part, (code, facts) in done.away.items()}
    return {"files": files, "away": away, "stuck": done.stuck, "surveyed": done.surveyed}
