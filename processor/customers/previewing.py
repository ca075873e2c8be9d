"""What the lists would hold, before anything goes out, and why somebody is on one or is not. Changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from processor.customers.guard import look_through
from processor.customers.sharing import difference_of, leaving, looking_at_lists, shares
from processor.domain.address import matches
from processor.domain.batch import among
from processor.domain.lists import Lists, Reason
from processor.domain.overlaps import Overlaps, on_each, shared
from processor.errors import AbgleichError
from processor.parts import Outgoing, Parts

if TYPE_CHECKING:
    from processor.domain.listed import Difference

LATELY = timedelta(days=30)
"""How long somebody is named who is to be taken off a list by hand."""


@dataclass(frozen=True)
class Count:
    """One list: who belongs on it, how many were handed over on it, and what a next export would change."""

    name: str
    file: str  # name of its own files, "" where it stands in a column
    people: int
    there: int
    joining: int
    leaving: int


@dataclass(frozen=True)
class Preview:
    """All lists; `nobody` belongs on none. `shared` are pairs of lists, `left` people to be taken off by hand."""

    customers: int
    people: int
    lists: Sequence[Count]
    shared: Sequence[tuple[str, str, int]]
    nobody: int
    unnamed: Mapping[str, Sequence[tuple[str, int]]]
    left: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Row:
    """One row of the ERP with the address, and for each list the conditions of its rule as this row meets them."""

    target: str
    key: str
    flag: str
    faulty: bool
    values: Mapping[str, str]
    on: Mapping[str, bool]
    reasons: Mapping[str, Sequence[Reason]]


@dataclass(frozen=True)
class Why:
    """Where an address belongs: `on` are the lists by its rows together, `obstacles` (words: lists) keep it off all.

    `listed` are lists and the exports that handed it over on them, "" where it was known before there were lists.
    """

    address: str
    rows: Sequence[Row]
    on: Sequence[str]
    obstacles: Sequence[str]
    listed: Sequence[tuple[str, str]]


def preview(parts: Parts) -> Preview:
    """Look through all customers. Raise Unavailable where the ERP is away, AbgleichError where there are no lists."""
    outgoing, lists = _configured(parts)
    listed = looking_at_lists(parts)
    overlaps = Overlaps(lists, parts.ledger.crowds.kept_out(), outgoing.exclude)
    survey = look_through(parts, listed, overlaps)
    difference = difference_of(listed, survey, parts, outgoing)
    counts = overlaps.counts()
    return Preview(
        customers=survey.customers,
        people=sum(counts.values()),
        lists=_counted(counts, difference, lists, outgoing, parts),
        shared=shared(counts, lists),
        nobody=counts.get(0, 0),
        unnamed=overlaps.unnamed(),
        left=parts.ledger.listings.left_by_hand(parts.now() - LATELY, parts.now()),
    )


def why(address: str, parts: Parts) -> Why:
    """Return why a canonical address is on its lists or not. Raise as `preview` does."""
    outgoing, lists = _configured(parts)
    rows: list[Row] = []
    for chunk in parts.erp.customers(lists.fields):
        for found in chunk[among(chunk["canonical"], {address})].to_dict("records"):
            values = {name: str(found[name]) for name in lists.fields}
            fits = {rule.name: rule.name != lists.rest and rule.fits(values) for rule in lists.rules}
            reasons = {rule.name: lists.reasons(rule, values) for rule in lists.rules}
            place = str(found["target"]), str(found["key"])
            rows.append(Row(*place, str(found["flag"]), bool(found["faulty"]), values, fits, reasons))
    on = [name for name in lists.names if any(row.on[name] for row in rows)]
    if rows and not on and lists.rest:
        on = [lists.rest]
    return Why(address, rows, on, _obstacles(address, rows, parts, outgoing), parts.ledger.listings.of(address))


def _configured(parts: Parts) -> tuple[Outgoing, Lists]:
    if parts.outgoing is None or parts.outgoing.lists is None:
        raise AbgleichError("no_lists")
    return parts.outgoing, parts.outgoing.lists


def _counted(
    counts: Mapping[int, int], difference: Difference, lists: Lists, outgoing: Outgoing, parts: Parts
) -> list[Count]:
    belong = on_each(counts, lists)
    remembered = parts.ledger.listings.remembered(lists.names).masks
    joining = dict.fromkeys(lists.names, 0)
    for share in shares(difference.joined, outgoing):
        for names in share.lists or ():
            for name in names:
                joining[name] += 1
    gone = dict.fromkeys(lists.names, 0)
    for name, people in leaving(difference.left, outgoing):
        gone[name] += len(people)
    return [
        Count(
            name=name,
            file=outgoing.files.get(name, ""),
            people=belong[name],
            there=int((remembered >> place & 1).sum()),
            joining=joining[name],
            leaving=gone[name],
        )
        for place, name in enumerate(lists.names)
    ]


def _obstacles(address: str, rows: Sequence[Row], parts: Parts, outgoing: Outgoing) -> list[str]:
    """Return what keeps an address out of every export, whichever list it belongs on."""
    people, one = parts.ledger.people, [address]
    said_no = bool(people.said_no(among=one))
    found = {
        "out_no_customer": not rows,
        "out_said_no": said_no,
        "out_suppressed": not said_no and bool(people.kept_out(among=one)),
        "out_flag": any(row.flag != "yes" for row in rows),
        "out_faulty": any(row.faulty for row in rows),
        "out_excluded": matches(address, outgoing.exclude),
    }
    return [code for code, holds in found.items() if holds]
