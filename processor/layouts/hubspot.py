"""HubSpot: the export of unsubscribes and bounces with one column for each kind of mail, and the export of contacts.

Columns as described in knowledge.hubspot.com ("What do the columns mean in the csv I receive when I export unsubscribes
and bounces?"). A bounce is TRUE in older files and the reason in words in newer ones. Who has left one kind of mail is
taken to have left ours.
"""

from __future__ import annotations

from processor.layouts.layout import COMPLAINT, OPTOUT, Layout, State, bounce, ignored, vocabulary
from processor.layouts.vocabulary import NO, YES

_HELD = ignored("not_opted_out")
_FLAG = vocabulary((OPTOUT, YES), (_HELD, NO))
_REASONS = vocabulary(
    (_HELD, ("false", "no", "")),
    (bounce("hard"), ("true", "other")),
    (bounce("mailbox_unknown"), ("unknown user",)),
    (bounce("mailbox_full"), ("mailbox full",)),
    (bounce("blocked"), ("policy", "spam", "filtered", "blocked")),
    (bounce("content"), ("content",)),
    (bounce("temporary"), ("mailbox misconfiguration", "isp misconfiguration", "timeout")),
    (bounce("no_answer"), ("dns failure",)),
)

LAYOUTS = (
    Layout(
        name="hubspot-unsubscribes-bounces",
        system="HubSpot",
        required=("Portal Bounce", "Portal Unsubscribe"),
        address=("Email", "Email Address", "Recipient"),
        states=(
            State(("Portal Unsubscribe",), _FLAG),
            State(("Portal Spam Report",), vocabulary((COMPLAINT, YES), (_HELD, NO))),
            State(("Portal Bounce",), _REASONS, other=bounce("hard")),
            # Bounced for other senders; HubSpot refuses to try again.
            State(("Global Bounce",), vocabulary((_HELD, NO)), other=bounce("vendor_suppressed")),
            State(
                words=vocabulary((OPTOUT, ("true",))),
                free=True,
                pattern=r"(?!(?:portal(?:bounce|unsubscribe|spamreport)|globalbounce|email|emailaddress|recipient)$)(.+)",
            ),
        ),
        reason=("Portal Bounce",),
        diagnosis=("Portal Bounce",),
    ),
    Layout(
        name="hubspot-contacts",
        system="HubSpot",
        required=("Unsubscribed from all email", "Email hard bounce reason"),
        address=("Email",),
        states=(
            State(("Unsubscribed from all email",), _FLAG),
            State(("Email hard bounce reason",), _REASONS, other=bounce("hard")),
        ),
        reason=("Email hard bounce reason",),
        diagnosis=("Email hard bounce reason",),
    ),
)
