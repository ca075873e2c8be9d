"""Optimizely Campaign (once Episerver, optivo): the block list, a rule and a reason; rules may be patterns or hashes.

From webhelp.optimizely.com: overview and import of block lists. Entries the system made itself have a reason such as
type=automatic;rule=FBL: AOL;mailing=12345678, where FBL is a provider's complaint loop.
"""

from __future__ import annotations

from processor.layouts.layout import COMPLAINT, OPTOUT, Layout, State, vocabulary

LAYOUTS = (
    Layout(
        name="optimizely-blocklist",
        system="Optimizely Campaign",
        required=("Regel", "Grund"),
        address=("Regel",),
        always=OPTOUT,
        states=(
            State(
                ("Grund",),
                vocabulary((COMPLAINT, ("Beschwerde", "Spam-Beschwerde", "Spambeschwerde", "Spam", "FBL"))),
                free=True,
            ),
        ),
        reason=("Grund",),
    ),
)
