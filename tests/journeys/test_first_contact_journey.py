"""Before anything was ever exported abgleich only says who it would be, and waits for a human's word."""

from __future__ import annotations

from tests.journeys.world import LayOut, optouts


def waiting_world(lay_out: LayOut, **drop: str):
    return lay_out(
        {1: ("anna@example.com", "Y"), 2: ("bernd@example.de", "Y"), 3: ("carla@example.net", "Y")},
        drop={f"{name}.csv": content for name, content in drop.items()},
        export={"start": "report"},
    )


def test_the_first_export_waits_until_it_is_released_and_the_next_ones_do_not(lay_out: LayOut) -> None:
    world = waiting_world(lay_out, Abmeldungen=optouts("carla@example.net"))
    world.round(3)
    assert world.exports() == {}
    released = world.command("release", "export")
    assert (released.returncode, released.stderr) == (0, "")
    assert world.exports() == {"new-001.csv": ["anna@example.com", "bernd@example.de"]}
    world.ground.run("INSERT INTO kunden VALUES (4, 'dora@example.org', 'Y', NULL, NULL, 0, '')")
    world.round()
    assert world.exports()["new-002.csv"] == ["dora@example.org"]
    again = world.command("release", "export")
    assert again.returncode != 0
    assert "No first export is waiting" in again.stderr


def test_the_notice_says_who_it_would_be_and_what_is_known_and_comes_once(lay_out: LayOut) -> None:
    world = waiting_world(lay_out, Abmeldungen=optouts("carla@example.net", "fern@example.com"))
    world.round(3)
    (notice,) = world.mails("first")
    text = " ".join(notice.get_body(("plain",)).get_content().split())  # type: ignore[union-attr]
    assert "2 people would be exported to the newsletter server (3 customers looked through)" in text
    assert "2 people who said no and 0 dead addresses, known from: Abmeldungen.csv" in text
    assert "list of subscribers has not been dropped yet" in text
    assert "abgleich release export" in text
    assert "anna@example.com" not in text


def test_without_any_known_opt_out_the_notice_warns(lay_out: LayOut) -> None:
    world = waiting_world(lay_out)
    world.round()
    (notice,) = world.mails("first")
    text = " ".join(notice.get_body(("plain",)).get_content().split())  # type: ignore[union-attr]
    assert "WARNING: no opt-outs and no bounces are known yet" in text


def test_status_and_round_say_that_a_human_is_awaited(lay_out: LayOut) -> None:
    world = waiting_world(lay_out)
    once = world.command("once")
    assert "3 people would go to the newsletter server" in " ".join(once.stdout.split())
    status = " ".join(world.command("status").stdout.split())
    assert "ATTENTION" in status
    assert "abgleich release export" in status


def test_who_says_no_while_it_waits_is_not_in_it(lay_out: LayOut) -> None:
    world = waiting_world(lay_out)
    world.round()
    world.drop({"Abmeldungen.csv": optouts("anna@example.com")})
    world.round()
    world.command("release", "export")
    assert world.exported() == ["bernd@example.de", "carla@example.net"]


def test_a_release_of_nobody_or_few_is_none_of_the_many_that_other_settings_lead_to(lay_out: LayOut) -> None:
    world = lay_out({1: ("anna@example.com", "N")}, export={"start": "report"})
    world.round()
    world.command("release", "export")
    world.ground.run("UPDATE kunden SET news = 'Y'")
    people = ", ".join(f"({n}, 'p{n}@example.com', 'Y', NULL, NULL, 0, '')" for n in range(2, 30))
    world.ground.run(f"INSERT INTO kunden VALUES {people}")
    world.round(2)
    assert world.exports() == {}
    assert "29 people would go to the newsletter server" in " ".join(world.command("status").stdout.split())
    world.command("release", "export")
    assert len(world.exports()["new-001.csv"]) == 29


def test_a_ledger_that_exported_before_is_past_its_first_contact(lay_out: LayOut) -> None:
    world = lay_out({1: ("anna@example.com", "Y")})
    world.round()
    world.configure(export={"start": "report"})
    world.ground.run("INSERT INTO kunden VALUES (2, 'bernd@example.de', 'Y', NULL, NULL, 0, '')")
    world.round()
    assert world.exports() == {"new-001.csv": ["anna@example.com"], "new-002.csv": ["bernd@example.de"]}
