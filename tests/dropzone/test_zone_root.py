"""Is the drop folder there, and is it the right one?"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from dropzone.errors import ZoneMisconfigured, ZoneUnavailable
from dropzone.root import RECORD
from dropzone.zone import Dropzone


def test_a_missing_root_is_away_and_comes_back(office):
    zone = office.zone()
    away = office.root.rename(office.root.with_name("away"))
    for deed in (zone.look, lambda: list(zone.leftovers()), lambda: zone.where("ABCDEFGH")):
        with pytest.raises(ZoneUnavailable, match="folder_away"):
            deed()
    away.rename(office.root)
    office.drop("a.csv")
    assert len(office.takes(zone)) == 1


def test_a_root_that_never_was_is_away(tmp_path: Path):
    zone = Dropzone(tmp_path / "none", tmp_path / "spool", quiet=1)
    with pytest.raises(ZoneUnavailable, match="folder_away"):
        zone.prepare()


def test_a_root_deleted_and_made_anew_works_without_a_restart(office):
    zone = office.zone()
    before = zone.identity
    shutil.rmtree(office.root)
    office.root.mkdir()
    zone.look()
    office.drop("a.csv", folder="bounces")
    [drop] = office.takes(zone)
    assert drop.folder == "bounces"
    assert before is not None


def test_an_empty_mount_point_is_not_taken_for_the_share(office):
    office.zone()
    record = json.loads((office.spool / RECORD).read_bytes())
    (office.spool / RECORD).write_text(json.dumps(record | {"device": record["device"] + 1}))
    office.zone()  # the same folders on a new device: the share was mounted again
    shutil.rmtree(office.root)
    office.root.mkdir()
    record = json.loads((office.spool / RECORD).read_bytes())
    (office.spool / RECORD).write_text(json.dumps(record | {"device": record["device"] + 1}))
    with pytest.raises(ZoneUnavailable, match="folder_away"):
        office.zone()
    assert office.tree() == {}
    assert list(office.root.iterdir()) == []
    (office.root / "working").mkdir()  # a person says: this is the right one
    office.zone()


def test_a_spool_inside_the_root_is_a_mistake_of_the_configuration(tmp_path: Path):
    with pytest.raises(ZoneMisconfigured, match="spool_inside_root"):
        Dropzone(tmp_path, tmp_path / "state" / "spool", quiet=1).prepare()
