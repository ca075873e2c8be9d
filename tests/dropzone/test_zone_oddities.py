"""Links, devices, names nobody expects, litter and folders."""

from __future__ import annotations

import os
import socket
import unicodedata
from pathlib import Path

import pytest


def test_a_symlink_is_taken_as_a_link_and_never_followed(office, tmp_path: Path):
    zone = office.zone()
    (tmp_path / "secret").write_bytes(b"secret")
    (office.root / "x.csv").symlink_to(tmp_path / "secret")
    [drop] = office.takes(zone)
    assert (drop.name, drop.trouble, drop.digest) == ("x.csv", "link", "")
    path = office.root / zone.rest(drop.id, "refused", {".why.txt": b"a link"})
    assert path.is_symlink()
    assert (tmp_path / "secret").read_bytes() == b"secret"


def test_a_fifo_and_a_socket_are_taken_without_being_opened(office, monkeypatch):
    zone = office.zone()
    os.mkfifo(office.root / "fifo.csv")
    monkeypatch.chdir(office.root)  # the address of a socket is short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.csv")
        drops = office.takes(zone)
    assert sorted((drop.name, drop.trouble) for drop in drops) == [
        ("fifo.csv", "not_a_file"),
        ("socket.csv", "not_a_file"),
    ]
    for drop in drops:
        assert zone.rest(drop.id, "refused", {}).startswith("refused/")


@pytest.mark.parametrize("trouble", ["link", "fifo"])
def test_trouble_left_over_from_an_earlier_life_is_still_trouble(office, trouble):
    zone = office.zone()
    path = office.root / "x.csv"
    path.symlink_to("/etc/passwd") if trouble == "link" else os.mkfifo(path)
    [first] = office.takes(zone)
    [again] = office.zone().leftovers()
    assert (again.id, again.trouble, again.attempt) == (first.id, first.trouble, 2)


@pytest.mark.parametrize(
    "raw",
    [
        b"\xe4rger.csv",
        b"n" * 251 + b".csv",
        unicodedata.normalize("NFD", "März.csv").encode(),
        b"CON.csv",
        b"a\nb.csv",
        b"-rf.csv",
        b"x.csv ",
        b"no extension",
        b"...csv.",
    ],
)
def test_every_name_can_be_taken_and_archived(office, raw):
    raw = raw if not raw.startswith(b"...") else b"x" + raw
    zone = office.zone()
    (office.root / os.fsdecode(raw)).write_bytes(raw)
    [drop] = office.takes(zone)
    assert drop.trouble == ""
    assert drop.name.isprintable()
    assert drop.digest == office.sha(raw)
    [again] = office.zone().leftovers()
    assert (again.name, again.digest) == (drop.name, drop.digest)
    path = zone.rest(drop.id, "done/2026-11-23", {".receipt.txt": b"done"})
    assert path.isprintable()
    assert office.tree()[path] == raw


def test_litter_is_neither_taken_nor_listed(office):
    zone = office.zone()
    for name in ("~$x.xlsx", "Thumbs.db", "x.csv.part", ".DS_Store"):
        office.drop(name)
    assert office.looks(zone) == {}


def test_folders_and_hidden_files_are_listed_as_foreign_and_stay(office):
    zone = office.zone()
    (office.root / "x.csv").mkdir()
    (office.root / "optouts" / "more").mkdir()
    office.drop(".hidden")
    office.drop("note.txt", folder="working")
    sightings = office.looks(zone)
    assert {(one.folder, one.name, one.state, one.reason) for one in sightings.values()} == {
        ("", "x.csv", "foreign", "folder"),
        ("optouts", "more", "foreign", "folder"),
        ("", ".hidden", "foreign", "hidden"),
        ("working", "note.txt", "foreign", "not_here"),
    }
    assert {one.since_seconds for one in sightings.values()} == {5.0}
    assert list(zone.take()) == []
    assert list(zone.leftovers()) == []


def test_a_folder_swapped_for_a_link_leads_nowhere(office, tmp_path: Path):
    zone = office.zone()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "private.csv").write_bytes(b"private")
    (office.root / "optouts").rmdir()
    (office.root / "optouts").symlink_to(elsewhere)
    [drop] = office.takes(zone)
    assert (drop.name, drop.trouble) == ("optouts", "link")
    assert (elsewhere / "private.csv").exists()
    zone.look()
    assert (office.root / "optouts").is_dir()
    assert not (office.root / "optouts").is_symlink()


def test_since_counts_from_the_first_sight_however_often_the_file_changes(office):
    zone = office.zone()
    office.drop("a.csv", b"1")
    zone.look()
    office.drop("a.csv", b"22")
    assert office.looks(zone, 30)["a.csv"].since_seconds == 30
