"""Mailchimp: one file for each state of an audience; the state is in the file name and in the columns of times.

Header rows as in the fixtures of github.com/TryGhost/migrate (mg-mailchimp-members). The address header is a label the
user may change, so the column is found by what it is called or by what it holds.
"""

from __future__ import annotations

from processor.layouts.layout import COMPLAINT, OPTOUT, SUBSCRIBED, Layout, State, bounce, ignored, vocabulary

_NAMED = r"(?:^|[^a-z])(?:{})_(?:email_audience|members)_export"

LAYOUTS = (
    Layout(
        name="mailchimp-unsubscribed",
        system="Mailchimp",
        required=("OPTIN_TIME", "UNSUB_TIME"),
        absent=("CLEAN_TIME",),
        contrary_name=_NAMED.format("subscribed|cleaned|nonsubscribed"),
        always=OPTOUT,
        states=(
            State(("UNSUB_REASON",), vocabulary((COMPLAINT, ("ABUSE",)), (OPTOUT, ("NORMAL", "OTHER"))), free=True),
        ),
        at=("UNSUB_TIME",),
        mailing=("UNSUB_CAMPAIGN_ID", "UNSUB_CAMPAIGN_TITLE"),
        reason=("UNSUB_REASON_OTHER", "UNSUB_REASON"),
    ),
    Layout(
        name="mailchimp-cleaned",
        system="Mailchimp",
        required=("OPTIN_TIME", "CLEAN_TIME"),
        absent=("UNSUB_TIME",),
        contrary_name=_NAMED.format("subscribed|unsubscribed|nonsubscribed"),
        always=bounce("hard"),  # hard bounces and repeated soft ones alike; the file names no cause
        at=("CLEAN_TIME",),
        mailing=("CLEAN_CAMPAIGN_ID", "CLEAN_CAMPAIGN_TITLE"),
    ),
    Layout(
        name="mailchimp-subscribed",
        system="Mailchimp",
        required=("MEMBER_RATING", "OPTIN_TIME", "LAST_CHANGED"),
        absent=("UNSUB_TIME", "CLEAN_TIME"),
        other_name=_NAMED.format("nonsubscribed"),
        contrary_name=_NAMED.format("unsubscribed|cleaned"),
        always=SUBSCRIBED,
        at=("LAST_CHANGED",),
        # Imported contacts have a CONFIRM_TIME too; only with CONFIRM_IP was it the reader who confirmed.
        confirmed=("CONFIRM_TIME",),
        confirmed_by=("CONFIRM_IP",),
    ),
    Layout(
        name="mailchimp-nonsubscribed",
        system="Mailchimp",
        required=("MEMBER_RATING", "OPTIN_TIME", "LAST_CHANGED"),
        absent=("UNSUB_TIME", "CLEAN_TIME"),
        file_name=_NAMED.format("nonsubscribed"),
        always=ignored("never_subscribed"),
        at=("LAST_CHANGED",),
    ),
)
