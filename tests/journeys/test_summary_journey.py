"""One summary for each local day, whatever the clock, the mail server and the people who restart things do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from dropzone.settle import Sighting
from processor.round import one_round
from tests.journeys.post_office import PostOffice
from tests.journeys.world import Clock, LayOut, World, optouts

CUSTOMERS = {1: ("anna@example.com", "Y"), 2: ("bernd@example.de", "Y")}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[PostOffice]:
    made = PostOffice(tmp_path)
    yield made
    made.shut()


def days(mails: list[EmailMessage]) -> list[str]:
    """The local day and time each mail was made."""
    return [f"{mail['Date'].datetime:%d. %H:%M}" for mail in mails]


def hours(world: World, count: int, restart_every: int = 12) -> None:
    """Let `count` hours pass with a round in each; the program is restarted every so many."""
    for _ in range(count // restart_every):
        with world.opened() as parts:
            parts.dropzone.prepare()
            for _ in range(restart_every):
                one_round(parts)
                world.clock.go(hours=1)


@pytest.mark.parametrize(
    ("at", "begin", "made"),
    [
        ("07:00", datetime(2026, 3, 28, 0, 30, tzinfo=UTC), ["28. 07:30", "29. 07:30", "30. 07:30"]),
        # The clock jumps from 02:00 to 03:00 on the 29th: 02:15 never comes.
        ("02:15", datetime(2026, 3, 28, 0, 30, tzinfo=UTC), ["28. 02:30", "29. 03:30", "30. 02:30"]),
        # The hour from 02:00 comes twice on the 25th.
        ("02:15", datetime(2026, 10, 24, 0, 20, tzinfo=UTC), ["24. 02:20", "25. 02:20", "26. 02:20"]),
        ("00:00", datetime(2026, 10, 23, 22, 20, tzinfo=UTC), ["24. 00:20", "25. 00:20", "26. 00:20"]),
        ("23:59", datetime(2026, 5, 1, 21, 59, 30, tzinfo=UTC), ["01. 23:59", "02. 23:59", "03. 23:59"]),
    ],
)
def test_there_is_exactly_one_summary_for_each_local_day(
    lay_out: LayOut, at: str, begin: datetime, made: list[str]
) -> None:
    world = lay_out(CUSTOMERS, mail={"at": at}, erp={"every_seconds": 1e6})
    world.clock = Clock(begin)
    hours(world, 72)
    assert days(world.mails("summary")) == made
    assert len({mail["Message-ID"] for mail in world.mails("summary")}) == 3


@pytest.mark.parametrize(
    ("language", "subject", "nothing"),
    [
        ("en", "[newsletter] OK – 0 opt-outs, 0 faulty, 0 new", "Nothing to do."),
        ("de", "[newsletter] OK – 0 Abmeldungen, 0 fehlerhaft, 0 neu", "Nichts zu tun."),
    ],
)
def test_a_day_without_anything_has_its_summary_too(lay_out: LayOut, language: str, subject: str, nothing: str) -> None:
    world = lay_out({}, language=language)
    hours(world, 24)
    assert world.subjects("summary") == [subject, subject]
    assert nothing in world.mails("summary")[0].get_body(("plain",)).get_content()
    assert nothing in world.mails("summary")[0].get_body(("html",)).get_content()


def test_before_its_time_there_is_no_summary(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, mail={"at": "10:30"})
    world.round(2)
    assert world.mails("summary") == []
    world.clock.go(minutes=31)
    world.round(2)
    assert days(world.mails("summary")) == ["10. 10:31"]


def test_after_three_days_off_one_summary_covers_them_all(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS)
    world.round()
    world.fetch()
    world.drop({"Abmeldungen.csv": optouts("anna@example.com")})
    world.clock.go(hours=1)
    world.round()
    world.clock.go(days=3)
    world.round(3)
    assert world.subjects("summary") == [
        "[newsletter] OK – 0 opt-outs, 0 faulty, 2 new",
        "[newsletter] OK – 1 opt-out, 0 faulty, 0 new",
    ]
    text = " ".join(world.mails("summary")[1].get_body(("plain",)).get_content().split())
    assert "Abmeldungen.csv" in text
    assert "This report covers 10 Mar 2026, 10:00 – 13 Mar 2026, 11:00" in text


def test_every_file_is_in_exactly_one_summary(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS)
    for number in range(4):
        world.drop({f"Abmeldungen-{number}.csv": optouts(f"person{number}@example.com")})
        world.round()
        world.clock.go(hours=13)
    world.round()
    texts = [mail.get_body(("plain",)).get_content() for mail in world.mails("summary")]
    listed = [{line.split()[-1] for line in text.splitlines() if line.endswith(".csv")} for text in texts]
    assert [sum(f"Abmeldungen-{number}.csv" in names for names in listed) for number in range(4)] == [1, 1, 1, 1]


def test_summaries_wait_for_the_mail_server_and_arrive_in_order_and_once(lay_out: LayOut, office: PostOffice) -> None:
    world = lay_out(CUSTOMERS, mail=office.settings())
    for _ in range(5):  # two days without a mail server, two rounds a day
        done = world.round()
        assert list(done.away) == ["smtp"]
        world.clock.go(hours=12)
    assert len(world.mails("summary")) == 3
    office.open()
    world.round(2)
    summaries = [mail for mail in office.mails if mail["Message-ID"].startswith("<summary.")]
    assert [mail["Date"].datetime.day for mail in summaries] == [10, 11, 12]
    assert [mail["Date"].datetime for mail in office.mails] == sorted(mail["Date"].datetime for mail in office.mails)
    world.round(2)
    assert len({mail["Message-ID"] for mail in office.mails}) == len(office.mails)
    assert sorted(office.subjects) == sorted(world.subjects())


def test_a_mail_goes_out_encrypted_and_logged_in_to_everybody_named(lay_out: LayOut, office: PostOffice) -> None:
    office.open()
    world = lay_out(CUSTOMERS, mail={**office.settings(), "to": ["a@firma.example", "B <b@firma.example>"]})
    assert world.round().away == {}
    (mail,) = office.mails
    assert mail["To"] == "a@firma.example, B <b@firma.example>"
    assert mail["From"] == "abgleich@firma.example"
    assert {part.get_content_type() for part in mail.walk()} >= {"text/plain", "text/html"}


def test_a_wrong_password_stops_only_the_mail(lay_out: LayOut, office: PostOffice) -> None:
    office.open()
    world = lay_out(CUSTOMERS, drop={"Abmeldungen.csv": optouts("anna@example.com")})
    world.configure(mail={**office.settings(), "password": "falsch"})
    done = world.round()
    assert {part: code for part, (code, _) in done.away.items()} == {"smtp": "smtp_login"}
    assert world.customers("news") == {1: "N", 2: "Y"}
    assert world.exported() == ["bernd@example.de"]
    assert office.mails == []
    world.configure(mail={"password": "geheim-9"})
    world.round()
    assert "[newsletter] OK – 1 opt-out, 0 faulty, 1 new" in office.subjects


@pytest.mark.parametrize(("minutes", "told"), [(50, False), (70, True)])
def test_a_file_that_never_ends_is_told_since_no_export_goes_out_while_it_grows(
    lay_out: LayOut, monkeypatch: pytest.MonkeyPatch, minutes: int, told: bool
) -> None:
    world = lay_out(CUSTOMERS)
    with world.opened() as parts:
        growing = Sighting("log.csv", "", "settling", minutes * 60.0, 100)
        monkeypatch.setattr(type(parts.dropzone), "look", lambda _: [growing])
        one_round(parts, survey=True)
        world.clock.go(days=1)
        one_round(parts, survey=True)
    assert world.exports() == {}
    mail = world.mails("summary")[-1]
    assert ("ATTENTION" in str(mail["Subject"])) is told
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert ("log.csv has been arriving in the drop folder for more than an hour" in " ".join(text.split())) is told
