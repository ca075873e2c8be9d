"""Mautic: the report "Do Not Contact"; its labels are translated, its channel may be something else than e-mail.

From github.com/mautic/mautic: ReportDNCSubscriber, CsvExporter. The plain export of contacts says nothing of consent.
"""

from __future__ import annotations

from processor.layouts.layout import OPTOUT, SUBSCRIBED, Layout, State, bounce, vocabulary

_REASONS = vocabulary(
    (SUBSCRIBED, ("Contactable", "0")),
    (
        OPTOUT,
        (
            *("DNC Unsubscribed", "Unsubscribed", "1", "DNC Manually Unsubscribed", "Manually Unsubscribed", "3"),
            *("Abgemeldet", "Manuell abgemeldet", "DNC Abgemeldet", "DNC Manuell abgemeldet"),
        ),
    ),
    (bounce("hard"), ("DNC Bounced", "Bounced", "2", "DNC Gebounct", "Unzustellbar")),
)

LAYOUTS = (
    Layout(
        name="mautic-dnc",
        system="Mautic",
        required=("DNC Reason",),
        any_of=("DNC Date", "DNC Channel", "DNC Comment"),
        states=(State(("DNC Reason",), _REASONS),),
        only=("DNC Channel", ("email", "e-mail", "E-Mail", "", "courriel")),
        at=("DNC Date",),
        mailing=("DNC Channel ID",),
        reason=("DNC Comment",),
        diagnosis=("DNC Comment",),
        utc=True,
    ),
    Layout(
        name="mautic-contacts",
        system="Mautic",
        required=("id", "firstname", "lastname", "email", "stage"),
        absent=("DNC Reason", "status"),
        says_nothing=True,
    ),
)
