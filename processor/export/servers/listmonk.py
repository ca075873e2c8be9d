"""listmonk: exact lower-case headings, everything but address and name in one JSON cell.

List and mode are chosen in the form: mode subscribe, and do not overwrite. Rows with another number of cells are
skipped, other columns are lost (internal/subimporter/importer.go).
"""

from __future__ import annotations

from processor.export.adapter import EMAIL, REST, Adapter, Column

LISTMONK = Adapter(
    "listmonk",
    columns=(
        Column("email", EMAIL, needed=True),
        Column("name", "name"),
        Column("attributes", REST),
    ),
    own="",
    delimiters=(",", ";", "\t", "|"),
)
