"""OpenEMM and AGNITAS EMM: fields of the recipient profile, gender as a number.

Mode and mapping belong to the import profile: one that adds only and never updates, with email as its key column.
The profile also names charset and separator (ImportProfileImpl.java).
"""

from __future__ import annotations

from processor.export.adapter import EMAIL, Adapter, Column

GENDERS = {"m": "0", "f": "1", "": "2"}

OPENEMM = Adapter(
    "openemm",
    columns=(
        Column("email", EMAIL, needed=True),
        Column("gender", "gender", words=GENDERS),
        Column("firstname", "first_name"),
        Column("lastname", "last_name"),
    ),
    delimiters=(";", ",", "|", "\t"),
    encodings=("utf-8", "iso-8859-1"),
)
