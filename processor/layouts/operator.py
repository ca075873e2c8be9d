"""A layout the operator wrote: one TOML file of literal values → Layout, or what is wrong with the file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from processor.errors import Misconfigured
from processor.layouts import LAYOUTS
from processor.layouts.entries import Entries
from processor.layouts.layout import Layout, Means, State, bounce
from processor.layouts.meanings import ACTING, KINDS
from processor.layouts.words import address_header

_TEXTS = ("required", "any_of", "absent", "nulls")
_PATTERNS = ("file_name", "other_name", "contrary_name", "above")
_COLUMNS = (
    *("address", "at", "touched", "until", "list", "mailing", "reason", "diagnosis", "enhanced", "smtp"),
    *("confirmed", "confirmed_by"),
)
_TRUTHS = ("headerless", "says_nothing", "utc")
_KEYS = (*_TEXTS, *_PATTERNS, *_COLUMNS, *_TRUTHS, "system", "kind", "states", "only", "proof", "day_first")
_STATE_KEYS = ("column", "pattern", "words", "dated", "other", "free", "perhaps", "at", "reason", "renewed")
_NAME = re.compile(r"[\w-]{1,60}")


def layout_of(name: str, document: Mapping[str, object], file: str = "") -> Layout:
    """Given a layout's name and its file as tomllib reads it, return the layout; raise Misconfigured naming the key.

    The keys are those of Layout, with `kind` (meanings.KINDS) for what each line means and, in a state, `column` for
    the headings it may have. Names of meanings (meanings.MEANINGS) stand for what words, `dated` and `other` mean.
    """
    entries = Entries(file or f"{name}.toml", document)
    entries.only(*_KEYS)
    taken = {"words", *(known.name for known in LAYOUTS)}  # words.toml holds words
    if not _NAME.fullmatch(name) or name.startswith("plain-") or name.lower() in taken:
        raise Misconfigured("layout_name", file=entries.file, name=name)
    layout = Layout(name=name, system=entries.text("system") or name, own=True)
    plain: dict[str, object] = {key: entries.texts(key) for key in _TEXTS}
    plain |= {key: entries.pattern(key) for key in _PATTERNS}
    plain |= {key: entries.names(key) for key in _COLUMNS}
    plain |= {key: bool(entries.truth(key)) for key in _TRUTHS}
    plain |= {"day_first": entries.truth("day_first"), "proof": _proof(entries), "only": _only(entries)}
    layout = replace(layout, **plain)  # type: ignore[arg-type]
    layout = replace(layout, states=tuple(_state(table) for table in entries.tables("states")))
    return _checked(replace(layout, always=_always(entries, layout)), entries)


def _always(entries: Entries, layout: Layout) -> Means | None:
    kind = entries.text("kind")
    if not kind:
        return None
    if kind not in KINDS:
        raise Misconfigured("layout_kind", file=entries.file, found=kind, known=list(KINDS))
    speaks = layout.diagnosis or layout.enhanced or layout.smtp
    return bounce("") if kind == "bounces" and speaks else KINDS[kind]  # a line that says why needs no label


def _state(table: Entries) -> State:
    table.only(*_STATE_KEYS)
    headings, pattern = table.texts("column"), table.pattern("pattern")
    if bool(headings) == bool(pattern):
        raise Misconfigured("layout_state_column", file=table.file, key=table.path)
    state = State(
        headings,
        table.inner("words").words(headings or ("",)),
        dated=table.meaning("dated") if "dated" in table.table else None,
        other=table.meaning("other") if "other" in table.table else None,
        free=bool(table.truth("free")),
        perhaps=bool(table.truth("perhaps")),
        because="" if pattern else "word_column",
        pattern=pattern,
        at=table.text("at"),
        reason=table.text("reason"),
        renewed=table.text("renewed"),
    )
    if not ("words" in table.table or state.dated or state.other):
        raise Misconfigured("layout_state_empty", file=table.file, key=table.path)
    return state


def _proof(entries: Entries) -> tuple[str, str]:
    table = entries.inner("proof")
    table.only("column", "form")
    return table.text("column"), table.pattern("form")


def _only(entries: Entries) -> tuple[str, tuple[str, ...]] | None:
    table = entries.inner("only")
    table.only("column", "words")
    return (table.text("column"), table.texts("words")) if table.table else None


def _checked(layout: Layout, entries: Entries) -> Layout:
    """Refuse a layout that says nothing, or would take anybody's file for its own."""
    if layout.always is None and not layout.states and not layout.says_nothing:
        raise Misconfigured("layout_without_meaning", file=entries.file, known=list(KINDS))
    own = [heading for heading in layout.required if not address_header(heading)]
    told = bool(layout.file_name or layout.above or layout.proof[0])
    if any(state.other and state.other.event in ACTING for state in layout.states):
        raise Misconfigured("layout_other", file=entries.file)
    muting = not layout.states and layout.always is not None and layout.always.event in ACTING
    if not told and (layout.headerless or not own or (muting and len(layout.required) < 2)):
        raise Misconfigured("layout_claims_all", file=entries.file)
    return layout
