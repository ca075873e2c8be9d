"""ActiveCampaign: dates as YYYY-MM-DD, tags separated by commas, no line breaks and no emoji.

In the dialog choose to leave contacts that exist as they are. Many people go in several files by hand, so large
files may be slow there (help.activecampaign.com 360006760900).
"""

from __future__ import annotations

from processor.export.adapter import EMAIL, Adapter, Column

ACTIVECAMPAIGN = Adapter(
    "activecampaign",
    columns=(
        Column("Email", EMAIL, needed=True),
        Column("First Name", "first_name"),
        Column("Last Name", "last_name"),
        Column("Phone", "phone"),
        Column("Tags", "tags"),
    ),
    emoji=False,
    dates="%Y-%m-%d",
    between=",",
)
