"""The ways programs write files, and that none is taken half."""

from __future__ import annotations

import os

from dropzone import claim as claiming
from dropzone import durable


def test_a_slow_writer_is_waited_for(office):
    zone = office.zone()
    path = office.drop("slow.csv", b"")
    for _ in range(10):
        with path.open("ab") as file:
            file.write(b"x")
        assert office.looks(zone, 3)["slow.csv"].state == "settling"  # each pause is shorter than the quiet time
        assert list(zone.take()) == []
    [drop] = office.takes(zone)
    assert drop.digest == office.sha(b"x" * 10)


def test_a_writer_that_pauses_with_the_file_open_is_held_back_by_the_lease(office):
    zone = office.zone()
    with (office.root / "open.csv").open("wb", buffering=0) as file:
        file.write(b"first ")
        assert office.looks(zone, 3600)["open.csv"].state == "open"
        assert list(zone.take()) == []
        file.write(b"last")
    [drop] = office.takes(zone)
    assert drop.digest == office.sha(b"first last")


def test_a_reader_holds_nothing_back(office):
    zone = office.zone()
    with office.drop("read.csv").open("rb"):
        assert office.looks(zone)["read.csv"].state == "ready"
        assert len(list(zone.take())) == 1


def test_a_writer_who_comes_between_look_and_claim_is_noticed(office):
    zone = office.zone()
    path = office.drop("late.csv", b"one")
    office.looks(zone)
    with path.open("ab", buffering=0):
        assert list(zone.take()) == []
    [drop] = office.takes(zone)
    assert drop.digest == office.sha(b"one")


def test_an_append_tool_that_reopens_makes_two_rests_and_one_file(office):
    zone = office.zone()
    path = office.drop("log.csv", b"one\n")
    zone.look()
    office.now += 4
    path.write_bytes(b"one\ntwo\n")
    assert office.looks(zone, 4)["log.csv"].state == "settling"
    [drop] = office.takes(zone)
    assert drop.digest == office.sha(b"one\ntwo\n")


def test_an_upload_finished_by_rename_rests_under_its_final_name(office):
    zone = office.zone()
    part = office.drop("x.csv.filepart", b"all")
    assert office.looks(zone) == {}
    part.rename(office.root / "x.csv")
    assert [drop.name for drop in office.takes(zone)] == ["x.csv"]


def test_an_upload_finished_by_link_and_unlink_is_taken_once(office):
    zone = office.zone()
    part = office.drop("upload.bin", b"all")
    os.link(part, office.root / "x.csv")
    assert {sighting.state for sighting in office.looks(zone).values()} == {"open"}
    part.unlink()
    assert [(drop.name, drop.trouble) for drop in office.takes(zone)] == [("x.csv", "")]


def test_a_file_that_stays_hard_linked_is_a_drop_with_trouble(office):
    zone = office.zone()
    outside = office.root.parent / "shadow"
    outside.write_bytes(b"secret")
    os.link(outside, office.root / "x.csv")
    zone.look()
    office.now += 60
    [drop] = office.takes(zone)
    assert (drop.trouble, drop.digest) == ("hard_link", "")
    assert not drop.copy.exists()


def test_excel_saving_is_one_file(office):
    zone = office.zone()
    office.drop("list.xlsx", b"old")
    owner = office.drop("~$list.xlsx", b"")
    assert office.looks(zone)["list.xlsx"].state == "open"
    new = office.drop("A1B2C3.tmp", b"new")
    new.replace(office.root / "list.xlsx")
    assert office.takes(zone) == []
    owner.unlink()
    [drop] = office.takes(zone)
    assert drop.digest == office.sha(b"new")


def test_a_file_replaced_while_it_rests_is_taken_as_the_new_one(office):
    zone = office.zone()
    office.drop("a.csv", b"one")
    zone.look()
    office.now += 4
    office.drop("b.tmp", b"two").replace(office.root / "a.csv")
    assert office.looks(zone, 4)["a.csv"].state == "settling"
    [drop] = office.takes(zone)
    assert drop.digest == office.sha(b"two")


def test_a_file_replaced_between_look_and_claim_rests_anew(office):
    zone = office.zone()
    office.drop("a.csv", b"one")
    office.looks(zone)
    office.drop("b.tmp", b"two").replace(office.root / "a.csv")
    assert list(zone.take()) == []
    [drop] = office.takes(zone)
    assert drop.digest == office.sha(b"two")


def test_a_file_deleted_while_it_rests_is_forgotten(office):
    zone = office.zone()
    path = office.drop("a.csv")
    office.looks(zone)
    path.unlink()
    assert list(zone.take()) == []
    assert zone.look() == []


def test_a_file_that_grows_while_it_is_copied_goes_back_and_rests_anew(office, monkeypatch):
    zone = office.zone()
    office.drop("a.csv", b"one")
    office.looks(zone)
    copy = durable.copy

    def growing(read, target):
        [claimed] = (office.root / "working").iterdir()
        result = copy(read, target)
        with claimed.open("ab") as file:
            file.write(b" two")
        return result

    monkeypatch.setattr(durable, "copy", growing)
    assert list(zone.take()) == []
    assert office.tree() == {"a.csv": b"one two"}
    monkeypatch.undo()
    [drop] = office.takes(zone)
    assert drop.digest == office.sha(b"one two")


def test_a_file_swapped_at_the_moment_of_the_claim_goes_back(office, monkeypatch):
    zone = office.zone()
    office.drop("a.csv", b"one")
    office.looks(zone)
    move = durable.move

    def swapped(source, name, target, new):
        monkeypatch.undo()
        office.drop("b.tmp", b"two").replace(office.root / "a.csv")
        move(source, name, target, new)

    monkeypatch.setattr(durable, "move", swapped)
    assert list(zone.take()) == []
    assert office.tree() == {"a.csv": b"two"}


def test_a_file_that_goes_back_never_overwrites_the_one_dropped_meanwhile(office, monkeypatch):
    zone = office.zone()
    office.drop("a.csv", b"one")
    office.looks(zone)

    def meanwhile(*arguments):
        office.drop("a.csv", b"newer")

    monkeypatch.setattr(claiming, "spooled", meanwhile)
    assert list(zone.take()) == []
    monkeypatch.undo()
    assert sorted(office.tree().values()) == [b"newer", b"one"]
    assert {drop.digest for drop in office.takes(zone)} == {office.sha(b"newer"), office.sha(b"one")}
