"""Ghost: members, with labels and the word that makes them subscribers.

The day of the opt-in goes into the note. Headings are those of the project's own test files. After the import look
at members that were there before and had unsubscribed: they are to stay so.
A removal file is imported in the same way; its word unsubscribes from every newsletter.
"""

from __future__ import annotations

from processor.export.adapter import EMAIL, Adapter, Column, Removal

GHOST = Adapter(
    "ghost",
    columns=(
        Column("email", EMAIL, needed=True),
        Column("name", "name"),
        Column("note", "optin_at"),
        Column("subscribed_to_emails", word="true"),
        Column("labels", "tags"),
    ),
    own="",
    dates="%Y-%m-%d",
    between=",",
    removal=Removal((Column("subscribed_to_emails", word="false"),), everywhere=True),
)
