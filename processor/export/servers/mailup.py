"""MailUp: the address first, no semicolon inside a cell, as many of them in every line.

Imported people count as subscribed; who unsubscribed stays so unless it is forced: never force it. Groups are
chosen in the dialog (help.mailup.com, import).
"""

from __future__ import annotations

from processor.export.adapter import EMAIL, Adapter, Column

MAILUP = Adapter(
    "mailup",
    columns=(
        Column("Email", EMAIL, needed=True),
        Column("Nome", "first_name"),
        Column("Cognome", "last_name"),
    ),
    containers=("csv", "xlsx"),
    delimiters=(";",),
    quoting="never",
)
