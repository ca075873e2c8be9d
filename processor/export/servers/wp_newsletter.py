"""Newsletter, the WordPress plugin: no heading, no quotes; address, first name, last name, gender.

It cuts at every semicolon and skips lines that begin with # or ;. In the form choose to skip addresses that exist
(users/import.php).
"""

from __future__ import annotations

from processor.export.adapter import EMAIL, Adapter, Column

WP_NEWSLETTER = Adapter(
    "wp-newsletter",
    columns=(
        Column("email", EMAIL, needed=True),
        Column("first_name", "first_name"),
        Column("last_name", "last_name"),
        Column("gender", "gender"),
    ),
    own="",
    headed=False,
    delimiters=(";", ",", "\t"),
    quoting="never",
    comment="#;",
)
