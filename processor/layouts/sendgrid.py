"""SendGrid (Twilio): suppression lists; bounces and blocks share one header, so a block is told by the file name.

Headers from public parsers of suppression_bounces.csv and SendGrid's description of its suppressions (API v3). A block
is a temporary refusal, not a dead address. Times are Unix seconds. The headers are anybody's words, so codes and times
must prove whose file it is.
"""

from __future__ import annotations

from processor.layouts.layout import COMPLAINT, NOTHING, OPTOUT, Layout, Means, State, bounce, ignored, vocabulary

_CODES = ("status", r"[245]\.\d{1,3}\.\d{1,3}|[245]\d\d")
_SECONDS = ("created", r"\d{9,11}")
_KINDS = vocabulary(
    (bounce("mailbox_unknown"), ("Invalid Address",)),
    (bounce("mailbox_full"), ("Mailbox Unavailable",)),
    (bounce("blocked"), ("Reputation", "Frequency/Volume", "Frequency or Volume Too High")),
    (bounce("content"), ("Content",)),
    (bounce("temporary"), ("Technical", "Technical Failure")),
    (NOTHING, ("Unclassified",)),  # the event and the answer say more
)
_EVENTS = vocabulary(
    (OPTOUT, ("unsubscribe", "group_unsubscribe")),
    (COMPLAINT, ("spamreport",)),
    (Means("bounce"), ("bounce",)),
    (bounce("blocked"), ("blocked", "block")),
    (bounce("vendor_suppressed"), ("dropped",)),
    (ignored("delayed", "delayed"), ("deferred",)),
    (ignored("delivered_or_other", "delivered_or_other"), ("delivered", "open", "click", "group_resubscribe")),
    (ignored("no_event"), ("processed",)),
)
_BLOCKS = r"(?:^|[^a-z])blocks?(?:[^a-z]|$)"

LAYOUTS = (
    Layout(
        name="sendgrid-bounces",
        system="SendGrid",
        required=("status", "reason", "email", "created"),
        other_name=_BLOCKS,
        proof=_CODES,
        address=("email",),
        always=Means("bounce"),
        at=("created",),
        reason=("reason",),
        diagnosis=("reason",),
        enhanced=("status",),
        utc=True,
    ),
    Layout(
        name="sendgrid-blocks",
        system="SendGrid",
        required=("status", "reason", "email", "created"),
        file_name=_BLOCKS,
        proof=_CODES,
        address=("email",),
        always=bounce("blocked"),
        at=("created",),
        reason=("reason",),
        diagnosis=("reason",),
        enhanced=("status",),
        utc=True,
    ),
    Layout(
        name="sendgrid-invalid",
        system="SendGrid",
        required=("reason", "email", "created"),
        absent=("status", "ip"),
        file_name=r"suppression_invalid|invalid_emails?",
        proof=_SECONDS,
        address=("email",),
        always=bounce("address_invalid"),
        at=("created",),
        reason=("reason",),
        diagnosis=("reason",),
        utc=True,
    ),
    Layout(
        name="sendgrid-spam-reports",
        system="SendGrid",
        required=("email", "ip", "created"),
        file_name=r"spam_?reports?",
        proof=_SECONDS,
        address=("email",),
        always=COMPLAINT,
        at=("created",),
        utc=True,
    ),
    Layout(
        name="sendgrid-events",
        system="SendGrid",
        required=("email", "event", "timestamp", "sg_event_id"),
        address=("email",),
        states=(
            State(("bounce_classification",), _KINDS),
            # A block is reported as a bounce whose type is "blocked".
            State(("type",), vocabulary((bounce("blocked"), ("blocked",)), (NOTHING, ("bounce",))), free=True),
            State(("event",), _EVENTS),
        ),
        at=("timestamp",),
        mailing=("marketing_campaign_id", "singlesend_id"),
        reason=("reason", "response"),
        diagnosis=("reason", "response"),
        enhanced=("status",),
        utc=True,
    ),
    Layout(
        name="sendgrid-unsubscribes",
        system="SendGrid",
        required=("email", "created"),
        absent=("status", "reason", "ip"),
        file_name=r"suppression_(?:group_|global_)?unsubscribes",
        proof=_SECONDS,
        address=("email",),
        always=OPTOUT,
        at=("created",),
        utc=True,
    ),
)
