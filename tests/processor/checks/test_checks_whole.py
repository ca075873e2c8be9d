from __future__ import annotations

import errno
import json

from processor import checks, wiring
from processor.checks import as_dict, check, memory, words_for
from processor.configuration import load
from processor.demo import build
from processor.ledger import Ledger, schema
from processor.settings import Settings


def tree(folder):
    return {str(path): path.stat().st_mtime_ns for path in sorted(folder.rglob("*")) if not path.is_dir()}


def test_a_healthy_world_gives_no_error_and_stays_as_it_was(world, found, tmp_path):
    before = tree(tmp_path)
    codes = found(world)
    assert codes.errors == set()
    assert {"configuration", "templates", "clock", "state", "lock_free", "ledger_new", "drop", "export"} <= set(codes)
    assert {"erp_server", "erp_write", "export_columns", "mail_next", "mail_filed_no_host"} <= set(codes)
    assert tree(tmp_path) == before
    assert list((tmp_path / "drop").iterdir()) == list((tmp_path / "export").iterdir()) == []


def test_the_demo_world_gives_no_error(tmp_path):
    settings = load(build(tmp_path / "demo"), {})
    assert not [finding for finding in check(settings) if finding.level == "error"]


def test_a_world_that_has_worked_gives_no_error(world, found, tmp_path):
    settings = Settings.model_validate(world)
    wiring.dropzone_of(settings).prepare()
    Ledger.in_folder(settings.state).close()
    with wiring.alone(settings):
        pass
    (tmp_path / "drop" / "optouts" / "waiting.csv").write_text("x")
    codes = found(world)
    assert codes.errors == set()
    assert codes["ledger"].facts["version"] == str(schema.VERSION)
    assert codes["drop"].facts["count"] == 1
    assert list((tmp_path / "drop" / "working").iterdir()) == []


def test_findings_are_told_to_machines(world):
    settings = Settings.model_validate(world)
    words = words_for(settings)
    told = [json.loads(json.dumps(as_dict(finding, words))) for finding in check(settings)]
    assert all(set(one) == {"level", "code", "text", "facts"} for one in told)
    assert {one["level"] for one in told} <= {"ok", "warn", "error"}


def test_an_area_that_crashes_is_named_without_secrets_and_hides_no_other(world, found, monkeypatch):
    def crash(_):
        raise RuntimeError("password kanarienvogel-7301 in a message")

    monkeypatch.setattr(checks.wiring, "erp_of", crash)
    world["mail"] = {"password": "kanarienvogel-7301"}
    codes = found(world)
    assert codes["check_failed"].facts["area"] == "erp"
    assert "kanarienvogel" not in repr(codes)
    assert {"export_columns", "mail_next"} <= set(codes)


def test_trouble_of_the_disk_in_the_middle_of_an_area_is_a_finding(world, found, monkeypatch):
    def vanish(_):
        raise OSError(errno.EIO, "gone")

    monkeypatch.setattr(memory, "lock", vanish)
    codes = found(world)
    assert codes["check_failed"].facts["area"] == "lock"
    assert "drop" in codes
