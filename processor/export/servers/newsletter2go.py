"""Newsletter2Go: German headings, mapped in the dialog; no address of an office.

Empty cells leave what is there, filled ones overwrite it. The delimiter is not documented; a semicolon is usual in
German files (hilfe.newsletter2go.de, results of an import).
"""

from __future__ import annotations

from processor.export.adapter import EMAIL, Adapter, Column
from processor.export.roles import OFFICES

NEWSLETTER2GO = Adapter(
    "newsletter2go",
    columns=(
        Column("E-Mail", EMAIL, needed=True),
        Column("Vorname", "first_name"),
        Column("Nachname", "last_name"),
    ),
    containers=("csv", "xlsx"),
    delimiters=(";",),
    refused=OFFICES,
)
