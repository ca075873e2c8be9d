"""TYPO3 direct_mail: columns of tt_address; name and address have to be there.

In the dialog let records that exist be, and never tick to remove all addresses before the import: it deletes them
for good (Classes/Importer.php).
"""

from __future__ import annotations

from processor.export.adapter import EMAIL, Adapter, Column

DIRECT_MAIL = Adapter(
    "direct-mail",
    columns=(
        Column("email", EMAIL, needed=True),
        Column("name", "name", needed=True),
        Column("first_name", "first_name"),
        Column("last_name", "last_name"),
        Column("company", "company"),
    ),
    own="[a-z][a-z0-9_]*",
    delimiters=(",", ";", "\t"),
    blanked="\\",
)
