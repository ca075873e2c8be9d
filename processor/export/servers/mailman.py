"""GNU Mailman 3 (Postorius): one mailbox in each line, with its name where there is one.

Mass subscription takes the lines. Who is a member already is reported and stays as he is (postorius views/list.py).
"""

from __future__ import annotations

from processor.export.adapter import MAILBOX, Adapter, Column

MAILMAN = Adapter(
    "mailman",
    columns=(Column("Member", MAILBOX, needed=True),),
    own="",
    headed=False,
    ending=".txt",
    delimiters=("",),
    line_end="\n",
    quoting="never",
)
