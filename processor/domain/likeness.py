"""Addresses that look like another one: a +tag left off, a mistyped domain. Hints for people; never applied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import TYPE_CHECKING, NamedTuple

from processor.domain.receipt import Worded

if TYPE_CHECKING:
    import pandas as pd

_PROVIDERS = (
    "gmail.com googlemail.com gmx.de gmx.net gmx.at gmx.ch web.de t-online.de freenet.de outlook.com outlook.de "
    "hotmail.com hotmail.de live.com live.de yahoo.com yahoo.de icloud.com me.com mac.com aol.com aol.de posteo.de "
    "mailbox.org arcor.de online.de vodafone.de bluewin.ch hispeed.ch sunrise.ch aon.at chello.at orange.fr free.fr "
    "wanadoo.fr laposte.net libero.it msn.com protonmail.com proton.me magenta.de kabelmail.de"
)
PROVIDERS = frozenset(_PROVIDERS.split())
"""Domains of many people's mailboxes, which a slip of the finger is likely to have meant."""

SLIPS: Mapping[str, str] = {
    slip: meant
    for meant, slips in {
        "gmail.com": "gmial.com gmai.com gmal.com gamil.com gmail.co gmail.con gmail.cm gmaill.com gnail.com gmail.de",
        "googlemail.com": "googelmail.com gogglemail.com googlemail.de googlmail.com",
        "gmx.de": "gmx.dee gmx.d gxm.de gmx.ed gmx.com.de",
        "gmx.net": "gmx.nett gmx.ne gxm.net",
        "web.de": "web.dee web.d wbe.de wed.de web.ed we.de",
        "t-online.de": "t-onlien.de t-onlin.de tonline.de t-online.d t-oline.de t-onine.de t-online.com",
        "freenet.de": "freent.de frenet.de freenet.d",
        "hotmail.com": "hotmial.com hotmai.com hotmal.com hotmail.con hotmail.co hotnail.com",
        "outlook.com": "outlok.com outloock.com outlook.con outlook.co",
        "yahoo.com": "yaho.com yahooo.com yahoo.con",
        "yahoo.de": "yaho.de yahooo.de",
        "icloud.com": "iclod.com icloud.con iclould.com",
    }.items()
    for slip in slips.split()
}
"""Mistyped domains seen again and again, and the ones that were meant."""

FREQUENT = 10
"""From so many addresses in the file on, a domain is taken for one that people of this company really have."""

SHOWN = 10
"""Hints of one kind that are told; the rest is counted."""

_ACTING = ("optout", "complaint", "bounce")


class Neighbour(NamedTuple):
    """The address that may have been meant; `sure` where the slip is so well known that it need not be a customer's."""

    code: str  # words: receipt
    address: str
    sure: bool


def neighbours(rows: pd.DataFrame) -> dict[str, Neighbour]:
    """Given rows of a batch (event, canonical), return by canonical address the one that may have been meant.

    Only for lines that act; whether the neighbour is a customer and the address is not, `hints` is told afterwards.
    """
    acting = rows.loc[rows["event"].isin(_ACTING) & rows["canonical"].ne(""), "canonical"].drop_duplicates()
    domain_of_each = acting.str.replace("^.*@", "", regex=True)
    domains = {str(domain): number for domain, number in domain_of_each.value_counts().items()}
    frequent = {domain for domain, number in domains.items() if number >= FREQUENT and domain not in SLIPS}
    trusted = Trusted(PROVIDERS | frequent)
    meant = {domain: close for domain in domains if (close := trusted.meant_by(domain))}
    found: dict[str, Neighbour] = {}
    for address in acting[domain_of_each.isin(list(meant)) | acting.str.contains("+", regex=False)].tolist():
        local, _, domain = address.rpartition("@")
        if domain in meant:
            found[address] = Neighbour("hint_typo", f"{local}@{meant[domain]}", domain in SLIPS)
        elif "+" in local[1:]:
            found[address] = Neighbour("hint_plus_tag", f"{local[: local.index('+', 1)]}@{domain}", False)
    return found


def hints(near: Mapping[str, Neighbour], customers: Set[str]) -> list[Worded]:
    """Given neighbours and the canonical addresses found in the ERP, return what to point out to people.

    An address that is a customer's is right as it is; a neighbour that is nobody's is told only where it is `sure`.
    """
    told: list[Worded] = []
    more = Counter[str]()
    for address, (code, neighbour, sure) in near.items():
        if address in customers or not (sure or neighbour in customers):
            continue
        more[code] += 1
        if more[code] <= SHOWN:
            told.append((code, {"address": address, "neighbour": neighbour}))
    rest = sum(max(0, number - SHOWN) for number in more.values())
    return [*told, ("hint_more", {"count": rest})] if rest else told


class Trusted:
    """Domains people are known to have, indexed so that a slip of one of them is found without comparing with each."""

    def __init__(self, domains: Iterable[str]) -> None:
        self._domains = frozenset(domains)
        self._shortened: dict[str, set[str]] = {}
        for domain in self._domains:
            for shorter in _shortened(domain):
                self._shortened.setdefault(shorter, set()).add(domain)

    def meant_by(self, domain: str) -> str:
        """Return the domain that this one is a slip of; "" where it is right, or none or several are as near."""
        if domain in self._domains:
            return ""
        if domain in SLIPS:
            return SLIPS[domain]
        candidates = {other for shorter in _shortened(domain) for other in self._shortened.get(shorter, ())}
        near = [other for other in candidates if _one_slip(domain, other)]
        return near[0] if len(near) == 1 else ""


def _shortened(domain: str) -> Iterator[str]:
    """Yield the domain and each way to leave out one of its characters: two that are one slip apart share one."""
    yield domain
    for at in range(len(domain)):
        yield domain[:at] + domain[at + 1 :]


def _one_slip(one: str, other: str) -> bool:
    """Whether one character was added, left out, mistaken, or two neighbouring ones were swapped."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (len(a) > 1 < len(b) and a[:2] == b[1::-1] and a[2:] == b[2:])
