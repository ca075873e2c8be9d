"""Mautic: field aliases as headings, tags separated by a pipe.

doNotEmail is left out: a file for new people has no say in it. Segment and owner are chosen in the dialog. The
reader takes a backslash for an escape, so none is written (LeadModel::import).
"""

from __future__ import annotations

from processor.export.adapter import EMAIL, Adapter, Column

MAUTIC = Adapter(
    "mautic",
    columns=(
        Column("email", EMAIL, needed=True),
        Column("firstname", "first_name"),
        Column("lastname", "last_name"),
        Column("company", "company"),
        Column("tags", "tags"),
    ),
    blanked="\\",
    between="|",
)
