"""Convead: fields of your own as custom_properties.<key>, at most 20 MB.

The file cannot say that people who unsubscribed stay so; see to it in the dialog (docs.convead.io, import).
"""

from __future__ import annotations

from processor.export.adapter import EMAIL, Adapter, Column

CONVEAD = Adapter(
    "convead",
    columns=(
        Column("email", EMAIL, needed=True),
        Column("first_name", "first_name"),
        Column("last_name", "last_name"),
        Column("custom_properties.erp_id", "customer_number"),
    ),
    own="[a-z_]+|custom_properties\\.[A-Za-z0-9_]+",
    delimiters=(",", ";"),
    size=20_000_000,
)
