"""Mailgun: the list of bounces, which has permanent failures only; 605 and 607 are answers of Mailgun itself.

Header and default as in documentation.mailgun.com (import of a bounce list). The lists of complaints and unsubscribes
have only an address and a date, so the general layouts read them by their name.
"""

from __future__ import annotations

from processor.layouts.layout import COMPLAINT, Layout, Means, State, bounce, vocabulary

LAYOUTS = (
    Layout(
        name="mailgun-bounces",
        system="Mailgun",
        required=("address", "code", "error", "created_at"),
        proof=("code", r"[245]\d\d|60[5-7]"),
        address=("address",),
        always=Means("bounce"),
        states=(
            State(("code",), vocabulary((bounce("vendor_suppressed"), ("605",)), (COMPLAINT, ("607",))), free=True),
        ),
        at=("created_at",),
        reason=("error",),
        diagnosis=("error",),
        smtp=("code",),
        utc=True,
    ),
)
