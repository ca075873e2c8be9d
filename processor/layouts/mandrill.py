"""Mandrill (Mailchimp Transactional): the rejection blacklist, where bounces and opt-outs stand side by side.

Header as in mandrillBlacklistExample.csv of github.com/SparkPost/java-sparkpost; it names `expires_at` twice, with the
same content. Bounces run out there after some days, opt-outs and complaints never do.
"""

from __future__ import annotations

from processor.layouts.layout import COMPLAINT, OPTOUT, Layout, State, bounce, vocabulary

LAYOUTS = (
    Layout(
        name="mandrill-rejects",
        system="Mandrill",
        required=("email", "reason", "detail", "expires_at"),
        any_of=("last_event_at", "created_at", "subaccount"),
        address=("email",),
        states=(
            State(
                ("reason",),
                vocabulary(
                    (OPTOUT, ("unsub", "custom")),  # custom: put there by hand, for whatever cause
                    (COMPLAINT, ("spam",)),
                    (bounce("hard"), ("hard-bounce",)),
                    (bounce("soft"), ("soft-bounce",)),
                    (bounce("address_invalid"), ("invalid",)),
                    (bounce("blocked"), ("rule",)),
                ),
            ),
        ),
        at=("created_at", "last_event_at"),
        until=("expires_at",),
        list=("subaccount",),
        reason=("detail", "reason"),
        diagnosis=("detail",),
        utc=True,
    ),
)
