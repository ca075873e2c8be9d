"""Removal files go the way of the exports: over SFTP too, whole or not at all, once, in the order they were drawn."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dropzone.errors import ZoneUnavailable
from processor.round import one_round
from tests.journeys.deaths import dies_at
from tests.journeys.world import LayOut, World, optouts, to_sftp
from tests.parts.openssh import OpenSsh
from tests.parts.relay import relay

OLD, NEW, OTHER = "old@example.com", "new@example.com", "b@example.com"


def moved(world: World) -> None:
    """The customer has another address now."""
    world.ground.run(f"UPDATE kunden SET mail = '{NEW}' WHERE id = 1")


def test_a_removal_file_arrives_with_its_marker_and_its_digest_is_in_the_ledger(delivered: LayOut) -> None:
    world = delivered(
        {1: (OLD, "Y"), 2: (OTHER, "Y")}, export={"removals": True, "untaken": "left", "done_marker": ".done"}
    )
    world.round()
    moved(world)
    world.round(3)
    content = (world.folder / "export" / "new-003-remove.csv").read_bytes()
    assert content == b"EMAIL\r\nold@example.com\r\n"
    digest = hashlib.sha256(content).hexdigest()
    sign = (world.folder / "export" / "new-003-remove.csv.done").read_text()
    assert sign == f"{digest}  new-003-remove.csv\n"
    assert len([name for name in world.names("export") if "remove" in name]) == 2
    with world.opened() as parts:
        engine = sa.create_engine(f"sqlite:///{world.folder / 'state' / 'ledger.sqlite'}")
        with engine.connect() as connection:
            assert connection.execute(sa.text("SELECT number, digest FROM removal_files")).all() == [(3, digest)]
        assert parts.ledger.removals.unpublished() == []
        assert list(parts.spool.glob("removal-*")) == []


def test_a_foreign_file_of_that_name_is_left_alone_and_the_removal_comes_under_another(delivered: LayOut) -> None:
    world = delivered({1: (OLD, "Y")}, export={"removals": True, "untaken": "left"})
    world.round()
    (world.folder / "export" / "new-003-remove.csv").write_bytes(b"EMAIL\r\nsomebody@else.example\r\n")
    moved(world)
    world.round(3)
    removing = {name: people for name, people in world.exports().items() if "remove" in name}
    assert removing.pop("new-003-remove.csv") == ["somebody@else.example"]
    assert list(removing.values()) == [[OLD]]


@pytest.mark.parametrize("lost", [Path.unlink, lambda path: path.write_bytes(b"of another life")])
def test_a_removal_file_whose_bytes_are_lost_is_made_anew_and_holds_up_nothing(
    delivered: LayOut, monkeypatch: pytest.MonkeyPatch, lost: Callable[[Path], object]
) -> None:
    world = delivered({1: (OLD, "Y"), 2: (OTHER, "Y")}, export={"removals": True, "untaken": "left"})
    world.round()
    moved(world)
    with world.opened() as parts:
        dies_at(monkeypatch, type(parts.outgoing.outlet), "publish", parts, about="remove")
        lost(parts.spool / "removal-3")
    world.clock.go(hours=2)
    world.ground.run("INSERT INTO kunden VALUES (3, 'c@example.com', 'Y', NULL, NULL, 0, '')")
    assert world.round(2).away == {}
    assert world.exports() == {
        "new-001.csv": [OLD, OTHER],
        "new-002.csv": [NEW],
        "new-003-remove.csv": [OLD],
        "new-004.csv": ["c@example.com"],
    }


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(("part", "step"), [("removals", "draw"), ("outlet", "publish"), ("removals", "published")])
def test_a_death_at_any_step_gives_the_same_number_the_same_bytes(
    delivered: LayOut, monkeypatch: pytest.MonkeyPatch, part: str, step: str, after: bool
) -> None:
    world = delivered({1: (OLD, "Y"), 2: (OTHER, "Y")}, export={"removals": True, "untaken": "left"})
    world.round()
    moved(world)
    with world.opened() as parts:
        kind = type(parts.outgoing.outlet if part == "outlet" else parts.ledger.removals)
        dies_at(monkeypatch, kind, step, parts, after=after, about="remove" if part == "outlet" else "")
    world.round(2)
    assert world.exports() == {"new-001.csv": [OLD, OTHER], "new-002.csv": [NEW], "new-003-remove.csv": [OLD]}


def test_a_removal_that_waited_for_its_outlet_comes_before_the_export_that_adds_the_address_again(
    delivered: LayOut, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = delivered({1: (OLD, "Y"), 2: (OTHER, "Y")}, export={"removals": True, "untaken": "left"})
    world.round()
    order: list[str] = []
    with world.opened() as parts:
        kind = type(parts.outgoing.outlet)
        real = kind.publish

        def away(*_: Any) -> None:
            raise ZoneUnavailable("folder_away", folder="x", problem="gone")

        def noted(self: Any, name: str, *given: Any) -> None:
            real(self, name, *given)
            order.append(name)

        with monkeypatch.context() as patched:
            patched.setattr(kind, "publish", away)
            moved(world)
            one_round(parts, survey=True)
            world.ground.run(f"UPDATE kunden SET mail = '{OLD}' WHERE id = 1")
            one_round(parts, survey=True)
        with monkeypatch.context() as patched:
            patched.setattr(kind, "publish", noted)
            one_round(parts, survey=True)
    holding = [name for name in order if OLD in world.exports()[name]]
    assert holding == ["new-003-remove.csv", "new-004.csv"]


def test_a_removal_upload_cut_in_the_middle_never_shows_a_part_and_arrives_once(
    lay_out: LayOut, sftp_server: OpenSsh, tmp_path: Path
) -> None:
    remote = sftp_server.make(f"cut-{tmp_path.name}")
    people = {number: (f"old{number:04}@example.com", "Y") for number in range(400)}
    world = lay_out(people, export={"removals": True, "untaken": "left"}, guard={"optouts_absolute": 1000})
    to_sftp(world, sftp_server, remote)
    world.round()
    world.ground.run("UPDATE kunden SET mail = 'new' || substr(mail, 4)")
    whole = "EMAIL\r\n" + "".join(f"{one}\r\n" for one, _ in people.values())
    name = remote / "new-003-remove.csv"
    for cut in range(1_000, 40_000, 3_000):
        with relay(sftp_server.port, up=cut) as line:
            to_sftp(world, sftp_server, remote, line.port)
            with suppress(ZoneUnavailable):
                world.round()
        if name.exists():
            break
    assert cut > 4_000, "the line was never cut in the middle"
    to_sftp(world, sftp_server, remote)
    world.round(2)
    assert name.read_bytes().decode() == whole
    assert sorted(path.name for path in remote.iterdir()) == ["new-001.csv", "new-002.csv", "new-003-remove.csv"]


def test_a_removal_that_nobody_fetches_is_reported_like_an_export(delivered: LayOut) -> None:
    world = delivered({1: (OLD, "Y")}, export={"removals": True, "fetched_within_hours": 24})
    world.round()
    world.fetch()
    moved(world)
    world.round()
    (world.folder / "export" / "new-002.csv").unlink()
    world.clock.go(hours=25)
    world.round()
    assert "new-003-remove.csv" in world.mails("fault")[-1].get_body(("plain",)).get_content()


def test_who_says_no_is_on_no_removal_file(delivered: LayOut) -> None:
    world = delivered({1: (OLD, "Y"), 2: (OTHER, "Y")}, export={"removals": True, "untaken": "left"})
    world.round()
    moved(world)
    world.drop({"Abmeldungen.csv": optouts(OLD)})
    world.round(2)
    assert [name for name in world.names("export") if "remove" in name] == []


def read_by_a_server(world: World, order: Callable[[str], Any], has: set[str] | None = None) -> set[str]:
    """Whom a newsletter server has that had these people and reads the files that lie there in this order."""
    people = set(has or ())
    for name, named in sorted(world.exports().items(), key=lambda file: order(file[0])):
        people = people - {*named} if "-remove" in name else people | {*named}
    return people


def moves(world: World, address: str) -> None:
    world.ground.run("UPDATE kunden SET mail = ? WHERE id = 1", address)
    world.round(2)


def by_name(name: str) -> str:
    return name


def removals_first(name: str) -> bool:
    return "-remove" not in name


def removals_last(name: str) -> bool:
    return "-remove" in name


def test_files_are_to_be_read_in_the_order_of_their_names(delivered: LayOut) -> None:
    world = delivered({1: (OLD, "Y"), 2: (OTHER, "Y")}, export={"removals": True, "untaken": "left"})
    world.round()
    for address in (NEW, OLD, NEW):
        moves(world, address)
        assert read_by_a_server(world, by_name) == {address, OTHER}


@pytest.mark.parametrize("order", [by_name, removals_first, removals_last])
def test_an_address_given_up_before_its_export_was_fetched_is_added_by_no_order_of_reading(
    delivered: LayOut, order: Callable[[str], Any]
) -> None:
    world = delivered({1: (OLD, "Y"), 2: (OTHER, "Y")}, export={"removals": True})
    world.round()
    moves(world, NEW)
    assert read_by_a_server(world, order) == {NEW, OTHER}
    moves(world, OLD)
    assert read_by_a_server(world, order) == {OLD, OTHER}
    assert [name for name in world.names("export") if "remove" in name] == []
    assert "had been given up" in " ".join(world.command("explain", NEW).stdout.split())


def test_without_removal_files_too_an_address_given_up_is_taken_out_of_what_was_not_fetched(delivered: LayOut) -> None:
    world = delivered({1: (OLD, "Y"), 2: (OTHER, "Y")})
    world.round()
    moves(world, NEW)
    assert read_by_a_server(world, by_name) == {NEW, OTHER}
    world.clock.go(days=1)
    world.round()
    summary = " ".join(world.mails("summary")[-1].get_body(("plain",)).get_content().split())
    assert "new-001.csv was taken back" in summary
    assert "1 customer has another address now" not in summary


@pytest.mark.parametrize("order", [by_name, removals_first, removals_last])
def test_an_address_had_again_waits_until_the_file_that_removes_it_was_fetched(
    delivered: LayOut, order: Callable[[str], Any]
) -> None:
    world = delivered({1: (OLD, "Y"), 2: (OTHER, "Y")}, export={"removals": True})
    world.round()
    has = read_by_a_server(world, by_name)
    world.fetch()
    moves(world, NEW)
    moves(world, OLD)
    assert read_by_a_server(world, order, has) - {OLD} == {OTHER}
    has = read_by_a_server(world, order, has)
    world.fetch()
    world.round()
    assert read_by_a_server(world, order, has) == {OLD, OTHER}


def test_a_removal_file_of_a_week_ago_counts_as_read(delivered: LayOut) -> None:
    world = delivered({1: (OLD, "Y"), 2: (OTHER, "Y")}, export={"removals": True})
    world.round()
    world.fetch()
    moves(world, NEW)
    world.clock.go(days=8)
    moves(world, OLD)
    assert world.exports()["new-004.csv"] == [OLD]
