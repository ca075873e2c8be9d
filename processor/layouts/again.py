"""Our own list of the lines that could not be used (`.again.csv`): mended by people and dropped again.

Written and read with the words that stand here, never with the operator's: what was written must be readable for good.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from processor.domain.bounce_class import CLASSES
from processor.layouts.layout import COMPLAINT, OPTOUT, SUBSCRIBED, Layout, State, bounce, vocabulary
from processor.layouts.vocabulary import WORDS


class Headings(NamedTuple):
    """The headings of one language, in the order of the columns."""

    mend: str
    address: str
    event: str
    at: str
    list: str
    mailing: str
    reason: str
    line: str


HEADINGS: Mapping[str, Headings] = {
    "en": Headings("What to mend", "E-mail", "What happened", "When", "List", "Mailing", "Reason", "Line"),
    "de": Headings("Was zu berichtigen ist", "E-Mail", "Was geschah", "Wann", "Verteiler", "Mailing", "Grund", "Zeile"),
}

EVENTS: Mapping[str, Mapping[str, str]] = {
    "en": {"optout": "opt-out", "complaint": "complaint", "subscribed": "subscribed", "bounce": "bounce"},
    "de": {"optout": "Abmeldung", "complaint": "Beschwerde", "subscribed": "angemeldet", "bounce": "Rückläufer"},
}
"""What we write for an event; behind the word for a bounce stands its class."""

_SURE = tuple(kind for kind in CLASSES if kind not in ("unsubscribed", "complaint"))
_OWN = vocabulary(
    (OPTOUT, ("opt-out", "Abmeldung")),
    (COMPLAINT, ("complaint", "Beschwerde")),
    (SUBSCRIBED, ("subscribed", "angemeldet")),
    *((bounce(kind), (f"bounce {kind}", f"Rückläufer {kind}")) for kind in _SURE),
    *((bounce(label), (f"bounce {label}", f"Rückläufer {label}")) for label in ("hard", "soft")),
)


def event_cell(language: str, event: str, bounce_class: str, *, confident: bool) -> str:
    """Return what we write for the event of a line; a class that was only guessed from a label stays a label."""
    word = EVENTS[language].get(event, "")
    if event != "bounce":
        return word
    label = "hard" if bounce_class in ("mailbox_unknown", "domain_dead", "moved", "address_invalid") else bounce_class
    return f"{word} {bounce_class if confident else label}"


_NAMES = {"en": "abgleich-again", "de": "abgleich-again-german"}

LAYOUTS = tuple(
    Layout(
        name=_NAMES[language],
        system="abgleich",
        required=(headings.mend, headings.event),
        address=(headings.address,),
        states=(State((headings.event,), {**WORDS, **_OWN}),),
        at=(headings.at,),
        list=(headings.list,),
        mailing=(headings.mailing,),
        reason=(headings.reason,),
    )
    for language, headings in HEADINGS.items()
)
