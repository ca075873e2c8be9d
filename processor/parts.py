"""The parts a round works with: the two doors, the ledger, the rules; made once by wiring, values from then on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path

from dropzone.inlet import Inlet
from dropzone.outlet import Outlet
from dropzone.zone import Dropzone
from processor.domain.effects import Effect
from processor.domain.lists import Lists
from processor.domain.policy import Policy
from processor.domain.weigh import Ceilings
from processor.erp.gateway import Erp
from processor.export import Adapter
from processor.layouts.taught import Taught
from processor.ledger import Ledger
from processor.report.mail import SmtpServer
from processor.report.words import Words


@dataclass(frozen=True)
class Outgoing:
    """Where and how new subscribers go out."""

    outlet: Outlet  # where the server fetches them
    name: str  # with {number}
    adapter: Adapter  # fitted to the ERP and the configuration
    exclude: Sequence[str]
    start: str  # report: the first export waits for a release; at once
    removals: bool  # addresses that customers gave up are handed over, in a file of their own
    fetched_within_hours: float  # a file that still lies there after so long is reported; 0: never
    sidecar: Path  # where the note about each export is written
    untaken: str = "next"  # what becomes of a file not fetched yet: next, merge, left (settings.export)
    lists: Lists | None = None  # who is on which list; None: one file with everybody
    files: Mapping[str, str] = field(default_factory=dict)  # list -> name of its own files, as `name`

    @property
    def takes_away(self) -> bool:
        """Whether somebody says that the server moves or deletes what it has read: what lies there was not fetched."""
        return self.untaken == "merge" or self.fetched_within_hours > 0

    @property
    def reads(self) -> Sequence[str]:
        """The fields wanted from the ERP, for the file and for the rules of the lists."""
        return tuple(dict.fromkeys([*self.adapter.reads, *(self.lists.fields if self.lists else ())]))


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
    """Everything a round needs. `now` is the only clock; `layouts` are what the operator's folder teaches now."""

    dropzone: Dropzone
    inlet: Inlet | None  # a remote folder whose files are fetched into the dropzone
    ledger: Ledger
    erp: Erp
    words: Words
    layouts: Callable[[], Taught]
    policy: Policy
    effects: Mapping[str, Effect]
    ceilings: Ceilings
    outgoing: Outgoing | None
    post: Post
    spool: Path
    worklist: Path | None  # folder for what must be done by hand, None where nothing must
    zone: tzinfo
    now: Callable[[], datetime]
    version: str
    started: datetime
    survey_seconds: float  # look for new customers at least this often
    repair: str = "set"  # what the guard does about a row that is YES again: set it to NO, or only report
