"""Maropost: headings without blanks, dates day first, never a byte order mark.

Booleans are 0 and 1 there; name them in `booleans` if you export any. Choose not to update contacts that exist
(galaxy.maropost.com).
"""

from __future__ import annotations

from processor.export.adapter import EMAIL, Adapter, Column

MAROPOST = Adapter(
    "maropost",
    columns=(
        Column("email", EMAIL, needed=True),
        Column("first_name", "first_name"),
        Column("last_name", "last_name"),
    ),
    own=r"\S+",
    delimiters=(",", ";", "\t", "|"),
    dates="%d-%m-%Y",
)
