"""Mails about mails: each reported recipient has a row, the others of the message none, and no message is lost."""

from __future__ import annotations

import io
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from processor.domain.table import Table
from processor.errors import Refused
from processor.layouts import delivery_status
from processor.layouts.words import fold
from processor.read import Limits, read
from processor.read.mail import is_mail, read_mail
from processor.read.mail_field import address_in, moment
from processor.read.mail_report import HEADER, Unread, rows_of
from processor.recognise import json_lines, recognise

SAMPLE = Path(__file__).parents[3] / "samples" / "layouts" / "bounces-oktober.mbox"
PER_MESSAGE = "Reporting-MTA: dns; mx.example.net\nArrival-Date: Tue, 1 Oct 2024 10:00:00 +0200"


def mail(*parts: tuple[str, str], close: bool = True, kind: str = "delivery-status", head: str = "") -> bytes:
    """Return a multipart report of parts (content type, content)."""
    lines = [
        "Return-Path: <>",
        "From: MAILER-DAEMON@mx.example.net",
        "Date: Tue, 1 Oct 2024 12:00:00 +0200",
        "Subject: Undelivered Mail",
        "MIME-Version: 1.0",
        *([head] if head else []),
        f'Content-Type: multipart/report; report-type={kind}; boundary="b"',
    ]
    body = [f"\n--b\nContent-Type: {content}\n\n{text}\n" for content, text in parts]
    return ("\n".join(lines) + "\n" + "".join(body) + ("\n--b--\n" if close else "")).encode("utf-8")


def status(*groups: str, **more: object) -> bytes:
    text = "\n\n".join((PER_MESSAGE, *groups))
    return mail(("text/plain", "Sorry."), ("message/delivery-status", text), **more)  # type: ignore[arg-type]


def feedback(text: str, returned: str = "Subject: News") -> bytes:
    parts = (("message/feedback-report", text), ("message/rfc822", f"{returned}\n\nHello"))
    return mail(*parts, kind="feedback-report")


def table(message: bytes, limits: Limits = Limits()) -> Table:  # noqa: B008  it is frozen
    (found,) = read(io.BytesIO(message), "post", limits)
    assert found.container == "mail"
    return found


def cells(message: bytes, *names: str) -> list[tuple[str, ...]]:
    found = table(message)
    return list(zip(*(found.columns[HEADER.index(name)] for name in names), strict=True))


def meant(message: bytes) -> list[tuple[str, str, str]]:
    """Return address, event, and class or code of each row, through the real recognition."""
    batch = recognise(read(io.BytesIO(message), "post.eml"), "post.eml", "", ZoneInfo("Europe/Berlin"))
    return [(row["address"], row["event"], row["class"] or row["reason"]) for row in json_lines(batch)]


NESTED = b"From: a@example.net\n" + b"".join(
    b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (depth, depth) for depth in range(900)
)
FAILED = "Final-Recipient: rfc822; {0}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown"


def test_a_failed_recipient_is_a_bounce_of_the_class_its_answer_says() -> None:
    assert meant(status(FAILED.format("anna@example.net"))) == [("anna@example.net", "bounce", "mailbox_unknown")]


def test_the_original_recipient_counts_before_the_final_one() -> None:
    group = "Original-Recipient: rfc822;anna@alt.example\n" + FAILED.format("anna@neu.example")
    found = cells(status(group), "Recipient", "Original-Recipient", "Final-Recipient")
    assert found == [("anna@alt.example", "anna@alt.example", "anna@neu.example")]
    assert meant(status(group)) == [("anna@alt.example", "bounce", "mailbox_unknown")]


def test_an_original_recipient_that_is_no_mail_address_gives_way_to_the_final_one() -> None:
    group = "Original-Recipient: x400; /S=anna/@x\n" + FAILED.format("anna@example.net")
    assert cells(status(group), "Recipient") == [("anna@example.net",)]


def test_one_failed_recipient_is_never_spread_over_the_others() -> None:
    groups = (
        FAILED.format("eins@example.net"),
        "Final-Recipient: rfc822; zwei@example.net\nAction: delivered\nStatus: 2.1.5",
        "Final-Recipient: rfc822; drei@example.net\nAction: delayed\nStatus: 4.4.1",
        "Final-Recipient: rfc822; vier@example.net\nAction: relayed (to old system)\nStatus: 2.0.0",
        "Final-Recipient: rfc822; fuenf@example.net\nAction: expanded\nStatus: 2.0.0",
    )
    assert meant(status(*groups)) == [
        ("eins@example.net", "bounce", "mailbox_unknown"),
        ("zwei@example.net", "ignored", "delivered_or_other"),
        ("drei@example.net", "ignored", "delayed"),
        ("vier@example.net", "ignored", "delivered_or_other"),
        ("fuenf@example.net", "ignored", "delivered_or_other"),
    ]


