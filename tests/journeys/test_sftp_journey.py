"""Both ways over SFTP: lists are fetched from a server, new subscribers are brought to one."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from processor import service
from processor.round import one_round
from tests.journeys.world import LayOut, World, optouts
from tests.parts.openssh import OpenSsh, openssh

ROW = "INSERT INTO kunden VALUES (?, ?, ?, NULL, NULL, 0, ?)"


@pytest.fixture(scope="module")
def ssh() -> Iterator[OpenSsh]:
    with openssh() as server:
        yield server


@pytest.fixture
def box(ssh: OpenSsh, tmp_path: Path) -> Path:
    return ssh.make(f"box-{tmp_path.name}")


@pytest.fixture
def out(ssh: OpenSsh, tmp_path: Path) -> Path:
    return ssh.make(f"out-{tmp_path.name}")


def table(ssh: OpenSsh, folder: Path, **other: Any) -> dict[str, Any]:
    server = ssh.server()
    reached = {"host": server.host, "port": server.port, "user": server.user, "key_file": server.key_file}
    waits = {"connect_seconds": 5, "answer_seconds": 5}
    return {**reached, **waits, "host_keys": list(server.host_keys), "folder": str(folder), **other}


def put(ssh: OpenSsh, box: Path, name: str, content: str) -> None:
    (box / name).write_text(content)
    ssh.give(box / name)


def fingerprint(public: str) -> str:
    """What ssh-keygen -l shows."""
    digest = hashlib.sha256(base64.b64decode(public.split()[1])).digest()
    return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")


def to_server(world: World, ssh: OpenSsh, out: Path, **other: Any) -> None:
    export = {"name": "new-{number:03}.csv", "start": "at once", "sftp": table(ssh, out)}
    world.config["export"] = {**export, **other}
    world.configure()


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_list_on_the_server_is_worked_through_like_a_dropped_one(lay_out: LayOut, ssh: OpenSsh, box: Path) -> None:
    world = lay_out({1: ("anna@example.com", "Y"), 2: ("bernd@example.de", "Y")})
    world.configure(dropzone={"sftp": table(ssh, box)})
    put(ssh, box, "Abmeldungen.csv", optouts("bernd@example.de"))
    done = world.round()
    assert [(entry.name, entry.state) for entry in done.entries] == [("Abmeldungen.csv", "applied")]
    assert world.customers("news") == {1: "Y", 2: "N"}
    number = done.entries[0].id
    assert names(box) == [f"done/Abmeldungen.{number}.{end}" for end in ("csv", "receipt.txt", "rows.csv")]
    assert f"done/2026-03-10/Abmeldungen.{number}.receipt.txt" in [
        path.relative_to(world.folder / "drop").as_posix() for path in (world.folder / "drop").rglob("*")
    ]
    put(ssh, box, "nochmal.csv", optouts("bernd@example.de"))
    assert [entry.state for entry in world.round().entries] == ["already"]


def test_new_subscribers_are_brought_to_the_server_with_a_marker(lay_out: LayOut, ssh: OpenSsh, out: Path) -> None:
    world = lay_out({1: ("anna@example.com", "Y")})
    to_server(world, ssh, out, done_marker=".done")
    assert world.round().away == {}
    assert names(out) == ["new-001.csv", "new-001.csv.done"]
    assert (out / "new-001.csv").read_bytes() == b"email\r\nanna@example.com\r\n"
    world.ground.run(ROW, 2, "bernd@example.de", "Y", "")
    (out / "new-001.csv").unlink()
    world.round(2)
    assert names(out) == ["new-001.csv.done", "new-002.csv", "new-002.csv.done"]


def test_a_server_with_another_key_stops_sftp_alone_and_is_told_once(lay_out: LayOut, ssh: OpenSsh, box: Path) -> None:
    world = lay_out({1: ("anna@example.com", "Y"), 2: ("bernd@example.de", "Y")}, export={"start": "at once"})
    other = " ".join((ssh.folder / "other.pub").read_text().split()[:2])
    world.configure(dropzone={"sftp": table(ssh, box, host_keys=[other])})
    world.drop({"Abmeldungen.csv": optouts("bernd@example.de")})
    put(ssh, box, "mehr.csv", optouts("anna@example.com"))
    with world.opened() as parts:
        assert service.run_once(parts).away["sftp"][0] == "sftp_host_key_changed"
        one_round(parts, survey=True)
    assert world.customers("news") == {1: "Y", 2: "N"}
    assert world.exports() == {}, "the server may hold somebody's no"
    assert len(world.mails("fault")) == 1
    told = "".join(world.mails("fault")[0].get_body(("plain",)).get_content().split())
    assert f"ssh-ed25519{fingerprint(ssh.public())}" in told
    assert fingerprint(other) in told
    world.configure(dropzone={"sftp": table(ssh, box)})
    assert world.round().away == {}
    assert world.customers("news") == {1: "N", 2: "N"}
    assert world.exports() == {}
    assert len(world.mails("fault")) == 2


def test_an_export_waits_for_its_server_and_goes_out_once(lay_out: LayOut, ssh: OpenSsh, out: Path) -> None:
    world = lay_out({1: ("anna@example.com", "Y")}, drop={"Abmeldungen.csv": optouts("bernd@example.de")})
    to_server(world, ssh, out)
    out.chmod(0o555)
    assert world.round(2).away["export"][0] == "sftp_no_permission"
    world.drop({"mehr.csv": optouts("x@example.com")})
    assert list(world.round().away) == ["export"], "opt-outs are worked through meanwhile"
    out.chmod(0o755)
    assert world.round(2).away == {}
    assert names(out) == ["new-001.csv"]


def test_a_file_that_arrives_on_the_server_holds_back_the_export(lay_out: LayOut, ssh: OpenSsh, box: Path) -> None:
    world = lay_out({1: ("anna@example.com", "Y")}, export={"start": "at once"})
    world.configure(dropzone={"sftp": table(ssh, box)})
    with world.opened() as parts:
        parts.dropzone.prepare()
        put(ssh, box, "Abmeldungen.csv", optouts("anna@example.com"))
        one_round(parts, survey=True)
        assert world.exports() == {}
        service.wait_until_settled(parts)
        one_round(parts, survey=True)
    assert world.exports() == {}
    assert world.customers("news") == {1: "N"}


def test_an_export_that_nobody_fetches_is_told_and_that_it_was_fetched_too(
    lay_out: LayOut, ssh: OpenSsh, out: Path
) -> None:
    world = lay_out({1: ("anna@example.com", "Y")})
    to_server(world, ssh, out, fetched_within_hours=24)
    world.round()
    world.clock.go(hours=23)
    world.round()
    assert world.subjects("fault:unfetched") == world.subjects("fault") == []
    world.clock.go(hours=2)
    world.round(2)
    assert len(world.mails("fault")) == 1
    assert "new-001.csv" in world.mails("fault")[0].get_body(("plain",)).get_content()
    (out / "new-001.csv").unlink()
    world.round(2)
    assert len(world.mails("fault")) == 2


def test_check_proves_both_servers_and_shows_the_keys_to_pin(
    lay_out: LayOut, ssh: OpenSsh, box: Path, out: Path
) -> None:
    world = lay_out({1: ("anna@example.com", "Y")})
    world.configure(dropzone={"sftp": table(ssh, box)})
    to_server(world, ssh, out)
    (box / ".hidden.csv").write_text("x")
    said = world.command("check").stdout
    for word in ("OpenSSH", "posix-rename@openssh.com", "fsync@openssh.com", "statvfs@openssh.com", ".hidden.csv"):
        assert word in said
    world.configure(dropzone={"sftp": table(ssh, box, host_keys=[])})
    run = world.command("check")
    assert run.returncode != 0
    for kind in ("ed25519", "ecdsa", "rsa"):
        assert fingerprint(ssh.public(kind)) in "".join(run.stdout.split())
    assert names(box) == [".hidden.csv"]
    assert names(out) == []
