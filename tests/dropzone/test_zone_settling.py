from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from dropzone.settle import LINK_PATIENCE, Settling, trouble_of


def facts(size: int = 3, modified: int = 1, changed: int = 1, inode: int = 7, links: int = 1, mode: int = stat.S_IFREG):
    """What the system says about a file, as far as settling asks."""

    class Facts:
        st_mode, st_size, st_mtime_ns, st_ctime_ns = mode, size, modified, changed
        st_ino, st_dev, st_nlink = inode, 1, links

    return Facts()


def test_a_file_is_ready_when_it_rested_for_the_quiet_time_under_our_own_eyes():
    settling = Settling(5)
    assert settling.see("", "a.csv", facts(), 100).state == "settling"
    assert settling.see("", "a.csv", facts(), 104.9).state == "settling"
    assert settling.see("", "a.csv", facts(), 105).state == "ready"


def test_an_old_time_stamp_makes_no_file_ready():
    settling = Settling(5)
    assert settling.see("", "a.csv", facts(modified=0), 1e9).state == "settling"


@pytest.mark.parametrize(
    "change", [{"size": 4}, {"modified": 2}, {"inode": 8}, {"changed": 2}, {"size": 2, "modified": 1}]
)
def test_every_change_starts_the_quiet_time_anew(change):
    settling = Settling(5)
    settling.see("", "a.csv", facts(), 100)
    assert settling.see("", "a.csv", facts(**change), 104).state == "settling"
    assert settling.see("", "a.csv", facts(**change), 108.9).state == "settling"
    assert settling.see("", "a.csv", facts(**change), 109).state == "ready"


def test_a_name_that_was_gone_in_one_look_rests_anew():
    settling = Settling(5)
    settling.see("", "a.csv", facts(), 100)
    settling.keep(set())
    assert settling.see("", "a.csv", facts(), 105).state == "settling"


def test_two_folders_may_hold_the_same_name():
    settling = Settling(5)
    settling.see("", "a.csv", facts(), 100)
    assert settling.see("optouts", "a.csv", facts(), 105).state == "settling"
    assert settling.see("", "a.csv", facts(), 105).state == "ready"


def test_a_second_hard_link_is_waited_for_and_then_it_is_trouble():
    settling = Settling(5)
    waiting = settling.see("", "a.csv", facts(links=2), 100)
    assert settling.see("", "a.csv", facts(links=2), 100 + LINK_PATIENCE - 1).state == "open"
    assert settling.see("", "a.csv", facts(links=2), 100 + LINK_PATIENCE).state == "ready"
    assert waiting.trouble == "hard_link"


def test_an_upload_that_ends_by_link_and_unlink_is_a_plain_file():
    settling = Settling(5)
    settling.see("", "a.csv", facts(links=2), 100)
    waiting = settling.see("", "a.csv", facts(links=1, changed=2), 110)
    assert (waiting.state, waiting.trouble) == ("settling", "")


@pytest.mark.parametrize(
    ("mode", "trouble"),
    [
        (stat.S_IFREG, ""),
        (stat.S_IFLNK, "link"),
        (stat.S_IFIFO, "not_a_file"),
        (stat.S_IFSOCK, "not_a_file"),
        (stat.S_IFCHR, "not_a_file"),
        (stat.S_IFBLK, "not_a_file"),
    ],
)
def test_only_plain_files_are_read(mode, trouble):
    assert trouble_of(mode, linked=False) == trouble


def test_the_oldest_comes_first_then_the_earlier_stamp_then_the_name():
    settling = Settling(0)
    settling.see("", "late", facts(modified=0), 200)
    for name, modified in (("b", 5), ("a", 5), ("z", 4)):
        settling.see("", name, facts(modified=modified), 100)
    assert [waiting.name for waiting in settling.ready()] == ["z", "a", "b", "late"]


def test_what_could_not_be_taken_lets_the_others_go_first():
    settling = Settling(0)
    for name in "ab":
        settling.see("", name, facts(), 100)
    settling.ready()[0].reason = "no_permission"
    assert [waiting.name for waiting in settling.ready()] == ["b", "a"]


def test_rewriting_with_the_same_size_and_time_stamp_is_noticed(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"one")
    before = path.stat()
    settling = Settling(5)
    settling.see("", "a.csv", before, 100)
    while path.stat().st_ctime_ns == before.st_ctime_ns:  # the file system's clock is coarse
        path.write_bytes(b"two")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert settling.see("", "a.csv", path.stat(), 105).state == "settling"
