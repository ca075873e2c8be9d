"""SparkPost (Bird): the suppression list in its full and its older form, and events with their bounce classes.

Columns as in github.com/tuck1s/sparkySuppress, sources as in docs.bird.com (suppression list), classes and event types
as in anymail/webhooks/sparkpost.py of github.com/anymail/django-anymail. An address may stand there twice, once for
each type of mail. The short form (recipient, type, description) names no cause; there the folder must tell.
"""

from __future__ import annotations

from processor.layouts.layout import COMPLAINT, OPTOUT, Layout, Means, State, bounce, ignored, vocabulary
from processor.layouts.vocabulary import NO, YES

_CLASSES = vocabulary(
    (OPTOUT, ("90",)),
    (bounce("mailbox_unknown"), ("10",)),
    (bounce("hard"), ("30",)),
    (bounce("unknown"), ("1",)),
    (bounce("temporary"), ("20", "24", "40", "70")),
    (bounce("no_answer"), ("21",)),
    (bounce("mailbox_full"), ("22",)),
    (bounce("content"), ("23", "52", "53")),
    (bounce("vendor_suppressed"), ("25", "26")),
    (bounce("blocked"), ("50", "51")),
    (bounce("sender_fault"), ("54",)),
    (bounce("auto_reply"), ("60", "100")),
    (bounce("delivered_or_other"), ("80",)),
)

_FLAG = vocabulary((OPTOUT, YES), (ignored("not_opted_out"), NO))

_TYPES = vocabulary(
    (OPTOUT, ("list_unsubscribe", "link_unsubscribe")),
    (COMPLAINT, ("spam_complaint",)),
    (Means("bounce"), ("bounce", "out_of_band")),
    (bounce("vendor_suppressed"), ("policy_rejection",)),
    (bounce("delayed"), ("delay",)),
    (
        ignored("delivered_or_other", "delivered_or_other"),
        ("delivery", "open", "initial_open", "click", "amp_open", "amp_initial_open", "amp_click"),
    ),
    (ignored("no_event"), ("injection", "generation_failure", "generation_rejection")),
)

LAYOUTS = (
    Layout(
        name="sparkpost-suppressions",
        system="SparkPost",
        required=("recipient", "type", "source", "description"),
        address=("recipient",),
        states=(
            State(
                ("source",),
                vocabulary(
                    (OPTOUT, ("List Unsubscribe", "Unsubscribe Link")),
                    (OPTOUT, ("Manually Added", "Compliance")),  # put there by hand, for whatever cause
                    (COMPLAINT, ("Spam Complaint",)),
                    (bounce("hard"), ("Bounce Rule",)),
                ),
            ),
        ),
        at=("created", "updated"),
        touched=("updated",),
        reason=("description", "source"),
        diagnosis=("description",),
        utc=True,
    ),
    Layout(
        name="sparkpost-suppressions-old",
        system="SparkPost",
        required=("recipient", "transactional", "non_transactional"),
        address=("recipient",),
        states=(State(frozenset({"transactional", "nontransactional"}), _FLAG),),
        at=("created", "updated"),
        reason=("description",),
        utc=True,
    ),
    Layout(
        name="sparkpost-events",
        system="SparkPost",
        required=("rcpt_to", "bounce_class"),
        any_of=("type", "raw_reason"),
        address=("rcpt_to",),
        states=(
            State(("type",), vocabulary((bounce("delayed"), ("delay",))), free=True),  # delays have a class as well
            State(("bounce_class",), _CLASSES),
            State(("type",), _TYPES),
        ),
        at=("timestamp",),
        mailing=("campaign_id", "transmission_id"),
        reason=("raw_reason", "reason"),
        diagnosis=("raw_reason", "reason"),
        smtp=("error_code",),
        utc=True,
    ),
)
