"""The questions that complete a draft: each is answered on the command line, by a person, or by leaving it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo

from processor.domain.shown import shown
from processor.errors import AbgleichError
from processor.layouts.meanings import KINDS, MEANINGS
from processor.layouts.words import fold
from processor.recognise.propose import Draft, lines_of, order_is_open, with_status
from processor.report.words import Words

Ask = Callable[[str, Sequence[str], str], str]
"""Given a question, the answers there are (none: any text) and the one for Enter, return the answer."""

OPEN = "?"
"""The answer that leaves a word out: its lines are reported, and nothing is done with them."""
NONE = "-"
"""The answer that there is no such column."""
ROLES = {"at": "date", "mailing": "mailing", "list": "list", "enhanced": "code", "smtp": "smtp", "diagnosis": "text"}
"""Parts a column may play beside address and status, with the name of its option."""


@dataclass(frozen=True)
class Given:
    """What was answered on the command line; "" and None are still to be asked.

    `columns` are by name of ROLES' options, and "address" and "status"; a column is named by its heading or its number.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""
    system: str = ""
    file_name: str = ""
    day_first: bool | None = None


def completed(draft: Draft, given: Given, ask: Ask, words: Words, zone: tzinfo) -> Draft:
    """Return the draft with everything answered; raise AbgleichError for what nobody answered and must be known."""
    draft = replace(draft, system=given.system, day_first=given.day_first, name_part=given.file_name or draft.name_part)
    draft = _columns(draft, given, ask, words)
    draft = _words(draft, given, ask, words)
    draft = _kind(draft, given, ask, words)
    if day := order_is_open(draft, zone):
        order = ask(words.say("learn.ask_order", day=day), ("day", "month", OPEN), OPEN)
        draft = replace(draft, day_first={"day": True, "month": False}.get(order))
    if draft.status is None or not draft.headed:
        part = given.file_name or ask(words.say("learn.ask_file_name"), (), draft.name_part)
        draft = replace(draft, name_part=part.strip().lower())
        if not draft.name_part:
            raise AbgleichError("learn_name_open")
    return draft


def _columns(draft: Draft, given: Given, ask: Ask, words: Words) -> Draft:
    asked = given.columns
    if chosen := asked.get("address"):
        draft = replace(draft, address=[_column(draft, chosen)])
    elif len(draft.address) > 1:
        headings = [draft.table.header[place] for place in draft.address]
        chosen = ask(words.say("learn.ask_address", columns=headings), headings, "")
        if not chosen:
            raise AbgleichError("learn_address_open", columns=headings)
        draft = replace(draft, address=[_column(draft, chosen)])
    parts = {role: place for role, place in draft.parts.items() if place not in draft.address}
    for role, option in ROLES.items():
        if chosen := asked.get(option):
            parts.pop(role, None)
            parts |= {} if chosen == NONE else {role: _column(draft, chosen)}
    draft = replace(draft, parts=parts)
    chosen = asked.get("status", "")
    if not chosen:
        proposed = NONE if draft.status is None else draft.table.header[draft.status]
        headings = [cell for cell in draft.table.header if cell.strip()]
        chosen = ask(words.say("learn.ask_status", columns=headings), (*headings, NONE), proposed)
    return with_status(draft, None if chosen == NONE else _column(draft, chosen))


def _words(draft: Draft, given: Given, ask: Ask, words: Words) -> Draft:
    """Settle what each word means; one that nobody answers is left out, never guessed."""
    told = {fold(word): meaning for word, meaning in given.words.items()}
    settled: dict[str, str] = {}
    for word, known in draft.words.items():
        meaning = told.pop(fold(word), "") or known
        if not meaning:
            count = lines_of(draft, word)
            meaning = ask(words.say("learn.ask_word", word=word, count=count), (*MEANINGS, OPEN), OPEN)
        if meaning not in (*MEANINGS, OPEN):
            raise AbgleichError("learn_no_meaning", word=shown(word), found=meaning, known=list(MEANINGS))
        settled[word] = "" if meaning == OPEN else meaning
    if told:
        raise AbgleichError("learn_no_such_word", words=list(given.words), known=list(draft.words)[:20])
    return replace(draft, words=settled)


def _kind(draft: Draft, given: Given, ask: Ask, words: Words) -> Draft:
    """Settle what a line means where the status does not say it: only where there is no status, or somebody says so."""
    if given.kind or draft.status is not None:
        return replace(draft, kind=given.kind)
    kind = ask(words.say("learn.ask_kind"), tuple(KINDS), draft.kind)
    if not kind:
        raise AbgleichError("learn_kind_open", known=list(KINDS))
    return replace(draft, kind=kind)


def _column(draft: Draft, named: str) -> int:
    """Return the column of this heading or number."""
    folded = [fold(cell) for cell in draft.table.header]
    if fold(named) in folded:
        return folded.index(fold(named))
    if named.isdigit() and 0 < int(named) <= len(folded):
        return int(named) - 1
    raise AbgleichError("learn_no_column", found=named, columns=[cell for cell in draft.table.header if cell.strip()])