@pytest.mark.parametrize(
    "group",
    [
        "Final-Recipient: rfc822; a@example.net\nFinal-Recipient: rfc822; b@example.net\nAction: failed\nStatus: 5.1.1",
        "Final-Recipient: rfc822; a@example.net, b@example.net\nAction: failed\nStatus: 5.1.1",
    ],
)
def test_a_group_about_two_recipients_tells_of_neither(group: str) -> None:
    found = table(status(FAILED.format("sure@example.net"), group))
    assert found.columns[0] == ["sure@example.net"]
    assert [code for _, code, _ in found.broken] == ["report_unclear"]


def test_a_recipient_of_whom_nothing_is_said_is_rejected() -> None:
    message = status(FAILED.format("sure@example.net"), "Final-Recipient: rfc822; anna@example.net")
    assert meant(message)[1] == ("anna@example.net", "rejected", "no_word")


def test_a_word_nobody_knows_is_rejected() -> None:
    message = status(FAILED.format("sure@example.net"), "Final-Recipient: rfc822; anna@example.net\nAction: eaten")
    assert meant(message)[1] == ("anna@example.net", "rejected", "unknown_word")


def test_a_report_without_its_last_boundary_is_read() -> None:
    assert meant(status(FAILED.format("anna@example.net"), close=False))[0][1] == "bounce"


def test_the_last_attempt_dates_a_bounce_else_the_arrival_else_the_mail() -> None:
    group = FAILED.format("a@example.net")
    attempted = group + "\nLast-Attempt-Date: Wed, 2 Oct 2024 10:00:00 +0200"
    undated = mail(("message/delivery-status", f"Reporting-MTA: dns; x\n\n{group}"))
    assert cells(status(attempted), "Date") == [("2024-10-02T10:00:00+02:00",)]
    assert cells(status(group), "Date") == [("2024-10-01T10:00:00+02:00",)]
    assert cells(undated, "Date") == [("2024-10-01T12:00:00+02:00",)]


def test_the_mailing_is_what_the_returned_headers_say_and_not_the_report() -> None:
    text = f"{PER_MESSAGE}\n\n{FAILED.format('a@example.net')}"
    message = mail(
        ("message/delivery-status", text),
        ("text/rfc822-headers", "Message-ID: <nl-1@example.com>"),
        head="Message-ID: <report@example.net>",
    )
    assert cells(message, "Message-ID") == [("nl-1@example.com",)]


def test_a_report_inside_the_returned_mail_is_not_this_mails_report() -> None:
    inner = status(FAILED.format("inner@example.net")).decode().replace('"b"', '"c"').replace("--b", "--c")
    text = f"{PER_MESSAGE}\n\n{FAILED.format('outer@example.net')}"
    message = mail(("message/delivery-status", text), ("message/rfc822", inner))
    assert cells(message, "Recipient") == [("outer@example.net",)]


def test_a_status_in_the_international_form_is_read() -> None:
    """RFC 6533: message/global-delivery-status, addresses of type utf-8."""
    text = f"{PER_MESSAGE}\n\nFinal-Recipient: utf-8; jürgen@example.net\nAction: failed\nStatus: 5.1.1"
    message = mail(("message/global-delivery-status", text))
    assert cells(message, "Recipient", "Action") == [("jürgen@example.net", "failed")]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_bytes_beyond_ascii_in_a_diagnosis_are_read(encoding: str) -> None:
    group = (
        "Final-Recipient: rfc822; a@example.net\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 Empfänger"
    )
    message = status(group).decode().encode(encoding)
    assert cells(message, "Diagnostic-Code") == [("550 Empfänger",)]


def test_an_abuse_report_is_a_complaint_of_the_one_it_was_sent_to() -> None:
    message = feedback(
        "Feedback-Type: abuse\nOriginal-Mail-From: <news@example.com>\nOriginal-Rcpt-To: <a@example.net>"
    )
    assert meant(message) == [("a@example.net", "complaint", "")]


