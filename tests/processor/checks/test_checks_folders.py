from __future__ import annotations

import errno
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from processor.checks import check, disk, folders
from processor.settings import Settings


@pytest.mark.parametrize("key", ["state", "drop", "export"])
def test_a_file_in_place_of_a_folder_is_said(world, found, tmp_path, key):
    (tmp_path / key).rmdir()
    (tmp_path / key).write_text("x")
    assert found(world)["folder_is_none"].facts["folder"] == str(tmp_path / key)


def test_a_missing_drop_folder_is_an_error_for_nobody_makes_a_share(world, found, tmp_path):
    (tmp_path / "drop").rmdir()
    assert found(world)["folder_missing"].facts["key"] == "dropzone.folder"


def test_missing_folders_of_our_own_are_announced_and_not_made(world, found, tmp_path):
    (tmp_path / "state").rmdir()
    (tmp_path / "export").rmdir()
    codes = found(world)
    assert codes.errors == set()
    assert {"state_new", "export_new"} <= set(codes)
    assert not (tmp_path / "state").exists()
    assert not (tmp_path / "export").exists()


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.EACCES, "folder_no_permission"),
        (errno.EROFS, "folder_read_only"),
        (errno.ENOSPC, "folder_full"),
        (errno.EIO, "folder_trouble"),
    ],
)
def test_a_folder_that_takes_no_file_is_said_with_the_cause(world, found, monkeypatch, number, code):
    def refuse(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(disk.durable, "fresh", refuse)
    codes = found(world)
    assert code in codes.errors
    assert {"erp_server", "mail_next"} <= set(codes)


def test_a_drop_folder_that_allows_no_moving_is_said_and_left_clean(world, found, monkeypatch, tmp_path):
    def refuse(*_):
        raise OSError(errno.EPERM, "no")

    monkeypatch.setattr(folders.durable, "move", refuse)
    assert found(world)["folder_no_permission"].facts["key"] == "dropzone.folder"
    assert list((tmp_path / "drop").iterdir()) == []


def test_a_state_folder_inside_the_drop_folder_is_an_error(world, found, tmp_path):
    world["state"] = tmp_path / "drop" / "state"
    assert "state_inside_drop" in found(world).errors


@pytest.mark.parametrize("place", ["", "optouts", "done"])
def test_an_export_into_the_drop_folder_is_an_error(world, found, tmp_path, place):
    world["export"]["folder"] = tmp_path / "drop" / place
    assert "export_is_drop" in found(world).errors


def test_no_export_folder_means_no_export(world, found):
    world["export"] = {}
    codes = found(world)
    assert "export_off" in codes
    assert "export_columns" not in codes


def test_a_state_folder_open_to_all_is_warned_of(world, found, tmp_path):
    (tmp_path / "state").chmod(0o755)
    assert found(world)["state_open"].level == "warn"


def test_a_state_folder_on_a_share_is_warned_of(world, found, tmp_path, monkeypatch):
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        "1 0 8:1 / / rw - ext4 /dev/a rw\n"
        f"2 1 0:9 / {tmp_path} rw - cifs //server/share rw\n"
        f"3 1 0:9 / {tmp_path}/dro rw - nfs server:/x rw\n"
    )
    monkeypatch.setattr(disk, "MOUNTS", mounts)
    assert found(world)["state_on_network"].level == "warn"
    assert disk.filesystem(tmp_path / "drop") == "cifs"
    assert disk.filesystem(Path("/elsewhere")) == "ext4"


@pytest.mark.parametrize(("free", "code", "level"), [(100 << 20, "room_low", "warn"), (1 << 20, "room_none", "error")])
def test_a_disk_that_runs_full_is_said(world, found, monkeypatch, free, code, level):
    monkeypatch.setattr(disk.shutil, "disk_usage", lambda _: type("Usage", (), {"free": free}))
    assert found(world)[code].level == level


@pytest.mark.parametrize(
    ("answer", "mine_only", "code"),
    [("unknown", True, "proof_quiet"), ("free", True, "proof_lease_own"), ("free", False, "proof_lease")],
)
def test_the_proof_of_completeness_in_force_is_said(world, found, monkeypatch, answer, mine_only, code):
    monkeypatch.setattr(folders, "lease", lambda _: answer)
    monkeypatch.setattr(folders, "leases_of_others", lambda: not mine_only)
    assert found(world)[code].facts["seconds"] == 5


def test_the_capability_is_read_from_what_the_kernel_says(tmp_path):
    status = tmp_path / "status"
    status.write_text("Name:\tx\nCapEff:\t0000000010000000\n")
    assert folders.leases_of_others(status)
    status.write_text("Name:\tx\nCapEff:\t0000000020000000\n")
    assert not folders.leases_of_others(status)
    assert not folders.leases_of_others(tmp_path / "missing")


def test_a_share_with_another_time_is_warned_of(world):
    settings = Settings.model_validate(world)
    codes = {finding.code for finding in check(settings, now=lambda: datetime.now(UTC) + timedelta(minutes=10))}
    assert "drop_clock" in codes
