from __future__ import annotations

import socket
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.controller import Controller

from processor.checks import check, post
from processor.settings import Settings


class Picky:
    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address.startswith("nobody"):
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        raise AssertionError("check must never send")


@pytest.fixture
def smtp():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(Picky(), hostname="127.0.0.1", port=port)
    controller.start()
    yield port
    controller.stop()


def test_a_mail_server_is_asked_up_to_the_mail_itself(world, found, smtp):
    world["mail"] = {"host": "127.0.0.1", "port": smtp, "security": "none", "to": ["admin@example.com"]}
    codes = found(world)
    assert codes.errors == set()
    assert codes["mail"].facts["recipients"] == ["admin@example.com"]
    assert "mail_in_the_clear" not in codes


def test_a_recipient_the_server_refuses_is_named(world, found, smtp):
    to = ["admin@example.com", "nobody@example.com"]
    world["mail"] = {"host": "127.0.0.1", "port": smtp, "security": "none", "to": to}
    finding = found(world)["trouble"]
    assert (finding.level, finding.facts["cause"]) == ("error", "smtp_recipient")
    assert "nobody@example.com" in str(finding.facts["told"])


def test_a_closed_port_is_an_error(world, found):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    world["mail"] = {"host": "127.0.0.1", "port": port, "to": ["admin@example.com"]}
    assert found(world)["trouble"].facts["cause"] == "smtp_away"


@pytest.mark.parametrize(
    ("mail", "code"),
    [
        ({"port": 465, "security": "starttls"}, "mail_port"),
        ({"port": 587, "security": "tls"}, "mail_port"),
        ({"security": "none"}, "mail_in_the_clear"),
        ({"user": "me"}, "mail_no_password"),
        ({"to": []}, "mail_filed_nobody"),
    ],
)
def test_what_looks_like_a_slip_in_the_mail_settings_is_warned_of(world, found, monkeypatch, mail, code):
    monkeypatch.setattr(post.smtp, "probe", lambda *_: [])
    world["mail"] = {"host": "smtp.example.com", "to": ["admin@example.com"], **mail}
    assert found(world)[code].level == "warn"


@pytest.mark.parametrize(
    ("now", "at", "due"),
    [
        ("2026-11-23T05:00", "07:00", "2026-11-23T07:00+01:00"),
        ("2026-11-23T06:00", "07:00", "2026-11-24T07:00+01:00"),
        ("2026-03-28T12:00", "07:00", "2026-03-29T07:00+02:00"),
        ("2026-03-28T12:00", "02:30", "2026-03-29T03:30+02:00"),
        ("2026-10-24T12:00", "02:30", "2026-10-25T02:30+02:00"),
        ("2026-12-31T12:00", "07:00", "2027-01-01T07:00+01:00"),
    ],
)
def test_the_next_summary_is_due_at_the_local_time_whatever_the_clocks_do(now, at, due):
    moment = post.next_summary(datetime.fromisoformat(now).replace(tzinfo=UTC), ZoneInfo("Europe/Berlin"), at)
    assert moment.isoformat(timespec="minutes") == due


def test_a_clock_that_was_never_set_is_an_error(world):
    findings = check(Settings.model_validate(world), now=lambda: datetime(1970, 1, 1, tzinfo=UTC))
    assert "clock_wrong" in {finding.code for finding in findings if finding.level == "error"}
