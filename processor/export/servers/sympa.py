"""Sympa: one line each, the address, white space, the name.

White space is a TAB here. Lines that begin with # are not read, so nobody whose address does can go this way
(import.tt2, wwsympa).
"""

from __future__ import annotations

from processor.export.adapter import EMAIL, Adapter, Column

SYMPA = Adapter(
    "sympa",
    columns=(
        Column("email", EMAIL, needed=True),
        Column("name", "name"),
    ),
    own="",
    headed=False,
    ending=".txt",
    delimiters=("\t",),
    line_end="\n",
    quoting="never",
    comment="#",
)