def test_a_complaint_without_recipient_is_of_the_one_in_the_returned_mail() -> None:
    assert meant(feedback("Feedback-Type: abuse", "To: Anna <a@example.net>"))[0][1] == "complaint"


def test_a_complaint_that_names_several_accuses_nobody() -> None:
    for message in (
        feedback("Feedback-Type: abuse\nOriginal-Rcpt-To: a@example.net\nOriginal-Rcpt-To: b@example.net"),
        feedback("Feedback-Type: abuse", "To: a@example.net, b@example.net"),
    ):
        assert [found.code for found in rows_of(message, Limits()) if isinstance(found, Unread)] == ["report_unclear"]


@pytest.mark.parametrize(
    ("kind", "event", "reason"),
    [
        ("fraud", "complaint", ""),
        ("other", "complaint", ""),
        ("not-spam", "ignored", "not_complained"),
        ("auth-failure", "ignored", "no_event"),
        ("virus", "ignored", "no_event"),
    ],
)
def test_only_reports_of_a_readers_anger_are_complaints(kind: str, event: str, reason: str) -> None:
    message = feedback(f"Feedback-Type: {kind}\nOriginal-Rcpt-To: a@example.net")
    assert meant(message) == [("a@example.net", event, reason)]


def test_an_out_of_office_reply_is_ignored_as_one() -> None:
    message = (
        b"Return-Path: <>\nFrom: Uwe <uwe@example.de>\nSubject: Urlaub\n"
        b"Auto-Submitted: auto-replied\n\n550 5.1.1 user unknown a@example.net\n"
    )
    assert meant(message) == [("uwe@example.de", "ignored", "auto_reply")]


def test_a_read_receipt_is_ignored() -> None:
    text = "Final-Recipient: rfc822;a@example.net\nDisposition: manual-action/MDN-sent-manually; displayed"
    message = mail(("message/disposition-notification", text), kind="disposition-notification")
    assert meant(message) == [("a@example.net", "ignored", "delivered_or_other")]


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (b"From: MAILER-DAEMON@example.net\nSubject: failure notice\n\n<a@example.net>: gone", "bounce_in_prose"),
        (b"From: kunde@example.net\nSubject: abmelden\nDate: x\n\nBitte", "ordinary_mail"),
        (b"\0\0\xff\xfe garbage", "unreadable_mail"),
        (mail(("message/delivery-status", "Tm90aGluZw==")), "report_unclear"),
        (b"From: a@example.net\n" + b"Content-Type: message/rfc822\n\n" * 5000, "unreadable_mail"),
        (mail(*[("text/plain", "x")] * 3000), "unreadable_mail"),
        (NESTED, "unreadable_mail"),
    ],
    ids=["prose", "ordinary", "garbage", "encoded", "nested", "parts", "multiparts"],
)  # fmt: skip
def test_a_mail_that_reports_nothing_says_why(message: bytes, code: str) -> None:
    assert [found.code for found in rows_of(message, Limits()) if isinstance(found, Unread)] == [code]


def test_a_file_of_nothing_but_such_mails_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        read(io.BytesIO(b"Received: x\nFrom: kunde@example.net\nSubject: abmelden\n\nBitte"), "a.eml")
    assert refused.value.code == "mail_without_report"


def test_no_message_of_a_mailbox_is_lost_and_each_has_the_line_it_starts_in() -> None:
    text = SAMPLE.read_bytes()
    starts = [number for number, line in enumerate(text.split(b"\n"), 1) if line.startswith(b"From ")]
    found = table(text)
    assert sorted({*found.lines, *(line for line, _, _ in found.broken)}) == starts


def test_line_ends_of_any_program_give_the_same_rows() -> None:
    text = SAMPLE.read_bytes()
    assert table(text.replace(b"\n", b"\r\n")) == table(text)


def test_a_sentence_that_begins_with_from_starts_no_message() -> None:
    first = status(FAILED.format("a@example.net"))
    text = b"From x@y Tue Oct  1 08:12:45 2024\n" + first + b"\n\nFrom Monday on we are closed.\n"
    assert table(text).lines == [1]
    assert not table(text).broken


def test_a_single_mail_is_not_divided() -> None:
    text = status(FAILED.format("a@example.net")) + b"\n\nFrom x@y Tue Oct  1 08:12:45 2024\nSubject: quoted\n"
    assert table(text).lines == [1]


