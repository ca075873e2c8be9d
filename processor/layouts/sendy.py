"""Sendy: one file for each state of a list; newer versions write headings and a status as well.

Columns from public copies of includes/subscribers/export-csv.php. Older versions write neither heading nor status: a
list whose name ends in -unsubscribed, -bounced or -marked-as-spam is then told by its file name, like anybody's list.
"""

from __future__ import annotations

from processor.layouts.layout import COMPLAINT, OPTOUT, SUBSCRIBED, Layout, State, bounce, ignored, vocabulary

_STATUS = vocabulary(
    (SUBSCRIBED, ("Active",)),
    (ignored("unconfirmed"), ("Unconfirmed",)),
    (OPTOUT, ("Unsubscribed",)),
    (bounce("hard"), ("Bounced",)),
    (COMPLAINT, ("Marked as spam",)),
)

LAYOUTS = (
    Layout(
        name="sendy-subscribers",
        system="Sendy",
        required=("Email", "Joined", "Last activity", "Status"),
        any_of=("Added via", "Opt-in method", "Signed up from", "Country code", "GDPR"),
        address=("Email",),
        states=(State(("Status",), _STATUS),),
        at=("Last activity",),
        touched=("Last activity",),  # whatever the reader did last, opening a mail for instance
    ),
)
