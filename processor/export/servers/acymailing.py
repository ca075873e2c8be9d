"""AcyMailing: names of database columns as headings, and no other: a surplus one aborts the import.

confirmed and active are left out: they would wake up people who are switched off. In the dialog do not let existing
users be overwritten. Several lists in listname are joined by a hyphen, so a list whose name has one cannot be
written (back/Helpers/ImportHelper.php).
"""

from __future__ import annotations

from processor.export.adapter import EMAIL, Adapter, Column

ACYMAILING = Adapter(
    "acymailing",
    columns=(
        Column("email", EMAIL, needed=True),
        Column("name", "name"),
        Column("language", "language"),
        Column("listname", "list"),
    ),
    own=r"cf_\d+",
    delimiters=(",", ";", "\t"),
    blanked="\\",
    between="-",
)
