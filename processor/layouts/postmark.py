"""Postmark: the list of bounces, which is full of things that are none, and the list of suppressions.

Words and numbers from PostmarkBounceType in github.com/ActiveCampaign/postmark-dotnet; suppressions as described in
postmarkapp.com/developer/api/suppressions-api. A manual suppression is what an unsubscribing reader leaves behind.
"""

from __future__ import annotations

from processor.layouts.layout import COMPLAINT, OPTOUT, Layout, State, bounce, ignored, vocabulary

_TYPES = vocabulary(
    (OPTOUT, ("Unsubscribe", "16")),
    (COMPLAINT, ("SpamComplaint", "100001")),
    (bounce("mailbox_unknown"), ("HardBounce", "1")),
    (bounce("address_invalid"), ("BadEmailAddress", "100000")),
    (bounce("vendor_suppressed"), ("ManuallyDeactivated", "100002")),
    (bounce("temporary"), ("Transient", "2", "SoftBounce", "4096")),
    (bounce("no_answer"), ("DnsError", "256")),
    (bounce("blocked"), ("SpamNotification", "512", "Blocked", "100006")),
    (bounce("content"), ("VirusNotification", "8192")),
    (bounce("sender_fault"), ("DMARCPolicy", "100009")),
    (bounce("unknown"), ("Unknown", "2048")),
    (ignored("auto_reply", "auto_reply"), ("AutoResponder", "64", "ChallengeVerification", "16384")),
    (ignored("address_change_hint", "address_change_hint"), ("AddressChange", "128")),
    (ignored("delivered_or_other", "delivered_or_other"), ("Subscribe", "32", "OpenRelayTest", "1024")),
    (ignored("unconfirmed"), ("Unconfirmed", "100003")),
    (
        ignored("no_event"),
        ("SMTPApiError", "100007", "InboundError", "100008", "TemplateRenderingFailed", "100010"),
    ),
)

LAYOUTS = (
    Layout(
        name="postmark-bounces",
        system="Postmark",
        required=("Email", "Type", "TypeCode", "BouncedAt"),
        address=("Email",),
        states=(State(("Type",), _TYPES), State(("TypeCode",), _TYPES)),
        at=("BouncedAt",),
        mailing=("Subject",),
        reason=("Details", "Description"),
        diagnosis=("Details",),
        utc=True,
    ),
    Layout(
        name="postmark-suppressions",
        system="Postmark",
        required=("EmailAddress", "SuppressionReason"),
        any_of=("Origin", "CreatedAt"),
        address=("EmailAddress",),
        states=(
            State(
                ("SuppressionReason",),
                vocabulary(
                    (OPTOUT, ("ManualSuppression",)),
                    (COMPLAINT, ("SpamComplaint",)),
                    (bounce("mailbox_unknown"), ("HardBounce",)),
                ),
            ),
        ),
        at=("CreatedAt",),
        reason=("SuppressionReason",),
        utc=True,
    ),
)
