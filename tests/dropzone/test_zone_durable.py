from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from dropzone import durable
from dropzone.folder import Folder


@pytest.fixture
def two(tmp_path: Path):
    for name in ("from", "to"):
        (tmp_path / name).mkdir()
    with Folder(tmp_path / "from") as source, Folder(tmp_path / "to") as target:
        yield source, target


def refuse_links(monkeypatch, number: int = errno.EPERM) -> None:
    def link(*arguments, **more):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "link", link)


@pytest.mark.parametrize("way", ["link", "exclusive rename", "look and rename"])
def test_a_move_never_overwrites_whatever_the_file_system_can(two, monkeypatch, way):
    source, target = two
    if way != "link":
        refuse_links(monkeypatch)
    if way == "look and rename":
        monkeypatch.setattr(durable, "_exclusive_rename", lambda: lambda *names: errno.EINVAL)
    (source.path / "a").write_bytes(b"mine")
    (target.path / "taken").write_bytes(b"theirs")
    with pytest.raises(FileExistsError):
        durable.move(source, "a", target, "taken")
    assert (target.path / "taken").read_bytes() == b"theirs"
    durable.move(source, "a", target, "free")
    assert (target.path / "free").read_bytes() == b"mine"
    assert source.names() == []


def test_a_move_that_died_half_way_is_finished_by_the_next(two):
    source, target = two
    (source.path / "a").write_bytes(b"mine")
    os.link(source.path / "a", target.path / "b")
    durable.move(source, "a", target, "b")
    assert (source.names(), target.names()) == ([], ["b"])


def test_a_file_that_may_not_leave_its_folder_leaves_no_second_name(two, monkeypatch):
    source, target = two
    (source.path / "a").write_bytes(b"mine")
    unlink = os.unlink

    def sticky(name, *, dir_fd=None):
        if name == "a":
            raise PermissionError(errno.EPERM, "sticky")
        unlink(name, dir_fd=dir_fd)

    monkeypatch.setattr(os, "unlink", sticky)
    with pytest.raises(PermissionError):
        durable.move(source, "a", target, "b")
    assert (source.names(), target.names()) == (["a"], [])


def test_a_move_between_file_systems_is_never_a_copy(two, monkeypatch):
    source, target = two
    (source.path / "a").write_bytes(b"mine")
    refuse_links(monkeypatch, errno.EXDEV)
    with pytest.raises(OSError, match="cross-device"):
        durable.move(source, "a", target, "b")
    assert source.names() == ["a"]


def test_folders_that_cannot_be_synced_are_no_trouble_but_broken_disks_are(two, monkeypatch):
    source, target = two
    failing = errno.EINVAL

    def fsync(fd):
        raise OSError(failing, os.strerror(failing))

    monkeypatch.setattr(os, "fsync", fsync)
    (source.path / "a").write_bytes(b"mine")
    durable.move(source, "a", target, "b")
    failing = errno.EIO
    with pytest.raises(OSError, match="Input/output"):
        durable.move(target, "b", source, "a")


def test_what_cannot_be_synced_does_not_appear(two, monkeypatch):
    source, _ = two
    durable.put(source, "note", b"one")

    def fsync(fd):
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(OSError, match="Input/output"):
        durable.put(source, "note", b"two")
    assert (source.path / "note").read_bytes() == b"one"


def test_putting_replaces_our_own_earlier_version_and_clears_a_torn_one(two):
    source, _ = two
    (source.path / durable.part("note")).write_bytes(b"torn")
    durable.put(source, "note", b"one")
    durable.put(source, "note", b"two")
    assert source.names() == ["note"]
    assert (source.path / "note").read_bytes() == b"two"


def test_what_comes_in_pieces_appears_whole_or_not_at_all(two):
    source, _ = two
    durable.put(source, "note", iter([b"one, ", b"two"]))

    def pieces():
        yield b"three"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        durable.put(source, "note", pieces())
    assert (source.path / "note").read_bytes() == b"one, two"


def test_a_planted_link_under_the_temporary_name_is_not_followed(two):
    source, target = two
    (target.path / "victim").write_bytes(b"victim")
    (source.path / durable.part("note")).symlink_to(target.path / "victim")
    durable.put(source, "note", b"one")
    assert (target.path / "victim").read_bytes() == b"victim"
    assert not (source.path / "note").is_symlink()


@pytest.mark.parametrize("kind", ["link", "fifo", "folder"])
def test_only_regular_files_are_opened_and_nothing_waits(two, kind):
    source, _ = two
    path = source.path / "x"
    {"link": lambda: path.symlink_to("/etc/passwd"), "fifo": lambda: os.mkfifo(path), "folder": path.mkdir}[kind]()
    with pytest.raises(OSError, match="x"):
        source.read("x")


def test_a_folder_exchanged_for_a_link_is_not_entered(two):
    source, target = two
    (source.path / "inner").symlink_to(target.path)
    with pytest.raises(OSError, match="inner"):
        source.sub("inner")


def test_an_open_folder_stays_the_same_folder_when_its_path_is_exchanged(two, tmp_path: Path):
    source, target = two
    (source.path / "a").write_bytes(b"mine")
    (tmp_path / "to").rename(tmp_path / "moved")
    (tmp_path / "to").symlink_to("/nowhere")
    durable.move(source, "a", target, "a")
    assert (tmp_path / "moved" / "a").read_bytes() == b"mine"


def test_without_folder_descriptors_whole_paths_do_the_same(tmp_path: Path, monkeypatch):
    monkeypatch.setattr("dropzone.folder.BY_DESCRIPTOR", False)
    with Folder(tmp_path) as root, root.make("from") as source, root.make("to") as target:
        durable.put(source, "a", b"mine")
        durable.move(source, "a", target, "b")
        assert durable.digest_of(target, "b")
        assert (source.names(), target.names()) == ([], ["b"])
        (tmp_path / "file").write_bytes(b"")
        with pytest.raises(NotADirectoryError):
            root.sub("file")
