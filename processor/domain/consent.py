"""Who wins when an address has said both no and yes: pure comparison of times of consent acts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

SAYS_NO = ("no", "half")
"""Flags of the gateway's CUSTOMERS that are a no."""


def stays_suppressed(optouts: Iterable[datetime], optins: Iterable[datetime], *, trust_optin: bool) -> bool:
    """Given the times of all opt-outs and complaints and of all evidenced opt-ins, return whether no is the last word.

    The order in which files arrived plays no part. An opt-out beats everything but a later evidenced opt-in (GDPR
    art. 7(3) and 21(3): the right ends with the objection), and at the same moment the opt-out wins. Without
    `trust_optin` no file can ever revive an address.
    """
    said_no = max(optouts, default=None)
    if said_no is None:
        return False
    said_yes = max(optins, default=None)
    return not (trust_optin and said_yes is not None and said_yes > said_no)
