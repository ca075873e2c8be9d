"""MailerLite: one sheet, no blanks around values, no address of a role.

Name is the first name there. Groups are chosen in the dialog; choose not to update people who exist. The import
sends no opt-in mail (www.mailerlite.com/help, and its page about role-based addresses).
"""

from __future__ import annotations

from processor.export.adapter import EMAIL, Adapter, Column
from processor.export.roles import MAILERLITE_ROLES

MAILERLITE = Adapter(
    "mailerlite",
    columns=(
        Column("Email", EMAIL, needed=True),
        Column("Name", "first_name"),
        Column("Last name", "last_name"),
        Column("Company", "company"),
        Column("Country", "country"),
    ),
    containers=("csv", "xlsx"),
    refused=MAILERLITE_ROLES,
)
