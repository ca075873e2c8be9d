"""One awkward row, one odd clock, one old backup: none of them may keep the promise to everybody else."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from email.message import EmailMessage

import pytest

from processor.erp.gateway import Erp
from processor.errors import Misconfigured, Unavailable
from processor.report.mail import SmtpServer
from processor.round import one_round
from processor.service import run_once
from tests.journeys.world import LayOut, optouts

CUSTOMERS = {1: ("anna@example.com", "Y"), 2: ("bernd@example.de", "Y"), 3: ("carla@example.net", "Y")}
NOT_ANNA = (
    "CREATE TRIGGER no_anna BEFORE UPDATE ON kunden WHEN OLD.id = 1 BEGIN SELECT RAISE(ABORT, 'record is locked'); END"
)


def test_a_row_the_erp_does_not_let_us_set_keeps_no_other_row_yes_and_is_told(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, drop={"Abmeldungen.csv": optouts("anna@example.com", "bernd@example.de")})
    world.round()
    world.ground.run("UPDATE kunden SET news = 'Y'")
    world.ground.run(NOT_ANNA)
    done = world.round()
    assert world.customers("news") == {1: "Y", 2: "N", 3: "Y"}
    assert done.away["guard"][1] == {"count": 1, "rows": ["kunden:1"]}
    assert "anna@example.com" not in world.exported()
    world.ground.run("DROP TRIGGER no_anna")
    assert world.round().away == {}
    assert world.customers("news") == {1: "N", 2: "N", 3: "Y"}
    begun, over = world.subjects("fault")
    assert begun.startswith("[newsletter] FAULT")
    assert over.startswith("[newsletter] OVER")


def test_a_file_with_a_row_the_erp_refuses_waits_alone_and_its_people_are_out_already(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, drop={"a.csv": optouts("anna@example.com"), "b.csv": optouts("bernd@example.de")})
    world.ground.run(NOT_ANNA)
    done = world.round()
    assert [(entry.name, entry.state) for entry in done.entries] == [("b.csv", "applied")]
    assert world.customers("news") == {1: "Y", 2: "N", 3: "Y"}
    assert world.exported() == ["carla@example.net"]
    world.ground.run("DROP TRIGGER no_anna")
    world.round()
    assert world.customers("news") == {1: "N", 2: "N", 3: "Y"}


def test_an_erp_that_respells_addresses_is_no_reason_to_stop(lay_out: LayOut) -> None:
    world = lay_out({1: ("Anna@Example.com", "Y")}, drop={"a.csv": optouts("anna@example.com")})
    world.ground.run(
        "CREATE TRIGGER small AFTER UPDATE OF news ON kunden"
        " BEGIN UPDATE kunden SET mail = lower(mail) WHERE id = NEW.id; END"
    )
    assert [entry.state for entry in world.round().entries] == ["applied"]
    assert world.customers("mail, news") == {1: ("anna@example.com", "N")}


def test_settings_that_turn_out_wrong_at_work_refuse_no_file(lay_out: LayOut, monkeypatch: pytest.MonkeyPatch) -> None:
    world = lay_out(CUSTOMERS, drop={"a.csv": optouts("anna@example.com")})

    def wrong(*_: object, **__: object) -> None:
        raise Misconfigured("erp_unknown_server", server="X", driver="Y")

    with monkeypatch.context() as broken:
        broken.setattr(Erp, "customers", wrong)
        for _ in range(5):
            assert "settings" in world.round().away
    assert [entry.state for entry in world.round().entries] == ["applied"]
    assert world.customers("news")[1] == "N"


def test_a_ledger_that_somebody_locks_for_long_makes_no_file_deadly(
    lay_out: LayOut, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("processor.ledger.store.PATIENCE", 0.05)
    world = lay_out(CUSTOMERS)
    world.round()
    world.drop({"a.csv": optouts("anna@example.com")})
    with closing(sqlite3.connect(world.folder / "state" / "ledger.sqlite", isolation_level=None)) as other:
        for _ in range(5):
            with world.opened() as parts:
                other.execute("BEGIN IMMEDIATE")
                assert "ledger" in run_once(parts).away
                other.execute("ROLLBACK")
    assert [entry.state for entry in world.round().entries] == ["applied"]


def test_a_clock_that_was_a_year_ahead_stops_neither_guard_nor_summary(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, drop={"a.csv": optouts("anna@example.com")})
    world.clock.go(days=365)
    world.round()
    world.clock.go(days=-365)
    world.ground.run("UPDATE kunden SET news = 'Y'")
    with world.opened() as parts:
        assert one_round(parts).surveyed
    assert world.customers("news")[1] == "N"
    world.clock.go(days=1)
    world.drop({"b.csv": optouts("bernd@example.de")})
    world.round()
    assert "1 opt-out" in world.subjects("summary")[-1]


def test_held_files_that_a_restored_ledger_does_not_know_are_worked_through_again(lay_out: LayOut) -> None:
    strict = {"optouts_absolute": 1, "optouts_share": 0.0}
    world = lay_out(CUSTOMERS, drop={}, guard=strict)
    world.round()
    ledger = world.folder / "state" / "ledger.sqlite"
    shutil.copyfile(ledger, world.folder / "backup.sqlite")
    world.drop({"a.csv": optouts("anna@example.com", "bernd@example.de")})
    assert [entry.state for entry in world.round().entries] == ["held"]
    for leftover in ledger.parent.glob("ledger.sqlite-*"):
        leftover.unlink()
    shutil.copyfile(world.folder / "backup.sqlite", ledger)
    assert [entry.state for entry in world.round().entries] == ["held"]
    number = world.id_of("a.csv")
    assert world.command("release", number).returncode == 0
    assert world.customers("news") == {1: "N", 2: "N", 3: "Y"}


def test_the_oldest_ledger_file_is_for_its_owner_only(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS)
    (world.folder / "state").mkdir(mode=0o755, exist_ok=True)
    world.round()
    assert (world.folder / "state" / "ledger.sqlite").stat().st_mode & 0o077 == 0


def test_one_mail_the_server_never_takes_does_not_hold_up_the_others(
    lay_out: LayOut, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[str] = []

    def server(message: EmailMessage, _server: SmtpServer) -> list[object]:
        if message["Subject"] not in taken and "waits for a decision" in message["Subject"] and not forgiving:
            raise Unavailable("smtp_refused", host="mail.firma.example", why="554 no")
        taken.append(message["Subject"])
        return []

    forgiving: list[bool] = []
    monkeypatch.setattr("processor.post.outbox.send", server)
    strict = {"optouts_absolute": 1, "optouts_share": 0.0}
    world = lay_out(CUSTOMERS, guard=strict, mail={"host": "mail.firma.example"})
    world.round()
    world.drop({"a.csv": optouts("anna@example.com", "bernd@example.de")})
    assert world.round().away["smtp"][0] == "smtp_refused"
    assert [subject for subject in taken if "FAULT" in subject] == []
    world.round()  # the notice about the mail server itself is made after the post of its round
    assert len([subject for subject in taken if "FAULT" in subject]) == 1
    forgiving.append(True)
    assert world.round().away == {}
    assert len([subject for subject in taken if "waits for a decision" in subject]) == 1


def test_a_target_renamed_while_a_plan_waits_is_planned_anew(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, drop={"a.csv": optouts("anna@example.com")})
    world.ground.run(NOT_ANNA)
    assert world.round().entries == []
    world.ground.run("DROP TRIGGER no_anna")
    for target in world.config["erp"]["targets"]:
        target["name"] += "_neu"
    world.configure()
    assert [entry.state for entry in world.round().entries] == ["applied"]
    assert world.customers("news")[1] == "N"


def test_deaths_before_the_plan_are_no_reason_to_refuse_a_file_that_is_planned_anew(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, drop={"optouts/a.csv": "E-Mail\nanna@example.com\n"})
    world.ground.run(NOT_ANNA)
    world.round()
    (claimed,) = (world.folder / "drop" / "working").iterdir()
    claimed.rename(claimed.with_name(claimed.name.replace(".0.", ".7.", 1)))
    world.ground.run("DROP TRIGGER no_anna")
    world.ground.run("UPDATE kunden SET news = 'X' WHERE id = 1")  # not what the plan saw
    assert [entry.state for entry in world.round().entries] == ["applied"]
    assert world.customers("news")[1] == "N"


def test_an_opt_out_dropped_again_after_a_confirmed_opt_in_counts_again(lay_out: LayOut) -> None:
    world = lay_out(CUSTOMERS, policy={"trust_optin": True})
    said_no = optouts("anna@example.com", day="")
    world.drop({"a.csv": said_no})
    world.round()
    world.clock.go(days=2)
    header = "Email Address,MEMBER_RATING,OPTIN_TIME,CONFIRM_TIME,CONFIRM_IP,LAST_CHANGED,LEID,EUID,NOTES,TAGS"
    yes = "anna@example.com,2,2026-03-11 08:00:00,2026-03-11 08:00:00,192.0.2.1,2026-03-11 08:00:00,1,a,,"
    world.drop({"subscribed_email_audience_export_ab.csv": f"{header}\n{yes}\n"})
    world.round()
    world.ground.run("UPDATE kunden SET news = 'Y' WHERE id = 1")
    world.round()
    assert world.customers("news")[1] == "Y"
    world.clock.go(days=30)
    world.drop({"b.csv": said_no})
    assert [entry.state for entry in world.round().entries] == ["applied"]
    assert world.customers("news")[1] == "N"
    world.drop({"c.csv": said_no})
    assert [entry.state for entry in world.round().entries] == ["already"]


def test_one_row_that_cannot_be_written_keeps_the_others_of_its_file_yes_for_minutes_only(lay_out: LayOut) -> None:
    world = lay_out(
        {1: ("anna@example.com", "Y"), 2: ("bernd@example.de", "Y")},
        drop={"Abmeldungen.csv": optouts("anna@example.com", "bernd@example.de")},
    )
    world.ground.run(
        "CREATE TRIGGER guard BEFORE UPDATE ON kunden WHEN NEW.id = 1 BEGIN SELECT RAISE(ABORT, 'locked up'); END"
    )
    world.round()
    assert world.customers("news") == {1: "Y", 2: "Y"}
    world.clock.go(minutes=11)
    world.round()
    assert world.customers("news") == {1: "Y", 2: "N"}
    world.ground.run("DROP TRIGGER guard")
    world.round()
    assert world.customers("news") == {1: "N", 2: "N"}
