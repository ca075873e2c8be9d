from __future__ import annotations

import threading
from pathlib import Path

import pytest
from watchdog.observers import Observer

from dropzone.watch import Bell

PATIENCE = 10.0  # a bell that never rings fails; one that does is awaited no longer than it takes


@pytest.fixture
def rung():
    return threading.Event()


@pytest.fixture
def bell(tmp_path: Path, rung):
    bell = Bell([tmp_path], rung.set)
    bell.start()
    yield bell
    bell.stop()


def test_a_dropped_file_rings(bell, rung, tmp_path: Path):
    assert bell.reason == ""
    (tmp_path / "a.csv").write_bytes(b"x")
    assert rung.wait(PATIENCE)


def test_looking_at_and_removing_files_does_not_ring(bell, rung, tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"x")
    assert rung.wait(PATIENCE)
    bell.stop()
    rung.clear()
    bell.start()
    path.read_bytes()
    path.stat()
    path.unlink()
    (tmp_path / "last.csv").write_bytes(b"x")  # the queue keeps order: what came before would have rung before
    assert rung.wait(PATIENCE)


def test_a_folder_made_anew_is_heard_after_a_refresh(bell, rung, tmp_path: Path):
    inner = tmp_path / "drop"
    inner.mkdir()
    second = Bell([inner], rung.set)
    second.start()
    inner.rename(tmp_path / "away")
    inner.mkdir()
    bell.stop()
    rung.clear()
    second.refresh()
    assert rung.is_set()  # for what may have been missed
    rung.clear()
    (inner / "a.csv").write_bytes(b"x")
    assert rung.wait(PATIENCE)
    second.stop()


def test_a_refresh_of_a_healthy_bell_changes_nothing_unless_forced(bell, rung):
    bell.refresh()
    assert not rung.is_set()
    bell.refresh(force=True)
    assert rung.is_set()
    assert bell.reason == ""


def test_a_missing_folder_makes_a_silent_bell_that_says_why_until_it_is_there(tmp_path: Path, rung):
    bell = Bell([tmp_path / "away"], rung.set)
    bell.start()
    assert bell.reason not in ("", "stopped")
    bell.refresh()
    assert not rung.is_set()
    (tmp_path / "away").mkdir()
    bell.refresh()
    assert bell.reason == ""
    assert rung.is_set()
    bell.stop()


def test_a_system_out_of_watches_makes_a_silent_bell(tmp_path: Path, rung, monkeypatch):
    def start(self):
        raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr(Observer, "start", start)
    bell = Bell([tmp_path], rung.set)
    bell.start()
    assert "inotify watch limit reached" in bell.reason
    bell.stop()


def test_a_stopped_bell_is_silent_and_may_be_stopped_again(bell, rung, tmp_path: Path):
    bell.stop()
    bell.stop()
    assert bell.reason == "stopped"
    (tmp_path / "a.csv").write_bytes(b"x")
    assert not rung.is_set()
