"""The free shape: whatever the configuration says, for every server that has no adapter of its own.

The address goes out as the ERP writes it, and a cell that a spreadsheet would run is left empty.
"""

from __future__ import annotations

from processor.export.adapter import EMAIL, Adapter, Column

FREE = Adapter(
    "free",
    columns=(Column("email", EMAIL),),
    containers=("csv", "xlsx"),
    delimiters=(",", ";", "\t", "|"),
    encodings=("utf-8", "utf-8-sig", "cp1252", "iso-8859-1", "utf-16"),
    guarded=True,
    domains="written",
)
