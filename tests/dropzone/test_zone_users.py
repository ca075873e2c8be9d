"""Any mixture of people, deaths and waiting: no bytes are lost, none are given twice unless they were left over."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from dropzone.zone import Dropzone

NAMES = st.sampled_from(["a.csv", "b.csv", "März (1).xlsx", "~$x.xlsx", "c.csv.part"])
FOLDERS = st.sampled_from(["", "optouts"])
DAY = "done/2026-11-23"


class Users(RuleBasedStateMachine):
    """People only lose what they themselves overwrite or delete; everything else rests exactly once in the end."""

    def __init__(self) -> None:
        super().__init__()
        self.base = Path(tempfile.mkdtemp())
        self.root, self.spool, self.now, self.count = self.base / "drop", self.base / "spool", 0.0, 0
        self.root.mkdir()
        self.alive: set[bytes] = set()  # bytes that must never be lost
        self.given: dict[bytes, str] = {}  # bytes -> id under which they were taken
        self.zone: Dropzone
        self.new_life()

    def teardown(self) -> None:
        self.settle_everything()
        shutil.rmtree(self.base)

    def new_bytes(self) -> bytes:
        self.count += 1
        return b"%d" % self.count

    def given_now(self, drop, left_over: bool) -> None:
        with drop.open() as copy:
            data = copy.read()
        assert data in self.alive
        known = self.given.setdefault(data, drop.id)
        assert known == drop.id
        assert left_over == (drop.attempt > 1) or left_over

    @rule(name=NAMES, folder=FOLDERS)
    def drop(self, name, folder):
        path = self.root / folder / name
        if path.exists():
            self.alive.discard(path.read_bytes())
        data = self.new_bytes()
        path.write_bytes(data)
        self.alive.add(data)

    @rule(name=NAMES, folder=FOLDERS)
    def replace(self, name, folder):
        path = self.root / folder / name
        if path.exists():
            self.alive.discard(path.read_bytes())
            data = self.new_bytes()
            self.alive.add(data)
            other = self.base / "other"
            other.write_bytes(data)
            other.replace(path)

    @rule(name=NAMES, folder=FOLDERS)
    def delete(self, name, folder):
        path = self.root / folder / name
        if path.exists():
            self.alive.discard(path.read_bytes())
            path.unlink()

    @rule(name=NAMES, folder=FOLDERS, new=NAMES)
    def rename(self, name, folder, new):
        path, target = self.root / folder / name, self.root / folder / new
        if path.exists() and not target.exists():
            path.rename(target)

    @rule(seconds=st.sampled_from([0.5, 3.0, 6.0]))
    def wait(self, seconds):
        self.now += seconds

    @rule()
    def look(self):
        self.zone.look()

    @rule(number=st.integers(0, 3), place=st.sampled_from(["", "held", "refused", DAY]))
    def take(self, number, place):
        drops = self.zone.take()
        for _, drop in zip(range(number), drops, strict=False):
            assert drop.attempt == 1
            assert not drop.trouble
            self.given_now(drop, left_over=False)
            if place:
                self.zone.rest(drop.id, place, {".receipt.txt": b""})

    @rule(place=st.sampled_from(["", "held", DAY]))
    def go_on(self, place):
        for drop in self.zone.leftovers():
            self.given_now(drop, left_over=True)
            if place:
                self.zone.rest(drop.id, place, {".receipt.txt": b""})

    @rule()
    def new_life(self):
        self.zone = Dropzone(self.root, self.spool, quiet=5, monotonic=lambda: self.now)
        self.zone.prepare()

    @invariant()
    def no_bytes_are_lost_and_none_exist_twice(self):
        files = [path.read_bytes() for path in self.root.rglob("*") if path.is_file()]
        files = [data for data in files if data]  # companions are empty here
        assert sorted(files) == sorted(self.alive)

    def settle_everything(self) -> None:
        """After quiescence all that is no litter rests in exactly one place for good."""
        self.new_life()
        self.go_on(DAY)
        for _ in range(2):
            self.zone.look()
            self.now += 6
        self.zone.look()
        for drop in self.zone.take():
            self.given_now(drop, left_over=False)
            self.zone.rest(drop.id, DAY, {})
        left = {path.name for place in ("", "optouts", "working") for path in (self.root / place).glob("*.*")}
        assert left <= {"~$x.xlsx", "c.csv.part"}
        for data, drop_id in self.given.items():
            [path] = [path for path in self.root.rglob(f"*.{drop_id}*") if path.read_bytes() == data]
            assert self.zone.where(drop_id) == path.relative_to(self.root).parts[0]


TestUsers = Users.TestCase
TestUsers.settings = settings(max_examples=80, stateful_step_count=40, deadline=None)
