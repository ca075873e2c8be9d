"""Files fetched from an SFTP server have their receipts beside them there; a server that takes none stops nothing."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from dropzone.answers import RECORD, Answers
from dropzone.errors import ZoneUnavailable
from processor import service
from processor.parts import Parts
from tests.journeys.deaths import dies_at
from tests.journeys.world import ID, LayOut, World, optouts
from tests.parts.openssh import OpenSsh
from tests.parts.relay import relay

PEOPLE = {1: ("anna@example.com", "Y"), 2: ("bernd@example.de", "Y")}
LIST = optouts("bernd@example.de", "kaputt@")


@pytest.fixture
def box(sftp_server: OpenSsh, tmp_path: Path) -> Path:
    return sftp_server.make(f"box-{tmp_path.name}")


def fetching(lay_out: LayOut, ssh: OpenSsh, box: Path, port: int = 0, **other: Any) -> World:
    world = lay_out(PEOPLE, guard=other.pop("guard", {}))
    from_server(world, ssh, box, port, **other)
    return world


def from_server(world: World, ssh: OpenSsh, box: Path, port: int = 0, **other: Any) -> None:
    reached = {"host": "127.0.0.1", "port": port or ssh.port, "user": ssh.user, "key_file": ssh.folder / "client"}
    waits = {"connect_seconds": 5, "answer_seconds": 5}
    keys = {"host_keys": list(ssh.server().host_keys), "folder": str(box)}
    world.configure(dropzone={"sftp": {**reached, **waits, **keys, **other}})


def put(ssh: OpenSsh, box: Path, name: str = "Abmeldungen.csv", content: str = LIST) -> None:
    (box / name).write_text(content)
    ssh.give(box / name)


def fetched(parts: Parts) -> None:
    """Bring what has rested on the server here, and no further."""
    parts.dropzone.prepare()
    parts.inlet.look()
    service.wait_until_settled(parts)
    assert parts.inlet.pull() == 1


def there(box: Path) -> dict[str, bytes]:
    """What lies in done/ there, the number of a file written as .ID."""
    return {ID.sub(".ID", path.name): path.read_bytes() for path in sorted((box / "done").iterdir())}


def here(world: World, place: str = "drop/done/2026-03-10") -> dict[str, bytes]:
    return world.tree(place)


def owed(world: World) -> dict[str, Any]:
    return json.loads((world.folder / "state" / "spool" / RECORD).read_text())


def test_receipt_rows_and_lines_to_mend_lie_beside_the_file_as_they_do_here(
    lay_out: LayOut, sftp_server: OpenSsh, box: Path
) -> None:
    world = fetching(lay_out, sftp_server, box)
    put(sftp_server, box)
    world.round(2)
    assert sorted(there(box)) == [
        "Abmeldungen.ID.again.csv",
        "Abmeldungen.ID.csv",
        "Abmeldungen.ID.receipt.txt",
        "Abmeldungen.ID.rows.csv",
    ]
    assert there(box) == here(world)
    assert owed(world) == {}
    before = {path: path.stat().st_mtime_ns for path in (box / "done").iterdir()}
    world.round(2)
    assert {path: path.stat().st_mtime_ns for path in (box / "done").iterdir()} == before


def test_a_refused_file_and_one_that_came_before_have_theirs_too(
    lay_out: LayOut, sftp_server: OpenSsh, box: Path
) -> None:
    world = fetching(lay_out, sftp_server, box)
    put(sftp_server, box, "a.csv", "was;ist;das\r\n1;2;3\r\n")
    put(sftp_server, box, "b.csv")
    world.round()
    put(sftp_server, box, "c.csv")
    world.round()
    texts = {name: content.decode() for name, content in there(box).items() if name.endswith(".txt")}
    assert sorted(texts) == ["a.ID.why.txt", "b.ID.receipt.txt", "c.ID.receipt.txt"]
    assert "b.csv" in texts["c.ID.receipt.txt"]


def test_a_held_file_is_told_and_its_decision_takes_the_place_of_that(
    lay_out: LayOut, sftp_server: OpenSsh, box: Path
) -> None:
    world = fetching(lay_out, sftp_server, box, guard={"optouts_absolute": 0, "optouts_share": 0})
    put(sftp_server, box)
    world.round(2)
    held = there(box)["Abmeldungen.ID.receipt.txt"]
    (number,) = owed(world)
    assert owed(world)[number][1] == "held"
    assert world.command("release", number).returncode == 0
    world.round(2)
    assert there(box)["Abmeldungen.ID.receipt.txt"] != held
    assert there(box) == here(world)
    assert owed(world) == {}


def test_a_server_that_lets_no_receipt_be_written_keeps_nothing_from_its_work(
    lay_out: LayOut, sftp_server: OpenSsh, box: Path
) -> None:
    world = fetching(lay_out, sftp_server, box)
    put(sftp_server, box)
    with world.opened() as parts:
        fetched(parts)
    (box / "done").chmod(0o555)
    done = world.round()
    assert (done.away, [entry.state for entry in done.entries]) == ({}, ["applied"])
    assert world.exports() == {"new-001.csv": ["anna@example.com"]}
    assert sorted(there(box)) == ["Abmeldungen.ID.csv"]
    (box / "done").chmod(0o755)
    world.round()
    assert there(box) == here(world)


def test_a_line_cut_while_a_receipt_goes_there_never_shows_a_part_and_is_made_good(
    sftp_server: OpenSsh, box: Path, tmp_path: Path
) -> None:
    data, receipt = b"people\r\n" * 3_000, box / "done" / "Liste.AAAAAAAA.receipt.txt"
    receipt.parent.mkdir()
    sftp_server.give(receipt.parent)

    def send(port: int) -> None:
        answers = Answers(sftp_server.server(port=port), str(box), tmp_path)
        answers.owe("AAAAAAAA", "Liste.csv")
        answers.send("AAAAAAAA", "applied", {".receipt.txt": data})

    with relay(sftp_server.port) as whole:
        send(whole.port)
    for cut in range(whole.passed_up - 30_000, whole.passed_up, 3_000):
        for path in (receipt, tmp_path / RECORD):
            path.unlink(missing_ok=True)
        with relay(sftp_server.port, up=cut) as line, suppress(ZoneUnavailable):
            send(line.port)
        assert not receipt.exists() or receipt.read_bytes() == data
        send(sftp_server.port)
        assert {path.name: path.read_bytes() for path in receipt.parent.iterdir()} == {receipt.name: data}


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("step", ["owe", "send", "forget"])
def test_a_death_at_any_step_forgets_no_receipt(
    lay_out: LayOut, sftp_server: OpenSsh, box: Path, monkeypatch: pytest.MonkeyPatch, step: str, after: bool
) -> None:
    world = fetching(lay_out, sftp_server, box)
    put(sftp_server, box)
    with world.opened() as parts:
        dies_at(monkeypatch, Answers, step, parts, after=after)
    world.round(3)
    assert len(there(box)) == 4
    assert there(box) == here(world)
    assert owed(world) == {}


def test_somebody_elses_file_of_that_name_is_left_alone(lay_out: LayOut, sftp_server: OpenSsh, box: Path) -> None:
    world = fetching(lay_out, sftp_server, box)
    put(sftp_server, box)
    with world.opened() as parts:
        fetched(parts)
        (number,) = parts.inlet.answers.owed()
        (box / "done" / f"Abmeldungen.{number}.receipt.txt").write_text("mine")
        service.run_once(parts)
    assert there(box)["Abmeldungen.ID.receipt.txt"] == b"mine"
    assert there(box)["Abmeldungen.ID.rows.csv"] == here(world)["Abmeldungen.ID.rows.csv"]


@pytest.mark.parametrize("given", [{"receipts": False}, {"after": "leave"}, {"after": "delete"}])
def test_where_none_are_wanted_or_the_file_does_not_stay_none_are_put(
    lay_out: LayOut, sftp_server: OpenSsh, box: Path, given: dict[str, Any]
) -> None:
    world = fetching(lay_out, sftp_server, box, **given)
    put(sftp_server, box)
    world.round(2)
    assert [path.name for path in box.rglob("*") if path.is_file() and "receipt" in path.name] == []
    assert not (world.folder / "state" / "spool" / RECORD).exists()


def test_check_says_whether_receipts_are_put(lay_out: LayOut, sftp_server: OpenSsh, box: Path) -> None:
    world = fetching(lay_out, sftp_server, box)
    assert "its receipt beside it" in " ".join(world.command("check").stdout.split())
    box.chmod(0o555)
    assert "without receipts" in " ".join(world.command("check").stdout.split())
