"""Draws made-up people, firms and addresses; all domains are reserved for examples (RFC 2606, RFC 6761)."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ł": "l", "ı": "i", " ": "", "'": "", "-": "-"})


@dataclass(frozen=True)
class Person:
    """Somebody with a name; `salutation` is "Frau" or "Herr"."""

    salutation: str
    first: str
    last: str


@dataclass(frozen=True)
class Firm:
    """A company with a mail domain of its own, as people write it (umlauts, not xn--)."""

    name: str
    domain: str


def ascii_name(name: str) -> str:
    """Return a name as Germans spell it in an ASCII address: "Jürgen" → "juergen", "Dvořák" → "dvorak"."""
    spelt = name.lower().translate(_SPELT_OUT)
    return unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()


class Pool:
    """The name lists of the demo, drawn from with the given random numbers."""

    def __init__(self, lists: Path, rng: Random) -> None:
        """Read the four CSV files in `lists` (UTF-8, comma, header row)."""
        self._rng = rng
        self._first = [(row["name"], row["salutation"]) for row in _rows(lists / "first_names.csv")]
        self._last = [row["name"] for row in _rows(lists / "last_names.csv")]
        self._trades = [(row["trade"], row["form"]) for row in _rows(lists / "trades.csv")]
        domains = _rows(lists / "mail_domains.csv")
        self._domains = [row["domain"] for row in domains]
        self._weights = [int(row["weight"]) for row in domains]
        self._given: set[str] = set()

    def person(self) -> Person:
        """Return somebody."""
        first, salutation = self._rng.choice(self._first)
        return Person(salutation, first, self._rng.choice(self._last))

    def firm(self) -> Firm:
        """Return a company such as "Bäckerei Groß e.K." at bäckerei-groß.example."""
        trade, form = self._rng.choice(self._trades)
        owner = self._rng.choice(self._last)
        label = f"{trade}-{owner}".lower().replace(" ", "-").replace("'", "")
        return Firm(f"{trade} {owner} {form}", f"{label}.example")

    def address(self, person: Person, domain: str = "") -> str:
        """Return an address of that person which no call before returned, at `domain` or at some provider."""
        at = domain or self._rng.choices(self._domains, self._weights)[0]
        local = self._rng.choice(_habits(person))
        address, number = f"{local}@{at}", 1
        while address.lower() in self._given:
            number += 1
            address = f"{local}{number}@{at}"
        self._given.add(address.lower())
        return address


def _habits(person: Person) -> Sequence[str]:
    """The ways in which people make an address out of their name, frequent ones several times."""
    first, last = ascii_name(person.first), ascii_name(person.last)
    usual = (f"{first}.{last}", f"{first[:1]}.{last}", f"{first}_{last}", f"{last}", f"{first}{last}")
    return (*usual * 5, f"{first}.{last}+newsletter", f"{first.title()}.{last.title()}", f"{last}-{first}".upper())


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
