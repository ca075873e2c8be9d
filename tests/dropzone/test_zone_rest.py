"""Where files rest and what lies beside them."""

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


@pytest.mark.parametrize("place", ["held", "refused", DAY])
def test_a_file_rests_with_its_companions_beside_it(office, place):
    zone, drop = taken(office)
    path = zone.rest(drop.id, place, PAPERS)
    assert path == f"{place}/list.{drop.id}.csv"
    assert office.tree() == {
        path: b"bytes",
        f"{place}/list.{drop.id}.receipt.txt": b"receipt",
        f"{place}/list.{drop.id}.rows.csv": b"rows",
    }
    assert zone.where(drop.id) == place.split("/")[0]


@pytest.mark.parametrize(("place", "stays"), [("held", True), ("refused", False), (DAY, False)])
def test_only_a_held_file_keeps_its_copy(office, place, stays):
    zone, drop = taken(office)
    zone.rest(drop.id, place, {})
    assert drop.copy.exists() is stays


@pytest.mark.parametrize("place", ["held", "refused", DAY])
def test_resting_twice_is_resting_once(office, place):
    zone, drop = taken(office)
    path = zone.rest(drop.id, place, PAPERS)
    before = office.tree()
    assert zone.rest(drop.id, place, PAPERS) == path
    assert office.tree() == before


def test_a_repeat_after_midnight_does_not_move_the_file(office):
    zone, drop = taken(office)
    path = zone.rest(drop.id, DAY, PAPERS)
    assert zone.rest(drop.id, "done/2026-11-24", PAPERS) == path


def test_a_released_file_leaves_nothing_in_held(office):
    zone, drop = taken(office)
    zone.rest(drop.id, "held", {".plan.txt": b"plan", ".receipt.txt": b"held"})
    other = office.drop("list.csv", b"other") and office.takes(zone)[0]
    zone.rest(other.id, "held", {".plan.txt": b"other plan"})
    path = zone.rest(drop.id, DAY, PAPERS)
    held = {name for name in office.tree() if name.startswith("held/")}
    assert held == {f"held/list.{other.id}.csv", f"held/list.{other.id}.plan.txt"}
    assert office.tree()[path] == b"bytes"


@pytest.mark.parametrize("place", ["", "working", "done", "done/x", "held/..", "../x", "done/2026-11-23/x"])
def test_there_are_no_other_places(office, place):
    zone, drop = taken(office)
    with pytest.raises(ValueError, match="no such place"):
        zone.rest(drop.id, place, {})


@pytest.mark.parametrize("suffix", [".txt", "receipt.txt", ".a/b.txt", "", ".RECEIPT.TXT"])
def test_a_companion_is_never_named_like_a_file(office, suffix):
    zone, drop = taken(office)
    with pytest.raises(ValueError, match="no such place or suffix"):
        zone.rest(drop.id, "held", {suffix: b""})


def test_a_file_that_is_nowhere_has_vanished(office):
    zone = office.zone()
    assert zone.where("ABCDEFGH") == ""
    with pytest.raises(ZoneError, match="vanished"):
        zone.rest("ABCDEFGH", DAY, {})
    with pytest.raises(ZoneError, match="vanished"):
        zone.reopen("ABCDEFGH")


def test_a_file_deleted_from_working_is_archived_from_the_copy(office):
    zone, drop = taken(office)
    next((office.root / "working").iterdir()).unlink()
    path = zone.rest(drop.id, DAY, PAPERS)
    assert office.tree()[path] == b"bytes"


@pytest.mark.parametrize("place", ["working", "held"])
def test_a_file_written_to_after_its_copy_is_dropped_once_more_and_the_copy_archived(office, place):
    zone, drop = taken(office, folder="bounces")
    if place == "held":
        zone.rest(drop.id, "held", {})
    [path] = (office.root / place).iterdir()
    with path.open("ab") as file:
        file.write(b" and more")
    archived = zone.rest(drop.id, DAY, PAPERS)
    assert office.tree()[archived] == b"bytes"
    [late] = office.takes(zone)
    assert (late.folder, late.digest) == ("bounces", office.sha(b"bytes and more"))


def test_a_touched_file_is_not_a_changed_one(office):
    zone, drop = taken(office)
    [path] = (office.root / "working").iterdir()
    os.utime(path, (1, 1))
    zone.rest(drop.id, DAY, {})
    assert list(office.tree()) == [f"{DAY}/list.{drop.id}.csv"]
