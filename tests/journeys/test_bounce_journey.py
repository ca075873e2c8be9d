"""Bounce lists: who is marked, when an address is removed, and what never counts against anybody."""

from __future__ import annotations

import pytest

from tests.journeys.world import LayOut, bounces

UNKNOWN = "550 5.1.1 User unknown"
CUSTOMERS = {
    1: ("anna@example.com", "Y"),
    2: ("bernd@example.de", "Y"),
    3: ("carla@example.net", "Y"),
    4: ("dora@example.org", "Y"),
    5: ("emil@example.com", "Y"),
    6: ("anna@example.com", "Y"),
}
CONTACTS = {1: ("anna@example.com", 0), 2: ("frida@example.com", 0)}
FIRST = bounces(
    ("anna@example.com", "01.03.2026", UNKNOWN),
    ("bernd@example.de", "01.03.2026", "554 5.7.1 blocked using a blocklist"),
    ("carla@example.net", "01.03.2026", "552 5.3.4 Message too big"),
    ("dora@example.org", "01.03.2026", "552 5.2.2 Mailbox full"),
    ("weg@example.com", "01.03.2026", UNKNOWN),
)


def test_a_dead_mailbox_is_marked_wherever_it_stands_and_keeps_its_flag(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, CONTACTS, {"bounces/liste.csv": FIRST})
    world.round()

    assert world.customers("news, faulty, reason") == {
        1: ("Y", 1, "mailbox_unknown"),
        2: ("Y", 0, None),
        3: ("Y", 0, None),
        4: ("Y", 0, None),
        5: ("Y", 0, None),
        6: ("Y", 1, "mailbox_unknown"),
    }
    assert world.contacts("kein, status") == {1: (0, "kaputt"), 2: (0, None)}
    assert world.exported() == [
        "bernd@example.de",
        "carla@example.net",
        "dora@example.org",
        "emil@example.com",
        "frida@example.com",
    ]
    assert world.subjects("summary") == ["[newsletter] OK – 0 opt-outs, 2 faulty, 5 new"]


def test_blocked_and_content_never_count_however_often_they_come(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS)
    for day in range(1, 9):
        world.drop(
            {
                f"bounces/{day}.csv": bounces(
                    ("bernd@example.de", f"0{day}.03.2026", "554 5.7.1 blocked using a blocklist"),
                    ("carla@example.net", f"0{day}.03.2026", "552 5.3.4 Message too big"),
                )
            }
        )
    done = world.round()
    assert [entry.state for entry in done.entries] == ["applied"] * 8
    assert set(world.customers("news, faulty").values()) == {("Y", 0)}
    assert "bernd@example.de" in world.exported()
    assert "carla@example.net" in world.exported()


@pytest.mark.parametrize(
    ("then", "after"),
    [
        ("nothing", {1: ("anna@example.com", 1), 2: ("bernd@example.de", 0)}),
        ("clear", {1: (None, 1), 2: ("bernd@example.de", 0)}),
        ("delete_row", {2: ("bernd@example.de", 0)}),
    ],
)
def test_a_second_bounce_a_week_later_removes_only_what_is_configured(
    lay_out: LayOut, then: str, after: dict[int, tuple[str | None, int]]
) -> None:
    world = lay_out({1: CUSTOMERS[1], 2: CUSTOMERS[2]})
    one, other = world.config["erp"]["targets"]
    bounce = {**one["bounce"], "then": then}
    world.configure(erp={"targets": [{**one, "bounce": bounce}, other]})

    world.drop({"bounces/a.csv": bounces(("anna@example.com", "01.03.2026", UNKNOWN))})
    world.round()
    assert world.customers("mail, faulty") == {1: ("anna@example.com", 1), 2: ("bernd@example.de", 0)}

    world.drop({"bounces/b.csv": bounces(("anna@example.com", "03.03.2026", UNKNOWN))})
    world.round()
    assert world.customers("mail, faulty") == {1: ("anna@example.com", 1), 2: ("bernd@example.de", 0)}

    world.drop({"bounces/c.csv": bounces(("anna@example.com", "09.03.2026", UNKNOWN))})
    world.round()
    assert world.customers("mail, faulty") == after


def test_a_full_mailbox_counts_over_several_files_and_overlapping_files_count_once(lay_out: LayOut) -> None:
    full = "552 5.2.2 Mailbox full"
    world = lay_out(CUSTOMERS)
    days = ["01.02.2026", "08.02.2026", "15.02.2026", "22.02.2026"]
    for at in range(1, 5):  # every file repeats the lines of the one before, as exports do
        world.drop({f"bounces/{at}.csv": bounces(*(("dora@example.org", day, full) for day in days[:at]))})
        world.round()
    assert world.customers("faulty")[4] == 0

    world.drop({"bounces/5.csv": bounces(("dora@example.org", "01.03.2026", full))})
    world.round()
    assert world.customers("faulty") == {1: 0, 2: 0, 3: 0, 4: 1, 5: 0, 6: 0}


def test_an_opt_out_among_the_bounces_is_an_opt_out_and_a_bounce_never_lifts_it(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, drop={"Abmeldungen.csv": "E-Mail;Grund\nanna@example.com;abgemeldet\n"})
    world.round()
    world.drop({"bounces/b.csv": bounces(("anna@example.com", "09.03.2026", UNKNOWN))})
    world.round()
    assert world.customers("news, faulty")[1] == ("N", 1)
    world.ground.run("UPDATE kunden SET news = 'Y', faulty = 0 WHERE id = 1")
    world.round()
    assert world.customers("news")[1] == "N"
    assert "anna@example.com" not in world.exported()
