"""Mailcoach: tags in one cell, separated by semicolons.

Do not tick to subscribe unsubscribed people again: then who unsubscribed stays so (mailcoach.app/docs).
"""

from __future__ import annotations

from processor.export.adapter import EMAIL, Adapter, Column

MAILCOACH = Adapter(
    "mailcoach",
    columns=(
        Column("email", EMAIL, needed=True),
        Column("first_name", "first_name"),
        Column("last_name", "last_name"),
        Column("tags", "tags"),
    ),
    between=";",
)
