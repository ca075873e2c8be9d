"""The outbox: one mail a key, for ever."""

from __future__ import annotations

from datetime import timedelta

from processor.ledger import Ledger
from processor.ledger.mails import Mail
from tests.processor.domain.small_world import NOW


def mail(key: str, subject: str = "OK", minutes: int = 0) -> Mail:
    return Mail(key, subject, b"Subject: \xc3\xb6\r\n\r\n\x00", "<p>ä</p>", NOW + timedelta(minutes=minutes))


def test_a_mail_is_made_once_under_its_key_even_after_it_was_sent(ledger: Ledger) -> None:
    assert not ledger.mails.has("summary:2026-11-23")
    ledger.mails.put(mail("summary:2026-11-23"))
    ledger.mails.put(mail("summary:2026-11-23", "another"))
    ledger.mails.sent("summary:2026-11-23", NOW)
    ledger.mails.put(mail("summary:2026-11-23", "third"))
    assert ledger.mails.has("summary:2026-11-23")
    assert ledger.mails.unsent() == []
    (kept,) = ledger.mails.unfiled()
    assert kept.subject == "OK"


def test_a_mail_comes_back_byte_for_byte(ledger: Ledger) -> None:
    ledger.mails.put(mail("held:a"))
    assert ledger.mails.unsent() == [mail("held:a")]


def test_mails_wait_in_the_order_in_which_they_were_made(ledger: Ledger) -> None:
    for key, minutes in (("b", 2), ("a", 3), ("c", 1)):
        ledger.mails.put(mail(key, minutes=minutes))
    assert [one.key for one in ledger.mails.unsent()] == ["c", "b", "a"]
    ledger.mails.sent("c", NOW)
    ledger.mails.filed("b", NOW)
    assert [one.key for one in ledger.mails.unsent()] == ["b", "a"]
    assert [one.key for one in ledger.mails.unfiled()] == ["c", "a"]


def test_trouble_is_kept_until_the_mail_is_sent(ledger: Ledger) -> None:
    ledger.mails.put(mail("a"))
    ledger.mails.failed("a", "550 no")
    (waiting,) = ledger.mails.unsent()
    assert waiting.trouble == "550 no"
    ledger.mails.sent("a", NOW)
    last = ledger.mails.last("a")
    assert last is not None
    assert (last.sent_at, last.trouble) == (NOW, "")


def test_the_last_mail_of_a_kind_is_the_newest_and_the_prefix_is_plain_text(ledger: Ledger) -> None:
    for key, minutes in (("summary:1", 5), ("summary:2", 1), ("summaryx", 9), ("100%", 10)):
        ledger.mails.put(mail(key, minutes=minutes))
    last = ledger.mails.last("summary:")
    assert last is not None
    assert last.key == "summary:1"
    assert ledger.mails.last("%") is None
    assert ledger.mails.last("summary_") is None
