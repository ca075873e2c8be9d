"""An export that nobody has fetched yet: taken back when somebody in it says no, merged with the next where wanted."""

from __future__ import annotations

from typing import Any

import pytest

from processor import service
from processor.customers import untaken
from processor.round import one_round
from tests.journeys.deaths import dies_at
from tests.journeys.world import LayOut, World, optouts

ROW = "INSERT INTO kunden VALUES (?, ?, ?, NULL, NULL, 0, ?)"
ANNA, BERND, CARLA, DORA = "anna@example.com", "bernd@example.de", "carla@example.net", "dora@example.org"
THREE = {1: (ANNA, "Y"), 2: (BERND, "Y"), 3: (CARLA, "Y")}


def lying(world: World) -> dict[str, list[str]]:
    return {name: people for name, people in world.exports().items() if not name.endswith(".done")}


def told(world: World) -> str:
    world.clock.go(days=1)
    world.round()
    return " ".join(world.mails("summary")[-1].get_body(("plain",)).get_content().split())


def says_no(world: World, *people: str) -> None:
    world.drop({f"Abmeldungen{world.clock.now:%H%M%S%f}.csv": optouts(*people)})
    world.round()


def test_an_export_in_which_somebody_says_no_is_taken_back_and_the_others_go_out_anew(delivered: LayOut) -> None:
    world = delivered(THREE, export={"done_marker": ".done"})
    world.round()
    assert lying(world) == {"new-001.csv": [ANNA, BERND, CARLA]}
    says_no(world, BERND)
    assert world.names("export") == ["new-002.csv", "new-002.csv.done"]
    assert lying(world) == {"new-002.csv": [ANNA, CARLA]}
    world.round(2)
    assert lying(world) == {"new-002.csv": [ANNA, CARLA]}
    with world.opened() as parts:
        assert parts.ledger.people.known() == {ANNA, CARLA}
        assert parts.ledger.proofs.last().mailed == 0
    assert "new-001.csv was taken back" in told(world)


def test_the_note_beside_an_export_says_that_it_was_taken_back(delivered: LayOut) -> None:
    world = delivered(THREE)
    world.round()
    says_no(world, BERND)
    world.round()
    notes = world.tree("state/exports")
    assert "took this file back" in notes["new-001.csv.info.txt"].decode()
    assert "2 people" in notes["new-002.csv.info.txt"].decode()


def test_what_was_fetched_before_the_no_is_not_touched_and_nobody_goes_out_twice(delivered: LayOut) -> None:
    world = delivered(THREE)
    world.round()
    (world.folder / "export" / "new-001.csv").unlink()
    says_no(world, BERND)
    assert lying(world) == {}
    with world.opened() as parts:
        assert parts.ledger.people.known() == {ANNA, BERND, CARLA}
    assert "taken back" not in told(world)


def test_where_the_server_leaves_what_it_has_read_nothing_is_taken_back(delivered: LayOut) -> None:
    world = delivered(THREE, export={"untaken": "left"})
    world.round()
    says_no(world, BERND)
    assert lying(world) == {"new-001.csv": [ANNA, BERND, CARLA]}


def test_the_people_of_a_held_file_are_taken_out_of_what_was_not_fetched(delivered: LayOut) -> None:
    world = delivered(THREE, guard={"optouts_absolute": 0, "optouts_share": 0})
    world.round()
    world.drop({"Abmeldungen.csv": optouts(BERND)})
    with world.opened() as parts:
        service.run_once(parts)
        one_round(parts, survey=True)
    assert world.names("drop/held") != []
    assert lying(world) == {"new-002.csv": [ANNA, CARLA]}
    world.command("discard", world.id_of("Abmeldungen.csv"))
    world.round(2)
    assert lying(world) == {"new-002.csv": [ANNA, CARLA], "new-003.csv": [BERND]}


def test_a_no_that_follows_a_person_to_an_address_lying_there_takes_it_out_in_the_same_round(
    delivered: LayOut,
) -> None:
    world = delivered({**THREE, 4: (DORA, "Y")}, drop={"Abmeldungen.csv": optouts(DORA)})
    world.round()
    assert lying(world) == {"new-001.csv": [ANNA, BERND, CARLA]}
    world.ground.run("UPDATE kunden SET mail = ? WHERE id = 4", BERND)
    with world.opened() as parts:
        one_round(parts, survey=True)
    assert lying(world) == {"new-002.csv": [ANNA, CARLA]}


