"""The names an operator gives to what a word means, and what such a word usually means under a heading."""

from __future__ import annotations

from collections.abc import Mapping

from processor.domain.bounce_class import HARM
from processor.layouts import plain
from processor.layouts.layout import COMPLAINT, OPTOUT, SUBSCRIBED, Means, bounce, ignored
from processor.layouts.vocabulary import NO, WORDS, YES
from processor.layouts.words import fold

MEANINGS: Mapping[str, Means] = {
    "optout": OPTOUT,
    "complaint": COMPLAINT,
    "subscribed": SUBSCRIBED,
    "hard": bounce("hard"),
    "soft": bounce("soft"),
    **{name: bounce(name) for name, harm in HARM.items() if harm > 0},
    **{name: ignored(name, name) for name in ("auto_reply", "address_change_hint", "delayed", "delivered_or_other")},
    "nothing": ignored("taught_nothing"),
}
"""What a word may be taught to mean: an event, a bare label, a bounce class (domain/bounce_class.py), or nothing."""

KINDS: Mapping[str, Means] = {
    "optouts": OPTOUT,
    "complaints": COMPLAINT,
    "bounces": bounce("hard"),
    "subscribers": SUBSCRIBED,
}
"""What each line of a file means where no column says more."""

ACTING = frozenset({"optout", "complaint", "bounce"})
"""Events that take somebody off a list."""

_BARE = frozenset(map(fold, (*YES, *NO)))


def name_of(means: Means) -> str:
    """Return the name of a meaning, "nothing" for lines that change nothing for whatever reason, "" where it lacks."""
    named = next((name for name, known in MEANINGS.items() if known == means), "")
    return named or ("nothing" if means.event == "ignored" else "")


def usually(heading: str, word: str) -> Means | None:
    """Given a heading and a word as written, return what that word means there in anybody's list, None if unknown."""
    for state in (state for layout in plain.LAYOUTS for state in layout.states):
        if fold(heading) in state.headers and fold(word) in state.words:
            return state.words[fold(word)]
    return WORDS.get(fold(word))


def is_life(heading: str, word: str) -> bool:
    """Return whether a word says, under this heading, that somebody gets the newsletter."""
    means = usually(heading, word)
    return means is not None and means.event == "subscribed"


def is_bare(word: str) -> bool:
    """Return whether a folded word is a number, or yes or no: without the right heading such words mean nothing."""
    return word in _BARE or word.isdigit()