def test_a_report_longer_than_is_read_says_that_recipients_may_be_missing() -> None:
    groups = [FAILED.format(f"a{number}@example.net") for number in range(100)]
    found = table(status(*groups), Limits(mail=4_000))
    assert 10 < len(found.lines) < 100
    assert [code for _, code, _ in found.broken] == ["report_unclear"]


def test_a_long_returned_mail_behind_a_report_does_no_harm() -> None:
    text = f"{PER_MESSAGE}\n\n{FAILED.format('a@example.net')}"
    message = mail(("message/delivery-status", text), ("message/rfc822", "Subject: x\n\n" + "word " * 5000))
    assert not table(message, Limits(mail=4_000)).broken


@pytest.mark.parametrize(
    ("limits", "code"),
    [(Limits(mails=3), "too_many_mails"), (Limits(rows=3), "too_many_rows"), (Limits(text=1000), "file_too_big")],
)
def test_a_mailbox_beyond_all_measure_is_refused(limits: Limits, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_mail(io.BytesIO(SAMPLE.read_bytes()), limits)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "text",
    [
        b"From,To,Date\na@example.com,b@example.com,2024-01-01\n",
        b"From: 2024-01-01\nTo: 2024-02-01\nDate: today\n\nE-Mail;Status\na@example.com;bounce\n",
        b"From here 10:00 2024\na@example.com\n",
        b"a@example.com\nb@example.com\n",
        b"E-Mail: a@example.com\nStatus: bounce\n\n",
        b"Subject: Bounces\nE-Mail;Received: yes\na@example.com;1\n",
        b"",
    ],
)
def test_a_list_is_never_taken_for_a_mail(text: bytes) -> None:
    assert not is_mail(io.BytesIO(text))


def test_no_sample_of_a_list_is_taken_for_a_mail() -> None:
    lists = [path for path in SAMPLE.parent.rglob("*") if path.suffix in (".csv", ".txt", ".dat")]
    assert len(lists) > 50
    assert [path.name for path in lists if is_mail(io.BytesIO(path.read_bytes()))] == []


def test_the_columns_a_layout_asks_for_are_those_that_are_written() -> None:
    (layout,) = delivery_status.LAYOUTS
    asked = [*layout.required, *layout.at, *layout.mailing, *layout.reason, *layout.diagnosis, *layout.enhanced]
    asked += [name for state in layout.states for name in state.headers]
    assert set(map(fold, asked)) <= set(map(fold, HEADER))


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("rfc822;a@example.net", "a@example.net"),
        ("RFC822 ; <a@example.net>", "a@example.net"),
        ("a@example.net", "a@example.net"),
        ("x400; a@example.net", ""),
        ("rfc822; postmaster", ""),
        ("", ""),
    ],
)
def test_an_address_is_taken_out_of_its_field(value: str, address: str) -> None:
    assert address_in(value) == address


@given(st.text(max_size=60))
@example("Tue, 99 Oct 99999 10:00:00 +9999")
def test_a_date_is_a_moment_with_an_offset_or_nothing(value: str) -> None:
    found = moment(value)
    assert found == "" or found[-6] in "+-" or found.count(":") > 2


PIECES = st.sampled_from(
    [
        *SAMPLE.read_bytes().splitlines(keepends=True),
        b"\n", b"\0", b"\xff\xfe", b"=?utf-8?b?!!?=", b"Content-Type: multipart/mixed; boundary=\"\"\n",
        b"--b", b";" * 99, b"Content-Transfer-Encoding: base64\n", b"Final-Recipient: \xe4;@\n", b"Date: -1\n",
        b'Content-Type: x; a*0*="\n',
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES | st.binary(max_size=30), max_size=40), st.booleans())
def test_whatever_the_bytes_nothing_but_a_table_or_a_refusal_comes_out(pieces: list[bytes], started: bool) -> None:
    text = (b"From x@y Tue Oct  1 08:12:45 2024\nFrom: a@example.net\n" if started else b"") + b"".join(pieces)
    try:
        found = read_mail(io.BytesIO(text), Limits())
    except Refused as refused:
        assert refused.code == "mail_without_report"  # noqa: PT017  a verdict is no failure
        return
    assert all(len(column) == len(found.lines) for column in found.columns)
    assert all(number > 0 for number in found.lines)
    assert "\0" not in "".join(cell for column in found.columns for cell in column)
