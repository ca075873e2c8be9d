"""A text that somebody outside wrote, kept so that the database of a server takes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa


class Foreign(sa.TypeDecorator[str]):
    """A text, cut to the length of its column and without characters that a server refuses.

    SQLite takes any text of any length. A server refuses the whole statement for one that is too long, and PostgreSQL
    for the character zero, so that one odd cell would hold up its file, and the exports, for good.
    """

    impl = sa.String
    cache_ok = True

    def bind_processor(self, dialect: sa.Dialect) -> Callable[[Any], Any] | None:
        """What is done to a value on its way; nothing for SQLite, where a million of them go quicker without."""
        return None if dialect.name == "sqlite" else super().bind_processor(dialect)

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        """Any text → one that fits."""
        if value is None:
            return None
        length = self.impl_instance.length  # type: ignore[attr-defined]
        return value.replace("\0", "\N{REPLACEMENT CHARACTER}")[:length]
