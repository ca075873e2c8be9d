"""Makes the parts from the settings, once; the only place that knows which part is built from which keys."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from typing import Any

from filelock import FileLock, Timeout

from dropzone.zone import Dropzone
from processor.domain.effects import Effect
from processor.domain.weigh import Ceiling, Ceilings
from processor.erp.gateway import Erp, Target
from processor.errors import AbgleichError
from processor.export import Adapter
from processor.layouts.taught import taught
from processor.ledger import Ledger
from processor.parts import Outgoing, Parts, Post
from processor.remotes import inlet_of, outlet_of
from processor.report.mail import SmtpServer
from processor.report.words import Words
from processor.settings import Settings
from processor.settings.lists import by_rules
from processor.shipped import shipped

SELDOM = (50_000, 20, 50)
"""A file of a million lines makes millions of small tuples that live long, and no cycles: with Python's own thresholds
looking for some again and again costs a fifth of the time. See gc.set_threshold."""


class AlreadyRunning(AbgleichError):
    """Another abgleich works on the same state folder (words: cli)."""


def utc_now() -> datetime:
    """The clock of the real world."""
    return datetime.now(UTC)


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Hold the lock of the state folder; raise AlreadyRunning where somebody else does."""
    settings.state.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = FileLock(settings.state / "lock", timeout=0)
    try:
        with lock:
            yield
    except Timeout as problem:
        raise AlreadyRunning("already_running", folder=str(settings.state)) from problem


def words_of(settings: Settings) -> Words:
    """The words of the configured language, the operator's own before ours."""
    own = [settings.templates] if settings.templates else []
    return Words.load(settings.language, [*own, shipped("templates")], settings.zone)


def erp_of(settings: Settings) -> Erp:
    """The gateway to the ERP."""
    erp = settings.erp
    return Erp.open(
        erp.url,
        erp.odbc.get_secret_value(),
        targets=targets_of(settings),
        timeout=erp.timeout_seconds,
        before=erp.before_sql,
        after=erp.after_sql,
    )


def targets_of(settings: Settings) -> list[Target]:
    """The places in the ERP that hold addresses; raises Misconfigured for a value with a gap nobody can fill."""
    return [Target(**_given(one.model_dump(exclude={"companies"}))) for one in settings.erp.each_target()]


def _given(values: dict[str, Any]) -> dict[str, Any]:
    """Settings without those that were left out."""
    return {name: value for name, value in values.items() if value is not None}


def dropzone_of(settings: Settings) -> Dropzone:
    """The drop folder with its spool in the state folder."""
    return Dropzone(settings.dropzone.folder, settings.state / "spool", quiet=settings.dropzone.quiet_seconds)


def ledger_of(settings: Settings) -> Ledger:
    """The ledger, in the state folder unless another database is named."""
    return Ledger.open(settings.ledger.url) if settings.ledger.url else Ledger.in_folder(settings.state)


def server_of(settings: Settings) -> SmtpServer | None:
    """The SMTP server, None where mails are only filed."""
    mail = settings.mail
    if not mail.host:
        return None
    secret = mail.password.get_secret_value()
    return SmtpServer(mail.host, mail.port, mail.security, mail.user, secret, mail.ca_file, mail.timeout_seconds)


def outgoing_of(settings: Settings) -> Outgoing | None:
    """Where and how new subscribers go out, None where nothing is exported."""
    export = settings.export
    if (outlet := outlet_of(settings)) is None:
        return None
    return Outgoing(
        outlet=outlet,
        name=export.file_name,
        adapter=adapter_of(settings),
        exclude=export.exclude,
        lists=by_rules(export.lists, export.rest),
        files={one.name: one.file for one in export.lists if one.file},
        start=export.start,
        removals=export.removals,
        fetched_within_hours=export.fetched_within_hours,
        sidecar=export.sidecar or settings.state / "exports",
        untaken=export.untaken,
    )


def adapter_of(settings: Settings) -> Adapter:
    """How the export file looks: the server's adapter, with what the ERP has and the configuration says."""
    return settings.export.adapter({name for target in settings.erp.each_target() for name in target.fields})


def effects_of(settings: Settings) -> dict[str, Effect]:
    """What a bounce does in each target."""
    return {target.name: Effect(target.bounce.action, target.bounce.then) for target in settings.erp.each_target()}


def ceilings_of(settings: Settings) -> Ceilings:
    """The ceilings of the guard."""
    guard = settings.guard
    return Ceilings(
        optouts=Ceiling(guard.optouts_absolute, guard.optouts_share),
        bounces=Ceiling(guard.bounces_absolute, guard.bounces_share),
        rows_per_address=settings.erp.max_rows_per_address,
        unknown_share=guard.unknown_share,
    )


@contextmanager
def opened(settings: Settings, now: Callable[[], datetime] = utc_now, *, looking: bool = False) -> Iterator[Parts]:
    """Make all parts, with their folders; close them at the end. Raises Unavailable or Misconfigured.

    `looking`: nothing is going to be written, so that nothing is made; the ledger of a state folder that was never
    worked with is an empty one in memory.
    """
    gc.set_threshold(*SELDOM)
    mails = settings.state / "mails"
    spool = settings.state / "spool"
    for folder in () if looking else (settings.state, mails, spool):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # they hold addresses
    new = not (settings.ledger.url or (settings.state / "ledger.sqlite").exists())
    dropzone = dropzone_of(settings)
    ledger, erp = Ledger.open("sqlite://") if looking and new else ledger_of(settings), erp_of(settings)
    try:
        yield Parts(
            dropzone=dropzone,
            inlet=inlet_of(settings, dropzone),
            ledger=ledger,
            erp=erp,
            words=words_of(settings),
            layouts=partial(taught, settings.taught, named=settings.layouts is not None),
            policy=settings.policy,
            effects=effects_of(settings),
            ceilings=ceilings_of(settings),
            outgoing=outgoing_of(settings),
            post=Post(mails, settings.mail.sender, settings.mail.to, server_of(settings), settings.mail.at),
            spool=spool,
            worklist=settings.erp.worklist,
            zone=settings.zone,
            now=now,
            version=version("abgleich"),
            started=now(),
            survey_seconds=settings.erp.every_seconds,
            repair=settings.guard.repair,
        )
    finally:
        erp.close()
        ledger.close()
