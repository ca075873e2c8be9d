"""Files appear on an SFTP server whole and at once, or not at all, and never over another."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from dropzone import durable
from dropzone.errors import ZoneError, ZoneUnavailable
from dropzone.outlet import RemoteOutlet
from dropzone.upload import answered
from tests.parts.openssh import OpenSsh, openssh
from tests.parts.relay import relay

NAME = "new-000001.csv"
CONTENT = b"".join(b"person%06d@example.com\r\n" % number for number in range(1500))


@pytest.fixture(scope="module")
def ssh() -> Iterator[OpenSsh]:
    with openssh() as server:
        yield server


@pytest.fixture
def place(ssh: OpenSsh, request: pytest.FixtureRequest) -> Path:
    return ssh.make(hashlib.sha256(request.node.name.encode()).hexdigest()[:12])


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "export-1"
    path.write_bytes(CONTENT)
    return path


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def outlet(ssh: OpenSsh, place: Path, marker: str = "", **other: Any) -> RemoteOutlet:
    return RemoteOutlet(ssh.server(**other), str(place), marker)


def there(place: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in place.iterdir()}


def test_a_file_arrives_as_it_is_and_a_repeat_changes_nothing(ssh: OpenSsh, place: Path, source: Path) -> None:
    out = outlet(ssh, place)
    assert not out.has(NAME)
    for _ in range(2):
        out.publish(NAME, source, sha(source))
        assert there(place) == {NAME: CONTENT}
    assert out.has(NAME)
    assert out.names() == {NAME}


def test_the_marker_follows_the_file_and_names_its_digest(ssh: OpenSsh, place: Path, source: Path) -> None:
    outlet(ssh, place, ".done").publish(NAME, source, sha(source))
    assert there(place) == {NAME: CONTENT, f"{NAME}.done": f"{sha(source)}  {NAME}\n".encode()}


@pytest.mark.parametrize("foreign", [b"", b"somebody@else.example\r\n", CONTENT[:-1] + b"!"])
def test_a_foreign_file_of_that_name_is_left_alone(ssh: OpenSsh, place: Path, source: Path, foreign: bytes) -> None:
    (place / NAME).write_bytes(foreign)
    with pytest.raises(ZoneError) as trouble:
        outlet(ssh, place).publish(NAME, source, sha(source))
    assert trouble.value.code == "exists"
    assert there(place) == {NAME: foreign}


@pytest.mark.parametrize("kind", ["folder", "link", "dangling link"])
def test_what_is_no_file_under_that_name_is_left_alone(ssh: OpenSsh, place: Path, source: Path, kind: str) -> None:
    if kind == "folder":
        (place / NAME).mkdir()
    else:
        (place / NAME).symlink_to(source if kind == "link" else "nowhere")
    with pytest.raises(ZoneError, match="exists"):
        outlet(ssh, place).publish(NAME, source, sha(source))
    assert os.listdir(place) == [NAME]


def test_a_name_that_is_a_path_goes_nowhere(ssh: OpenSsh, place: Path, source: Path) -> None:
    for name in ("../x.csv", "a/b.csv", "", "..", "a\\b", "x\0y"):
        with pytest.raises(ZoneError, match="bad_name"):
            outlet(ssh, place).publish(name, source, sha(source))
    assert there(place) == {}


def test_bytes_that_are_not_those_of_the_digest_never_appear(ssh: OpenSsh, place: Path, source: Path) -> None:
    with pytest.raises(ZoneError, match="source_changed"):
        outlet(ssh, place).publish(NAME, source, "0" * 64)
    assert NAME not in there(place)


def test_an_upload_cut_every_few_kilobytes_never_shows_a_part_and_is_redone(
    ssh: OpenSsh, place: Path, source: Path
) -> None:
    cuts = range(0, len(CONTENT) + 12_000, 3_500)
    for cut in cuts:
        with relay(ssh.port, up=cut) as line, suppress(ZoneUnavailable):
            outlet(ssh, place, port=line.port).publish(NAME, source, sha(source))
        assert there(place).get(NAME) in (None, CONTENT)
        outlet(ssh, place).publish(NAME, source, sha(source))
        assert there(place) == {NAME: CONTENT}
        (place / NAME).unlink()


@pytest.mark.parametrize("cut", [1_000, 4_000, 20_000])
def test_a_line_that_is_cut_is_said_so(ssh: OpenSsh, place: Path, source: Path, cut: int) -> None:
    with relay(ssh.port, up=cut) as line, pytest.raises(ZoneUnavailable) as trouble:
        outlet(ssh, place, port=line.port).publish(NAME, source, sha(source))
    assert trouble.value.code in ("sftp_cut", "sftp_away")


def test_what_a_cut_upload_left_is_discarded(ssh: OpenSsh, place: Path, source: Path) -> None:
    (place / durable.part(NAME)).write_bytes(b"half")
    ssh.give(place / durable.part(NAME))
    for _ in range(2):
        outlet(ssh, place).discard(NAME)
        assert there(place) == {}


def test_a_server_that_died_between_link_and_unlink_is_tidied(ssh: OpenSsh, place: Path, source: Path) -> None:
    (place / durable.part(NAME)).write_bytes(CONTENT)
    os.link(place / durable.part(NAME), place / NAME)
    outlet(ssh, place).publish(NAME, source, sha(source))
    assert there(place) == {NAME: CONTENT}


@pytest.mark.parametrize("denied", ["posix-rename,fsync,statvfs", "rename"])
def test_it_works_without_extensions_and_without_the_plain_rename(source: Path, denied: str) -> None:
    with openssh("-P", denied) as server:
        place = server.make("export")
        outlet(server, place).publish(NAME, source, sha(source))
        assert there(place) == {NAME: CONTENT}
        (place / NAME).write_bytes(b"another")
        with pytest.raises(ZoneError, match="exists"):
            outlet(server, place).publish(NAME, source, sha(source))
        assert there(place) == {NAME: b"another"}


def test_where_nothing_can_be_renamed_nothing_appears(source: Path) -> None:
    with openssh("-P", "rename,posix-rename") as server:
        place = server.make("export")
        with pytest.raises(ZoneUnavailable, match="sftp_no_permission"):
            outlet(server, place).publish(NAME, source, sha(source))
        assert NAME not in there(place)


def test_where_our_own_file_may_not_be_read_its_size_must_do(source: Path) -> None:
    with openssh("-u", "0777") as server:
        place = server.make("export")
        for _ in range(2):
            outlet(server, place).publish(NAME, source, sha(source))
        assert there(place) == {NAME: CONTENT}


def test_a_folder_that_may_not_be_written_or_is_not_there_is_said(ssh: OpenSsh, place: Path, source: Path) -> None:
    place.chmod(0o555)
    with pytest.raises(ZoneUnavailable, match="sftp_no_permission"):
        outlet(ssh, place).publish(NAME, source, sha(source))
    with pytest.raises(ZoneUnavailable, match="sftp_folder_away"):
        outlet(ssh, place / "nowhere").publish(NAME, source, sha(source))


def test_a_quota_that_strikes_in_the_middle_shows_nothing_and_is_got_over(source: Path) -> None:
    with openssh(largest=20_000) as server:
        place = server.make("export")
        with pytest.raises(ZoneUnavailable, match="sftp_failed"):
            outlet(server, place).publish(NAME, source, sha(source))
        assert NAME not in there(place)
        source.write_bytes(CONTENT[:20_000])
        outlet(server, place).publish(NAME, source, sha(source))
        assert there(place) == {NAME: CONTENT[:20_000]}


class Full:
    """A server whose disk has 10 bytes left."""

    def free(self, folder: bytes) -> int:
        return 10


def test_a_mere_failure_on_a_full_disk_is_called_a_full_disk() -> None:
    failure = OSError(errno.EIO, "Failure")
    said = [answered(Full(), b"/x", failure, "sftp.example.com", needed).code for needed in (11, 10)]  # type: ignore[arg-type]
    assert said == ["sftp_disk_full", "sftp_failed"]


def test_a_read_only_server_is_said(source: Path) -> None:
    with openssh("-R") as server:
        place = server.make("export")
        with pytest.raises(ZoneUnavailable, match="sftp_no_permission"):
            outlet(server, place).publish(NAME, source, sha(source))
        assert there(place) == {}
