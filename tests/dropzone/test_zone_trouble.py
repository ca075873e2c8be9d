"""Trouble of the world: nothing is refused, nothing is lost, everything goes on when it is over."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from dropzone import durable
from dropzone.errors import ZoneMisconfigured, ZoneUnavailable, world
from dropzone.folder import Folder


@pytest.mark.parametrize(
    ("number", "code"),
    [
        *((errno.ENOSPC, "disk_full"), (errno.EDQUOT, "disk_full"), (errno.EROFS, "read_only")),
        *((errno.EACCES, "no_permission"), (errno.EPERM, "no_permission"), (errno.ENOENT, "folder_away")),
        *((errno.ESTALE, "folder_trouble"), (errno.EIO, "folder_trouble"), (errno.EMFILE, "folder_trouble")),
    ],
)
def test_every_word_of_the_system_has_a_code_and_the_facts(number, code):
    with pytest.raises(ZoneUnavailable) as caught, world(Path("/drop")):
        raise OSError(number, os.strerror(number))
    assert caught.value.code == code
    assert caught.value.facts == {"folder": "/drop", "problem": os.strerror(number)}


def test_another_file_system_does_not_pass_by_waiting():
    with pytest.raises(ZoneMisconfigured, match="other_filesystem"), world(Path("/drop")):
        raise OSError(errno.EXDEV, "cross-device")


def test_a_full_disk_lets_files_wait_and_says_how_much_is_missing(office, monkeypatch):
    zone = office.zone()
    office.drop("big.csv", b"x" * 1000)
    office.drop("small.csv", b"x")
    office.looks(zone)
    free = 100_000_000 + 300

    def usage(path):
        return shutil._ntuple_diskusage(free, 0, free)

    monkeypatch.setattr(shutil, "disk_usage", usage)
    drops = zone.take()
    assert next(drops).name == "small.csv"  # the big one does not keep the others waiting
    with pytest.raises(ZoneUnavailable) as caught:
        next(drops)
    assert (caught.value.code, caught.value.facts["needed"], caught.value.facts["free"]) == (
        *("disk_full", 100_003_000, free),
    )
    assert [(one.name, one.state, one.reason) for one in zone.look()] == [("big.csv", "blocked", "disk_full")]
    monkeypatch.undo()
    assert [drop.name for drop in zone.take()] == ["big.csv"]


def failing(monkeypatch, name, number, once=False):
    """Let a function of the durable module fail."""

    def fail(*arguments, **more):
        if once:
            monkeypatch.undo()
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(durable, name, fail)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.ESTALE])
@pytest.mark.parametrize("step", ["move", "copy", "put", "mark"])
def test_a_file_whose_claim_failed_comes_later_with_all_its_bytes(office, monkeypatch, step, number):
    zone = office.zone()
    office.drop("a.csv", b"bytes")
    office.looks(zone)
    failing(monkeypatch, step, number)
    with pytest.raises(ZoneUnavailable):
        list(zone.take())
    if step != "move":
        with pytest.raises(ZoneUnavailable):
            list(zone.leftovers())
    monkeypatch.undo()
    [drop] = [*zone.leftovers(), *office.takes(zone)]
    assert (drop.digest, drop.attempt) == (office.sha(b"bytes"), 1)  # the trouble was not the file's


def test_one_bad_file_never_keeps_the_others_waiting(office, monkeypatch):
    zone = office.zone()
    for name in ("a.csv", "b.csv"):
        office.drop(name)
    office.looks(zone)
    failing(monkeypatch, "move", errno.EIO, once=True)
    with pytest.raises(ZoneUnavailable):
        list(zone.take())
    zone.look()
    assert sorted(drop.name for drop in zone.take()) == ["a.csv", "b.csv"]


def test_a_file_we_may_not_move_is_blocked_and_tried_again(office, monkeypatch):
    zone = office.zone()
    office.drop("a.csv")
    office.drop("b.csv")
    office.looks(zone)
    move = durable.move

    def denied(source, name, target, new):
        if name == "a.csv":
            raise PermissionError(errno.EACCES, "denied")
        move(source, name, target, new)

    monkeypatch.setattr(durable, "move", denied)
    assert [drop.name for drop in zone.take()] == ["b.csv"]
    [sighting] = zone.look()
    assert (sighting.name, sighting.state, sighting.reason) == ("a.csv", "blocked", "no_permission")
    monkeypatch.undo()
    assert [drop.name for drop in zone.take()] == ["a.csv"]


def test_a_file_we_may_not_read_is_blocked_before_it_moves(office, monkeypatch):
    zone = office.zone()
    office.drop("a.csv")
    read = Folder.read

    def denied(self, name):
        if name == "a.csv":
            raise PermissionError(errno.EACCES, "denied")
        return read(self, name)

    monkeypatch.setattr(Folder, "read", denied)
    sighting = office.looks(zone)["a.csv"]
    assert (sighting.state, sighting.reason) == ("blocked", "no_permission")
    assert list(zone.take()) == []
    assert list(office.tree()) == ["a.csv"]


def test_a_working_folder_we_may_not_write_to_is_trouble_of_the_world(office, monkeypatch):
    zone = office.zone()
    office.drop("a.csv")
    office.looks(zone)
    failing(monkeypatch, "move", errno.EACCES)
    failing(monkeypatch, "probe", errno.EACCES)
    with pytest.raises(ZoneUnavailable, match="no_permission"):
        list(zone.take())


def test_a_start_clears_what_was_being_written(office):
    office.zone()
    places = [office.root / "working", office.root / "held", office.root / "refused", office.spool]
    (office.root / "done" / "2026-11-23").mkdir()
    places.append(office.root / "done" / "2026-11-23")
    for place in places:
        (place / durable.part("x")).write_bytes(b"half")
    office.zone()
    assert not [place for place in places if (place / durable.part("x")).exists()]


def test_a_lost_spool_is_made_anew(office):
    zone = office.zone()
    office.drop("a.csv", b"bytes", "optouts")
    [drop] = office.takes(zone)
    shutil.rmtree(office.spool)
    with pytest.raises(ZoneUnavailable):
        list(zone.leftovers())
    [again] = office.zone().leftovers()
    assert (again.digest, again.folder, again.id) == (drop.digest, "optouts", drop.id)


def test_moving_works_where_files_of_others_cannot_be_linked(office, monkeypatch):
    def link(*arguments, **more):
        raise PermissionError(errno.EPERM, "protected_hardlinks")

    monkeypatch.setattr(os, "link", link)
    zone = office.zone()
    office.drop("a.csv", b"bytes")
    [drop] = office.takes(zone)
    path = zone.rest(drop.id, "done/2026-11-23", {".receipt.txt": b"x"})
    assert office.tree()[path] == b"bytes"


def test_no_descriptor_is_left_open(office):
    zone = office.zone()
    before = len(os.listdir("/proc/self/fd"))
    for number in range(20):
        office.drop("a.csv", b"%d" % number)
        (office.root / "odd.csv").symlink_to("/nowhere")
        for drop in office.takes(zone):
            zone.orderly(drop)
            zone.reopen(drop.id)
            zone.rest(drop.id, "held", {".plan.txt": b"x"})
            zone.rest(drop.id, "refused", {".why.txt": b"x"})
    assert len(os.listdir("/proc/self/fd")) == before
