"""Sympa: the export of bouncing members, whose heading is a comment, and of members found by a search.

From github.com/sympa-community/sympa (do_export_member). A score counts bounces of any kind, so they stay unknown
bounces. The export of all members has neither heading nor comment and is read like anybody's list.
"""

from __future__ import annotations

from processor.layouts.layout import SUBSCRIBED, Layout, Means

LAYOUTS = (
    Layout(
        name="sympa-bounces",
        system="Sympa",
        required=("Email", "Bounce score", "Bounce count", "Last bounce"),
        address=("Email",),
        always=Means("bounce"),
        at=("Last bounce",),
        utc=True,
    ),
    Layout(
        name="sympa-members",
        system="Sympa",
        above=r"^exportedsubscriberswithsearchfilter",
        always=SUBSCRIBED,
    ),
)
