"""Makes the parts from the settings, once; the only place that knows which part is built from which keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version

from filelock import FileLock, Timeout

from dropzone.zone import Dropzone
from processor.domain.effects import Effect
from processor.domain.weigh import Ceiling, Ceilings
from processor.erp.gateway import Erp, Target
from processor.errors import AbgleichError
from processor.export import Shape
from processor.ledger import Ledger
from processor.parts import Outgoing, Parts, Post
from processor.report.mail import SmtpServer
from processor.report.words import Words
from processor.settings import Settings
from processor.shipped import shipped


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
    targets = [Target(**target.model_dump()) for target in erp.targets]
    return Erp.open(erp.url, erp.odbc.get_secret_value(), targets=targets, timeout=erp.timeout_seconds)


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
    if export.folder is None:
        return None
    shape = Shape(export.columns, export.delimiter, export.encoding, export.line_end)
    return Outgoing(export.folder, export.name, shape, export.exclude)


def ceilings_of(settings: Settings) -> Ceilings:
    """The ceilings of the guard."""
    guard = settings.guard
    return Ceilings(
        optouts=Ceiling(guard.optouts_absolute, guard.optouts_share),
        bounces=Ceiling(guard.bounces_absolute, guard.bounces_share),
        rows_per_address=settings.erp.max_rows_per_address,
    )


@contextmanager
def opened(settings: Settings, now: Callable[[], datetime] = utc_now, *, looking: bool = False) -> Iterator[Parts]:
    """Make all parts, with their folders; close them at the end. Raises Unavailable or Misconfigured.

    `looking`: nothing is going to be written, so that nothing is made; the ledger of a state folder that was never
    worked with is an empty one in memory.
    """
    mails = settings.state / "mails"
    spool = settings.state / "spool"
    for folder in () if looking else (settings.state, mails, spool):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # they hold addresses
    new = not (settings.ledger.url or (settings.state / "ledger.sqlite").exists())
    ledger, erp = Ledger.open("sqlite://") if looking and new else ledger_of(settings), erp_of(settings)
    try:
        yield Parts(
            dropzone=dropzone_of(settings),
            ledger=ledger,
            erp=erp,
            words=words_of(settings),
            policy=settings.policy,
            effects={target.name: Effect(target.bounce.action, target.bounce.then) for target in settings.erp.targets},
            ceilings=ceilings_of(settings),
            outgoing=outgoing_of(settings),
            post=Post(mails, settings.mail.sender, settings.mail.to, server_of(settings), settings.mail.at),
            spool=spool,
            zone=settings.zone,
            now=now,
            version=version("abgleich"),
            started=now(),
            survey_seconds=settings.erp.every_seconds,
        )
    finally:
        erp.close()
        ledger.close()
