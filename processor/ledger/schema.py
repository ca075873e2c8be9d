"""The ledger's tables and their version; the one place that knows how what we know is laid down."""

from __future__ import annotations

import sqlalchemy as sa

from processor.ledger.compact import Compact
from processor.ledger.foreign import Foreign as Foreign
from processor.ledger.utc import Utc as Utc

VERSION = 3
"""Raised by one with every change of the tables; an older ledger is brought up (versions.py), a newer one refused."""

_tables = sa.MetaData()
ADDRESS = Foreign(400)  # 64 + 1 + 255 octets (RFC 5321 4.5.3.1), and room for what was rejected
CODE = sa.String(64)

meta = sa.Table("meta", _tables, sa.Column("name", CODE, primary_key=True), sa.Column("value", sa.String(200)))

drop = sa.Table(
    "drops",
    _tables,
    sa.Column("id", sa.String(8), primary_key=True),
    sa.Column("name", sa.String(400), nullable=False),
    sa.Column("folder", CODE, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("received", Utc, nullable=False),
    # claimed → planned → applied (→ undoing → undone), or refused | already | held → (planned | discarded)
    sa.Column("state", CODE, nullable=False, index=True),
    sa.Column("layout", Foreign(200), nullable=False, default=""),
    sa.Column("evidence", sa.Text, nullable=False, default="[]"),
    sa.Column("shape", sa.Text, nullable=False, default="{}"),
    sa.Column("reasons", sa.Text, nullable=False, default="[]"),  # of a held or refused file
    sa.Column("same_as", sa.String(8), nullable=False, default=""),
    sa.Column("decision", CODE, nullable=False, default=""),  # release | discard | undo, said by a human
    sa.Column("applied_at", Utc),
    sa.Column("rested_at", Utc),  # when the file came to rest in its folder with its receipt
    sa.Column("receipt", sa.String(400), nullable=False, default=""),  # where, relative to the drop folder
)

# The same bytes with the same meaning are planned once, by whichever machine inserts this row first.
content = sa.Table(
    "content",
    _tables,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("meaning", CODE, primary_key=True),  # Batch.meaning: a bare list means what its folder says
    sa.Column("drop_id", sa.String(8), nullable=False),
)

# What many lines of a drop have in common, once: a list of a million opt-outs has a handful of these.
line_kind = sa.Table(
    "line_kinds",
    _tables,
    sa.Column("drop_id", sa.String(8), primary_key=True),
    sa.Column("kind", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("sheet", Foreign(200), nullable=False),
    sa.Column("event", CODE, nullable=False),
    sa.Column("bounce_class", CODE, nullable=False),
    sa.Column("confident", sa.Boolean, nullable=False),
    sa.Column("list", Foreign(500), nullable=False),
    sa.Column("mailing", Foreign(500), nullable=False),
    sa.Column("rule", Foreign(200), nullable=False),
    sa.Column("code", CODE, nullable=False),
    sa.Column("outcome", CODE, nullable=False),
    sa.Column("detail", CODE, nullable=False),
)

line_row = sa.Table(
    "line_rows",
    _tables,
    sa.Column("drop_id", sa.String(8), primary_key=True),
    sa.Column("n", sa.Integer, primary_key=True, autoincrement=False),  # 0-based, in file order
    sa.Column("kind", sa.Integer, nullable=False),
    sa.Column("line", sa.Integer, nullable=False),
    sa.Column("address", ADDRESS),  # NULL where it is written as it is compared
    sa.Column("canonical", ADDRESS, nullable=False, index=True),
    sa.Column("at", Utc),
    sa.Column("reason", Foreign(500), nullable=False),
    sa.Column("customers", sa.Text, nullable=False),
)

lines = Compact(line_row, line_kind, written="address")
line = lines.whole("lines")

# How many lines of a drop ended where: small, so that receipts and summaries need not count lines.
tally = sa.Table(
    "tallies",
    _tables,
    sa.Column("drop_id", sa.String(8), primary_key=True),
    sa.Column("event", CODE, primary_key=True),
    sa.Column("outcome", CODE, primary_key=True),
    sa.Column("detail", CODE, primary_key=True),
    sa.Column("lines", sa.Integer, nullable=False),
)

# What many changes of a drop have in common, once; when they were written, too, since they are written in one.
change_kind = sa.Table(
    "change_kinds",
    _tables,
    sa.Column("drop_id", sa.String(8), primary_key=True),  # "" where the resurrection guard did it
    sa.Column("kind", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("target", sa.String(128), nullable=False),
    sa.Column("column", sa.String(128), nullable=False),
    sa.Column("action", CODE, nullable=False),
    sa.Column("reason", CODE, nullable=False),
    sa.Column("rule", Foreign(200), nullable=False),
    sa.Column("planned_at", Utc, nullable=False),
    sa.Column("applied_at", Utc, index=True),
)

change_row = sa.Table(
    "change_rows",
    _tables,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("drop_id", sa.String(8), nullable=False, index=True),
    sa.Column("kind", sa.Integer, nullable=False),
    sa.Column("key", sa.String(400), nullable=False),
    sa.Column("email", sa.Text),  # NULL where it is written as it is compared
    sa.Column("canonical", ADDRESS, nullable=False, index=True),
    sa.Column("before", sa.Text, nullable=False),
    sa.Column("line", sa.Integer, nullable=False),
    sa.Column("undone", CODE),  # what undoing made of it (domain.undo.OUTCOMES); NULL where nobody undid it
    sa.Column("undone_by", sa.String(8)),  # the drop that was undone then
    sa.Column("kept_for", sa.String(8)),  # the other drop for which it was kept, "" where it was not
    sa.Column("undone_at", Utc),  # when the value before stood in the ERP again
)

changes = Compact(change_row, change_kind, written="email")
change = changes.whole("changes")

undo = sa.Table(
    "undos",
    _tables,
    sa.Column("drop_id", sa.String(8), primary_key=True),
    sa.Column("who", sa.String(200), nullable=False),
    sa.Column("asked_at", Utc, nullable=False),
    sa.Column("done_at", Utc, index=True),
    sa.Column("counts", sa.Text, nullable=False, default="{}"),  # JSON: outcome -> ERP changes
    sa.Column("lifted", sa.Integer, nullable=False, default=0),  # suppressions that ended
    sa.Column("handed_on", sa.Integer, nullable=False, default=0),  # suppressions that another file supports
    sa.Column("forgotten", sa.Integer, nullable=False, default=0),  # known subscribers that are unknown again
)

suppression = sa.Table(
    "suppressions",
    _tables,
    sa.Column("canonical", ADDRESS, primary_key=True),
    sa.Column("reason", CODE, primary_key=True),  # optout | complaint | bounce
    sa.Column("address", ADDRESS, nullable=False),
    sa.Column("bounce_class", CODE, nullable=False),
    sa.Column("since", Utc, nullable=False),
    sa.Column("drop_id", sa.String(8), nullable=False),
    sa.Column("line", sa.Integer, nullable=False),
    sa.Column("rule", Foreign(200), nullable=False),
    sa.Column("lifted_at", Utc),
    # the drop with the later evidenced opt-in, or the drop itself where it was undone
    sa.Column("lifted_by", sa.String(8), nullable=False, default=""),
)

mailing_day = sa.Table("mailing_days", _tables, sa.Column("day", sa.Date, primary_key=True))

known = sa.Table(
    "known_subscribers",
    _tables,
    sa.Column("canonical", ADDRESS, primary_key=True),
    sa.Column("since", Utc, nullable=False),
    sa.Column("source", sa.String(64), nullable=False, index=True),  # "export:7" or "drop:k3f9a2zz"
)

export = sa.Table(
    "exports",
    _tables,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("name", sa.String(400), nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("addresses", sa.Integer, nullable=False),
    sa.Column("drawn_at", Utc, nullable=False),
    sa.Column("published_at", Utc),
    sa.Column("void", sa.Boolean, nullable=False, default=False),  # a foreign file has its name, or taken back
)

round_ = sa.Table(
    "rounds",
    _tables,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", Utc, nullable=False, index=True),
    sa.Column("files", sa.Integer, nullable=False),
    sa.Column("suppressed", sa.Integer, nullable=False),
    sa.Column("customers", sa.Integer, nullable=False),
    sa.Column("repaired", sa.Integer, nullable=False),
    sa.Column("seconds", sa.Float, nullable=False),
)


def create(connection: sa.Connection) -> None:
    """Make the tables that are not there yet."""
    _tables.create_all(connection)
