"""Lists that do not say what happened, or say one thing in their cells and another in their names, are refused."""

from __future__ import annotations

from collections.abc import Sequence

from processor.errors import Refused
from processor.layouts.meanings import ACTING
from processor.recognise.choose import Claim
from processor.recognise.columns import is_bare
from processor.recognise.hints import default_sheet
from processor.recognise.overlooked import refuse_overlooked
from processor.recognise.rows import REASON, Reading
from processor.recognise.unmistakable import beyond_doubt, too_general


def refuse_doubtful(claim: Claim, reading: Reading, name: str, folder: str, *, several: bool) -> None:
    """Given a table that was read as a plain list, raise Refused where its evidence is too little or contradictory.

    numbers_without_meaning: all that tells are numbers, or yes and no, under a heading that leaves open which is what.
    too_general: the only headings or words that say so are said of tickets, photos, staff and goods as well.
    no_meaning, sheet_without_meaning: no line, folder or name says what happened, or only words that are said of orders
    and contracts too. lines_against_name, subscribers_in_optouts: called opt-outs or bounces, and not one line is.
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
            raise _without_meaning(claim, place, several=several)
    if not claim.family and events & (ACTING | {"subscribed"}) and too_general(claim):
        raise Refused("too_general", place=place, columns=_told_by(claim))
    if not claim.family and events & ACTING and not beyond_doubt(claim):
        raise _without_meaning(claim, place, several=several)
    refuse_overlooked(claim, reading.values, place)
    if claim.family and (_by_name_only(reading) if events & ACTING else _denies(claim.family, codes, events)):
        if folder == "optouts":
            raise Refused("subscribers_in_optouts", place=place)
        said = claim.family_rule.removeprefix("said:")
        raise Refused("lines_against_name", place=place, name=said, columns=_told_by(claim))


def refuse_unreadable(claims: Sequence[Claim], readings: Sequence[Reading], name: str) -> None:
    """Given the claimed tables of a file as read, raise Refused where not one line of them could be used.

    words_without_meaning: because of words nobody knows; nothing_usable: for other reasons, such as the addresses.
    """
    if {event for reading in readings for event in reading.values["event"]} != {"rejected"}:
        return
    codes = [code for reading in readings for code in reading.values["code"]]
    for claim, reading in zip(claims, readings, strict=True):
        pairs = zip(reading.values["code"], reading.values["reason"], strict=True)
        words = list(dict.fromkeys(said for code, said in pairs if code == "unknown_word"))
        if words:
            column = _column_of(claim, set(words))
            raise Refused("words_without_meaning", place=name, column=column, words=[word[:60] for word in words[:5]])
    lines = [line for reading in readings for line in reading.values["line"]]
    raise Refused("nothing_usable", place=name, count=len(codes), line=lines[0])


def _without_meaning(claim: Claim, place: str, *, several: bool) -> Refused:
    columns = [cell for cell in claim.table.header if cell.strip()][:20]
    if several and not default_sheet(claim.table.sheet):
        return Refused("sheet_without_meaning", place=place, sheet=claim.table.sheet, columns=columns)
    return Refused("no_meaning", place=place, columns=columns)


def _told_by(claim: Claim) -> list[str]:
    return list(dict.fromkeys(claim.table.header[at] for _, at in claim.columns.states))


def _bare_words(reading: Reading) -> set[str]:
    """Return the words that kept the lines from being read, if they are all numbers or yes and no, else nothing."""
    pairs = zip(reading.values["code"], reading.values["reason"], strict=True)
    words = {said for code, said in pairs if code == "unknown_word"}
    return words if all(map(is_bare, words)) else set()


def _column_of(claim: Claim, words: set[str]) -> str:
    columns, header = claim.table.columns, claim.table.header
    told = sorted(claim.columns.states, key=lambda each: each[0].free)
    holding = (at for _, at in told if words & {" ".join(cell[:REASON].split()) for cell in set(columns[at])})
    at = next(holding, claim.columns.address)
    return header[at] if at < len(header) else str(at + 1)


def _by_name_only(reading: Reading) -> bool:
    """Whether all that is an opt-out is one by folder or name alone, while cells of other lines say subscribed."""
    told = list(zip(reading.values["event"], reading.values["rule"], strict=True))
    acting = [rule for event, rule in told if event in ACTING]
    return all(rule.startswith("said:") for rule in acting) and any(event == "subscribed" for event, _ in told)


def _denies(family: str, codes: set[str], events: set[str]) -> bool:
    """Whether lines of which none is what the list calls itself say that nothing of the kind happened."""
    return "subscribed" in events or bool(
        codes & {"optout": {"not_opted_out"}, "bounce": {"not_bounced"}}.get(family, set())
    )
