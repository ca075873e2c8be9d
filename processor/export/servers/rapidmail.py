"""rapidmail: one address in a row, a first row that is not empty.

Who unsubscribed or was deleted is skipped unless it is ticked to import deleted recipients anyway: never tick it
(rapidmail help, import of recipients).
"""

from __future__ import annotations

from processor.export.adapter import EMAIL, Adapter, Column

RAPIDMAIL = Adapter(
    "rapidmail",
    columns=(
        Column("Email", EMAIL, needed=True),
        Column("Vorname", "first_name"),
        Column("Nachname", "last_name"),
        Column("PLZ", "postcode"),
    ),
    containers=("csv", "xlsx"),
    delimiters=(",", ";"),
)
