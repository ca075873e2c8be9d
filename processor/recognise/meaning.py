"""What one line means: its words looked up, its bounce classified; asked once for each distinct set of cells."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from processor.domain.bounce import classify
from processor.domain.bounce_class import gentlest
from processor.layouts.layout import Layout, Means
from processor.layouts.meanings import ACTING
from processor.layouts.words import LIST_STATUS, fold
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
    """Reads the meaning of lines of one claimed table. `dated` are cells that are dates, for states told by one.

    `doubtful` are states whose words may speak of an order or an account (unmistakable.doubtful_words).
    """

    claim: Claim
    dated: Set[str]
    doubtful: frozenset[int] = frozenset()

    def outcome(self, cells: Cells) -> Outcome:
        """Given the telling cells of a line, return what it means. An unknown word rejects the line, never a guess."""
        layout = self.claim.layout
        if layout.only and not _concerns_us(layout, self.claim, cells.only):
            return Outcome("ignored", "", False, f"layout:{layout.name}", "other_channel")
        told, unknown, sentence = self._told(cells.states)
        by_layout = f"layout:{layout.name}"
        if unknown and (not told or told[0][0].event not in ("optout", "complaint")):
            return self._unknown(unknown, cells)
        if contrary := self._contrary(told, cells.states):
            return contrary
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
            return self._unknown(sentence, cells) if sentence else self._rejected("no_word", "")
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

    def _contrary(self, told: Sequence[tuple[Means, str, int]], cells: Sequence[str]) -> Outcome | None:
        """Reject a line where a word that may mean something else stands against what the list or the line says.

        "Cancelled" may be an order: it takes off nobody whom another column calls a subscriber. "Confirmed" may be a
        remark: it makes no subscriber of somebody on a list that is called opt-outs or bounces. Where two columns of
        words say the opposite nobody knows which is the newer: neither a no nor a yes is taken from it.
        """
        if not told:
            return None
        means, _, place = told[0]
        if self.claim.family not in ("optout", "complaint") and self._words_disagree(told):
            return self._rejected("words_disagree", cells[place])
        if self.claim.family:
            remark = place in self.doubtful and self.claim.columns.states[place][0].free
            return (
                self._rejected("remark_against_name", cells[place]) if remark and means.event == "subscribed" else None
            )
        acting = [place for means, _, place in told if means.event in ACTING and not means.denies]
        if acting and self.doubtful.issuperset(acting) and any(means.event == "subscribed" for means, _, _ in told):
            return self._rejected("word_of_accounts", cells[acting[0]])
        return None

    def _words_disagree(self, told: Sequence[tuple[Means, str, int]]) -> bool:
        """Whether an opt-out that only words tell stands beside a subscriber, and not one for each list or all."""
        said = [(means, place, self.claim.columns.states[place][0]) for means, _, place in told if not means.denies]
        no = [(place, state) for means, place, state in said if means.event in ("optout", "complaint")]
        yes = [(place, state) for means, place, state in said if means.event == "subscribed"]
        yes = [(place, state) for place, state in yes if not (state.free and place in self.doubtful)]  # a remark
        if not no or not yes or any(state.because != "word_column" for _, state in no):
            return False
        header, columns = self.claim.table.header, self.claim.columns.states
        named = {fold(header[columns[place][1]]) for place, _ in (*no, *yes)}
        return any(state.because == "word_column" for _, state in yes) and not named & LIST_STATUS

    def _unknown(self, word: str, cells: Cells) -> Outcome:
        """Reject a line for its word; where its codes and text name a bounce class the rule says so, for proposals."""
        guess = _bounce(Means("bounce"), cells, word, "none")
        suggests = guess.bounce_class if guess.rule != "none" else ""
        rejected = self._rejected("unknown_word", word)
        return rejected._replace(rule=f"suggests:{suggests}") if suggests else rejected

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
