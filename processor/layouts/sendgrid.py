"""SendGrid (Twilio): suppression lists; bounces and blocks share one header, so a block is told by the file name.

Headers from public parsers of suppression_bounces.csv and SendGrid's description of its suppressions (API v3). A block
is a temporary refusal, not a dead address. Times are Unix seconds.
"""

from __future__ import annotations

from processor.layouts.layout import COMPLAINT, OPTOUT, Layout, Means, bounce

_BLOCKS = r"(?:^|[^a-z])blocks?(?:[^a-z]|$)"

LAYOUTS = (
    Layout(
        name="sendgrid-bounces",
        system="SendGrid",
        required=("status", "reason", "email", "created"),
        other_name=_BLOCKS,
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
        address=("email",),
        always=COMPLAINT,
        at=("created",),
        utc=True,
    ),
    Layout(
        name="sendgrid-unsubscribes",
        system="SendGrid",
        required=("email", "created"),
        absent=("status", "reason", "ip"),
        file_name=r"suppression_(?:group_|global_)?unsubscribes",
        address=("email",),
        always=OPTOUT,
        at=("created",),
        utc=True,
    ),
)
