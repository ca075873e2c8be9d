"""Emailit: at most 2,500 people in a file.

Of a workbook only the first sheet is read. In the dialog choose to skip contacts that exist (emailit.com/docs,
import).
"""

from __future__ import annotations

from processor.export.adapter import EMAIL, Adapter, Column

EMAILIT = Adapter(
    "emailit",
    columns=(
        Column("email", EMAIL, needed=True),
        Column("first_name", "first_name"),
        Column("last_name", "last_name"),
        Column("company", "company"),
        Column("birthday", "birthday"),
    ),
    containers=("csv", "xlsx"),
    dates="%Y-%m-%d",
    rows=2_500,
)
