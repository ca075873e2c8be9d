"""An export nobody knew: dropped, refused, taught on the command line, dropped again, applied."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from processor import service
from tests.journeys.test_commands import everything
from tests.journeys.world import LayOut, World

CUSTOMERS = {
    1: ("anna@example.com", "Y"),
    2: ("bernd@example.de", "Y"),
    3: ("carla@example.net", "Y"),
    4: ("dora@example.net", "Y"),
}
HEAD = "Lfd;Adressat;Absender;Ergebnis;Wann;Servertext"
ROWS = [
    "1;anna@example.com;news@firma.example;Raus;03/04/2026;",
    "2;bernd@example.de;news@firma.example;Kein Postfach;04/04/2026;550 5.1.1 user unknown",
    "3;carla@example.net;news@firma.example;aktiv;05/04/2026;",
    "4;dora@example.net;news@firma.example;Schwebt;05/04/2026;",
]
EXPORT = "\r\n".join([HEAD, *ROWS, ""])
ANSWERS = ("--address", "Adressat", "--word", "Raus=optout", "--word", "Kein Postfach=hard", "--month-first", "--yes")


def taught(world: World, name: str = "mailwerk") -> Path:
    return world.folder / "state" / "layouts" / f"{name}.toml"


def refused(world: World, name: str = "mailwerk") -> str:
    (path,) = (world.folder / "drop" / "refused").glob(f"{name}*.csv")
    return str(path)


def test_an_unknown_file_is_refused_taught_dropped_again_and_applied(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, drop={"mailwerk.csv": EXPORT})
    with world.opened() as parts:  # one service, never restarted
        parts.dropzone.prepare()
        world.clock.go(seconds=10)
        service.run_once(parts)
        assert "refused/mailwerk.ID.csv" in world.names()
        assert set(world.customers("news").values()) == {"Y"}
        learned = world.command("learn", refused(world), *ANSWERS)
        assert (learned.returncode, learned.stderr) == (0, "")
        assert "anna@example.com" in learned.stdout
        assert taught(world).exists()  # called after the name it was dropped with, without its number
        world.drop({"mailwerk.csv": EXPORT})
        service.run_once(parts)
    assert world.customers("news, faulty") == {1: ("N", 0), 2: ("Y", 1), 3: ("Y", 0), 4: ("Y", 0)}
    receipts = [text for name, text in world.tree().items() if name.startswith("done/") and "receipt" in name]
    assert any(b"mailwerk" in text for text in receipts)


def test_the_layout_that_was_written_says_what_was_left_out(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, drop={"x/mailwerk.csv": EXPORT})
    world.command("learn", "drop/x/mailwerk.csv", *ANSWERS)
    text = taught(world).read_text(encoding="utf-8")
    assert '"Raus" = "optout"' in text
    assert '# "Schwebt" = "?"' in text
    assert "day_first = false" in text
    listed = [json.loads(line) for line in world.command("layouts", "--json").stdout.splitlines()]
    assert {"name": "mailwerk", "file": "mailwerk.toml", "mark": "own"}.items() <= listed[0].items()
    assert {layout["mark"] for layout in listed} == {"own", "source", "documented", "examples", "general"}
    assert "mailwerk.toml" in world.command("check").stdout
    assert world.command("read", "drop/x/mailwerk.csv").returncode == 3
    read = world.command("read", "drop/x/mailwerk.csv", "--layouts", "state/layouts")
    assert (read.returncode, "mailwerk" in read.stdout.splitlines()[0]) == (0, True)
    assert world.command("plan", "drop/x/mailwerk.csv").returncode == 0


def test_the_daily_mail_says_that_a_file_nobody_knows_can_be_taught(lay_out: LayOut) -> None:
    unknown = "Adressat;Ort\r\nanna@example.com;Ulm\r\n"
    world = lay_out(CUSTOMERS, drop={"mailwerk.csv": unknown, "kasse.csv": "Datum;Betrag\r\n01.02.2026;12,50\r\n"})
    world.round()
    text = " ".join(str(world.mails("summary")[0].get_body(("plain",)).get_content()).split())  # type: ignore[union-attr]
    assert text.count("abgleich learn") == 1
    assert "mailwerk.csv was refused, because abgleich does not know such files" in text
    assert "kasse.csv was refused. Ask the sender" in text


def test_a_person_at_the_terminal_is_asked_what_nobody_can_know(
    lay_out: LayOut, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = lay_out(CUSTOMERS)
    (world.folder / "mailwerk.csv").write_text(EXPORT)
    answers = ["Absender?", "Adressat", "", "optout", "soft", "", "month", "y", ""]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(answers)))
    run = world.command("learn", "mailwerk.csv")
    assert run.returncode == 0, run.stdout + run.stderr
    text = taught(world).read_text()
    assert ('"Raus" = "optout"' in text, '"Kein Postfach" = "soft"' in text) == (True, True)
    assert '# "Schwebt" = "?"' in text
    assert run.stdout.count("Which column has the addresses") == 2  # the first answer was none of them


def test_whoever_says_no_at_the_end_has_written_nothing(lay_out: LayOut, monkeypatch: pytest.MonkeyPatch) -> None:
    world = lay_out(CUSTOMERS)
    (world.folder / "mailwerk.csv").write_text(EXPORT)
    before = everything(world)
    monkeypatch.setattr("sys.stdin", io.StringIO("?\n?\n?\nday\nn\n"))
    run = world.command("learn", "mailwerk.csv", "--address", "Adressat", "--status", "Ergebnis")
    assert run.returncode == 1
    assert everything(world) == before


@pytest.mark.parametrize(
    ("name", "rows", "options"),
    [
        ("abmeldungen.csv", ["Adressat;Zustand", "a@example.com;aktiv", "b@example.com;aktiv"], ["--kind", "optouts"]),
        ("liste.csv", ["E-Mail;Newsletter erlaubt", "a@example.com;ja", "b@example.com;ja"], ["--kind", "optouts"]),
        ("abonnenten.csv", ["Adressat;Ort", "a@example.com;Ulm", "b@example.com;Ulm"], ["--kind", "optouts"]),
        ("abonnenten.csv", ["Adressat;Ort", "a@example.com;Ulm", "b@example.com;Ulm"], ["--kind", "bounces"]),
    ],
)
def test_a_file_of_subscribers_is_never_taught_as_one_that_takes_people_off(
    lay_out: LayOut, name: str, rows: list[str], options: list[str]
) -> None:
    world = lay_out(CUSTOMERS)
    (world.folder / name).write_text("\n".join([*rows, ""]))
    before = everything(world)
    run = world.command("learn", name, "--status", "-", *options, "--yes")
    assert run.returncode == 1
    assert "subscribers" in run.stderr
    assert everything(world) == before


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--yes"], "--address"),
        (["--address", "Ort", "--yes"], "There is no column Ort"),
        (["--address", "2", "--status", "-", "--text", "-", "--yes"], "--kind"),
        (["--address", "2", "--word", "Raus=weg", "--yes"], "cannot mean weg"),
        (["--address", "2", "--word", "Rein=optout", "--yes"], "not all of these words"),
        (["--address", "2", "--word", "aktiv=optout", "--yes"], "cannot be made to take people off"),
        (["--address", "2", "--name", "plain-mine", "--yes"], "cannot be called"),
    ],
)
def test_what_must_be_known_is_asked_for_by_its_option(lay_out: LayOut, options: list[str], says: str) -> None:
    world = lay_out(CUSTOMERS)
    (world.folder / "mailwerk.csv").write_text(EXPORT)
    run = world.command("learn", "mailwerk.csv", *options)
    assert run.returncode in (1, 2)
    assert says in " ".join(run.stderr.split())
    assert not taught(world).parent.exists()


def test_a_file_that_was_taught_is_not_taught_twice(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS)
    (world.folder / "mailwerk.csv").write_text(EXPORT)
    assert world.command("learn", "mailwerk.csv", *ANSWERS).returncode == 0
    assert "is there already" in world.command("learn", "mailwerk.csv", *ANSWERS).stderr
    again = world.command("learn", "mailwerk.csv", "--name", "other", *ANSWERS)
    assert "read by a layout of your own already" in " ".join(again.stderr.split())


def test_a_broken_layout_is_told_once_and_stops_nothing(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, drop={"Abmeldungen.csv": "E-Mail;Grund\r\nanna@example.com;abgemeldet\r\n"})
    taught(world).parent.mkdir(parents=True)
    taught(world).write_text('required = ["A", "B"]\nkind = "weg"\n')
    assert world.round(3).away == {}
    assert world.customers("news")[1] == "N"
    assert len(world.subjects("fault")) == 1
    assert "unusable" in world.subjects("fault")[0]
    check = world.command("check")
    assert check.returncode == 1
    assert "mailwerk.toml: kind is weg" in check.stdout
    taught(world).unlink()
    world.round()
    assert len(world.subjects("fault")) == 2


def test_unknown_words_are_proposed_in_the_daily_mail_and_count_once_they_are_written(lay_out: LayOut) -> None:
    lines = ["anna@example.com;Abgedampft;", "bernd@example.de;Pech;550 5.1.1 user unknown",
             "carla@example.net;abgemeldet;", ""]  # fmt: skip
    export = "\r\n".join(["E-Mail;Status;Fehlermeldung", *lines])
    world = lay_out(CUSTOMERS, drop={"liste.csv": export})
    with world.opened() as parts:
        service.run_once(parts)
        assert world.customers("news, faulty")[1] == ("Y", 0)
        text = str(world.mails("summary")[0].get_body(("plain",)).get_content()).replace("\r\n", "\n")  # type: ignore[union-attr]
        assert '\n"Pech" = "mailbox_unknown"  # seen once in liste.csv' in text
        assert '\n# "Abgedampft" = "?"  # seen once in liste.csv' in text
        file = world.folder / "state" / "layouts" / "words.toml"
        assert str(file) in "".join(text.split())
        file.parent.mkdir(parents=True)
        file.write_text('[words]\n"Pech" = "mailbox_unknown"  # seen once in liste.csv\n"Abgedampft" = "optout"\n')
        world.drop({"liste.csv": export})
        service.run_once(parts)
    assert world.customers("news, faulty") == {1: ("N", 0), 2: ("Y", 1), 3: ("N", 0), 4: ("Y", 0)}


def test_a_layout_is_never_written_over_the_file_of_words(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS)
    (world.folder / "words.csv").write_text(EXPORT)
    named = world.command("learn", "words.csv", "--name", "words", *ANSWERS)
    assert (named.returncode, taught(world, "words").exists()) == (2, False)
    assert world.command("learn", "words.csv", *ANSWERS).returncode == 0
    assert (taught(world, "layout").exists(), taught(world, "words").exists()) == (True, False)
