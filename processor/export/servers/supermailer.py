"""SuperMailer: a text file in Windows characters, its first line the fields.

In the dialog choose to skip recipients that exist (supermailer.de, text file; int.supermailer.de, import).
"""

from __future__ import annotations

from processor.export.adapter import EMAIL, Adapter, Column

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
)
