"""Mailjet: the address and contact properties; the property called name is the last name.

How dates are read depends on the country of the account: set `dates` if you export any. Choose to add without
force: addresses on the exclusion list stay there (www.mailjet.com/support).
"""

from __future__ import annotations

from processor.export.adapter import EMAIL, Adapter, Column

MAILJET = Adapter(
    "mailjet",
    columns=(
        Column("email", EMAIL, needed=True),
        Column("firstname", "first_name"),
        Column("name", "last_name"),
    ),
    delimiters=(",", ";"),
    size=20_000_000,
)
