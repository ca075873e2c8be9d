"""SuperMailer: a text file in Windows characters, its first line the fields.

In the dialog choose to skip recipients that exist (supermailer.de, text file; int.supermailer.de, import). A removal
file goes into the import of bounces of the same recipient list: one address in each line, each is deleted.
"""

from __future__ import annotations

from processor.export.adapter import EMAIL, Adapter, Column, Removal

SUPERMAILER = Adapter(
    "supermailer",
    columns=(
        Column("name", "last_name"),
        Column("firstname", "first_name"),
        Column("email", EMAIL, needed=True),
    ),
    ending=".txt",
    delimiters=(";", "\t"),
    encodings=("cp1252", "utf-8"),
    removal=Removal(headed=False),
)
