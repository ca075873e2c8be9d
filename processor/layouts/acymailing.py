"""AcyMailing: the export of users with a column of dates for each list, in the language of the site.

From github.com/acyba/acymailing (ExportHelper, UserClass, language files). Times are UTC. Who subscribes again keeps
the old date of unsubscribing, so a later date of subscribing to the same list takes it back.
"""

from __future__ import annotations

from processor.layouts.layout import OPTOUT, SUBSCRIBED, Layout, State, ignored, vocabulary
from processor.layouts.words import fold

_DATES = (
    ("Unsubscription date", "Subscription date"),
    ("Abmeldedatum", "Anmeldedatum"),
    ("Date de désabonnement", "Date d'abonnement"),
    ("Fecha de baja", "Fecha de suscripción"),
    ("Data di disiscrizione", "Data di iscrizione"),
)
_OUT = "|".join(fold(out) for out, _ in _DATES)
_STATES = tuple(
    state
    for out, back in _DATES
    for state in (
        State(pattern=f"{fold(out)}(.+)", dated=OPTOUT, at=f"{out} *", renewed=f"{back} *"),
        State(pattern=f"{fold(back)}(.+)", dated=SUBSCRIBED, at=f"{back} *"),
    )
)

LAYOUTS = (
    Layout(
        name="acymailing-users",
        system="AcyMailing",
        required=("email",),
        above=rf"^(?:{_OUT}).",
        address=("email",),
        always=ignored("not_opted_out"),
        states=(
            *_STATES,
            State(("confirmed",), vocabulary((ignored("unconfirmed"), ("0",)))),
            State(("active",), vocabulary((ignored("inactive"), ("0",)))),
        ),
        nulls=("0000-00-00 00:00:00", "1"),  # who is confirmed and active may be on none of the lists
        utc=True,
    ),
    Layout(
        name="acymailing-users-without-dates",
        system="AcyMailing",
        required=("email", "creation_date", "active", "confirmed"),
        above=rf"\A(?!(?:.*\n)*(?:{_OUT}).)",
        says_nothing=True,
    ),
)
