"""phpList: the export of subscribers and the two downloads of bounces, which know no hard or soft.

Columns from github.com/phpList/phplist3 (actions/export.php, structure.php, listbounces.php, msgbounces.php). The
blacklist mixes unsubscribing, bounces and entries by hand, so it is read as an opt-out and never as a dead address.
"""

from __future__ import annotations

from processor.layouts.layout import OPTOUT, SUBSCRIBED, Layout, Means, State, ignored, vocabulary

LAYOUTS = (
    Layout(
        name="phplist-subscribers",
        system="phpList",
        required=("Email", "Is this subscriber blacklisted"),
        address=("Email",),
        states=(
            State(("Is this subscriber blacklisted",), vocabulary((OPTOUT, ("1",)), (SUBSCRIBED, ("0",)))),
            State(
                ("Is this subscriber confirmed",),
                vocabulary((SUBSCRIBED, ("1",)), (ignored("unconfirmed"), ("0",))),
            ),
            State(("Is this account disabled?",), vocabulary((ignored("inactive"), ("1",)), (SUBSCRIBED, ("0",)))),
        ),
        at=("Last Modified",),  # never before the opt-out itself
        list=("List Membership",),
    ),
    Layout(
        name="phplist-subscribers-without-blacklist",
        system="phpList",
        required=("Email", "List Membership"),
        any_of=(
            *("Is this subscriber confirmed", "Did this subscriber manually confirm", "Unique ID", "Number of bounces"),
            *("Send this subscriber HTML emails", "Is this account disabled?"),
        ),
        absent=("Is this subscriber blacklisted",),
        says_nothing=True,
    ),
    Layout(
        name="phplist-campaign-bounces",
        system="phpList",
        required=("Bounce ID", "user", "Time"),
        address=("user",),
        always=Means("bounce"),
        at=("Time",),
    ),
    Layout(
        name="phplist-list-bounces",
        system="phpList",
        headerless=True,
        file_name=r"^bounces on .+\.(?:csv|txt|xlsx|ods)(?:$| › )",
        always=Means("bounce"),
    ),
)
