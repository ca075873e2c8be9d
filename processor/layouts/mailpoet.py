"""MailPoet 3: one line for each subscriber and list, with a state of the list and one of the whole installation.

From github.com/mailpoet/mailpoet (ImportExport/Export, ImportExportFactory). Whoever left one list counts as opted
out. Times are of subscribing and confirming, so an opt-out has no time here.
"""

from __future__ import annotations

from processor.layouts.layout import OPTOUT, SUBSCRIBED, Layout, State, bounce, ignored, vocabulary

_STATUS = vocabulary(
    (SUBSCRIBED, ("subscribed",)),
    (OPTOUT, ("unsubscribed",)),
    (ignored("unconfirmed"), ("unconfirmed",)),
    (ignored("inactive"), ("inactive",)),  # has not opened anything for long
    (bounce("hard"), ("bounced",)),
)

LAYOUTS = (
    Layout(
        name="mailpoet-subscribers",
        system="MailPoet",
        required=("Email", "Global status"),
        any_of=("List status", "List", "Subscription IP", "Subscription time", "Confirmation time", "Confirmation IP"),
        address=("Email",),
        states=(State(("Global status",), _STATUS), State(("List status",), _STATUS)),
        list=("List",),
        # Imported subscribers may have a time; only with the address of a computer was it the reader who confirmed.
        confirmed=("Confirmation time",),
        confirmed_by=("Confirmation IP",),
    ),
)
