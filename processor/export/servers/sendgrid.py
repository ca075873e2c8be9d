"""SendGrid Marketing Campaigns: reserved field names as headings, at most a million people in a file.

Headings have letters, digits and underscores only. Unsubscribes are kept apart from contacts there and go on
working (Twilio documentation, formatting a CSV).
"""

from __future__ import annotations

from processor.export.adapter import EMAIL, Adapter, Column

SENDGRID = Adapter(
    "sendgrid",
    columns=(
        Column("email", EMAIL, needed=True),
        Column("first_name", "first_name"),
        Column("last_name", "last_name"),
        Column("country", "country"),
    ),
    own="[A-Za-z0-9_]+",
    rows=1_000_000,
    size=5_000_000_000,
)
