"""Amazon SES: addresses it suppresses, as its API names them, and notifications of bounces made into a table.

Names from docs.aws.amazon.com (SES API v2 ListSuppressedDestinations; contents of event notifications). The list for
bulk import has no header, only an address and BOUNCE or COMPLAINT; the general layouts read that by its content.
"""

from __future__ import annotations

from processor.layouts.layout import COMPLAINT, Layout, Means, State, bounce, ignored, vocabulary

_SUBTYPES = vocabulary(
    (bounce("mailbox_unknown"), ("NoEmail",)),
    (bounce("mailbox_full"), ("MailboxFull",)),
    (bounce("vendor_suppressed"), ("Suppressed", "OnAccountSuppressionList")),
    (bounce("content"), ("MessageTooLarge", "ContentRejected", "AttachmentRejected")),
)

LAYOUTS = (
    Layout(
        name="ses-suppressed",
        system="Amazon SES",
        required=("EmailAddress", "Reason", "LastUpdateTime"),
        address=("EmailAddress",),
        states=(State(("Reason",), vocabulary((bounce("hard"), ("BOUNCE",)), (COMPLAINT, ("COMPLAINT",)))),),
        at=("LastUpdateTime",),
        touched=("LastUpdateTime",),  # when the entry was put there, or put there again
        reason=("Reason",),
        utc=True,
    ),
    Layout(
        name="ses-events",
        system="Amazon SES",
        required=("bounceType", "bounceSubType"),
        any_of=("notificationType", "eventType", "diagnosticCode"),
        address=("emailAddress", "bouncedRecipients", "recipient", "destination"),
        states=(
            State(("bounceSubType",), _SUBTYPES, free=True),  # General and Undetermined say no more than the type
            State(
                ("bounceType",),
                vocabulary(
                    (bounce("hard"), ("Permanent",)),
                    (bounce("transient"), ("Transient",)),  # out of office notices among them
                    (bounce("unknown"), ("Undetermined",)),
                ),
            ),
            State(
                ("notificationType", "eventType"),
                vocabulary(
                    (COMPLAINT, ("Complaint",)),
                    (Means("bounce"), ("Bounce",)),
                    (ignored("delayed", "delayed"), ("DeliveryDelay",)),
                    (ignored("delivered_or_other", "delivered_or_other"), ("Delivery", "Open", "Click")),
                    (ignored("no_event"), ("Send", "Reject", "Rendering Failure")),
                ),
            ),
        ),
        at=("timestamp",),
        mailing=("messageId",),
        reason=("diagnosticCode", "bounceSubType"),
        diagnosis=("diagnosticCode",),
        enhanced=("status",),
        utc=True,
    ),
)
