"""What people and programs do to files in the drop folder, and what comes out."""

from __future__ import annotations

import os


def test_a_rested_file_becomes_a_drop_with_its_digest_and_a_copy(office):
    zone = office.zone()
    office.drop("Abmeldungen März.csv", b"E-Mail\n", "optouts")
    [drop] = office.takes(zone)
    assert (drop.name, drop.folder, drop.size, drop.attempt, drop.trouble) == (
        *("Abmeldungen März.csv", "optouts", 7, 1, ""),
    )
    assert drop.digest == office.sha(b"E-Mail\n")
    with drop.open() as copy:
        assert copy.read() == b"E-Mail\n"
    assert office.tree() == {f"working/{drop.id}.1.optouts.Abmeldungen März.csv": b"E-Mail\n"}
    assert zone.where(drop.id) == "working"


def test_nothing_is_taken_before_it_rested_even_when_it_lay_there_at_the_start(office):
    os.utime(office.drop("old.csv"), (0, 0))
    zone = office.zone()
    assert office.looks(zone, 4.9)["old.csv"].state == "settling"
    assert list(zone.take()) == []


def test_an_empty_file_goes_the_normal_way(office):
    zone = office.zone()
    office.drop("empty.csv", b"")
    [drop] = office.takes(zone)
    assert (drop.size, drop.digest, drop.trouble) == (0, office.sha(b""), "")


def test_files_are_claimed_one_by_one_as_they_are_asked_for(office):
    zone = office.zone()
    for name in ("b.csv", "a.csv"):
        os.utime(office.drop(name), (1, 1))
    office.looks(zone)
    drops = zone.take()
    assert next(drops).name == "a.csv"
    assert "b.csv" in office.tree()
    assert next(drops).name == "b.csv"


def test_what_was_dropped_earlier_comes_first(office):
    zone = office.zone()
    office.drop("z.csv")
    zone.look()
    office.now += 1
    office.drop("a.csv")
    assert [drop.name for drop in office.takes(zone)] == ["z.csv", "a.csv"]


def test_the_same_name_a_hundred_times_with_other_bytes_is_a_hundred_drops_in_order(office):
    zone = office.zone()
    digests = []
    for number in range(100):
        office.drop("list.csv", b"%d" % number)
        [drop] = office.takes(zone)
        digests.append(drop.digest)
        zone.rest(drop.id, "done/2026-11-23", {})
    assert digests == [office.sha(b"%d" % number) for number in range(100)]
    assert sorted(office.tree().values()) == sorted(b"%d" % number for number in range(100))


def test_five_hundred_files_need_one_scan_and_no_event(office):
    zone = office.zone()
    for number in range(500):
        office.drop(f"{number:03}.csv", b"%d" % number)
    assert [drop.digest for drop in office.takes(zone)] == [office.sha(b"%d" % n) for n in range(500)]
