"""ActiveCampaign: the export of contacts, whose only date is the one they were created at.

Header row from a public importer's test data, the four states from ActiveCampaign's help pages.
"""

from __future__ import annotations

from processor.layouts.layout import OPTOUT, SUBSCRIBED, Layout, State, bounce, ignored, vocabulary

LAYOUTS = (
    Layout(
        name="activecampaign-contacts",
        system="ActiveCampaign",
        required=("Email", "Tags", "Date Created", "IP", "Status"),
        address=("Email",),
        states=(
            State(
                ("Status",),
                vocabulary(
                    (SUBSCRIBED, ("Active",)),
                    (ignored("unconfirmed"), ("Unconfirmed",)),
                    (OPTOUT, ("Unsubscribed",)),
                    (bounce("hard"), ("Bounced",)),
                ),
            ),
        ),
        reason=("Status",),
    ),
)
