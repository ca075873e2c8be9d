"""Addresses as values: what a cell holds, and when two spellings mean the same mailbox."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from processor.domain.address_cell import pieces
from processor.domain.address_syntax import PLAIN, PLAIN_LIMIT, ascii_domain, judged

FAULTS = (
    "empty",  # nothing there, or a word for nothing such as NULL or n/a
    "no_at",  # no @: a name, a number, anna(at)example.com
    "syntax",  # has an @, but breaks the rules of addresses
    "blank_inside",  # one @ among several words: which of them belong to the address is anybody's guess
    "several_unclear",  # several @, but not clear where one address ends
    "too_long",  # longer than an address may be
    "wildcard",  # a pattern, or an address with stars over it; never expanded
    "domain_only",  # a whole domain; never expanded
    "hash",  # a digest of an address
    "phone",  # a telephone number
)
"""Reason codes of texts that are no usable address (words: line)."""

WRITTEN_LIMIT = 200
"""Characters kept of a text that is no address."""

_PLAIN = re.compile(PLAIN)
# Nothing is tried twice (*+): in a cell of a few thousand blanks three ways to take them would take hours.
_NAMED = re.compile(rf"(?:\s*+\"[^\"@<>\\]*+\"\s*+|[^<>@;,\"]*+)<({PLAIN})>\s*+")


class Address(NamedTuple):
    """One address of a cell; exactly one of `canonical` and `fault` is not empty."""

    written: str  # unwrapped, case kept; at most WRITTEN_LIMIT characters where it is faulty
    canonical: str  # the form to compare; "" where unusable
    fault: str  # one of FAULTS, or ""


def addresses(cell: str) -> tuple[Address, ...]:
    """Given a cell, return the addresses in it in order, at least one; the same mailbox twice is one. Never raises.

    Names, quotes, brackets, mailto:, HTML, guards against formulas and invisible characters are taken off;
    mistakes are never corrected and patterns never expanded.
    """
    if len(cell) <= PLAIN_LIMIT and _PLAIN.fullmatch(cell):
        return (Address(cell, cell.lower(), ""),)
    named = _NAMED.fullmatch(cell)
    if named and len(named[1]) <= PLAIN_LIMIT:
        return (Address(named[1], named[1].lower(), ""),)
    found: dict[tuple[str, str], Address] = {}
    for text, fault in pieces(cell):
        address = _address(text, fault)
        found.setdefault((address.canonical, address.fault and address.written), address)
    return tuple(found.values())


def _address(text: str, fault: str) -> Address:
    if not fault and len(text) <= PLAIN_LIMIT and _PLAIN.fullmatch(text):
        return Address(text, text.lower(), "")
    canonical_form, fault = ("", fault) if fault else judged(text)
    return Address(text[:WRITTEN_LIMIT] if fault else text, canonical_form, fault)


def addresses_of(cells: Iterable[str]) -> dict[str, tuple[Address, ...]]:
    """Given cells, return each distinct one with its `addresses`; plain ones take a short way."""
    plain, make, found = _PLAIN.fullmatch, partial(tuple.__new__, Address), dict[str, tuple[Address, ...]]()
    # A million small tuples without a cycle among them: letting the collector look through them doubles the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        for cell in cells:
            if cell in found:
                continue
            if len(cell) <= PLAIN_LIMIT and plain(cell):
                found[cell] = (make((cell, cell.lower(), "")),)
            else:
                found[cell] = addresses(cell)
    finally:
        if collecting:
            gc.enable()
    return found


def canonical(text: str) -> str:
    """Given a text that should hold one address, return its canonical form, "" where it holds none or several."""
    found = addresses(text)
    return found[0].canonical if len(found) == 1 else ""


def masked(address: str) -> str:
    """Given an address, return it with the middle of its local part hidden: m…r@firma.de."""
    local, at, domain = address.rpartition("@")
    if not at:
        return "…"
    if len(local) < 3:
        return f"{local[:1] if len(local) == 2 else ''}…@{domain}"
    return f"{local[0]}…{local[-1]}@{domain}"


def domain_of(canonical: str) -> str:
    """Given a canonical address, return its domain in A-labels."""
    return canonical.rpartition("@")[2]


def matches(canonical: str, patterns: Sequence[str]) -> bool:
    """Given a canonical address, return whether one of the patterns fits all of it, whatever the case.

    `*` stands for any number of characters, every other character for itself. Domains may be given in Unicode.
    """
    return bool(patterns) and _compiled(tuple(patterns)).fullmatch(canonical) is not None


@lru_cache(maxsize=64)
def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(_expression, patterns)), re.IGNORECASE | re.DOTALL)


def _expression(pattern: str) -> str:
    local, at, domain = pattern.strip().rpartition("@")
    labels = [label if label.isascii() or "*" in label else ascii_domain(label) or label for label in domain.split(".")]
    literal = local + at + ".".join(labels)
    return "(?:" + ".*".join(map(re.escape, re.split(r"\*+", literal))) + ")"
