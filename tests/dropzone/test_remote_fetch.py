"""Files dropped on an SFTP server come into the drop folder, each once, and its names are never trusted."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dropzone.errors import ZoneUnavailable
from dropzone.inlet import Inlet
from dropzone.listing import Listing
from dropzone.sftp import Entry
from tests.dropzone.conftest import QUIET, Office
from tests.parts.openssh import OpenSsh, openssh
from tests.parts.relay import relay

CONTENT = b"".join(b"person%06d@example.com\r\n" % number for number in range(1000))


@pytest.fixture(scope="module")
def ssh() -> Iterator[OpenSsh]:
    with openssh() as server:
        yield server


@dataclass
class Box:
    """A remote folder, and an office that fetches from it."""

    ssh: OpenSsh
    office: Office
    place: Path

    def inlet(self, after: str = "done", **other: Any) -> Inlet:
        """Begin a new life."""
        most = other.pop("most_bytes", 1 << 30)
        server = self.ssh.server(**other)
        zone = self.office.zone()
        return Inlet(
            server,
            str(self.place),
            zone,
            self.office.spool,
            quiet=QUIET,
            after=after,  # type: ignore[arg-type]
            most_bytes=most,
            monotonic=lambda: self.office.now,
        )

    def put(self, name: str | bytes, data: bytes = CONTENT, folder: str = "") -> Path:
        path = self.place / folder / os.fsdecode(name)
        path.parent.mkdir(exist_ok=True)
        self.ssh.give(path.parent)
        path.write_bytes(data)
        self.ssh.give(path)
        return path

    def pulls(self, inlet: Inlet, looks: int = 2) -> int:
        taken = 0
        for _ in range(looks):
            taken += inlet.pull()
            self.office.now += QUIET
        return taken

    def come(self) -> list[tuple[str, str, bytes]]:
        """What came, as the processor sees it; it rests in done/ then."""
        zone, found = self.office.zone(), []
        for drop in zone.leftovers():
            with drop.open() as stream:
                content = stream.read()
            assert drop.digest == self.office.sha(content)
            found.append((drop.name, drop.folder, content))
            zone.rest(drop.id, "done/2026-11-23", {".receipt.txt": b"done"})
        return sorted(found)

    def tree(self) -> list[str]:
        return sorted(str(path.relative_to(self.place)) for path in self.place.rglob("*") if not path.is_dir())


@pytest.fixture
def box(ssh: OpenSsh, office: Office, tmp_path: Path) -> Box:
    return Box(ssh, office, ssh.make(tmp_path.name + os.urandom(4).hex()))


def test_a_file_that_rests_comes_here_and_moves_into_done_there(box: Box) -> None:
    box.put("Abmeldungen.csv")
    box.put("nackt.csv", b"a@example.com\r\n", "optouts")
    inlet = box.inlet()
    assert inlet.pull() == 0
    assert inlet.arriving
    assert inlet.settling
    box.office.now += QUIET
    assert not inlet.settling
    assert inlet.pull() == 2
    assert not inlet.arriving
    ids = sorted(name.rsplit(".", 2)[1] for name in box.tree())
    assert all(name.startswith("done/") for name in box.tree())
    assert ids == sorted(name.split(".")[0] for name in os.listdir(box.office.root / "working"))
    assert box.come() == [("Abmeldungen.csv", "", CONTENT), ("nackt.csv", "optouts", b"a@example.com\r\n")]
    assert box.pulls(inlet) == 0


def test_a_file_that_grows_waits(box: Box) -> None:
    path = box.put("a.csv", b"1\n")
    inlet = box.inlet()
    for _ in range(4):
        assert box.pulls(inlet, 1) == 0
        with path.open("ab") as stream:
            stream.write(b"2\n")
    assert box.pulls(inlet) == 1
    assert box.come() == [("a.csv", "", b"1\n2\n2\n2\n2\n")]


def test_a_look_takes_nothing_and_begins_the_rest(box: Box) -> None:
    box.put("a.csv")
    inlet = box.inlet()
    inlet.look()
    assert (inlet.arriving, box.tree()) == (True, ["a.csv"])
    box.office.now += QUIET
    assert inlet.pull() == 1


def test_it_is_not_asked_more_often_than_agreed(box: Box) -> None:
    inlet = Inlet(
        box.ssh.server(),
        str(box.place),
        box.office.zone(),
        box.office.spool,
        quiet=QUIET,
        every=60,
        monotonic=lambda: box.office.now,
    )
    assert inlet.pull() == 0
    box.put("a.csv")
    assert box.pulls(inlet, 3) == 0
    assert not inlet.arriving
    box.office.now += 60
    assert box.pulls(inlet, 2) == 1


@pytest.mark.parametrize("after", ["done", "delete", "leave"])
def test_what_becomes_of_a_file_there_is_as_configured_and_it_comes_once_over_restarts(box: Box, after: str) -> None:
    box.put("a.csv")
    assert box.pulls(box.inlet(after), 3) == 1
    assert len(box.come()) == 1
    assert box.pulls(box.inlet(after), 3) == 0
    left = {"done": 1, "delete": 0, "leave": 1}[after]
    assert len(box.tree()) == left
    box.put("a.csv", b"other bytes\n")
    assert box.pulls(box.inlet(after), 3) == 1
    assert box.come() == [("a.csv", "", b"other bytes\n")]


def test_a_fetch_cut_every_few_kilobytes_brings_nothing_half_and_is_redone(box: Box) -> None:
    for number, cut in enumerate(range(0, len(CONTENT) + 10_000, 4_000)):
        name = f"file{number:02}.csv"
        box.put(name)
        with relay(box.ssh.port, down=2 * cut) as line:
            inlet = box.inlet(port=line.port)
            for _ in range(2):
                with suppress(ZoneUnavailable):
                    inlet.pull()
                box.office.now += QUIET
        box.pulls(box.inlet(), 3)
        assert box.come() == [(name, "", CONTENT)]
        assert len(box.tree()) == number + 1
        assert all(path.startswith("done/") for path in box.tree())


def test_a_crash_between_arriving_here_and_clearing_there_fetches_nothing_twice(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    box.put("a.csv")
    inlet = box.inlet()
    monkeypatch.setattr(Inlet, "_clear", lambda *arguments: 1 / 0)
    inlet.pull()
    box.office.now += QUIET
    with pytest.raises(ZeroDivisionError):
        inlet.pull()
    monkeypatch.undo()
    assert [path.split("/")[0] for path in box.tree()] == ["working"]
    assert len(box.come()) == 1
    box.pulls(box.inlet(), 3)
    assert [path.split("/")[0] for path in box.tree()] == ["done"]
    assert box.come() == []


@pytest.mark.parametrize("after", ["done", "delete", "leave"])
def test_where_nothing_may_be_changed_each_file_comes_once_and_stays(office: Office, after: str) -> None:
    with openssh("-R") as server:
        box = Box(server, office, server.make("box"))
        box.put("a.csv")
        assert box.pulls(box.inlet(after), 3) == 1
        assert box.pulls(box.inlet(after), 3) == 0
        assert box.come() == [("a.csv", "", CONTENT)]
        assert box.tree() == ["a.csv"]
        assert not box.inlet(after).arriving


def test_a_file_that_may_not_be_read_is_told_and_does_not_hold_up_the_others(box: Box) -> None:
    box.put("a.csv").chmod(0)
    box.put("b.csv")
    inlet = box.inlet()
    inlet.pull()
    box.office.now += QUIET
    with pytest.raises(ZoneUnavailable, match="sftp_no_permission"):
        inlet.pull()
    assert inlet.arriving
    assert [name for name, *_ in box.come()] == ["b.csv"]


def test_a_file_that_is_too_big_is_told_and_never_fetched(box: Box) -> None:
    box.put("a.csv")
    box.put("small.csv", b"1\n")
    inlet = box.inlet(most_bytes=1000)
    inlet.pull()
    box.office.now += QUIET
    with pytest.raises(ZoneUnavailable, match="sftp_too_big"):
        inlet.pull()
    assert box.come() == [("small.csv", "", b"1\n")]


def test_hostile_names_and_things_that_are_no_files_are_never_taken_and_shown_safely(box: Box) -> None:
    for name in (b"new\nline.csv", b"back\\slash.csv", b"esc\x1b[2J.csv", b".hidden.csv"):
        box.put(name)
    (box.place / "link.csv").symlink_to("/etc/passwd")
    os.mkfifo(box.place / "pipe.csv")
    (box.place / "folder.csv").mkdir()
    box.put(b"x" * 240 + b".csv")
    box.put("~$owner.xlsx")
    before = box.tree()
    inlet = box.inlet()
    assert box.pulls(inlet, 3) == 0
    assert box.tree() == before
    assert len(inlet.foreign) == 7
    assert all(name.isprintable() and len(name) <= 120 for name in inlet.foreign)
    assert box.come() == []


def test_strange_but_honest_names_arrive(box: Box) -> None:
    names = ["Rückläufer März.csv", "=cmd|calc.csv", "a;b 'c' \"d\".csv", "CON.csv", "x" * 190 + ".csv", "日本.csv"]
    for name in names:
        box.put(name)
    box.put(b"R\xfcck.csv")
    assert box.pulls(box.inlet(), 3) == 7
    come = [name for name, *_ in box.come()]
    assert len(come) == 7
    assert {"Rückläufer März.csv", "Rück.csv", "日本.csv"} <= set(come)


class Liar:
    """A server that lists what it likes."""

    def __init__(self, names: list[bytes]) -> None:
        self.names = names

    def entries(self, folder: bytes, most: int) -> list[Entry]:
        return [Entry(name, 3, 1, stat.S_IFREG | 0o644) for name in self.names][:most]


def test_no_listed_name_can_point_out_of_the_folder() -> None:
    names = [
        b"../../etc/cron.d/x",
        b"/etc/passwd",
        b"..",
        b".",
        b"",
        b"a/b",
        b"a\\b",
        b"nul\0.csv",
        b"\x85.csv",
        b"ok.csv",
    ]
    listing = Listing(Liar(names), b"/box", ())  # type: ignore[arg-type]
    assert [one.path for one in listing.found.values()] == [b"/box/ok.csv"]
    assert len(listing.foreign) == 9


def test_a_list_without_end_is_cut() -> None:
    listing = Listing(Liar([b"%d.csv" % number for number in range(100_000)]), b"/box", ())  # type: ignore[arg-type]
    assert len(listing.found) == 5_000
