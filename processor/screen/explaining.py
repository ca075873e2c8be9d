"""Everything about one address, for people: a verdict with its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from processor.domain.address import addresses
from processor.domain.explain import Known, conflicts, place, verdict
from processor.domain.receipt import Worded
from processor.domain.shown import shown
from processor.errors import AbgleichError, Unavailable
from processor.report.rows import detail_of
from processor.screen.extract import extract_of
from processor.screen.terminal import console_of, print_json

if TYPE_CHECKING:
    from processor.parts import Parts
    from processor.report.words import Words


def show_explanation(text: str, parts: Parts, *, as_json: bool) -> bool:
    """Show everything about the address in `text`; return False where nobody knows it.

    Raise AbgleichError where it is not one usable address.
    """
    found = addresses(text)
    if len(found) != 1 or found[0].fault:
        raise AbgleichError("no_address", text=text)
    known, away = _known(found[0].canonical, found[0].written, parts)
    if as_json:
        print_json(extract_of(text, found[0], known, away, parts))
    else:
        _for_people(found[0].canonical, known, away, parts.words)
    return not known.nothing


def _known(canonical: str, written: str, parts: Parts) -> tuple[Known, Worded | None]:
    """Return what is known, and why the ERP could not be asked where it could not."""
    trail: dict[str, Any] = {**vars(parts.ledger.trails.of(canonical, written)), "by_hand": parts.erp.by_hand}
    trail |= {"repairs": parts.repair == "set"}
    try:
        holders, _ = parts.erp.holders({canonical})
    except Unavailable as problem:
        return Known(**trail, erp=None), (problem.code, problem.facts)
    rows = [{str(name): value for name, value in row.items()} for row in holders.to_dict("records")]
    return Known(**trail, erp=rows), None


def _for_people(canonical: str, known: Known, away: Worded | None, words: Words) -> None:
    console = console_of()
    console.print(Text(words.say("explain.title", address=canonical), style="bold"))
    for said in verdict(known):
        console.print(Text(words.worded("explain", said), style="yellow" if said[0].startswith("out_") else ""))
    if away:
        why = words.worded("unavailable", away)
        console.print(Text(words.say("explain.erp_away", why=why), style="red"))
    tables = (
        ("erp", ("record", "flag", "faulty"), (_erp_row(row, words) for row in known.erp or ())),
        ("suppressions", ("reason", "since", "place", "rule", "lifted"), _suppressions(known, words)),
        ("lines", _LINE, (_line(line, words) for line in known.lines)),
        ("changes", ("record", "change", "before", "applied", "place", "undone"), _changes(known, words)),
        ("exports", ("since", "file"), _handed_over(known, words)),
        ("undone", ("undone", "file", "who"), _undone(known, words)),
    )
    for name, columns, rows in tables:
        _show(console, name, columns, list(rows), words)
    if told := conflicts(known):
        console.print(Text(words.say("explain.head_conflicts"), style="bold"))
        for said in told:
            console.print(Text(f"  • {words.worded('explain', said)}"))


def _show(console: Any, name: str, columns: Sequence[str], rows: Sequence[Iterable[object]], words: Words) -> None:
    if rows:
        table = Table(title=words.say(f"explain.head_{name}"), title_justify="left")
        for column in columns:
            table.add_column(words.say(f"explain.column_{column}"), overflow="fold")
        for row in rows:
            table.add_row(*(Text(shown(cell, 400)) for cell in row))
        console.print(table)


def _erp_row(row: Mapping[str, Any], words: Words) -> tuple[object, ...]:
    return place(row), words.say(f"explain.flag_{row['flag']}"), words.fact("faulty", bool(row["faulty"]))


def _suppressions(known: Known, words: Words) -> Iterable[tuple[object, ...]]:
    for one in known.suppressions:
        lifted = ""
        if one["lifted_at"] is not None:
            undone, name = one["lifted_by"] == one["drop_id"], one["lifted_by_name"] or one["lifted_by"]
            how = "explain.by_undoing" if undone else "explain.by_optin"
            lifted = words.say(how, at=one["lifted_at"], name=name)
        reason = words.say(f"explain.reason_{one['reason']}")
        yield reason, words.moment(one["since"]), f"{one['name']}:{one['line']}", one["rule"], lifted


_LINE = ("happened", "received", "place", "layout", "event", "rule", "reason", "outcome")


def _line(line: Mapping[str, Any], words: Words) -> tuple[object, ...]:
    kind = f" ({words.say('detail.class_' + line['bounce_class'])})" if line["bounce_class"] else ""
    state = f" · {words.say('summary.file_undone')}" if line["state"] in ("undoing", "undone") else ""
    return (
        words.moment(line["at"]) if line["at"] else "",
        words.moment(line["received"]),
        f"{line['name']}:{line['sheet'] + '!' if line['sheet'] else ''}{line['line']}",
        line["layout"],
        words.say(f"receipt.event_{line['event']}") + kind,
        line["rule"],
        line["reason"],
        detail_of(line["outcome"], line["detail"], words) + state,
    )


def _changes(known: Known, words: Words) -> Iterable[tuple[object, ...]]:
    for change in known.changes:
        action = f"undo.action_{change['action']}"
        undone = words.say(f"undo.row_{change['undone']}") if change["undone"] else ""
        yield (
            place(change),
            words.say(action) if words.has(action) else change["action"],
            change["before"],
            _written(change, known, words),
            f"{change['name']}:{change['line']}" if change["drop_id"] else words.say("explain.guard"),
            " · ".join(part for part in (undone, change["kept_for_name"] or "") if part),
        )


def _written(change: Mapping[str, Any], known: Known, words: Words) -> str:
    if change["applied_at"] is None:
        return ""
    by_hand = change["target"] in known.by_hand
    return words.say("explain.on_worklist", at=change["applied_at"]) if by_hand else words.moment(change["applied_at"])


def _handed_over(known: Known, words: Words) -> Iterable[tuple[object, ...]]:
    for export in known.exports:
        at = words.moment(export["published_at"]) if export["published_at"] else words.say("explain.not_published")
        if export["taken_back_at"]:
            code = f"explain.taken_back_{export['taken_back_for']}"
            yield "", words.say(code, name=export["name"], at=export["taken_back_at"])
        else:
            yield at, export["name"]
    if known.known and not known.exports:
        yield words.moment(known.known[0]["since"]), words.say("explain.known_from_file")


def _undone(known: Known, words: Words) -> Iterable[tuple[object, ...]]:
    for one in known.undone:
        yield words.moment(one["done_at"] or one["asked_at"]), one["name"], one["who"]
