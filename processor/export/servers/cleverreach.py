"""CleverReach: headings are free, only the address has to be there.

In the dialog choose to add, not to update and not to deactivate. Addresses of roles are refused
(support.cleverreach.de 202372861 and 202372831).
"""

from __future__ import annotations

from processor.export.adapter import EMAIL, Adapter, Column
from processor.export.roles import CLEVERREACH_ROLES

CLEVERREACH = Adapter(
    "cleverreach",
    columns=(
        Column("E-Mail", EMAIL, needed=True),
        Column("Vorname", "first_name"),
        Column("Nachname", "last_name"),
    ),
    containers=("csv", "xlsx"),
    delimiters=(";", ",", "\t"),
    refused=CLEVERREACH_ROLES,
)
