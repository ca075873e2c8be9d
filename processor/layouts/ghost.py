"""Ghost: the export of members, everybody in one file, with the flag turned round: true means subscribed.

Columns from github.com/TryGhost/Ghost (tests of members-csv). `created_at` is when somebody became a member, not when
they left, so an opt-out has no time here.
"""

from __future__ import annotations

from processor.layouts.layout import OPTOUT, SUBSCRIBED, Layout, State, vocabulary

LAYOUTS = (
    Layout(
        name="ghost-members",
        system="Ghost",
        required=("email", "subscribed_to_emails"),
        any_of=("complimentary_plan", "stripe_customer_id", "deleted_at", "labels", "tiers", "products", "note"),
        address=("email",),
        states=(State(("subscribed_to_emails",), vocabulary((SUBSCRIBED, ("true", "1")), (OPTOUT, ("false", "0")))),),
        list=("labels",),
        utc=True,
    ),
)
