"""Which columns of a plain list speak of mail beyond doubt, and not perhaps of orders, contracts or accounts."""

from __future__ import annotations

import re
from datetime import UTC

from processor.layouts.flags import AMBIGUOUS_FLAG, OPTIN_FLAG
from processor.layouts.layout import State
from processor.layouts.meanings import ACTING
from processor.layouts.second_sign import GENERAL_HEADINGS, GENERAL_WORDS, MAIL_SIGNS
from processor.layouts.vocabulary import AMBIGUOUS, WORDS
from processor.layouts.words import ADDRESS, BOUNCE_TYPE, fold
from processor.recognise.choose import Claim
from processor.recognise.columns import word_of
from processor.recognise.dates import read_dates

_ANSWER = re.compile(r"\b[45]\d\d[ -]#?[245]\.\d{1,3}\.\d{1,3}\b|\bsmtp\b", re.IGNORECASE)
"""What a mail server answers (RFC 5321 4.2, RFC 3463 2); a bare 550 or 4.1.2 may be anything."""


def beyond_doubt(claim: Claim) -> bool:
    """Return whether some cell says that somebody left, complained or bounced in words that mean nothing else.

    Words and headings said of tickets, photos, staff and goods as well do so only beside a second sign of mail.
    """
    return bool(_speaking(claim))


def too_general(claim: Claim) -> bool:
    """Return whether a list without folder or name rests on headings or words that only want a second sign of mail."""
    headings = {fold(claim.table.header[place]) for _, place in claim.columns.states}
    wanting = headings <= GENERAL_HEADINGS or bool(_places(claim, signed=True))
    sure = bool(claim.family or _places(claim, signed=False) or not headings)
    return wanting and not sure and not _about_mail(claim)


def doubtful_words(claim: Claim) -> frozenset[int]:
    """Return the states, by their place in Columns.states, of columns of words that never speak beyond doubt.

    Another column, folder or name do, so the list is about mail; but a "cancelled" there may still be an order, and
    "confirmed" a remark. Empty where nothing is beyond doubt: then the list is refused as a whole.
    """
    if not claim.layout.plain:
        return frozenset()
    speaking = _speaking(claim)
    if not (claim.family or speaking):
        return frozenset()
    states = enumerate(claim.columns.states)
    return frozenset(at for at, (state, _) in states if state.because == "word_column" and at not in speaking)


def _speaking(claim: Claim) -> frozenset[int]:
    """Return the states, by their place, that speak beyond doubt here."""
    sure, signed = _places(claim, signed=False), _places(claim, signed=True)
    return signed if sure == signed or sure or claim.family or _about_mail(claim) else sure


def _places(claim: Claim, *, signed: bool) -> frozenset[int]:
    states = enumerate(claim.columns.states)
    return frozenset(at for at, (state, place) in states if _speaks(state, claim, place, signed=signed))


def _speaks(state: State, claim: Claim, place: int, *, signed: bool) -> bool:
    """Whether a column speaks of mail in words of its own; `signed`: something else says that the list does."""
    cells, heading = set(claim.table.columns[place]) - set(claim.layout.nulls), fold(claim.table.header[place])
    clear = heading not in AMBIGUOUS_FLAG and (signed or heading not in GENERAL_HEADINGS)
    vague = AMBIGUOUS if signed else AMBIGUOUS | GENERAL_WORDS
    telling = clear and heading in BOUNCE_TYPE | OPTIN_FLAG  # there even such a word is about mail
    for cell in cells:
        word = word_of(cell)
        means = state.words.get(word)
        if means is None or means.event not in ACTING or means.denies:
            continue
        if telling or (word not in vague and (clear or word in WORDS)):
            return True
    dated = state.dated is not None and state.dated.event in ACTING
    return dated and clear and bool(read_dates(cells, UTC).some())


def _about_mail(claim: Claim) -> bool:
    """Whether names, lines above, other headings or answers of a server say that a list is about mail sent to many."""
    header = [fold(cell) for cell in claim.table.header]
    flags = {fold(claim.table.header[at]) for state, at in claim.columns.states if state.because != "word_column"}
    if flags - GENERAL_HEADINGS - AMBIGUOUS_FLAG:
        return True
    texts = [*map(fold, (*claim.names, *claim.table.preamble)), *(word for word in header if word not in ADDRESS)]
    if any(sign in text for text in texts for sign in MAIL_SIGNS):
        return True
    roles, columns = claim.columns.roles, claim.table.columns
    places = {roles[role] for role in ("diagnosis", "reason", "enhanced") if role in roles}
    return any(_ANSWER.search(cell) for place in places for cell in set(columns[place]))