def test_a_no_set_by_hand_in_the_erp_takes_back_what_was_not_fetched_and_the_others_go_out_anew(
    delivered: LayOut,
) -> None:
    world = delivered(THREE)
    world.round()
    world.ground.run("UPDATE kunden SET news = 'N' WHERE id = 2")
    world.round(2)
    assert lying(world) == {"new-002.csv": [ANNA, CARLA]}
    with world.opened() as parts:
        assert parts.ledger.people.known() == {ANNA, CARLA}
    world.ground.run("UPDATE kunden SET news = 'Y' WHERE id = 2")
    world.round()
    assert lying(world) == {"new-002.csv": [ANNA, CARLA], "new-003.csv": [BERND]}


def test_a_no_by_hand_in_one_row_beats_the_yes_of_another_with_the_same_address(delivered: LayOut) -> None:
    world = delivered({**THREE, 4: (BERND, "Y")})
    world.round()
    assert lying(world) == {"new-001.csv": [ANNA, BERND, CARLA]}
    world.ground.run("UPDATE kunden SET news = 'N' WHERE id = 4")
    world.round()
    assert lying(world) == {"new-002.csv": [ANNA, CARLA]}


def test_a_no_by_hand_leaves_alone_what_was_fetched_and_the_files_of_others(delivered: LayOut) -> None:
    world = delivered({1: (ANNA, "Y")})
    world.round()
    (world.folder / "export" / "new-001.csv").unlink()
    world.ground.run(ROW, 2, BERND, "Y", "")
    world.round()
    world.ground.run("UPDATE kunden SET news = 'N' WHERE id = 1")
    world.round(2)
    assert lying(world) == {"new-002.csv": [BERND]}


def test_a_no_by_hand_reaches_every_file_of_a_list_somebody_is_in(delivered: LayOut) -> None:
    world = listed(delivered)
    world.round()
    world.ground.run("UPDATE kunden SET news = 'N' WHERE id = 1")
    world.round()
    assert lying(world) == {"de-003.csv": [BERND], "at-004.csv": [CARLA]}


def test_a_no_by_hand_takes_nothing_back_where_the_server_leaves_what_it_has_read(delivered: LayOut) -> None:
    world = delivered(THREE, export={"untaken": "left"})
    world.round()
    world.ground.run("UPDATE kunden SET news = 'N' WHERE id = 2")
    world.round()
    assert lying(world) == {"new-001.csv": [ANNA, BERND, CARLA]}


def test_an_export_that_somebody_has_worked_on_is_his_and_the_mail_says_so(delivered: LayOut) -> None:
    world = delivered(THREE)
    world.round()
    path = world.folder / "export" / "new-001.csv"
    path.write_bytes(path.read_bytes() + b"by-hand@example.com\r\n")
    says_no(world, BERND)
    world.round()
    assert lying(world) == {"new-001.csv": [ANNA, BERND, CARLA, "by-hand@example.com"]}
    assert "Somebody in new-001.csv has said no" in told(world)


@pytest.mark.parametrize(
    ("given", "back"), [({}, False), ({"fetched_within_hours": 24}, True), ({"untaken": "merge"}, True)]
)
def test_after_a_week_a_file_counts_as_read_unless_the_server_is_known_to_take_files_away(
    delivered: LayOut, given: dict[str, Any], back: bool
) -> None:
    world = delivered(THREE, export=given)
    world.round()
    world.clock.go(days=8)
    says_no(world, BERND)
    assert ("new-001.csv" not in lying(world)) is back


def test_whom_the_servers_own_list_names_too_stays_known_and_goes_out_no_more(delivered: LayOut) -> None:
    world = delivered(THREE)
    world.round()
    world.drop({"Liste.csv": f"email;status\n{ANNA};subscribed\n"})
    world.round()
    says_no(world, BERND)
    assert lying(world) == {"new-002.csv": [CARLA]}
    with world.opened() as parts:
        assert parts.ledger.people.known() == {ANNA, CARLA}


