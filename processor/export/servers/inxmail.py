"""Inxmail Professional and New Xperience: columns named as the recipient's are matched by themselves.

The import target is the tab of subscribed people of a standard list; choose not to subscribe again who
unsubscribed. trackingPermission is left out: consent to tracking is not consent to the newsletter
(help.inxmail.com, import).
"""

from __future__ import annotations

from processor.export.adapter import EMAIL, Adapter, Column

INXMAIL = Adapter(
    "inxmail",
    columns=(
        Column("email", EMAIL, needed=True),
        Column("Vorname", "first_name"),
        Column("Nachname", "last_name"),
    ),
    containers=("csv", "xlsx"),
    delimiters=(";",),
)
