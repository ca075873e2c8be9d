"""GetResponse: addresses up to 128 characters, lines up to 512, no address of a role.

Only the first sheet of a workbook is read, an empty line is an error. In the dialog choose to add and not to update
(www.getresponse.com/help, file formats and role addresses).
"""

from __future__ import annotations

from processor.export.adapter import EMAIL, Adapter, Column
from processor.export.roles import GETRESPONSE_ROLES

GETRESPONSE = Adapter(
    "getresponse",
    columns=(
        Column("Email", EMAIL, needed=True),
        Column("Name", "name"),
    ),
    containers=("csv", "xlsx"),
    delimiters=(",", ";", "\t"),
    dates="%Y-%m-%d",
    refused=GETRESPONSE_ROLES,
    address_limit=128,
    cell_limit=255,
    size=50_000_000,
)
