"""GNU Mailman 3 and Postorius: the members of a list, one to a line; who left is simply not there any more.

From Postorius views/list.py (csv_view) and Mailman's "members" command. Only the name tells Postorius' file; lines of
the command are read like anybody's list, by the folder they are dropped into.
"""

from __future__ import annotations

from processor.layouts.layout import SUBSCRIBED, Layout

LAYOUTS = (
    Layout(
        name="postorius-members",
        system="Mailman",
        headerless=True,
        file_name=r"^subscribers(?: ?\(\d+\))?\.csv$",
        always=SUBSCRIBED,
    ),
)
