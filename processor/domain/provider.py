"""Which domains are one mail provider, so that its failure is seen as one; literal, we do not ask DNS."""

from __future__ import annotations

from collections.abc import Mapping

PROVIDERS: Mapping[str, tuple[str, ...]] = {
    "Gmail": ("gmail.com", "googlemail.com"),
    "Outlook": (
        *("outlook.com", "outlook.de", "outlook.at", "outlook.fr", "outlook.es", "outlook.it", "hotmail.com"),
        *("hotmail.de", "hotmail.at", "hotmail.ch", "hotmail.co.uk", "hotmail.fr", "hotmail.es", "hotmail.it"),
        *("hotmail.nl", "live.com", "live.de", "live.at", "live.ch", "live.co.uk", "live.fr", "live.it", "live.nl"),
        *("msn.com", "windowslive.com"),
    ),
    "GMX / WEB.DE": (
        *("gmx.de", "gmx.net", "gmx.at", "gmx.ch", "gmx.com", "gmx.eu", "gmx.org", "gmx.info", "gmx.biz", "web.de"),
        *("1und1.de", "online.de", "onlinehome.de"),
    ),
    "Yahoo / AOL": (
        *("yahoo.com", "yahoo.de", "yahoo.co.uk", "yahoo.fr", "yahoo.es", "yahoo.it", "yahoo.at", "yahoo.ch"),
        *("ymail.com", "rocketmail.com", "aol.com", "aol.de", "aol.co.uk", "aol.fr", "aim.com", "verizon.net"),
    ),
    "T-Online": ("t-online.de", "magenta.de"),
    "iCloud": ("icloud.com", "me.com", "mac.com"),
    "Vodafone": ("arcor.de", "vodafone.de", "vodafonemail.de", "kabelmail.de"),
    "Orange": ("orange.fr", "wanadoo.fr"),
    "Libero": ("libero.it", "virgilio.it", "inwind.it", "iol.it"),
}
"""Domains by the provider that answers for them, as its help pages name them; others stand for themselves."""

_OF = {domain: name for name, domains in PROVIDERS.items() for domain in domains}


def provider_of(domain: str) -> str:
    """Given a receiving domain, return its provider's name, or the domain itself where it is in no family."""
    return _OF.get(domain, domain)


def domains_of(provider: str) -> tuple[str, ...]:
    """Given what `provider_of` returned, return all its receiving domains."""
    return PROVIDERS.get(provider, (provider,))
