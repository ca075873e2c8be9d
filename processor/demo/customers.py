"""The rows of the demo ERP: customers and contacts, with the disorder that real address columns have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random

from processor.demo.names import Person, Pool

Row = tuple[int | str | None, ...]

CUSTOMERS = 4000
CONTACTS = 1200
PLACEHOLDER = "keine@example.org"
"""What the people at the counter type when a customer names no address: on more than 20 rows."""

_FIRST_DAY = date(2014, 1, 7)
_DAYS = 4380  # customers came in over twelve years
_NOTES = ("-", "k.A.", "unbekannt", "siehe Ansprechpartner", "mueller@", "schulz(at)example.com")
_COUNTRIES = ("DE", "AT", "CH", "LU", "")


class Book:
    """Draws addresses for one table after another and remembers them, so that some are used again."""

    def __init__(self, pool: Pool, rng: Random) -> None:
        self._pool = pool
        self._rng = rng
        self._seen: list[str] = []
        self._kinds: tuple[tuple[Callable[[Person, str], str | None], float], ...] = (
            (self._own, 84),
            (self._shared, 4),
            (self._again, 3),
            (self._named, 1.5),
            (lambda _person, _domain: self._rng.choice(("", None)), 5),
            (lambda _person, _domain: PLACEHOLDER, 1.2),
            (lambda _person, _domain: self._rng.choice(_NOTES), 0.8),
        )

    def cell(self, person: Person, domain: str = "") -> str | None:
        """Return what stands in the address column of that person's row."""
        kinds, weights = zip(*self._kinds, strict=True)
        draw: Callable[[Person, str], str | None] = self._rng.choices(kinds, weights)[0]
        return draw(person, domain)

    def _own(self, person: Person, domain: str) -> str:
        for_all = bool(domain) and self._rng.random() < 0.3
        address = f"info@{domain}" if for_all else self._pool.address(person, domain)
        self._seen.append(address)
        return address

    def _shared(self, person: Person, domain: str) -> str:
        """Couples, families, an office: the address of somebody entered shortly before."""
        return self._rng.choice(self._seen[-40:]) if self._seen else self._own(person, domain)

    def _again(self, person: Person, domain: str) -> str:
        """The same address once more, as another pair of hands typed it."""
        address = self._rng.choice(self._seen) if self._seen else self._own(person, domain)
        return self._rng.choice((f"{address} ", address.upper(), address.capitalize(), f"{address}\u00a0"))

    def _named(self, person: Person, domain: str) -> str:
        return f"{person.first} {person.last} <{self._own(person, domain)}>"


def customer_rows(pool: Pool, rng: Random, book: Book, wanted: Sequence[str]) -> list[Row]:
    """Return the rows of `kunde` in the order of its columns; each wanted address is a living customer saying yes."""
    addresses: list[str | None] = [*wanted, *[None] * (CUSTOMERS - len(wanted))]
    rng.shuffle(addresses)
    return [_customer(10_000 + 3 * at, address, pool, rng, book) for at, address in enumerate(addresses)]


def _customer(number: int, wanted: str | None, pool: Pool, rng: Random, book: Book) -> Row:
    firm = pool.firm() if not wanted and rng.random() < 0.2 else None
    person = _person_of(wanted, pool) if wanted else pool.person()
    email = wanted or book.cell(person, firm.domain if firm else "")
    flag = "J" if wanted else rng.choices(("J", "N", None), (64, 14, 22))[0]
    came = _FIRST_DAY + timedelta(days=rng.randrange(_DAYS))
    changed = came + timedelta(days=rng.randrange(1, 300)) if flag == "N" else None
    return (
        number,
        firm.name if firm else "",
        "Firma" if firm else person.salutation,
        person.first,
        person.last,
        email,
        flag,
        rng.choice(("Kunde hat angerufen", "Abmeldung per Brief", "")) if flag == "N" else None,
        changed.isoformat() if changed else None,
        int(not wanted and rng.random() < 0.02),
        int(not wanted and rng.random() < 0.04),
        rng.choices(_COUNTRIES, (84, 8, 5, 1, 2))[0],
        came.isoformat(),
    )


def contact_rows(pool: Pool, rng: Random, book: Book, wanted: Sequence[str], customers: Sequence[Row]) -> list[Row]:
    """Return the rows of `ansprechpartner`: people at the firms among the customers, with the flag inverted."""
    firms = [row for row in customers if row[1]]
    addresses: list[str | None] = [*wanted, *[None] * (CONTACTS - len(wanted))]
    rng.shuffle(addresses)
    return [_contact(at, address, rng.choice(firms), pool, rng, book) for at, address in enumerate(addresses, start=1)]


def _contact(number: int, wanted: str | None, firm: Row, pool: Pool, rng: Random, book: Book) -> Row:
    person = _person_of(wanted, pool) if wanted else pool.person()
    at = str(firm[5] or "").rpartition("@")[2].strip(" >\u00a0").lower()
    email = wanted or book.cell(person, at if at.endswith(".example") else "")
    flag = 0 if wanted else rng.choices((0, 1, None), (70, 20, 10))[0]
    status = "ok" if wanted else rng.choices(("ok", "fehlerhaft", None), (80, 2, 18))[0]
    return (number, firm[0], person.first, person.last, email, flag, status)


def _person_of(address: str, pool: Pool) -> Person:
    """Somebody whose name fits the address where it is made of two names, as in anna.weber@."""
    person = pool.person()
    first, dot, last = address.partition("@")[0].partition("+")[0].partition(".")
    if dot and first.isalpha() and last.isalpha() and len(first) > 1:
        return Person("", first.capitalize(), last.capitalize())
    return person
