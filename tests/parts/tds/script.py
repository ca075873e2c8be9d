"""What the test tells the server while it runs, and what the server writes down for the test: two files."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

Deed = Literal["say", "stall", "be silent", "cut"]


@dataclass(frozen=True)
class Fault:
    """Something that goes wrong where a request looks `at`: a pattern for a statement, "LOGIN" for a login.

    `deed`: say the error `number`; stall until the client gives up, or even be silent then; cut the line. `done`: what
    was asked for is done nevertheless, only the answer is missing. It happens `times` times, and only in a session that
    was asked something that looks `after` before.
    """

    at: str
    deed: Deed = "say"
    number: int = 0
    text: str = ""
    severity: int = 16
    times: int = 1
    after: str = ""
    done: bool = False


@dataclass(frozen=True)
class Script:
    """How the server is to behave. `faults` by a name of their own, `procedures`: name -> statements of SQLite.

    `rights` are those the account has: table -> rights, "" for the whole database.
    """

    faults: Mapping[str, Fault] = field(default_factory=dict)
    procedures: Mapping[str, str] = field(default_factory=dict)
    rights: Mapping[str, list[str]] = field(default_factory=dict)

    def write(self, file: Path) -> None:
        """Write it for the server, which reads it anew with every request."""
        fresh = file.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(self)), encoding="utf-8")
        fresh.replace(file)


def read(file: Path) -> Script:
    """Return the script in a file."""
    found = json.loads(file.read_text(encoding="utf-8"))
    faults = {name: Fault(**fault) for name, fault in found.pop("faults").items()}
    return Script(faults=faults, **found)


@dataclass(frozen=True)
class Sent:
    """One request as it came: by which session, as what, its statement, and the parameters of it."""

    session: int
    way: str  # login, batch, attention, transaction, end, or the procedure called
    sql: str = ""
    types: tuple[str, ...] = ()
    values: tuple[Any, ...] = ()


class Director:
    """The server's side of both files."""

    def __init__(self, folder: Path) -> None:
        self._script, self._record = script_in(folder), record_in(folder)
        self._happened: dict[str, int] = {}
        self._lock = threading.Lock()

    @property
    def script(self) -> Script:
        """The script as it stands now."""
        return read(self._script)

    def fault(self, request: str, earlier: Sequence[str]) -> Fault | None:
        """Return what goes wrong with a request of a session that made `earlier` ones, and count it."""
        with self._lock:
            for name, fault in self.script.faults.items():
                happened = self._happened.get(name, 0)
                ripe = not fault.after or any(re.search(fault.after, one) for one in earlier)
                if happened < fault.times and ripe and re.search(fault.at, request):
                    self._happened[name] = happened + 1
                    return fault
        return None

    def note(self, sent: Sent) -> None:
        """Write a request down."""
        line = json.dumps(asdict(sent), default=str)
        with self._lock, self._record.open("a", encoding="utf-8") as record:
            record.write(line + "\n")


def script_in(folder: Path) -> Path:
    """Return the file the test writes."""
    return folder / "script.json"


def record_in(folder: Path) -> Path:
    """Return the file the server writes, one request a line."""
    return folder / "record.jsonl"


def recorded(folder: Path) -> list[Sent]:
    """Return what was sent so far."""
    file = record_in(folder)
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    found = [json.loads(line) for line in lines]
    return [Sent(**{**one, "types": tuple(one["types"]), "values": tuple(one["values"])}) for one in found]
