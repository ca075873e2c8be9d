"""Words nobody knows yet → the lines an operator may paste into words.toml; nothing is ever taught by itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from processor.domain.bounce_class import gentlest
from processor.domain.summary import Proposal
from processor.layouts.meanings import MEANINGS, is_bare
from processor.layouts.words import fold

LONGEST = 60
"""Characters of a word; what is longer is somebody's sentence."""


def proposed(seen: Iterable[Proposal], known: Collection[str], limit: int = 20) -> list[Proposal]:
    """Given each word as a file had it, and the folded words taught since, return one proposal a word, commonest first.

    Where lines of the same word suggest different classes the one that does least harm is proposed.
    """
    merged: dict[str, Proposal] = {}
    for one in seen:
        word = fold(one.word)
        if not word or word in known or is_bare(word) or len(one.word) > LONGEST:
            continue
        earlier = merged.setdefault(word, replace(one, lines=0, means=""))
        means = gentlest(filter(None, (earlier.means, one.means if one.means in MEANINGS else "")))
        merged[word] = replace(earlier, lines=earlier.lines + one.lines, means=means)
    return sorted(merged.values(), key=lambda one: -one.lines)[:limit]
