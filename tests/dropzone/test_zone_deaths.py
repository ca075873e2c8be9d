"""A death at any step of a claim or a rest changes nothing in the end."""

from __future__ import annotations

import pytest

DAY = "done/2026-11-23"
PAPERS = {".receipt.txt": b"receipt", ".rows.csv": b"rows"}


def taken(office, name="list.csv", data=b"bytes", folder=""):
    zone = office.zone()
    office.drop(name, data, folder)
    [drop] = office.takes(zone)
    return zone, drop


@pytest.mark.parametrize("places", [["held"], ["refused"], [DAY], ["held", DAY], ["held", "refused"]])
def test_resting_may_die_at_every_step_and_the_repeat_ends_the_same(office, reaper, places):
    steps = 0
    while True:
        zone, drop = taken(office, f"list{steps}.csv", b"%d" % steps)
        for place in places[:-1]:
            zone.rest(drop.id, place, {".plan.txt": b"plan"})
        reaper.left = steps
        died = False
        try:
            zone.rest(drop.id, places[-1], PAPERS)
        except reaper.Died:
            died = True
        reaper.left = None
        zone = office.zone()
        path = zone.rest(drop.id, places[-1], PAPERS)
        base = f"{places[-1]}/list{steps}.{drop.id}"
        mine = {name: data for name, data in office.tree().items() if drop.id in name}
        assert mine == {path: b"%d" % steps, f"{base}.receipt.txt": b"receipt", f"{base}.rows.csv": b"rows"}
        assert not [name for name in office.tree() if ".part" in name]
        assert drop.copy.exists() is (places[-1] == "held")
        steps += 1
        if not died:
            break
    assert steps >= 10


@pytest.mark.parametrize("second", [0, 1, 2, 5, 9, 14])
def test_a_whole_life_may_die_at_every_step_and_again_and_each_file_ends_once(office, reaper, second):
    """Drop, look, take, rest; killed at the n-th step and again during the recovery; then plainly to the end."""
    office.zone()
    for first in range(60):
        data = b"%d-%d" % (first, second)
        office.drop("list.csv", data, "optouts")
        for left in (first, second, None):
            try:
                reaper.left = None if left is None else left
                zone = office.zone()
                office.looks(zone)
                for source in (zone.leftovers, zone.take):
                    for drop in source():
                        zone.rest(drop.id, DAY, {".receipt.txt": drop.digest.encode()})
            except reaper.Died:
                continue
            finally:
                reaper.left = None
        files = {name: content for name, content in office.tree().items() if content == data}
        assert len(files) == 1, files
        [name] = files
        assert name.startswith(DAY)
    tree = office.tree()
    assert not [name for name in tree if not name.startswith(DAY) or ".part" in name]
    assert len(tree) == 120  # each with its receipt
    assert sorted(path.name for path in office.spool.iterdir()) == ["root.json"]
