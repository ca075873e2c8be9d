"""Mautic: field aliases as headings, tags separated by a pipe.

doNotEmail is left out: a file for new people has no say in it. Segment and owner are chosen in the dialog. The
reader takes a backslash for an escape, so none is written (LeadModel::import). Nobody can be deleted by a file: in a
removal file doNotEmail sets Do Not Contact, which is lifted by hand for whoever has such an address again.
"""

from __future__ import annotations

from processor.export.adapter import EMAIL, Adapter, Column, Removal

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
    removal=Removal((Column("doNotEmail", word="true"),), everywhere=True),
)
