"""Words the operator taught: added to the columns that hold words, never to those of yes and no or of numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from processor.errors import Misconfigured
from processor.layouts.entries import Entries
from processor.layouts.layout import Layout, Means, State
from processor.layouts.meanings import is_bare
from processor.layouts.words import fold


def words_of(document: Mapping[str, object], file: str) -> Mapping[str, Means]:
    """Given words.toml as tomllib reads it, return what each folded word of [words] means; raise Misconfigured."""
    entries = Entries(file, document)
    entries.only("words")
    table = entries.inner("words")
    for word in table.table:
        if is_bare(fold(word)) or not fold(word):
            raise Misconfigured("layout_bare_word", file=file, word=word)
    return table.words()


def with_words(layouts: Sequence[Layout], words: Mapping[str, Means]) -> tuple[Layout, ...]:
    """Return the layouts knowing these words too.

    In anybody's list they count before ours; in the layout of a system, or the operator's own, only where it does not
    know the word itself.
    """
    if not words:
        return tuple(layouts)
    return tuple(
        replace(layout, states=tuple(_taught(state, words, first=layout.plain) for state in layout.states))
        for layout in layouts
    )


def _taught(state: State, words: Mapping[str, Means], *, first: bool) -> State:
    if state.other or not state.words or any(map(is_bare, filter(None, state.words))):
        return state
    return replace(state, words={**state.words, **words} if first else {**words, **state.words})
