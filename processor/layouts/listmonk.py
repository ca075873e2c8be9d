"""listmonk: the export of subscribers, and bounces as its API names them.

From github.com/knadh/listmonk: cmd/subscribers.go, models/bounces.go. The status is the subscriber's own; having left a
single list is not in the file (issue 738 there), such people are still "enabled".
"""

from __future__ import annotations

from processor.layouts.layout import COMPLAINT, OPTOUT, SUBSCRIBED, Layout, State, bounce, ignored, vocabulary

LAYOUTS = (
    Layout(
        name="listmonk-subscribers",
        system="listmonk",
        required=("uuid", "email", "attributes", "status", "updated_at"),
        address=("email",),
        states=(
            State(
                ("status",),
                vocabulary(
                    (SUBSCRIBED, ("enabled",)), (ignored("inactive"), ("disabled",)), (OPTOUT, ("blocklisted",))
                ),
            ),
        ),
        at=("updated_at",),
        utc=True,
    ),
    Layout(
        name="listmonk-bounces",
        system="listmonk",
        required=("type", "email", "source", "created_at"),
        any_of=("subscriber_uuid", "campaign", "meta"),
        address=("email",),
        states=(
            State(
                ("type",),
                vocabulary((bounce("hard"), ("hard",)), (bounce("soft"), ("soft",)), (COMPLAINT, ("complaint",))),
            ),
        ),
        at=("created_at",),
        mailing=("campaign",),
        reason=("source",),
        utc=True,
    ),
    Layout(
        name="listmonk-import",
        system="listmonk",
        required=("email", "name", "attributes"),
        absent=("status",),
        says_nothing=True,  # what newsletter servers are given, dropped back by mistake
    ),
)
