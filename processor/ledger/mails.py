"""The outbox: every mail is made once, under a key, filed for people, and sent when the server takes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from processor.ledger import schema

_mail = sa.Table(
    "mails",
    schema.drop.metadata,
    sa.Column("key", sa.String(100), primary_key=True),  # "summary:2026-11-23", "held:k3f9a2zz" …: one mail each
    sa.Column("subject", sa.String(400), nullable=False),
    sa.Column("message", sa.LargeBinary, nullable=False),
    sa.Column("page", sa.Text, nullable=False, default=""),  # the HTML part, filed for people beside the mail
    sa.Column("made_at", schema.Utc, nullable=False),
    sa.Column("filed_at", schema.Utc),
    sa.Column("sent_at", schema.Utc),
    sa.Column("trouble", sa.Text, nullable=False, default=""),
)


@dataclass(frozen=True)
class Mail:
    """One mail; `message` are its bytes, `page` its HTML part. `key` says what it is about and is unique."""

    key: str
    subject: str
    message: bytes
    page: str
    made_at: datetime
    filed_at: datetime | None = None
    sent_at: datetime | None = None
    trouble: str = ""


class Mails:
    """The outbox of the ledger. Every method is one transaction and may be repeated."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reading=True)

    def put(self, mail: Mail) -> None:
        """Put a mail into the outbox unless one with its key was ever there."""
        with self._engine.begin() as connection:
            if connection.scalar(sa.select(_mail.c.key).where(_mail.c.key == mail.key)) is None:
                connection.execute(_mail.insert().values(vars(mail)))

    def has(self, key: str) -> bool:
        """Return whether a mail with this key was ever made."""
        with self._reader.connect() as connection:
            return connection.scalar(sa.select(_mail.c.key).where(_mail.c.key == key)) is not None

    def last(self, prefix: str) -> Mail | None:
        """Return the newest mail whose key begins with `prefix`."""
        table = _mail
        query = sa.select(table).where(table.c.key.startswith(prefix, autoescape=True)).order_by(table.c.made_at.desc())
        with self._reader.connect() as connection:
            row = connection.execute(query.limit(1)).first()
            return None if row is None else Mail(**row._mapping)

    def unfiled(self) -> list[Mail]:
        """Return mails that do not lie in the state folder yet, oldest first."""
        return self._where(_mail.c.filed_at.is_(None))

    def unsent(self) -> list[Mail]:
        """Return mails the server has not taken yet, oldest first."""
        return self._where(_mail.c.sent_at.is_(None))

    def filed(self, key: str, now: datetime) -> None:
        """Note that a mail lies in the state folder."""
        self._set(key, filed_at=now)

    def sent(self, key: str, now: datetime) -> None:
        """Note that the server took a mail."""
        self._set(key, sent_at=now, trouble="")

    def failed(self, key: str, trouble: str) -> None:
        """Note why a mail could not be sent this time."""
        self._set(key, trouble=trouble)

    def _where(self, condition: sa.ColumnElement[bool]) -> list[Mail]:
        query = sa.select(_mail).where(condition).order_by(_mail.c.made_at, _mail.c.key)
        with self._reader.connect() as connection:
            return [Mail(**row._mapping) for row in connection.execute(query)]

    def _set(self, key: str, **values: object) -> None:
        with self._engine.begin() as connection:
            connection.execute(_mail.update().where(_mail.c.key == key).values(**values))
