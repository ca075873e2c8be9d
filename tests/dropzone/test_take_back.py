"""A published file that nobody fetched is taken back at once: either we have it or who fetches it, never both."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier

import pytest

from dropzone import durable
from dropzone.errors import ZoneError, ZoneUnavailable
from dropzone.outlet import LocalOutlet, Outlet, RemoteOutlet
from tests.parts.openssh import OpenSsh, openssh
from tests.parts.relay import relay

NAME = "new-000001.csv"
CONTENT = b"".join(b"person%04d@example.com\r\n" % number for number in range(300))
DIGEST = hashlib.sha256(CONTENT).hexdigest()
HIDDEN = durable.part(NAME)


@pytest.fixture(scope="module")
def ssh() -> Iterator[OpenSsh]:
    with openssh() as server:
        yield server


@pytest.fixture
def place(ssh: OpenSsh, request: pytest.FixtureRequest) -> Path:
    return ssh.make(hashlib.sha256(request.node.name.encode()).hexdigest()[:12])


@pytest.fixture(params=["folder", "sftp"])
def outlet(request: pytest.FixtureRequest, ssh: OpenSsh, place: Path) -> Outlet:
    if request.param == "folder":
        return LocalOutlet(place, ".done")
    return RemoteOutlet(ssh.server(), str(place), ".done")


@pytest.fixture
def published(outlet: Outlet, tmp_path: Path) -> Outlet:
    (tmp_path / "export-1").write_bytes(CONTENT)
    outlet.publish(NAME, tmp_path / "export-1", DIGEST)
    return outlet


def there(place: Path) -> list[str]:
    return sorted(os.listdir(place))


def test_file_and_marker_are_gone_at_once_and_the_rest_after_discarding(published: Outlet, place: Path) -> None:
    for _ in range(2):  # a death before it was noted
        assert published.take_back(NAME, DIGEST)
        assert there(place) == [HIDDEN]
    for _ in range(2):
        published.discard(NAME)
        assert there(place) == []


def test_what_was_fetched_is_not_taken_back(published: Outlet, place: Path) -> None:
    (place / NAME).unlink()
    assert not published.take_back(NAME, DIGEST)
    assert there(place) == [f"{NAME}.done"]


@pytest.mark.parametrize("other", [b"", CONTENT + b"x@example.com\r\n", CONTENT[:-3] + b"!\r\n"])
def test_what_somebody_changed_is_left_as_it_is(published: Outlet, place: Path, other: bytes) -> None:
    (place / NAME).write_bytes(other)
    with pytest.raises(ZoneError) as trouble:
        published.take_back(NAME, DIGEST)
    assert trouble.value.code == "altered"
    assert (place / NAME).read_bytes() == other
    assert there(place) == [NAME, f"{NAME}.done"]


def test_what_is_no_file_of_that_name_is_left_as_it_is(outlet: Outlet, place: Path) -> None:
    (place / NAME).symlink_to("nowhere")
    with pytest.raises(ZoneError, match="altered"):
        outlet.take_back(NAME, DIGEST)
    assert there(place) == [NAME]


def test_a_file_that_is_changed_in_the_moment_it_is_taken_is_given_back(published: Outlet, place: Path) -> None:
    (place / NAME).rename(place / HIDDEN)
    (place / HIDDEN).write_bytes(b"another")
    with pytest.raises(ZoneError, match="altered"):
        published.take_back(NAME, DIGEST)
    assert (place / NAME).read_bytes() == b"another"
    assert HIDDEN not in there(place)


def test_a_folder_that_is_away_has_not_had_its_files_fetched(published: Outlet, place: Path) -> None:
    place.rename(place.with_name("elsewhere-" + place.name))
    with pytest.raises(ZoneUnavailable) as trouble:
        published.take_back(NAME, DIGEST)
    assert trouble.value.code in ("folder_away", "sftp_folder_away")


def race(outlets: Iterator[Outlet], place: Path, source: Path, fetch: Callable[[], object], times: int) -> list[bool]:
    """Publish, then take back while somebody fetches; say each time whether we had it, which must be true of one."""
    ended = []
    with ThreadPoolExecutor(2) as both:
        for outlet, _ in zip(outlets, range(times), strict=False):
            outlet.publish(NAME, source, DIGEST)
            start = Barrier(2)

            def fetching(start: Barrier = start) -> bool:
                start.wait()
                with suppress(FileNotFoundError):
                    fetch()
                    return True
                return False

            def taking(start: Barrier = start, outlet: Outlet = outlet) -> bool:
                start.wait()
                return outlet.take_back(NAME, DIGEST)

            fetched, taken = both.submit(fetching), both.submit(taking)
            assert fetched.result() is not taken.result()
            ended.append(taken.result())
            outlet.discard(NAME)
            assert there(place) == []
    return ended


@pytest.mark.parametrize("how", ["delete", "move"])
def test_of_us_and_whoever_fetches_exactly_one_has_the_file(tmp_path: Path, place: Path, how: str) -> None:
    def fetch() -> None:
        (place / NAME).unlink() if how == "delete" else (place / NAME).rename(tmp_path / "fetched")

    (tmp_path / "export-1").write_bytes(CONTENT)
    outlet = LocalOutlet(place)
    assert len(race(iter([outlet] * 300), place, tmp_path / "export-1", fetch, 300)) == 300


@pytest.mark.parametrize("denied", ["fsync", "posix-rename"])
def test_of_us_and_whoever_fetches_on_the_server_exactly_one_has_the_file(tmp_path: Path, denied: str) -> None:
    with openssh("-P", denied) as server:
        place = server.make("export")
        (tmp_path / "export-1").write_bytes(CONTENT)
        outlet = RemoteOutlet(server.server(), str(place))
        fetch = (place / NAME).unlink
        assert len(race(iter([outlet] * 10), place, tmp_path / "export-1", fetch, 10)) == 10


def test_a_line_cut_anywhere_leaves_the_file_in_one_place_and_a_repeat_finishes(
    ssh: OpenSsh, place: Path, tmp_path: Path
) -> None:
    (tmp_path / "export-1").write_bytes(CONTENT)
    outlet = RemoteOutlet(ssh.server(), str(place))
    ends = set()
    with relay(ssh.port) as whole:
        outlet.publish(NAME, tmp_path / "export-1", DIGEST)
        assert RemoteOutlet(ssh.server(port=whole.port), str(place)).take_back(NAME, DIGEST)
    outlet.discard(NAME)
    for cut in range(whole.passed_up - 6_000, whole.passed_up, 250):
        outlet.publish(NAME, tmp_path / "export-1", DIGEST)
        with relay(ssh.port, up=cut) as line, suppress(ZoneUnavailable):
            RemoteOutlet(ssh.server(port=line.port), str(place)).take_back(NAME, DIGEST)
        ends.add(*there(place))
        assert outlet.take_back(NAME, DIGEST)
        outlet.discard(NAME)
    assert ends == {NAME, HIDDEN}


def test_where_nothing_may_be_renamed_it_is_said_and_the_file_stays(ssh: OpenSsh, place: Path, tmp_path: Path) -> None:
    (tmp_path / "export-1").write_bytes(CONTENT)
    outlet = RemoteOutlet(ssh.server(), str(place))
    outlet.publish(NAME, tmp_path / "export-1", DIGEST)
    place.chmod(0o555)
    with pytest.raises(ZoneUnavailable, match="sftp_no_permission"):
        outlet.take_back(NAME, DIGEST)
    place.chmod(0o755)
    assert there(place) == [NAME]
