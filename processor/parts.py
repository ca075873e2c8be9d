"""The parts a round works with: the two doors, the ledger, the rules; made once by wiring, values from then on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from dropzone.zone import Dropzone
from processor.domain.effects import Effect
from processor.domain.policy import Policy
from processor.domain.weigh import Ceilings
from processor.erp.gateway import Erp
from processor.export import Shape
from processor.ledger import Ledger
from processor.report.mail import SmtpServer
from processor.report.words import Words


@dataclass(frozen=True)
class Outgoing:
    """Where and how new subscribers go out."""

    folder: Path
    name: str  # with {number}
    shape: Shape
    exclude: Sequence[str]


@dataclass(frozen=True)
class Post:
    """How mails leave: filed in a folder always, sent where there is a server and somebody to send to."""

    folder: Path
    sender: str
    to: Sequence[str]
    server: SmtpServer | None
    at: str  # local time of the daily summary, HH:MM


@dataclass(frozen=True)
class Parts:
    """Everything a round needs. `now` is the only clock."""

    dropzone: Dropzone
    ledger: Ledger
    erp: Erp
    words: Words
    policy: Policy
    effects: Mapping[str, Effect]
    ceilings: Ceilings
    outgoing: Outgoing | None
    post: Post
    spool: Path
    zone: tzinfo
    now: Callable[[], datetime]
    version: str
    started: datetime
    survey_seconds: float  # look for new customers at least this often
