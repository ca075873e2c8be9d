"""What one line means: its words looked up, its bounce classified; asked once for each distinct set of cells."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from processor.domain.bounce import classify
from processor.domain.bounce_class import gentlest
from processor.layouts.layout import Layout, Means
from processor.layouts.words import fold
from processor.recognise.choose import Claim
from processor.recognise.columns import word_of
from processor.recognise.hints import FAMILIES

_ENHANCED = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})\s*")
_MARKUP = re.compile(r"<[^<>]*>")
_RANK = {"optout": 0, "complaint": 1, "bounce": 2, "ignored": 3, "subscribed": 4, "rejected": 9}
"""Inside a line the opt-out wins; a line that is nothing to us is no sign of life either."""


class Outcome(NamedTuple):
    """What a line means, apart from its address: columns of the batch, and `conflict` between label and code."""

    event: str
    bounce_class: str
    confident: bool
    rule: str
    code: str
    conflict: bool = False
    word: str = ""  # as written, where it is not known to us
    told: tuple[int, ...] = ()  # which states say so, by their place in Columns.states
    disputed: bool = False  # one column says opted out, another subscribed


class Cells(NamedTuple):
    """The cells of a line that say what happened. `states` are in the order of Columns.states."""

    states: tuple[str, ...]
    enhanced: str
    smtp: str
    text: str
    only: str


@dataclass(frozen=True)
class Reader:
    """Reads the meaning of lines of one claimed table. `dated` are cells that are dates, for states told by one."""

    claim: Claim
    dated: Set[str]

    def outcome(self, cells: Cells) -> Outcome:
        """Given the telling cells of a line, return what it means. An unknown word rejects the line, never a guess."""
        layout = self.claim.layout
        if layout.only and not _concerns_us(layout, self.claim, cells.only):
            return Outcome("ignored", "", False, f"layout:{layout.name}", "other_channel")
        told, unknown, sentence = self._told(cells.states)
        by_layout = f"layout:{layout.name}"
        if unknown and (not told or told[0][0].event not in ("optout", "complaint")):
            return self._rejected("unknown_word", unknown)
        deciding: tuple[int, ...] = ()
        disputed = {"optout", "subscribed"} <= {means.event for means, _, _ in told}
        if told and told[0][0].denies and self.claim.family not in ("", told[0][0].denies):
            told = []  # "not opted out" is no answer to the question whether it bounced
        if told:
            means, rule, _ = told[0]
            deciding = tuple(place for other, _, place in told if other.event == means.event)
        elif layout.always:
            means, rule = layout.always, by_layout
        elif self.claim.family:
            means, rule = FAMILIES[self.claim.family], self.claim.family_rule
            if means.event == "bounce" and any((cells.enhanced, cells.smtp, cells.text, sentence)):
                means = Means("bounce")  # the line speaks for itself, the file's name is no label
        elif self.claim.refusal:
            raise self.claim.refusal
        else:
            return self._rejected("unknown_word" if sentence else "no_word", sentence)
        if means.event == "bounce":
            means = _mildest(means, [other for other, _, _ in told])
            return _bounce(means, cells, sentence, rule)._replace(told=deciding)
        certain = means.event in ("optout", "complaint")
        return Outcome(means.event, means.bounce, certain, rule, means.code, told=deciding, disputed=disputed)

    def _told(self, cells: Sequence[str]) -> tuple[list[tuple[Means, str, int]], str, str]:
        """Return what the state columns say, by which rule, strongest first; a word we do not know; a free sentence."""
        told: list[tuple[Means, str, int]] = []
        unknown, sentence = "", ""
        for place, ((state, _), cell) in enumerate(zip(self.claim.columns.states, cells, strict=True)):
            word = "" if cell in self.claim.layout.nulls else word_of(cell)
            if word in state.words:
                told.append((state.words[word], f"word:{word}" if word else f"layout:{self.claim.layout.name}", place))
            elif state.dated and cell in self.dated:
                told.append((state.dated, f"layout:{self.claim.layout.name}", place))
            elif word and state.other:
                told.append((state.other, f"layout:{self.claim.layout.name}", place))
            elif word and state.free:
                sentence = sentence or cell
            elif word:
                unknown = unknown or cell
        return sorted((each for each in told if each[0].event), key=lambda each: _rank(each[0])), unknown, sentence

    def _rejected(self, code: str, word: str) -> Outcome:
        return Outcome("rejected", "", False, f"layout:{self.claim.layout.name}", code, word=word)


def _rank(means: Means) -> int:
    """Order what the cells of a line say; a mere denial comes late, and of denials first the sign of life."""
    return _RANK[means.event] if not means.denies else 6 - (means.event == "subscribed")


def _mildest(means: Means, others: Sequence[Means]) -> Means:
    """Return what a bounced line means where several cells name its kind: the one that does least harm.

    "Hard" beside "blocked" or "out of office" is no dead address.
    """
    said = [other.bounce for other in others if other.bounce and other.event in ("bounce", "ignored")]
    return Means("bounce", gentlest(said)) if len(said) > 1 else means


def _concerns_us(layout: Layout, claim: Claim, cell: str) -> bool:
    if layout.only is None or claim.columns.only is None:
        return True
    return fold(_MARKUP.sub(" ", cell)) in {fold(word) for word in layout.only[1]}


def _bounce(means: Means, cells: Cells, sentence: str, rule: str) -> Outcome:
    """Classify a bounce by word, codes and text; what turns out to be none of our business is ignored for its class."""
    code = _ENHANCED.fullmatch(cells.enhanced)
    verdict = classify(
        word=means.bounce,
        enhanced=code[1] if code else "",
        smtp=cells.smtp.strip() or ("" if code else cells.enhanced.strip()),
        text="\n".join(filter(None, (cells.text, sentence))),
    )
    event = verdict.event
    return Outcome(
        event,
        verdict.bounce_class if event in ("bounce", "ignored") else "",
        verdict.confident,
        verdict.rule or rule,
        verdict.bounce_class if event == "ignored" else "",
        verdict.conflict,
    )
