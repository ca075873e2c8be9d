"""MailPoet 3: every row has the same number of cells, and no address of a role.

In the dialog choose not to update subscribers who exist, neither their data nor their status; the list is chosen
there. Addresses of roles are refused (Import.php, sanitize-csv-data.jsx).
"""

from __future__ import annotations

from processor.export.adapter import EMAIL, Adapter, Column
from processor.export.roles import OFFICES

MAILPOET = Adapter(
    "mailpoet",
    columns=(
        Column("Email", EMAIL, needed=True),
        Column("First name", "first_name"),
        Column("Last name", "last_name"),
    ),
    refused=OFFICES,
)
