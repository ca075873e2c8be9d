"""The names of the newsletter servers that the configuration may name."""

from __future__ import annotations

from typing import Literal

Server = Literal[
    "free",
    "activecampaign",
    "acymailing",
    "brevo",
    "cleverreach",
    "convead",
    "direct-mail",
    "emailit",
    "getresponse",
    "ghost",
    "inxmail",
    "listmonk",
    "mailchimp",
    "mailcoach",
    "mailerlite",
    "mailjet",
    "mailman",
    "mailpoet",
    "mailup",
    "maropost",
    "mautic",
    "newsletter2go",
    "openemm",
    "phplist",
    "rapidmail",
    "sendgrid",
    "sendy",
    "supermailer",
    "sympa",
    "wp-newsletter",
]
"""Newsletter servers whose import files are known; "free" is a file as the configuration describes it."""
