"""The outbox: every mail is made once, under a key, filed for people, and sent when the server takes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from processor.ledger import schema


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
            if connection.scalar(sa.select(schema.mail.c.key).where(schema.mail.c.key == mail.key)) is None:
                connection.execute(schema.mail.insert().values(vars(mail)))

    def has(self, key: str) -> bool:
        """Return whether a mail with this key was ever made."""
        with self._reader.connect() as connection:
            return connection.scalar(sa.select(schema.mail.c.key).where(schema.mail.c.key == key)) is not None

    def last(self, prefix: str) -> Mail | None:
        """Return the newest mail whose key begins with `prefix`."""
        table = schema.mail
        query = sa.select(table).where(table.c.key.startswith(prefix, autoescape=True)).order_by(table.c.made_at.desc())
        with self._reader.connect() as connection:
            row = connection.execute(query.limit(1)).first()
            return None if row is None else Mail(**row._mapping)

    def unfiled(self) -> list[Mail]:
        """Return mails that do not lie in the state folder yet, oldest first."""
        return self._where(schema.mail.c.filed_at.is_(None))

    def unsent(self) -> list[Mail]:
        """Return mails the server has not taken yet, oldest first."""
        return self._where(schema.mail.c.sent_at.is_(None))

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
        query = sa.select(schema.mail).where(condition).order_by(schema.mail.c.made_at, schema.mail.c.key)
        with self._reader.connect() as connection:
            return [Mail(**row._mapping) for row in connection.execute(query)]

    def _set(self, key: str, **values: object) -> None:
        with self._engine.begin() as connection:
            connection.execute(schema.mail.update().where(schema.mail.c.key == key).values(**values))
