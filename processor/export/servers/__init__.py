"""The newsletter servers whose import files are known, each in a file of its own, registered by hand."""

from __future__ import annotations

from collections.abc import Mapping

from processor.export.adapter import Adapter
from processor.export.servers.activecampaign import ACTIVECAMPAIGN
from processor.export.servers.acymailing import ACYMAILING
from processor.export.servers.brevo import BREVO
from processor.export.servers.cleverreach import CLEVERREACH
from processor.export.servers.convead import CONVEAD
from processor.export.servers.direct_mail import DIRECT_MAIL
from processor.export.servers.emailit import EMAILIT
from processor.export.servers.free import FREE
from processor.export.servers.getresponse import GETRESPONSE
from processor.export.servers.ghost import GHOST
from processor.export.servers.inxmail import INXMAIL
from processor.export.servers.listmonk import LISTMONK
from processor.export.servers.mailchimp import MAILCHIMP
from processor.export.servers.mailcoach import MAILCOACH
from processor.export.servers.mailerlite import MAILERLITE
from processor.export.servers.mailjet import MAILJET
from processor.export.servers.mailman import MAILMAN
from processor.export.servers.mailpoet import MAILPOET
from processor.export.servers.mailup import MAILUP
from processor.export.servers.maropost import MAROPOST
from processor.export.servers.mautic import MAUTIC
from processor.export.servers.newsletter2go import NEWSLETTER2GO
from processor.export.servers.openemm import OPENEMM
from processor.export.servers.phplist import PHPLIST
from processor.export.servers.rapidmail import RAPIDMAIL
from processor.export.servers.sendgrid import SENDGRID
from processor.export.servers.sendy import SENDY
from processor.export.servers.supermailer import SUPERMAILER
from processor.export.servers.sympa import SYMPA
from processor.export.servers.wp_newsletter import WP_NEWSLETTER

SERVERS: Mapping[str, Adapter] = {
    adapter.name: adapter
    for adapter in (
        FREE,
        ACTIVECAMPAIGN,
        ACYMAILING,
        BREVO,
        CLEVERREACH,
        CONVEAD,
        DIRECT_MAIL,
        EMAILIT,
        GETRESPONSE,
        GHOST,
        INXMAIL,
        LISTMONK,
        MAILCHIMP,
        MAILCOACH,
        MAILERLITE,
        MAILJET,
        MAILMAN,
        MAILPOET,
        MAILUP,
        MAROPOST,
        MAUTIC,
        NEWSLETTER2GO,
        OPENEMM,
        PHPLIST,
        RAPIDMAIL,
        SENDGRID,
        SENDY,
        SUPERMAILER,
        SYMPA,
        WP_NEWSLETTER,
    )
}
"""By the name the configuration calls them, the free shape first."""
