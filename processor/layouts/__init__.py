"""The exports we know, registered by hand: one small literal file for each sender."""

from __future__ import annotations

from processor.layouts import brevo, cleverreach, listmonk, mailchimp, mautic, plain, postmark, sendgrid
from processor.layouts.layout import Layout

LAYOUTS: tuple[Layout, ...] = (
    *mailchimp.LAYOUTS,
    *brevo.LAYOUTS,
    *sendgrid.LAYOUTS,
    *postmark.LAYOUTS,
    *mautic.LAYOUTS,
    *listmonk.LAYOUTS,
    *cleverreach.LAYOUTS,
    *plain.LAYOUTS,
)
"""All layouts. Order plays no part: exactly one may claim a table."""
