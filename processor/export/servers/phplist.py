"""phpList: addresses and customer numbers; attributes where the configuration names their headings.

In the form choose not to overwrite existing subscribers. The field delimiter is typed there, TAB where it stays
empty. Uploads end at 1 MB unless IMPORT_FILESIZE says otherwise (admin/import2.php).
"""

from __future__ import annotations

from processor.export.adapter import EMAIL, Adapter, Column

PHPLIST = Adapter(
    "phplist",
    columns=(
        Column("email", EMAIL, needed=True),
        Column("foreignkey", "customer_number"),
    ),
    delimiters=("\t", ",", ";"),
    blanked="\\",
    size=1_000_000,
)
