"""How well each system's layout is proven: read in its source code, in its documentation, or in exports people show."""

from __future__ import annotations

from processor.layouts.layout import Layout

_SOURCE = frozenset(
    {
        *("listmonk", "phpList", "Mautic", "Ghost", "Sendy", "Mailman", "Sympa", "MailPoet", "AcyMailing", "CiviCRM"),
        *("Odoo", "TYPO3 direct_mail", "Newsletter (WordPress)", "OpenEMM", "Sisimai", "abgleich"),
    }
)
_DOCUMENTED = frozenset(
    {
        *("Mailchimp", "Mandrill", "Brevo", "Mailjet", "SendGrid", "Mailgun", "SparkPost", "Amazon SES", "HubSpot"),
        *("ActiveCampaign", "promio.connect", "MailUp", "Optimizely Campaign", "mail servers"),
    }
)


def mark_of(layout: Layout) -> str:
    """Return "own", "general", "source", "documented" or "examples" (words: layouts, as "mark_<name>")."""
    if layout.own or layout.plain:
        return "own" if layout.own else "general"
    if layout.system in _SOURCE:
        return "source"
    return "documented" if layout.system in _DOCUMENTED else "examples"
