from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from dropzone import durable
from dropzone.errors import ZoneError, ZoneUnavailable
from dropzone.publish import publish


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "ready.csv"
    path.write_bytes(b"email\nx@example.com\n")
    return path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_published_file_has_the_bytes_and_nothing_lies_beside_it(source, out):
    assert publish(out, "new-000001.csv", source, digest(source)) == out / "new-000001.csv"
    assert (out / "new-000001.csv").read_bytes() == source.read_bytes()
    assert os.listdir(out) == ["new-000001.csv"]


def test_publishing_again_is_success(source, out):
    publish(out, "a.csv", source, digest(source))
    before = (out / "a.csv").stat()
    publish(out, "a.csv", source, digest(source))
    assert (out / "a.csv").stat().st_ino == before.st_ino


def test_a_file_that_is_not_fetched_yet_is_never_overwritten(source, out):
    (out / "a.csv").write_bytes(b"not fetched yet")
    with pytest.raises(ZoneError, match="exists"):
        publish(out, "a.csv", source, digest(source))
    assert (out / "a.csv").read_bytes() == b"not fetched yet"
    assert os.listdir(out) == ["a.csv"]


def test_a_link_under_the_name_is_not_followed(source, out):
    (out / "a.csv").symlink_to(source)
    with pytest.raises(ZoneError, match="exists"):
        publish(out, "a.csv", source, digest(source))


def test_bytes_of_another_digest_are_not_published(source, out):
    with pytest.raises(ZoneError, match="source_changed"):
        publish(out, "a.csv", source, "0" * 64)
    assert os.listdir(out) == []


@pytest.mark.parametrize("name", ["", ".", "..", "a/b.csv", "a\\b.csv", "a\0b"])
def test_a_name_is_no_path(source, out, name):
    with pytest.raises(ZoneError, match="bad_name"):
        publish(out, name, source, digest(source))


def test_a_missing_folder_may_come_back(source, out):
    with pytest.raises(ZoneUnavailable, match="folder_away"):
        publish(out / "away", "a.csv", source, digest(source))


def test_a_death_at_any_step_shows_no_half_file_and_is_made_good(source, out, reaper):
    for step in range(50):
        name = f"{step}.csv"
        reaper.left = step
        try:
            publish(out, name, source, digest(source))
            break
        except reaper.Died:
            assert not (out / name).exists() or digest(out / name) == digest(source)
        finally:
            reaper.left = None
        publish(out, name, source, digest(source))
        assert digest(out / name) == digest(source)
    assert step >= 4
    assert not [name for name in os.listdir(out) if "part" in name]


def test_a_reader_that_looks_at_every_chunk_never_sees_a_part(source, out, monkeypatch):
    source.write_bytes(b"x" * 100_000)
    monkeypatch.setattr(durable, "CHUNK", 1000)
    seen: list[list[str]] = []
    write = os.write

    def watched(fd, data):
        seen.append([name for name in os.listdir(out) if not name.startswith(".")])
        return write(fd, data)

    monkeypatch.setattr(os, "write", watched)
    publish(out, "a.csv", source, digest(source))
    assert len(seen) == 100
    assert not any(seen)


def test_a_file_that_appears_while_we_copy_is_not_overwritten(source, out, monkeypatch):
    write = os.write

    def meanwhile(fd, data):
        (out / "a.csv").write_bytes(b"somebody else's")
        return write(fd, data)

    monkeypatch.setattr(os, "write", meanwhile)
    with pytest.raises(ZoneError, match="exists"):
        publish(out, "a.csv", source, digest(source))
    assert (out / "a.csv").read_bytes() == b"somebody else's"
