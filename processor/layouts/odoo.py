"""Odoo Email Marketing: the statistics of mailings ("traces"), with labels or with technical values.

From github.com/odoo/odoo (addons/mass_mailing/models/mailing_trace.py). Any mail that comes back is "Bounced", so only
the failure's type or text says whether it is for good. The blacklist mixes its causes and is read as an opt-out.
"""

from __future__ import annotations

from processor.layouts.layout import OPTOUT, Layout, Means, State, bounce, ignored, vocabulary

_FAILURES = vocabulary(
    (OPTOUT, ("Opted Out", "mail_optout", "Blacklisted Address", "mail_bl")),
    (Means("bounce"), ("Bounce", "mail_bounce", "Unknown error", "unknown")),
    (bounce("address_invalid"), ("Invalid email address", "mail_email_invalid")),
    (bounce("blocked"), ("Detected As Spam", "mail_spam")),
    (
        bounce("sender_fault"),
        (
            *("Connection failed (outgoing mail server problem)", "mail_smtp", "Invalid from address"),
            *("mail_from_invalid", "Missing from address", "mail_from_missing"),
        ),
    ),
    (
        ignored("no_event"),
        ("Duplicated Email", "mail_dup", "Missing email address", "mail_email_missing"),
    ),
)
_STATUS = vocabulary(
    (Means("bounce"), ("Bounced", "bounce")),
    (
        ignored("delivered_or_other", "delivered_or_other"),
        ("Delivered", "Opened", "open", "Clicked", "Replied", "reply"),
    ),
    (
        # "sent" is the technical word for delivered, and the label of what only left the house.
        ignored("no_event"),
        ("Sent", "pending", "Outgoing", "Processing", "process"),
    ),
)

LAYOUTS = (
    Layout(
        name="odoo-traces",
        system="Odoo",
        required=("Email", "Status", "Failure type"),
        any_of=("Failure reason", "Sent On", "Mailing"),
        address=("Email",),
        always=ignored("no_event"),
        states=(State(("Failure type",), _FAILURES), State(("Status",), _STATUS)),
        nulls=("Exception", "error", "Cancelled", "cancel", "False"),  # only the type says what failed
        at=("Sent On",),
        mailing=("Mailing",),
        reason=("Failure reason", "Failure type"),
        diagnosis=("Failure reason",),
    ),
    Layout(
        name="odoo-traces-technical",
        system="Odoo",
        required=("email", "trace_status", "failure_type"),
        address=("email",),
        always=ignored("no_event"),
        states=(State(("failure_type",), _FAILURES), State(("trace_status",), _STATUS)),
        nulls=("error", "cancel", "False"),
        at=("sent_datetime", "write_date"),
        touched=("write_date",),
        mailing=("mass_mailing_id", "mass_mailing_id/id"),
        reason=("failure_reason", "failure_type"),
        diagnosis=("failure_reason",),
    ),
)
