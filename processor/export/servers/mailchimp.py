"""Mailchimp: plain CSV, tags in one cell separated by commas.

In the dialog choose the status Subscribed and do not tick to update existing contacts. Texts end after 255 bytes,
signs beyond ASCII may only follow the @, dates are YYYY-MM-DD (mailchimp.com/help, format guidelines for your
import file).
"""

from __future__ import annotations

from processor.export.adapter import EMAIL, Adapter, Column

MAILCHIMP = Adapter(
    "mailchimp",
    columns=(
        Column("Email Address", EMAIL, needed=True),
        Column("First Name", "first_name"),
        Column("Last Name", "last_name"),
        Column("Tags", "tags"),
    ),
    dates="%Y-%m-%d",
    between=",",
    ascii_only=True,
    cell_limit=255,
)
