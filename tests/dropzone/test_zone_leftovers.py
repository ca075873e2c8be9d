"""What comes again: leftovers, attempts, reopened files."""

from __future__ import annotations

import os

import pytest

from dropzone.errors import ZoneError

DAY = "done/2026-11-23"
PAPERS = {".receipt.txt": b"receipt", ".rows.csv": b"rows"}


def taken(office, name="list.csv", data=b"bytes", folder=""):
    zone = office.zone()
    office.drop(name, data, folder)
    [drop] = office.takes(zone)
    return zone, drop


def test_what_lay_in_working_comes_again_in_the_order_it_was_claimed_each_time_marked(office):
    zone = office.zone()
    for name, data in (("z.csv", b"1"), ("a.csv", b"2")):
        office.drop(name, data)
        office.looks(zone, 1)
    first = office.takes(zone)
    assert [drop.name for drop in first] == ["z.csv", "a.csv"]
    for attempt in (2, 3, 4):
        again = list(office.zone().leftovers())
        assert [(drop.id, drop.attempt) for drop in again] == [(drop.id, attempt) for drop in first]
        assert [drop.digest for drop in again] == [office.sha(b"1"), office.sha(b"2")]


def test_only_the_file_whose_turn_it_was_is_marked(office):
    zone = office.zone()
    office.drop("a.csv", b"1")
    office.drop("b.csv", b"2")
    office.takes(zone)
    next(office.zone().leftovers())
    assert sorted(name.split(".")[1] for name in os.listdir(office.root / "working")) == ["1", "2"]


def test_an_orderly_end_forgets_the_attempts(office):
    zone, drop = taken(office)
    [again] = zone.leftovers()
    assert again.attempt == 2
    zone.orderly(again)
    zone.orderly(again)
    [again] = zone.leftovers()
    assert (again.id, again.attempt, again.digest) == (drop.id, 1, drop.digest)


@pytest.mark.parametrize("damage", ["copy gone", "note gone", "copy cut", "note torn"])
def test_a_lost_or_damaged_copy_is_made_anew(office, damage):
    _, drop = taken(office, folder="optouts")
    name, _, what = damage.partition(" ")
    path = drop.copy.with_suffix(f".{name}")
    path.unlink() if what == "gone" else path.write_bytes(path.read_bytes()[:3])
    [again] = office.zone().leftovers()
    assert (again.digest, again.folder, again.name) == (drop.digest, "optouts", "list.csv")
    with again.open() as copy:
        assert copy.read() == b"bytes"


def test_a_leftover_without_a_copy_that_is_still_written_goes_back(office):
    _, drop = taken(office, folder="optouts")
    drop.copy.unlink()
    [path] = (office.root / "working").iterdir()
    with path.open("ab", buffering=0) as file:
        assert list(office.zone().leftovers()) == []
        file.write(b"!")
    assert office.tree() == {"optouts/list.csv": b"bytes!"}


def test_a_held_file_can_be_reopened_as_the_drop_it_was(office):
    zone, drop = taken(office, folder="optouts")
    zone.rest(drop.id, "held", {})
    assert office.zone().reopen(drop.id) == drop


def test_a_held_file_without_its_copy_can_be_reopened(office):
    zone, drop = taken(office)
    zone.rest(drop.id, "held", {})
    for suffix in (".copy", ".note"):
        drop.copy.with_suffix(suffix).unlink()
    again = zone.reopen(drop.id)
    assert (again.id, again.digest, again.name) == (drop.id, drop.digest, "list.csv")
    assert again.open().read() == b"bytes"
    assert zone.rest(drop.id, DAY, {}) == f"{DAY}/list.{drop.id}.csv"


def test_a_file_in_work_can_be_reopened_without_counting(office):
    zone, drop = taken(office)
    assert zone.reopen(drop.id) == drop
    assert zone.reopen(drop.id) == drop


def test_a_file_that_rests_for_good_cannot_be_reopened(office):
    zone, drop = taken(office)
    zone.rest(drop.id, "refused", {})
    with pytest.raises(ZoneError, match="not_held"):
        zone.reopen(drop.id)
