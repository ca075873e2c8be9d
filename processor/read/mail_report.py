"""One mail → what it reports: delivery status (RFC 3464), feedback (RFC 5965), an automatic reply, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from email.message import Message
from typing import NamedTuple

from processor.read.limits import Limits
from processor.read.mail_field import address_in, bare, enhanced_in, field, fields, moment, token
from processor.read.mail_parts import TooMany, groups_of, headers_in, parsed, parts_of, text_of

HEADER = (
    *("Recipient", "Original-Recipient", "Final-Recipient", "Action", "Status", "Diagnostic-Code"),
    *("Feedback-Type", "Auto-Submitted", "Date", "Message-ID", "Subject"),
)
"""Columns of the table. Recipient: the original one where given (RFC 3464 section 2.3.1), else the final one.
Date: ISO 8601 with offset. Message-ID: Feedback-ID or Message-ID of the mail reported about."""

_CELL_LIMIT = 1_000
_STATUS = ("message/delivery-status", "message/global-delivery-status")  # the latter: RFC 6533
_FEEDBACK = "message/feedback-report"
_RECEIPT = ("message/disposition-notification", "message/global-disposition-notification")
_BOUNCER = re.compile(r"\b(?:mailer-daemon|postmaster|mail delivery (?:sub)?system)\b", re.IGNORECASE)
_BOUNCED = re.compile(
    r"undeliver|delivery (?:status|failure|has failed|incomplete)|delivery failed|returned mail|failure notice|"
    r"returned to sender|nicht zustellbar|unzustellbar|zustellung fehlgeschlagen|"
    r"non remis|no entregado|mancata consegna",
    re.IGNORECASE,
)
_REPLYING = re.compile(r"auto[-_ ]?repl", re.IGNORECASE)  # RFC 3834 section 5, and older habits


class Unread(NamedTuple):
    """A message, or a part of one, that says nothing for certain: a code as in words/line.toml, and its subject."""

    code: str
    text: str


def rows_of(message: bytes, limits: Limits, *, cut: bool = False) -> Sequence[tuple[str, ...] | Unread]:
    """Given a mail, return a row of HEADER for each recipient reported, or why there is none: at least one entry.

    `cut`: only the start of the mail is given. Never raises.
    """
    try:
        mail = parsed(message, limits)
        parts = parts_of(mail)
    except (RecursionError, TooMany):
        return [Unread("unreadable_mail", "")]
    subject = field(mail, "Subject")
    if not any(field(mail, name) for name in ("From", "Return-Path", "Date", "Subject", "Message-ID")):
        return [Unread("unreadable_mail", message[:200].decode("ascii", "replace"))]
    kinds = [part.get_content_type() for part in parts]
    facts = {"Subject": subject, "Message-ID": _reported(parts), "Date": moment(field(mail, "Date"))}
    found: list[tuple[str, ...] | Unread] = []
    for part, kind in zip(parts, kinds, strict=True):
        if kind in _STATUS:
            found += _statuses(part, facts)
        elif kind == _FEEDBACK:
            found += _feedback(part, parts, facts)
        elif kind in _RECEIPT:
            block = next(iter(groups_of(part)), mail)
            found.append(_row({**facts, **_recipients(block), "Action": "disposition"}))
    reporting = [kind for kind in kinds if kind in (*_STATUS, _FEEDBACK, *_RECEIPT)]
    if cut and reporting and kinds[-1] == reporting[-1]:
        found.append(Unread("report_unclear", subject))  # the cut may have fallen into the report
    if found:
        return found
    return [Unread("report_unclear", subject)] if reporting else [_unreporting(mail, facts)]


def _reported(parts: Sequence[Message]) -> str:
    """Return what names the mailing in the headers that were sent back, "" for nothing."""
    for part in parts:
        kind, content = part.get_content_type(), part.get_payload()
        original: Message | None = None
        if kind in ("message/rfc822", "message/global") and isinstance(content, list) and content:
            original = content[0] if isinstance(content[0], Message) else None
        elif kind in ("text/rfc822-headers", "message/global-headers"):
            enclosed = content[0] if isinstance(content, list) and content else None
            original = enclosed if isinstance(enclosed, Message) else headers_in(text_of(part))
        if original is not None:
            return field(original, "Feedback-ID") or bare(field(original, "Message-ID"))
    return ""


def _statuses(part: Message, facts: dict[str, str]) -> Iterator[tuple[str, ...] | Unread]:
    """Yield a row for each recipient of a delivery status; a group about two at once tells of neither."""
    arrival = ""
    for block in groups_of(part):
        arrival = arrival or moment(field(block, "Arrival-Date"))
        if not any(field(block, name) for name in ("Final-Recipient", "Original-Recipient", "Action")):
            continue
        told = _recipients(block)
        if len(fields(block, "Final-Recipient")) > 1 or any(value.count("@") > 1 for value in told.values()):
            yield Unread("report_unclear", facts["Subject"])
            continue
        yield _row(
            {
                **facts,
                **told,
                "Action": token(field(block, "Action")),
                "Status": enhanced_in(field(block, "Status")),
                "Diagnostic-Code": bare(field(block, "Diagnostic-Code")),
                "Date": moment(field(block, "Last-Attempt-Date")) or arrival or facts["Date"],
            }
        )


def _recipients(block: Message) -> dict[str, str]:
    original, final = (address_in(field(block, name)) for name in ("Original-Recipient", "Final-Recipient"))
    return {"Recipient": original or final, "Original-Recipient": original, "Final-Recipient": final}


def _feedback(part: Message, parts: Sequence[Message], facts: dict[str, str]) -> Iterator[tuple[str, ...] | Unread]:
    """Yield the one person a feedback report is about; where it names several, nobody knows who complained."""
    block = next(iter(groups_of(part)), part)
    named = {address_in(value) for value in fields(block, "Original-Rcpt-To")} - {""}
    if not named:
        enclosed = [each.get_payload() for each in parts if each.get_content_type() == "message/rfc822"]
        mails = [content[0] for content in enclosed if isinstance(content, list) and content]
        named = {address_in(value) for mail in mails if isinstance(mail, Message) for value in fields(mail, "To")} - {
            ""
        }
    kind = token(field(block, "Feedback-Type"))
    if len(named) > 1 or any(value.count("@") > 1 for value in named) or not kind:
        yield Unread("report_unclear", facts["Subject"])
        return
    address = next(iter(named), "")
    date = facts["Date"] or moment(field(block, "Arrival-Date")) or moment(field(block, "Received-Date"))
    facts = {**facts, "Date": date, "Recipient": address, "Original-Recipient": address}
    yield _row({**facts, "Feedback-Type": kind})


def _unreporting(mail: Message, facts: dict[str, str]) -> tuple[str, ...] | Unread:
    """Return a mail without report: an automatic reply as a row, a bounce in prose and anything else unread."""
    subject, sender = facts["Subject"], field(mail, "From")
    if field(mail, "X-Failed-Recipients") or _BOUNCER.search(sender) or _BOUNCED.search(subject):
        return Unread("bounce_in_prose", subject)
    answers = (field(mail, name) for name in ("Auto-Submitted", "Precedence", "X-Autoreply", "X-Autorespond"))
    if any(_REPLYING.search(answer) or answer.lower() == "yes" for answer in answers):
        return _row({**facts, "Recipient": sender, "Auto-Submitted": "auto-replied"})
    return Unread("ordinary_mail", subject)


def _row(facts: dict[str, str]) -> tuple[str, ...]:
    return tuple(facts.get(name, "")[:_CELL_LIMIT] for name in HEADER)