def test_by_default_who_is_new_goes_into_the_next_file_beside_the_one_not_fetched(delivered: LayOut) -> None:
    world = delivered({1: (ANNA, "Y")})
    world.round()
    world.ground.run(ROW, 2, BERND, "Y", "")
    world.round(2)
    assert lying(world) == {"new-001.csv": [ANNA], "new-002.csv": [BERND]}


def test_by_policy_files_not_fetched_are_merged_with_who_is_new_and_only_then(delivered: LayOut) -> None:
    world = delivered(THREE, export={"untaken": "merge", "done_marker": ".done"})
    world.round(3)
    assert world.names("export") == ["new-001.csv", "new-001.csv.done"]
    world.ground.run(ROW, 4, DORA, "Y", "")
    world.round(2)
    assert world.names("export") == ["new-002.csv", "new-002.csv.done"]
    assert lying(world) == {"new-002.csv": [ANNA, BERND, CARLA, DORA]}
    assert "new-001.csv was taken back" in told(world)


def test_nothing_is_merged_for_somebody_who_cannot_be_handed_over_at_all(lay_out: LayOut) -> None:
    world = lay_out({1: (ANNA, "Y"), 2: ("postmaster@firma.example", "Y")}, export={"untaken": "merge"})
    del world.config["export"]["columns"]
    world.configure(export={"server": "cleverreach"})
    world.round(3)
    assert world.names("export") == ["new-001.csv"]
    world.ground.run(ROW, 3, DORA, "Y", "")
    world.round(3)
    assert lying(world) == {"new-002.csv": [ANNA, DORA]}


def test_merging_leaves_out_who_has_said_no_or_is_no_customer_any_more(delivered: LayOut) -> None:
    world = delivered(THREE, export={"untaken": "merge"})
    world.round()
    world.ground.run(ROW, 4, DORA, "Y", "")
    world.ground.run("DELETE FROM kunden WHERE id = 3")
    world.drop({"Abmeldungen.csv": optouts(BERND)})
    world.round()
    assert lying(world) == {"new-002.csv": [ANNA, DORA]}


def test_merging_leaves_alone_what_was_fetched(delivered: LayOut) -> None:
    world = delivered({1: (ANNA, "Y")}, export={"untaken": "merge"})
    world.round()
    (world.folder / "export" / "new-001.csv").unlink()
    world.ground.run(ROW, 2, BERND, "Y", "")
    world.round(2)
    assert lying(world) == {"new-002.csv": [BERND]}


def test_an_address_given_up_before_anybody_fetched_it_need_not_be_removed(delivered: LayOut) -> None:
    world = delivered({1: (ANNA, "Y")}, export={"untaken": "merge", "removals": True})
    world.round()
    world.ground.run("UPDATE kunden SET mail = ? WHERE id = 1", DORA)
    world.round(2)
    assert lying(world) == {"new-002.csv": [DORA]}


def test_an_export_folder_that_is_away_does_not_keep_the_guard_from_its_work(delivered: LayOut) -> None:
    world = delivered(THREE)
    world.round()
    (world.folder / "export").rename(world.folder / "elsewhere")
    real = (world.folder / "elsewhere").resolve()
    if real != world.folder / "elsewhere":
        real.rename(real.with_name(real.name + "-away"))
    world.drop({"Abmeldungen.csv": optouts(BERND)})
    done = world.round()
    assert list(done.away) == ["export"]
    world.ground.run("UPDATE kunden SET news = 'Y' WHERE id = 2")
    world.round()
    assert world.customers("news") == {1: "Y", 2: "N", 3: "Y"}
    if real != world.folder / "elsewhere":
        real.with_name(real.name + "-away").rename(real)
    (world.folder / "elsewhere").rename(world.folder / "export")
    assert world.round().away == {}
    assert lying(world) == {"new-002.csv": [ANNA, CARLA]}
    assert len(world.mails("fault")) == 2


def test_an_outlet_that_stays_away_is_told_once_though_there_is_nothing_to_take_back(lay_out: LayOut) -> None:
    world = lay_out({1: (ANNA, "Y")})
    world.round()
    (world.folder / "export").rename(world.folder / "elsewhere")
    world.ground.run(ROW, 2, BERND, "Y", "")
    for _ in range(3):
        world.clock.go(hours=1)
        assert list(world.round().away) == ["export"]
    assert len(world.mails("fault")) == 1


# Lists


