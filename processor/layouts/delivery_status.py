"""Mails that mail servers send about mails: delivery status notifications and feedback reports.

Fields and their words from RFC 3464 (delivery status), RFC 5965 and RFC 6591 (feedback reports), RFC 3834 (automatic
replies), RFC 8098 (read receipts). A report of a virus or of failed authentication is about the sender, not a reader.
"""

from __future__ import annotations

from processor.layouts.layout import COMPLAINT, OPTOUT, Layout, Means, State, ignored, vocabulary

_ACTIONS = vocabulary(
    (Means("bounce"), ("failed",)),
    (ignored("delayed", "delayed"), ("delayed",)),
    (
        ignored("delivered_or_other", "delivered_or_other"),
        ("delivered", "relayed", "expanded", "disposition"),
    ),
)

_FEEDBACK = vocabulary(
    (COMPLAINT, ("abuse", "fraud", "other")),
    (OPTOUT, ("opt-out", "opt-out-list")),
    (ignored("not_complained"), ("not-spam",)),
    (ignored("no_event"), ("virus", "auth-failure", "dmarc")),
)

LAYOUTS = (
    Layout(
        name="delivery-status",
        system="mail servers",
        required=("Recipient", "Original-Recipient", "Final-Recipient", "Action", "Feedback-Type", "Auto-Submitted"),
        address=("Recipient",),
        states=(
            State(("Action",), _ACTIONS),
            State(("Feedback-Type",), _FEEDBACK),
            State(("Auto-Submitted",), vocabulary((ignored("auto_reply", "auto_reply"), ("auto-replied",)))),
        ),
        at=("Date",),
        mailing=("Message-ID",),
        reason=("Diagnostic-Code",),
        diagnosis=("Diagnostic-Code",),
        enhanced=("Status",),
        utc=True,
    ),
)
