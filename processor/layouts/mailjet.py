"""Mailjet: delivery events under the names of its event API, as collected into a file.

Words from anymail/webhooks/mailjet.py in github.com/anymail/django-anymail and dev.mailjet.com (event API). The export
of the exclusion list is a bare list of addresses, which needs no layout.
"""

from __future__ import annotations

from processor.layouts.layout import COMPLAINT, OPTOUT, Layout, Means, State, bounce, ignored, vocabulary

_ERRORS = vocabulary(
    (bounce("mailbox_unknown"), ("user unknown",)),
    (bounce("mailbox_disabled"), ("mailbox inactive",)),
    (bounce("mailbox_full"), ("quota exceeded",)),
    (bounce("domain_dead"), ("invalid domain", "no mail host")),
    (bounce("address_invalid"), ("typofix",)),
    (bounce("temporary"), ("greylisted", "connection issue", "protocol issue", "system issue")),
    (bounce("blocked"), ("relay/access denied", "sender blocked", "policy issue")),
    (bounce("content"), ("content blocked",)),
    # Mailjet's own list refused to send; whoever stands on it once bounced, complained or unsubscribed.
    (bounce("vendor_suppressed"), ("blacklisted", "preblocked")),
    (bounce("delivered_or_other"), ("duplicate in campaign",)),
    (COMPLAINT, ("spam reporter",)),
)

LAYOUTS = (
    Layout(
        name="mailjet-events",
        system="Mailjet",
        required=("event", "email", "error_related_to", "error"),
        address=("email",),
        states=(
            State(("error",), _ERRORS),
            State(("hard_bounce",), vocabulary((bounce("hard"), ("true", "1")), (bounce("soft"), ("false", "0")))),
            State(
                ("event",),
                vocabulary(
                    (OPTOUT, ("unsub",)),
                    (COMPLAINT, ("spam",)),
                    (Means("bounce"), ("bounce",)),
                    (bounce("vendor_suppressed"), ("blocked",)),
                    (ignored("delivered_or_other", "delivered_or_other"), ("sent", "open", "click")),
                ),
            ),
        ),
        at=("time",),
        mailing=("mj_campaign_id", "customcampaign"),
        reason=("comment", "error"),
        diagnosis=("comment",),
        utc=True,
    ),
)
