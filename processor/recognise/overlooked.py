"""Columns nobody asked, because their headings are unknown, whose words contradict the columns or names believed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from processor.errors import Refused
from processor.layouts.second_sign import ACTIVE_FLAG, OTHER_CHANNELS, OTHER_RELATIONS
from processor.layouts.vocabulary import AMBIGUOUS, WORDS, YES
from processor.layouts.words import fold
from processor.recognise.choose import Claim
from processor.recognise.columns import word_of

_FIRST = 200
"""Cells looked at before all of a column are."""

_YES = frozenset(map(fold, YES))
_NO_OPT_OUT = frozenset({"not_opted_out", "no_opt_in", "unconfirmed", "inactive", "never_subscribed", "not_bounced"})
"""Why lines were ignored whose words say that nothing happened."""


def refuse_overlooked(claim: Claim, rows: Mapping[str, Sequence[Any]], place: str) -> None:
    """Given a table read as a plain list and its rows by column, raise Refused where an unasked column denies them.

    column_against_column: a line counts as a subscriber or as nothing, and a column of nothing but known words says
    that somebody left. column_against_name: folder or name alone take somebody off whom such a column, or a yes below
    "active", calls a subscriber. Columns about another channel, or an active customer, are no contradiction.
    """
    for heading, cells in _unasked(claim):
        words = _words(heading, cells, claim.layout.nulls)
        left = {cell for cell, event in words.items() if event in ("optout", "complaint")}
        if left and (line := _first(claim, _passed_over(rows), cells, left)):
            columns = [claim.table.header[at] for _, at in claim.columns.states]
            raise Refused("column_against_column", place=place, columns=columns, column=heading, line=line)
        alive = {cell for cell, event in words.items() if event == "subscribed"}
        alive = set() if _about(heading, OTHER_RELATIONS) else alive
        if alive and (line := _first(claim, _taken_off_by_name(rows), cells, alive)):
            said = claim.family_rule.removeprefix("said:")
            raise Refused("column_against_name", place=place, name=said, column=heading, line=line)


def _unasked(claim: Claim) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield heading and cells of the columns that hold neither addresses nor what happened."""
    asked = {claim.columns.address, *(place for _, place in claim.columns.states)}
    for place, (heading, cells) in enumerate(zip(claim.table.header, claim.table.columns, strict=False)):
        if place not in asked and not _about(heading, OTHER_CHANNELS):
            yield heading, cells


def _about(heading: str, parts: Sequence[str]) -> bool:
    folded = fold(heading)
    return any(part in folded for part in parts)


def _words(heading: str, cells: Sequence[str], nulls: Collection[str]) -> dict[str, str]:
    """Return which event each distinct cell means; nothing where not each filled one is a known word."""
    active = fold(heading) in ACTIVE_FLAG
    for some in (set(islice(cells, _FIRST)), set(cells)):
        words = {cell: word for cell in some if cell not in nulls and (word := word_of(cell))}
        if not active and not all(word in WORDS for word in words.values()):
            return {}
    known = {cell: word for cell, word in words.items() if word in WORDS and word not in AMBIGUOUS}
    events = {cell: WORDS[word].event for cell, word in known.items()}
    return {**events, **{cell: "subscribed" for cell, word in words.items() if active and word in _YES}}


def _passed_over(rows: Mapping[str, Sequence[Any]]) -> Iterator[Any]:
    for line, event, code in zip(rows["line"], rows["event"], rows["code"], strict=True):
        if event == "subscribed" or (event == "ignored" and code in _NO_OPT_OUT):
            yield line


def _taken_off_by_name(rows: Mapping[str, Sequence[Any]]) -> Iterator[Any]:
    for line, event, rule in zip(rows["line"], rows["event"], rows["rule"], strict=True):
        if event in ("optout", "complaint") and rule.startswith("said:"):  # a mailbox in use may bounce
            yield line


def _first(claim: Claim, wanted: Iterator[Any], cells: Sequence[str], which: set[str]) -> int:
    """Return the first of the wanted lines that has one of these cells, 0 where none has."""
    having = {line for line, cell in zip(claim.table.lines, cells, strict=True) if cell in which}
    return next((line for line in wanted if line in having), 0)
