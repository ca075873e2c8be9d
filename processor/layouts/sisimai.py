"""Sisimai: what the library many mailing tools read their bounces with writes down, as a table.

Fields and reasons from github.com/sisimai/p5-sisimai (Sisimai::Fact, Sisimai::Reason). "rejected" is said of the
sender's address, "syntaxerror" of a command of the sending server: neither tells anything of the reader.
"""

from __future__ import annotations

from processor.layouts.bounce_words import SISIMAI
from processor.layouts.layout import Layout, State, bounce, vocabulary

LAYOUTS = (
    Layout(
        name="sisimai",
        system="Sisimai",
        required=("recipient", "reason", "deliverystatus", "diagnosticcode"),
        address=("recipient",),
        states=(
            State(
                ("reason",),
                {**SISIMAI, **vocabulary((bounce("sender_fault"), ("rejected", "syntaxerror", "failedstarttls")))},
            ),
        ),
        at=("timestamp",),
        list=("listid",),
        mailing=("messageid",),
        reason=("diagnosticcode", "reason"),
        diagnosis=("diagnosticcode",),
        enhanced=("deliverystatus",),
        smtp=("replycode",),
        utc=True,
    ),
)
