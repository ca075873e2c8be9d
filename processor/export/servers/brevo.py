"""Brevo (once Sendinblue): attributes in capitals, the customer number as EXT_ID.

Headings have no blanks and no special characters; a workbook has one sheet. In the dialog choose not to update
contacts that exist; the list is chosen there. Blocklisting is another import, never this one (help.brevo.com
208729849).
"""

from __future__ import annotations

from processor.export.adapter import EMAIL, Adapter, Column

BREVO = Adapter(
    "brevo",
    columns=(
        Column("EMAIL", EMAIL, needed=True),
        Column("FIRSTNAME", "first_name"),
        Column("LASTNAME", "last_name"),
        Column("EXT_ID", "customer_number"),
    ),
    own="[A-Za-z0-9_]+",
    containers=("csv", "xlsx"),
    delimiters=(";", ",", "\t"),
    encodings=("utf-8", "cp1252"),
    dates="%Y-%m-%d",
    size=250_000_000,
)
