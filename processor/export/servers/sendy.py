"""Sendy: no heading; name, then address, or the address alone.

Fields of your own are not written: their number and order would have to be exactly the list's. The list is chosen
in the form. Addresses that bounced, complained or are suppressed are skipped
(includes/subscribers/import-update.php).
"""

from __future__ import annotations

from processor.export.adapter import EMAIL, Adapter, Column

SENDY = Adapter(
    "sendy",
    columns=(
        Column("Name", "name"),
        Column("Email", EMAIL, needed=True),
    ),
    own="",
    headed=False,
    blanked="\\",
)
