"""A whole small world for a journey: an ERP, a drop folder, exports, mails; laid out from dicts, read as dicts."""

from __future__ import annotations

import csv
import glob
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from processor import configuration, service, wiring
from processor.cli import main
from processor.parts import Parts
from processor.trouble import Round
from tests.parts.ground import Ground
from tests.parts.openssh import OpenSsh

ID = re.compile(r"\.[0-9A-HJKMNP-TV-Z]{8}(?=\.|$)")
START = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
LayOut = Callable[..., "World"]
COMMAND = [sys.executable, "-c", "from processor.cli import main; main()"]

KUNDEN = (
    "id INTEGER PRIMARY KEY, mail VARCHAR(200), news VARCHAR(8), reason VARCHAR(40), changed VARCHAR(20),"
    " faulty INTEGER, name VARCHAR(60)"
)
KONTAKTE = "nr INTEGER PRIMARY KEY, adresse VARCHAR(200), kein INTEGER, status VARCHAR(20)"


class Clock:
    """The time of the world; every look at it takes a millisecond, so that no two things happen at once."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now

    def go(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class World:
    """`folder` holds abgleich.toml, drop/, export/, state/; the ERP stands on `ground`."""

    folder: Path
    ground: Ground
    clock: Clock
    config: dict[str, Any] = field(default_factory=dict)

    # --- before -----------------------------------------------------------------------------------------------

    @property
    def toml(self) -> Path:
        return self.folder / "abgleich.toml"

    def configure(self, **changes: Any) -> None:
        """Merge `changes` into the configuration and write it."""
        self.config = merged(self.config, changes)
        if "columns" in changes.get("export", {}):
            self.config["export"]["columns"] = changes["export"]["columns"]
        self.toml.write_text("".join(f"{name} = {as_toml(value)}\n" for name, value in self.config.items()))

    def drop(self, files: Mapping[str, str | bytes]) -> None:
        """Save files into the drop folder as people do."""
        for name, content in files.items():
            path = self.folder / "drop" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def fetch(self) -> None:
        """Fetch all exports as a newsletter server does that takes away what it has read."""
        for path in (self.folder / "export").iterdir():
            path.unlink()

    # --- what happens -----------------------------------------------------------------------------------------

    @contextmanager
    def opened(self) -> Iterator[Parts]:
        """The parts of a freshly started program; every sentence it says must have words."""
        settings = configuration.load(self.toml, {})
        with wiring.opened(settings, now=self.clock) as parts:
            yield parts
            assert parts.words.missing == set()

    def round(self, rounds: int = 1) -> Round:
        """Start the program, do so many rounds, end it; return the last."""
        with self.opened() as parts:
            for _ in range(rounds):
                done = service.run_once(parts)
        return done

    def command(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a command of abgleich as `main` does, in this process: quick, and no exception hides in a text."""
        out, err = io.StringIO(), io.StringIO()
        with ExitStack() as surroundings:
            surroundings.enter_context(patch.dict(os.environ, plain_environment(environment), clear=True))
            surroundings.enter_context(patch.object(sys, "argv", ["abgleich", *words]))
            for manager in (chdir(self.folder), redirect_stdout(out), redirect_stderr(err)):
                surroundings.enter_context(manager)
            end = surroundings.enter_context(pytest.raises(SystemExit))
            main()
        return subprocess.CompletedProcess(words, int(end.value.code or 0), out.getvalue(), err.getvalue())

    def process(self, *words: str, program: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a command as a user does, in a process of its own; `program` is done there first."""
        return subprocess.run(
            [sys.executable, "-c", f"{program}\nfrom processor.cli import main\nmain()", *words],
            cwd=self.folder,
            env=plain_environment(environment),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    # --- after ------------------------------------------------------------------------------------------------

    def tree(self, place: str = "drop") -> dict[str, bytes]:
        """Every file under `place` by its path, the file's number written as .ID."""
        root = self.folder / place
        found = {}
        for path in sorted(root.rglob("*")):
            if path.is_symlink() or not path.is_dir():
                name = ID.sub(".ID", path.relative_to(root).as_posix())
                found[name] = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        return found

    def names(self, place: str = "drop") -> list[str]:
        """The paths of `tree`, those that several files share once for each."""
        root = self.folder / place
        files = [path for path in root.rglob("*") if path.is_symlink() or not path.is_dir()]
        return sorted(ID.sub(".ID", path.relative_to(root).as_posix()) for path in files)

    def customers(self, columns: str = "mail, news") -> dict[int, Any]:
        """The customers of the ERP by number; one column as its value, several as a tuple."""
        rows = self.ground.rows(f"id, {columns}")
        return {row[0]: row[1] if len(row) == 2 else row[1:] for row in rows}

    def contacts(self, columns: str = "adresse, kein") -> dict[int, Any]:
        rows = self.ground.rows(f"nr, {columns}", name="kontakte")
        return {row[0]: row[1] if len(row) == 2 else row[1:] for row in rows}

    def exports(self, encoding: str = "utf-8") -> dict[str, list[str]]:
        """The addresses in each export file, in order."""
        return {
            name: [row[0] for row in csv.reader(io.StringIO(content.decode(encoding)))][1:]
            for name, content in self.tree("export").items()
        }

    def exported(self) -> list[str]:
        """All addresses ever exported, sorted; one that was exported twice stands there twice."""
        return sorted(address for addresses in self.exports().values() for address in addresses)

    def mails(self, about: str = "") -> list[EmailMessage]:
        """The filed mails whose name begins with `about` ("summary", "fault", "held"), oldest first."""
        paths = (self.folder / "state" / "mails").glob(f"{about}*.eml")
        found = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]
        return sorted(found, key=lambda mail: mail["Date"].datetime)  # type: ignore[arg-type, return-value]

    def subjects(self, about: str = "") -> list[str]:
        return [str(mail["Subject"]) for mail in self.mails(about)]

    def text_of(self, name: str) -> str:
        """The text of the file under drop/ whose path, with .ID for its number, is `name`."""
        return self.tree()[name].decode().replace("\r\n", "\n")

    def id_of(self, name: str) -> str:
        """The number of the file dropped as `name`, as people read it beside the file: in its name."""
        stem, dot, end = name.rpartition(".")
        paths = (self.folder / "drop").rglob(f"{glob.escape(stem)}.????????{dot}{end}")
        (found,) = {path.name.removeprefix(f"{stem}.").removesuffix(f"{dot}{end}") for path in paths}
        return found


def merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    both = dict(old)
    for name, value in new.items():
        both[name] = merged(old[name], value) if isinstance(value, dict) and isinstance(old.get(name), dict) else value
    return both


def as_toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(name)} = {as_toml(one)}" for name, one in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(as_toml, value)) + "]"
    return json.dumps(str(value) if isinstance(value, Path) else value, ensure_ascii=False)


def plain_environment(more: Mapping[str, str]) -> dict[str, str]:
    """An environment in which the code of this checkout is found and nothing else is set."""
    here = str(Path(__file__).parents[2])
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {**kept, "PYTHONPATH": here, "LANG": "C.UTF-8", "COLUMNS": "200", **more}


def targets() -> list[dict[str, Any]]:
    return [
        {
            "name": "kunden",
            "table": "kunden",
            "key": ["id"],
            "email": ["mail"],
            "flag": {"column": "news", "yes": ["Y"], "no": "N"},
            "bounce": {"action": "mark", "column": "faulty", "value": 1},
            "also": {"reason": "{reason}", "changed": "{today}"},
            "fields": {"name": "name"},
        },
        {
            "name": "kontakte",
            "table": "kontakte",
            "key": ["nr"],
            "email": ["adresse"],
            "flag": {"column": "kein", "yes": [0], "no": 1},
            "bounce": {"action": "mark", "column": "status", "value": "kaputt"},
        },
    ]


def to_sftp(world: World, ssh: OpenSsh, remote: Path, port: int = 0) -> None:
    """Let exports be brought to a folder of an SFTP server, by its own port or another that leads there."""
    reached = {"host": "127.0.0.1", "port": port or ssh.port, "user": ssh.user, "key_file": ssh.folder / "client"}
    sftp = {**reached, "host_keys": list(ssh.server().host_keys), "folder": str(remote), "answer_seconds": 5}
    world.config["export"].pop("folder", None)
    world.configure(export={"sftp": sftp})


def optouts(*addresses: str, header: str = "E-Mail;Grund;Datum", day: str = "02.03.2026") -> str:
    """A plain German list of opt-outs."""
    return "\r\n".join([header, *(f"{address};abgemeldet;{day}" for address in addresses), ""])


def bounces(*lines: tuple[str, str, str]) -> str:
    """A plain German list of bounces: address, day, what the server said."""
    return "\r\n".join(["E-Mail;Datum;Fehlermeldung", *(";".join(line) for line in lines), ""])
