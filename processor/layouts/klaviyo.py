"""Klaviyo: profiles with their e-mail consent and why they are suppressed.

Words from Klaviyo's public API schema (email marketing suppression and consent); the headings are those its exports are
known by. Only `Email Suppressions` tells of bounces; consent stays "subscribed" there.
"""

from __future__ import annotations

from processor.layouts.layout import COMPLAINT, OPTOUT, SUBSCRIBED, Layout, State, bounce, ignored, vocabulary

LAYOUTS = (
    Layout(
        name="klaviyo-profiles",
        system="Klaviyo",
        required=("Email", "Email Marketing Consent", "Email Suppressions"),
        address=("Email",),
        states=(
            State(
                ("Email Suppressions",),
                vocabulary(
                    (OPTOUT, ("UNSUBSCRIBE", "USER_SUPPRESSED")),
                    (COMPLAINT, ("SPAM_COMPLAINT",)),
                    (bounce("hard"), ("HARD_BOUNCE",)),
                    (bounce("address_invalid"), ("INVALID_EMAIL",)),
                ),
            ),
            State(
                ("Email Marketing Consent",),
                vocabulary(
                    (OPTOUT, ("UNSUBSCRIBED",)),
                    (SUBSCRIBED, ("SUBSCRIBED",)),
                    (ignored("never_subscribed"), ("NEVER_SUBSCRIBED", "")),
                ),
            ),
        ),
        at=("Email Suppressions Timestamp",),
        reason=("Email Suppressions",),
        utc=True,
    ),
)
