"""A draft as the file of a layout: the values, and the text with what a human should know about them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from processor.domain.toml import literal
from processor.errors import AbgleichError
from processor.layouts.words import fold
from processor.recognise.propose import Draft


def document_of(draft: Draft, also: Sequence[str] = ()) -> dict[str, Any]:
    """Given a complete draft, return the values of its file; `also` are headings that another layout asks for.

    A file whose columns say nothing is told by its name as well, and by all its headings: the same system's list of
    subscribers looks alike. Raise AbgleichError where a column cannot be named.
    """
    tells = draft.status is not None
    used = [draft.address[0], *([draft.status] if draft.status is not None else []), *draft.parts.values()]
    headings = [_heading(draft, place) for place in used]
    if not tells:
        headings += [cell for cell in draft.table.header if cell.strip()]
    document: dict[str, Any] = {"system": draft.system} if draft.system else {}
    if draft.headed:
        document["required"] = list(dict.fromkeys([*headings, *also]))
    else:
        document["headerless"] = True
    if not draft.headed or not tells:
        document["file_name"] = re.escape(draft.name_part)
    if draft.kind:
        document["kind"] = draft.kind
    document["address"] = _heading(draft, draft.address[0])
    for role, place in draft.parts.items():
        document[role] = _heading(draft, place)
    if "diagnosis" in document:
        document["reason"] = document["diagnosis"]
    if draft.day_first is not None:
        document["day_first"] = draft.day_first
    if draft.status is not None:
        known = {word: means for word, means in draft.words.items() if means}
        document["states"] = [{"column": _heading(draft, draft.status), "words": known}]
    return document


def text_of(document: Mapping[str, Any], head: Sequence[str], unknown: Mapping[str, str]) -> str:
    """Return the file: `head` as comments, the values, and each word that was left out with a remark, commented out."""
    lines = [f"# {line}" for line in head]
    lines += [f"{name} = {literal(value)}" for name, value in document.items() if name != "states"]
    for state in document.get("states", ()):
        lines += ["", "[[states]]", f"column = {literal(state['column'])}", "", "[states.words]"]
        lines += [f"{literal(word)} = {literal(means)}" for word, means in state["words"].items()]
        lines += [f'# {literal(word)} = "?"  # {remark}' for word, remark in unknown.items()]
    return "\n".join(lines) + "\n"


def _heading(draft: Draft, place: int) -> str:
    """Return the heading of a column if it names just this one."""
    header = draft.table.header
    heading = header[place].strip()
    if not fold(heading):
        raise AbgleichError("learn_no_heading", column=place + 1)
    if sum(fold(cell) == fold(heading) for cell in header) > 1:
        raise AbgleichError("learn_twin_heading", column=heading)
    return heading
