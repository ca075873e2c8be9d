"""Only the right server is talked to, and never longer than is agreed."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from paramiko import HostKeys

from dropzone.capabilities import offered, probe
from dropzone.errors import ZoneUnavailable
from dropzone.outlet import RemoteOutlet
from dropzone.server import Server
from tests.parts.openssh import TYPES, OpenSsh, openssh
from tests.parts.private import free_port
from tests.parts.relay import relay


@pytest.fixture(scope="module")
def ssh() -> Iterator[OpenSsh]:
    with openssh() as server:
        server.make("box")
        yield server


def names(ssh: OpenSsh, server: Server) -> set[str]:
    return RemoteOutlet(server, str(ssh.home / "box")).names()


def refused(ssh: OpenSsh, server: Server) -> ZoneUnavailable:
    with pytest.raises(ZoneUnavailable) as trouble:
        names(ssh, server)
    return trouble.value


@pytest.mark.parametrize("kind", TYPES)
def test_one_pinned_key_of_any_type_is_enough(ssh: OpenSsh, kind: str) -> None:
    assert names(ssh, ssh.server(host_keys=(ssh.public(kind),))) == set()


def test_a_key_that_is_not_pinned_is_named_and_never_accepted(ssh: OpenSsh) -> None:
    for _ in range(2):
        trouble = refused(ssh, ssh.server(host_keys=()))
        assert trouble.code == "sftp_host_key_unknown"
    assert names(ssh, ssh.server(host_keys=(str(trouble.facts["line"]),))) == set()


def test_a_changed_key_stops_everything_and_shows_both_fingerprints(ssh: OpenSsh) -> None:
    other = " ".join((ssh.folder / "other.pub").read_text().split()[:2])
    trouble = refused(ssh, ssh.server(host_keys=(other,)))
    assert trouble.code == "sftp_host_key_changed"
    assert trouble.facts["line"] in [pin.line for pin in offered(ssh.server())]
    assert str(trouble.facts["line"]).split() == ["ssh-ed25519", trouble.facts["fingerprint"]]
    assert trouble.facts["expected"] != [trouble.facts["fingerprint"]]


def test_all_keys_that_a_server_has_are_shown_for_pinning(ssh: OpenSsh) -> None:
    pins = offered(ssh.server(host_keys=()))
    assert [pin.kind for pin in pins] == [ssh.public(kind).split()[0] for kind in TYPES]
    for pin in pins:
        assert names(ssh, ssh.server(host_keys=(pin.line,))) == set()


@pytest.mark.parametrize("form", ["plain", "hashed", "several names"])
def test_a_known_hosts_file_is_read_as_openssh_writes_it_and_never_written(
    ssh: OpenSsh, tmp_path: Path, form: str
) -> None:
    name = f"[127.0.0.1]:{ssh.port}"
    name = {"plain": name, "hashed": HostKeys.hash_host(name), "several names": f"example.com,{name}"}[form]
    file = tmp_path / "known_hosts"
    file.write_text(f"# comment\n\nother.example {ssh.public('rsa')}\n{name} {ssh.public()} comment\n")
    before = file.read_bytes()
    assert names(ssh, ssh.server(host_keys=(), known_hosts=file)) == set()
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("other.example {key}", "sftp_host_key_unknown"),
        ("127.0.0.1 {key}", "sftp_host_key_unknown"),
        ("[127.0.0.1]:{port} {key}\n@revoked [127.0.0.1]:{port} {key}", "sftp_host_key_unknown"),
        ("[127.0.0.1]:{port} {other}", "sftp_host_key_changed"),
    ],
)
def test_keys_of_others_and_revoked_ones_do_not_count(ssh: OpenSsh, tmp_path: Path, line: str, code: str) -> None:
    other = " ".join((ssh.folder / "other.pub").read_text().split()[:2])
    file = tmp_path / "known_hosts"
    file.write_text(line.format(key=ssh.public(), port=ssh.port, other=other) + "\n")
    assert refused(ssh, ssh.server(host_keys=(), known_hosts=file)).code == code


def test_a_line_that_is_no_key_and_a_file_that_is_not_there_are_said(ssh: OpenSsh, tmp_path: Path) -> None:
    for line in (
        "nonsense",
        "ssh-ed25519",
        "ssh-ed25519 !!!!",
        "ssh-rsa " + ssh.public().split()[1],
        "ssh-dss SHA256:" + "A" * 43,
    ):
        assert refused(ssh, ssh.server(host_keys=(line,))).code == "sftp_host_key_line"
    assert refused(ssh, ssh.server(known_hosts=tmp_path / "none")).code == "sftp_known_hosts"


def test_who_may_not_log_in_and_a_key_that_cannot_be_read_are_said(ssh: OpenSsh, tmp_path: Path) -> None:
    assert refused(ssh, ssh.server(key_file=ssh.folder / "other")).code == "sftp_refused"
    assert refused(ssh, ssh.server(key_file=None)).code == "sftp_refused"
    assert refused(ssh, ssh.server(key_file=None, password="geheim")).code == "sftp_refused"
    assert refused(ssh, ssh.server(key_file=tmp_path / "none")).code == "sftp_key_file"
    (tmp_path / "broken").write_text("-----BEGIN OPENSSH PRIVATE KEY-----\nxxxx\n")
    assert refused(ssh, ssh.server(key_file=tmp_path / "broken")).code == "sftp_key_file"


def test_no_key_is_looked_for_unless_that_is_asked_for(
    ssh: OpenSsh, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / ".ssh"
    home.mkdir()
    (home / "id_ed25519").write_bytes((ssh.folder / "client").read_bytes())
    monkeypatch.setenv("HOME", str(tmp_path))
    assert refused(ssh, ssh.server(key_file=None)).code == "sftp_refused"
    assert names(ssh, ssh.server(key_file=None, find_keys=True)) == set()


def test_a_secret_is_in_no_text_of_the_server() -> None:
    text = repr(Server("h", "u", password="geheim1", passphrase="geheim2"))
    assert "geheim" not in text


def test_nobody_listening_and_somebody_who_never_greets_are_away(ssh: OpenSsh) -> None:
    assert refused(ssh, ssh.server(port=free_port())).code == "sftp_away"
    with socket.create_server(("127.0.0.1", 0)) as mute:
        server = ssh.server(port=mute.getsockname()[1], connect_seconds=0.3)
        assert refused(ssh, server).code == "sftp_away"


def test_a_server_that_falls_silent_is_left_after_the_longest_wait_for_an_answer(ssh: OpenSsh) -> None:
    with relay(ssh.port) as line:
        names(ssh, ssh.server(port=line.port))
        passed = line.passed_down
    for short in range(0, 400, 80):  # somewhere between the login and the end of the list
        with relay(ssh.port, down=passed - 60 - short, then="silence") as line:
            server = ssh.server(port=line.port, answer_seconds=0.3, connect_seconds=0.5, session_seconds=3)
            assert refused(ssh, server).code in ("sftp_stalled", "sftp_away")


def test_a_server_that_trickles_is_left_when_the_visit_takes_too_long(ssh: OpenSsh) -> None:
    (ssh.home / "box" / "big").write_bytes(b"x" * 100)
    with relay(ssh.port, down=1500, then="trickle") as line:
        server = ssh.server(port=line.port, answer_seconds=20, connect_seconds=20, session_seconds=0.5)
        trouble = refused(ssh, server)
    (ssh.home / "box" / "big").unlink()
    assert trouble.code in ("sftp_stalled", "sftp_away")


def test_what_a_server_can_do_is_found_out_and_nothing_stays(ssh: OpenSsh) -> None:
    can = probe(ssh.server(), str(ssh.home / "box"), time.time)
    assert can.software.startswith("OpenSSH")
    assert len(can.extensions) == 3
    assert (can.writes, can.renames, can.overwrites, can.deletes) == (True, True, False, True)
    assert can.free
    assert can.ahead is not None
    assert list((ssh.home / "box").iterdir()) == []


def test_a_server_that_can_do_less_is_found_out(tmp_path: Path) -> None:
    with openssh("-P", "posix-rename,statvfs,fsync,remove") as server:
        server.make("box")
        can = probe(server.server(), str(server.home / "box"), time.time)
        assert (can.extensions, can.free, can.deletes) == ((), None, False)
    with openssh("-R") as server:
        server.make("box")
        can = probe(server.server(), str(server.home / "box"), time.time)
        assert (can.writes, can.renames, can.ahead) == (False, None, None)
