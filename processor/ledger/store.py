"""Opens the ledger: durable settings, schema version, and its parts by what they know."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from processor.errors import Misconfigured, Unavailable
from processor.ledger import schema
from processor.ledger.crowds import Crowds
from processor.ledger.drops import Drops
from processor.ledger.exports import Exports
from processor.ledger.figures import Figures
from processor.ledger.fresh import Fresh
from processor.ledger.habits import Habits
from processor.ledger.left_out import LeftOut
from processor.ledger.listings import Listings
from processor.ledger.loaded import Loaded
from processor.ledger.mails import Mails
from processor.ledger.overlap import Overlap
from processor.ledger.people import People
from processor.ledger.plans import Plans
from processor.ledger.proofs import Proofs
from processor.ledger.receipts import Receipts
from processor.ledger.releases import Releases
from processor.ledger.remarks import Remarks
from processor.ledger.removals import Removals
from processor.ledger.rows import Rows
from processor.ledger.snapshots import Snapshots
from processor.ledger.takebacks import Takebacks
from processor.ledger.trail import Trails
from processor.ledger.turns import Turns
from processor.ledger.undoable import Undoable
from processor.ledger.undos import Undos
from processor.ledger.versions import bring_up
from processor.ledger.watchbook import Watchbook

PATIENCE = 30.0
"""Seconds to wait for another process that writes to the ledger, such as a decision about a held file."""


class Ledger:
    """The ledger, by what its parts know: drops, plans, people, exports, mails, the watch book, figures and more."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self.drops = Drops(engine)
        self.plans = Plans(engine)
        self.people = People(engine)
        self.crowds = Crowds(engine)
        self.receipts = Receipts(engine)
        self.overlap = Overlap(engine)
        self.remarks = Remarks(engine)
        self.exports = Exports(engine)
        self.takebacks = Takebacks(engine)
        self.left_out = LeftOut(engine)
        self.listings = Listings(engine)
        self.mails = Mails(engine)
        self.watchbook = Watchbook(engine)
        self.figures = Figures(engine)
        self.habits = Habits(engine)
        self.undoable = Undoable(engine)
        self.undos = Undos(engine)
        self.trails = Trails(engine)
        self.snapshots = Snapshots(engine)
        self.rows = Rows(engine)
        self.removals = Removals(engine)
        self.releases = Releases(engine)
        self.proofs = Proofs(engine)
        self.fresh = Fresh(engine)
        self.loaded = Loaded(engine)
        self.turns = Turns(engine)

    @classmethod
    def open(cls, url: str) -> Ledger:
        """Open or create the ledger at an SQLAlchemy URL.

        Raise Unavailable where its database is away, Misconfigured where it was written by a newer program.
        """
        try:
            engine = sa.create_engine(url, pool_pre_ping=True)  # a server may have been started anew
            _say_when_away(engine, _without_password(url))
            if engine.dialect.name == "sqlite":
                _make_durable(engine)
            with engine.begin() as connection:
                schema.create(connection)
                _check_version(connection)
        except (sa.exc.OperationalError, sa.exc.InterfaceError) as problem:
            raise Unavailable("ledger_away", url=_without_password(url), why=str(problem.orig)) from problem
        except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError, ModuleNotFoundError) as problem:
            raise Misconfigured("ledger_url", url=_without_password(url), why=str(problem)) from problem
        return cls(engine)

    @classmethod
    def in_folder(cls, folder: Path) -> Ledger:
        """Open or create the default ledger, SQLite, in the state folder; nobody else on the machine may read it."""
        file = folder / "ledger.sqlite"
        try:
            os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as problem:
            raise Unavailable("ledger_away", url=str(file), why=problem.strerror or str(problem)) from problem
        return cls.open(f"sqlite:///{file}")

    @property
    def installation(self) -> str:
        """A token of this ledger, made when it was: Message-IDs stay the same over restarts and unlike others'."""
        with self._engine.connect() as connection:
            value = connection.scalar(sa.select(schema.meta.c.value).where(schema.meta.c.name == "installation"))
            return str(value)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()


def _make_durable(engine: sa.Engine) -> None:
    """WAL for readers beside the writer; FULL because what was promised must survive a power cut; one writer."""

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # SQLAlchemy's begin below is the only one who begins
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(f"PRAGMA busy_timeout={int(PATIENCE * 1000)}")
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        # Writers queue up front, where waiting is safe; readers stand beside the writer.
        reading = connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _say_when_away(engine: sa.Engine, url: str) -> None:
    """Trouble of the ledger's database is the world's fault, not a file's and not a bug."""

    @event.listens_for(engine, "handle_error")
    def _trouble(context: sa.engine.ExceptionContext) -> None:
        if context.is_pre_ping:
            return  # the connection is made anew; that it cannot be is told then
        if isinstance(context.sqlalchemy_exception, sa.exc.OperationalError | sa.exc.InterfaceError):
            raise Unavailable("ledger_away", url=url, why=str(context.original_exception))


def _check_version(connection: sa.Connection) -> None:
    """Stamp a new ledger, refuse one from the future, bring up an older one; what it holds stays as it is."""
    found = connection.scalar(sa.select(schema.meta.c.value).where(schema.meta.c.name == "version"))
    if found is None:
        connection.execute(schema.meta.insert().values(name="version", value=str(schema.VERSION)))
        connection.execute(schema.meta.insert().values(name="installation", value=secrets.token_hex(8)))
    elif int(found) > schema.VERSION:
        raise Misconfigured("ledger_newer", found=int(found), known=schema.VERSION)
    elif int(found) < schema.VERSION:
        bring_up(connection)


def _without_password(url: str) -> str:
    """The URL as it may be shown."""
    try:
        return sa.make_url(url).render_as_string(hide_password=True)
    except sa.exc.ArgumentError:
        return "(not a database URL)"
