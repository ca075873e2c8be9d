"""Marketing drops the wrong file: it waits with reason and numbers, and the legitimate neighbours do not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from processor.ledger.drops import Entry
from tests.journeys.world import LayOut, World, bounces, optouts

GONE = "550 5.1.1 <{}>: Recipient address rejected: User unknown"


def people(count: int, first: int = 0, domain: str = "example.com") -> list[str]:
    return [f"person{number}@{domain}" for number in range(first, first + count)]


CUSTOMERS = {number: (address, "Y") for number, address in enumerate(people(200), 1)}
ROOMY = {"optouts_absolute": 1000, "bounces_absolute": 1000}
"""The ceilings are not what is tested here."""


def dropped(world: World, name: str, content: str) -> Entry:
    """Drop a file and return what became of it."""
    world.drop({name: content})
    (entry,) = world.round().entries
    return entry


def reasons(entry: Entry) -> list[str]:
    assert (entry.state == "held") == bool(entry.reasons)
    return [code for code, _ in entry.reasons]


def growing(*counts: int) -> list[str]:
    """Full exports that only grow; the n-th person left on the n-th day of the year."""
    days = [f"{date(2026, 1, 1) + timedelta(days=number):%d.%m.%Y}" for number in range(max(counts))]
    lines = [f"{address};abgemeldet;{day}" for address, day in zip(people(max(counts)), days, strict=True)]
    return ["\r\n".join(["E-Mail;Grund;Datum", *lines[:count], ""]) for count in counts]


def receipt_of(world: World, name: str) -> str:
    (text,) = [path.read_text() for path in (world.folder / "drop").rglob(f"{name.rpartition('.')[0]}.*.receipt.txt")]
    return " ".join(text.split())


# 1. The customers.


def test_a_small_erps_customer_list_in_optouts_is_held_and_nobody_is_muted(lay_out: LayOut) -> None:
    few = dict(list(CUSTOMERS.items())[:12])
    world = lay_out(few, drop={"optouts/Adressen.csv": "\n".join(["E-Mail", *people(12)])})
    (entry,) = world.round().entries
    assert reasons(entry) == ["swapped_list"]
    assert set(world.customers("news").values()) == {"Y"}
    assert world.exported() == []
    assert "12 of 12 customer records, 100 %" in receipt_of(world, "Adressen.csv")
    (notice,) = world.mails("held")
    text = notice.get_body(("plain",))
    assert text is not None
    assert "12 of 12 customer records, 100 %" in " ".join(text.get_content().split())


def test_a_part_of_the_customers_with_the_columns_of_customers_is_held(lay_out: LayOut) -> None:
    lines = [f"{number};Firma {number};{address};80331;München;1200" for number, address in enumerate(people(15))]
    content = "\n".join(["Kundennummer;Firma;E-Mail;PLZ;Ort;Umsatz", *lines])
    world = lay_out(CUSTOMERS, guard=ROOMY)
    entry = dropped(world, "optouts/Bayern.csv", content)
    assert reasons(entry) == ["customer_columns"]
    assert "(Kundennummer, PLZ, Ort, Umsatz)" in receipt_of(world, "Bayern.csv")
    assert world.command("release", entry.id).returncode == 0
    assert list(world.customers("news").values()).count("N") == 15


# 2. Last month's file.


def test_the_daily_full_export_is_never_held(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, guard=ROOMY)
    for place, content in enumerate(growing(60, 61, 63, 63, 64)):
        world.clock.go(days=1)
        # the same people with another blank: not the same bytes on a quiet day
        assert dropped(world, f"Abmeldungen ({place}).csv", content + "\r\n" * place).state == "applied"


def test_an_old_full_export_after_newer_ones_is_held_and_named(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, guard=ROOMY)
    old, new, latest = growing(50, 58, 60)
    for day, content in ((1, new), (1, latest)):
        world.clock.go(days=day)
        assert dropped(world, f"Abmeldungen-{content.count('abgemeldet')}.csv", content).state == "applied"
    world.clock.go(days=1)
    entry = dropped(world, "Abmeldungen-50.csv", old)
    assert reasons(entry) == ["old_export"]
    said = receipt_of(world, "Abmeldungen-50.csv")
    assert "50 of its 50 entries stood in Abmeldungen-60.csv" in said
    assert "has 10 newer ones that are missing here" in said


def test_last_months_list_saved_again_is_held_and_this_months_is_not(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, guard=ROOMY)
    january = optouts(*people(8), day="15.01.2026")
    assert dropped(world, "Abmeldungen Januar.csv", january).state == "applied"
    world.clock.go(days=28)
    february = optouts(*people(6, 8), day="15.02.2026")
    assert dropped(world, "Abmeldungen Februar.csv", february).state == "applied"
    world.clock.go(days=28)
    again = dropped(world, "Abmeldungen März.csv", january.replace("\r\n", "\n"))
    assert reasons(again) == ["old_export"]
    assert "Abmeldungen Februar.csv" in receipt_of(world, "Abmeldungen März.csv")
    world.command("discard", again.id)
    march = optouts(*people(5, 14), day="05.03.2026")
    assert dropped(world, "Abmeldungen März.csv", march).state == "applied"


def test_a_history_dropped_at_once_is_taken_in_any_order(lay_out: LayOut) -> None:
    files = {f"Abmeldungen {name}.csv": content for name, content in zip("dcba", growing(40, 50, 60, 70), strict=True)}
    world = lay_out(CUSTOMERS, drop=files, guard=ROOMY)
    assert {entry.state for entry in world.round().entries} == {"applied"}


# 3. Bounces called opt-outs.


@pytest.mark.parametrize("name", ["optouts/Liste.csv", "Abmeldungen.csv"])
def test_bounces_called_opt_outs_are_held(lay_out: LayOut, name: str) -> None:
    content = bounces(*((address, "01.03.2026", GONE.format(address)) for address in people(3)))
    world = lay_out(CUSTOMERS)
    entry = dropped(world, name, content)
    assert entry.state == "held"
    assert set(reasons(entry)) <= {"answers_as_optouts", "bounces_as_optouts"}
    assert set(world.customers("news, faulty").values()) == {("Y", 0)}
    assert not set(people(3)) & set(world.exported())


def test_bounce_words_in_optouts_are_held_and_count_as_bounces_once_released(lay_out: LayOut) -> None:
    content = "\n".join(["E-Mail;Grund", *(f"{address};unzustellbar" for address in people(2))])
    world = lay_out(CUSTOMERS)
    entry = dropped(world, "optouts/Liste.csv", content)
    assert reasons(entry) == ["bounces_as_optouts"]
    assert "all 2 that would act" in receipt_of(world, "Liste.csv")
    assert world.command("release", entry.id).returncode == 0
    assert [world.customers("news, faulty")[key] for key in (1, 2, 3)] == [("Y", 1), ("Y", 1), ("Y", 0)]


def test_opt_outs_in_bounces_are_held(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS)
    assert reasons(dropped(world, "bounces/Liste.csv", optouts(*people(2)))) == ["optouts_as_bounces"]
    assert not set(people(2)) & set(world.exported())


def test_a_list_of_both_is_taken_for_both(lay_out: LayOut) -> None:
    content = f"E-Mail;Grund\n{people(1)[0]};abgemeldet\n{people(1, 1)[0]};unzustellbar\n"
    world = lay_out(CUSTOMERS)
    assert dropped(world, "optouts/Liste.csv", content).state == "applied"
    assert [world.customers("news, faulty")[key] for key in (1, 2)] == [("N", 0), ("Y", 1)]


# 4. An export that shrank.


def days_of(world: World, contents: Sequence[str]) -> list[Entry]:
    found = []
    for place, content in enumerate(contents):
        world.clock.go(days=7)
        found.append(dropped(world, f"optouts/Abmeldungen-{place}.csv", content))
    return found


def test_a_full_export_that_was_cut_off_is_held(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, guard=ROOMY)
    *before, cut = days_of(world, growing(60, 61, 62, 20))
    assert {entry.state for entry in before} == {"applied"}
    assert "shrunken" in reasons(cut)
    said = receipt_of(world, "Abmeldungen-3.csv")
    assert "It has only 20 lines that count. The last 3 files of this kind had at least 60 each" in said


def test_an_export_of_everybody_without_the_opt_outs_it_always_had_is_held(lay_out: LayOut) -> None:
    def everybody(out: int) -> str:
        stands = [f"{one};{'unsubscribed' if at < out else 'subscribed'}" for at, one in enumerate(people(100))]
        return "\n".join(["E-Mail;Status", *stands])

    world = lay_out(CUSTOMERS, guard=ROOMY)
    found = []
    for out in (30, 31, 32, 0):
        world.clock.go(days=7)
        found.append(dropped(world, f"export {out}.csv", everybody(out)))
    assert [entry.state for entry in found] == ["applied", "applied", "applied", "held"]
    assert reasons(found[-1]) == ["shrunken"]


def test_a_quiet_week_is_no_shrunken_export(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, guard=ROOMY)
    weeks = [
        optouts(*people(count, first)) for first, count in ((0, 6), (6, 29), (35, 24), (59, 27), (86, 1), (87, 20))
    ]
    assert {entry.state for entry in days_of(world, weeks)} == {"applied"}


def test_an_export_with_nothing_below_its_header_is_no_question_to_anybody(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, guard=ROOMY)
    *_, empty, after = days_of(world, [optouts(*people(6)), optouts(), optouts(*people(3, 6))])
    assert (empty.state, empty.reasons[0][0]) == ("refused", "header_only")
    assert world.mails("held") == []
    assert after.state == "applied"


# 5. People of another company.


def test_people_whom_nobody_knows_are_held(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, guard=ROOMY)
    assert dropped(world, "Abmeldungen.csv", optouts(*people(20))).state == "applied"
    strangers = optouts(*people(10, 20), *people(30, domain="example.org"))
    assert reasons(dropped(world, "Abmeldungen B.csv", strangers)) == ["mostly_unknown"]
    assert "30 of its 40 people, 75 %" in receipt_of(world, "Abmeldungen B.csv")


def test_the_first_history_may_hold_many_whom_the_erp_forgot_and_a_small_list_only_such(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, guard=ROOMY)
    assert (
        dropped(world, "Abmeldungen.csv", optouts(*people(30), *people(300, domain="example.org"))).state == "applied"
    )
    assert dropped(world, "optouts/drei.csv", "\n".join(people(3, domain="example.net"))).state == "applied"


# 6. A storm over several files.


def storm(count: int, first: int, domain: str) -> str:
    lines = [(address, "09.03.2026", GONE.format(address)) for address in people(count, first, domain)]
    return bounces(*lines)


def test_files_of_one_day_make_a_storm_together_and_its_people_are_kept_out(lay_out: LayOut) -> None:
    both = [*people(20, 0, "gmail.com"), *people(20, 20, "googlemail.com")]
    world = lay_out({number: (address, "Y") for number, address in enumerate(both, 1)}, guard=ROOMY)
    assert dropped(world, "bounces/a.csv", storm(15, 0, "gmail.com")).state == "applied"
    world.clock.go(hours=23)
    entry = dropped(world, "bounces/b.csv", storm(15, 20, "googlemail.com"))
    assert reasons(entry) == ["storm"]
    said = receipt_of(world, "b.csv")
    assert "30 addresses at Gmail" in said
    assert "15 of them in this file" in said
    assert list(world.customers("faulty").values()).count(1) == 15


def test_a_day_later_it_is_no_storm_any_more(lay_out: LayOut) -> None:
    world = lay_out(
        {number: (address, "Y") for number, address in enumerate(people(40, 0, "gmail.com"), 1)}, guard=ROOMY
    )
    assert dropped(world, "bounces/a.csv", storm(15, 0, "gmail.com")).state == "applied"
    world.clock.go(hours=25)
    assert dropped(world, "bounces/b.csv", storm(15, 20, "gmail.com")).state == "applied"


def test_a_customer_list_in_ten_files_mutes_no_more_than_one_file_may(lay_out: LayOut) -> None:
    def part(at: int) -> str:
        return "\n".join(["E-Mail", *people(20, 20 * at)])

    world = lay_out(CUSTOMERS, drop={f"optouts/teil {at}.csv": part(at) for at in range(10)})
    entries = world.round().entries
    assert [entry.state for entry in entries] == ["applied"] * 2 + ["held"] * 8
    assert {code for entry in entries for code, _ in entry.reasons} == {"many_in_parts"}
    assert list(world.customers("news").values()).count("N") == 40
    world.clock.go(hours=25)
    assert reasons(dropped(world, "optouts/neu.csv", part(9).replace("person", "new"))) == []
