"""Lists that do not say what happened, or say one thing in their cells and another in their names, are refused."""

from __future__ import annotations

from processor.errors import Refused
from processor.layouts.vocabulary import NO, YES
from processor.layouts.words import fold
from processor.recognise.choose import Claim
from processor.recognise.rows import Reading

_BARE = frozenset(map(fold, (*YES, *NO)))


def refuse_doubtful(claim: Claim, reading: Reading, name: str, folder: str, *, several: bool) -> None:
    """Given a table that was read as a plain list, raise Refused where its evidence is too little or contradictory.

    numbers_without_meaning: all that tells are numbers, or yes and no, under a heading that leaves open which is what.
    no_meaning: no line, folder or name says what happened. lines_against_name, subscribers_in_optouts: called
    opt-outs or bounces, and not one line is.
    """
    if not claim.layout.plain:
        return
    place = f"{name} › {claim.table.sheet}" if several and claim.table.sheet else name
    codes, events = set(reading.values["code"]), set(reading.values["event"])
    if events <= {"rejected"}:
        if bare := _bare_words(reading):
            raise Refused(
                "numbers_without_meaning", place=place, column=_column_of(claim, bare), words=sorted(bare)[:10]
            )
        if not claim.family and (not codes or codes & {"no_word", "unknown_word"}):
            raise Refused("no_meaning", place=place, columns=[cell for cell in claim.table.header if cell.strip()][:20])
    if claim.family and not events & {"optout", "complaint", "bounce"} and _denies(claim.family, codes, events):
        if folder == "optouts":
            raise Refused("subscribers_in_optouts", place=place)
        columns = list(dict.fromkeys(claim.table.header[at] for _, at in claim.columns.states))
        raise Refused("lines_against_name", place=place, name=claim.family_rule.removeprefix("said:"), columns=columns)


def _bare_words(reading: Reading) -> set[str]:
    """Return the words that kept the lines from being read, if they are all numbers or yes and no, else nothing."""
    pairs = zip(reading.values["code"], reading.values["reason"], strict=True)
    words = {said for code, said in pairs if code == "unknown_word"}
    return words if all(word.lstrip("-").isdigit() or fold(word) in _BARE for word in words) else set()


def _column_of(claim: Claim, words: set[str]) -> str:
    holding = (at for _, at in claim.columns.states if words & set(claim.table.columns[at]))
    return claim.table.header[next(holding, claim.columns.address)]


def _denies(family: str, codes: set[str], events: set[str]) -> bool:
    """Whether lines of which none is what the list calls itself say that nothing of the kind happened."""
    return "subscribed" in events or bool(
        codes & {"optout": {"not_opted_out"}, "bounce": {"not_bounced"}}.get(family, set())
    )