def listed(delivered: LayOut, **export: Any) -> World:
    lists = [
        {"name": "DE", "when": {"name": ["DE*"]}, "file": "de-{number:03}.csv"},
        {"name": "AT", "when": {"name": ["*AT"]}, "file": "at-{number:03}.csv"},
    ]
    people = {1: (ANNA, "Y", "DE AT"), 2: (BERND, "Y", "DE"), 3: (CARLA, "Y", "AT")}
    return delivered(people, export={"lists": lists, **export})


def test_a_marker_of_somebody_else_lets_nobody_go_out_twice(delivered: LayOut) -> None:
    world = delivered(THREE, export={"done_marker": ".done"})
    (world.folder / "export" / "new-001.csv.done").write_text("of an earlier installation")
    world.round(2)
    assert world.names("export") == ["new-001.csv.done", "new-002.csv", "new-002.csv.done"]
    assert lying(world) == {"new-002.csv": [ANNA, BERND, CARLA]}
    assert world.tree("export")["new-001.csv.done"] == b"of an earlier installation"


def test_who_is_on_two_lists_stays_on_the_one_whose_file_was_not_taken_back(delivered: LayOut) -> None:
    world = listed(delivered)
    world.round()
    assert lying(world) == {"de-001.csv": [ANNA, BERND], "at-002.csv": [ANNA, CARLA]}
    says_no(world, BERND)
    assert lying(world) == {"at-002.csv": [ANNA, CARLA], "de-003.csv": [ANNA]}
    with world.opened() as parts:
        assert parts.ledger.people.known() == {ANNA, CARLA}
        assert [name for name, _ in parts.ledger.listings.of(ANNA)] == ["AT", "DE"]


def test_a_no_reaches_every_file_somebody_is_in(delivered: LayOut) -> None:
    world = listed(delivered)
    world.round()
    says_no(world, ANNA)
    assert lying(world) == {"de-003.csv": [BERND], "at-004.csv": [CARLA]}


# Deaths


STEPS = ("ask", "take_back", "back", "discard", "cleared")


@pytest.mark.parametrize("policy", ["next", "merge"])
@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("step", STEPS)
def test_a_death_at_any_step_loses_nobody_and_doubles_nobody(
    delivered: LayOut, monkeypatch: pytest.MonkeyPatch, step: str, after: bool, policy: str
) -> None:
    world = delivered(THREE, export={"untaken": policy, "done_marker": ".done"})
    world.round()
    world.ground.run(ROW, 4, DORA, "Y", "")
    if policy == "next":
        world.drop({"Abmeldungen.csv": optouts(BERND)})
    with world.opened() as parts:
        place = parts.outgoing.outlet if step in ("take_back", "discard") else parts.ledger.takebacks
        dies_at(monkeypatch, type(place), step, parts, after=after)
    world.round(2)
    rest = [ANNA, CARLA, DORA] if policy == "next" else [ANNA, BERND, CARLA, DORA]
    assert sorted(one for people in lying(world).values() for one in people) == rest
    assert [name for name in world.names("export") if name.startswith(".")] == []
    with world.opened() as parts:
        assert parts.ledger.people.known() == {*rest}
        assert parts.ledger.takebacks.asked() == []


def test_what_was_begun_is_finished_though_the_reason_is_gone(
    delivered: LayOut, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = delivered(THREE, guard={"optouts_absolute": 0, "optouts_share": 0})
    world.round()
    world.drop({"Abmeldungen.csv": optouts(BERND)})
    with world.opened() as parts, monkeypatch.context() as patched:
        patched.setattr(untaken, "_take_back", lambda *_: False)
        service.run_once(parts)
    with world.opened() as parts:
        dies_at(monkeypatch, type(parts.ledger.takebacks), "back", parts)
    world.command("discard", world.id_of("Abmeldungen.csv"))
    world.round(2)
    assert lying(world) == {"new-002.csv": [ANNA, BERND, CARLA]}


def test_explain_names_the_file_that_was_taken_back(delivered: LayOut) -> None:
    world = delivered(THREE)
    world.round()
    says_no(world, BERND)
    said = world.command("explain", ANNA).stdout
    assert "new-002.csv" in said
    assert "new-001.csv, taken back" in " ".join(said.split())
    assert "new-001.csv, taken back" in " ".join(world.command("explain", BERND).stdout.split())
