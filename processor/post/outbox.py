"""The post: mails are made once under a key, filed for people, and sent when the server takes them."""

from __future__ import annotations

import logging
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from typing import TYPE_CHECKING

from dropzone import durable
from dropzone.folder import Folder
from processor.customers.contact import waiting
from processor.domain.summary import Fault, FileLine
from processor.errors import Unavailable
from processor.ledger.mails import Mail
from processor.post.daily import summary_of
from processor.report.mail import send
from processor.report.notice import contact_mail, notice_mail
from processor.report.summary import summary_mail
from processor.telling import file_line

log = logging.getLogger("abgleich")

if TYPE_CHECKING:
    from processor.ledger.drops import Entry
    from processor.parts import Parts


def write_summary_when_due(parts: Parts) -> None:
    """Make the summary of the local day once its time has come and it was not made yet: a state, not a timer.

    After days off there is one summary, and it covers the gap.
    """
    local = parts.now().astimezone(parts.zone)
    key = f"summary:{local.date().isoformat()}"
    if local.strftime("%H:%M") < parts.post.at or parts.ledger.mails.has(key):
        return
    last = parts.ledger.mails.last("summary:")
    beginning = parts.ledger.figures.beginning() or parts.started
    since = min(last.made_at, parts.now()) if last else beginning - timedelta(seconds=1)  # a clock may be set back
    summary = summary_of(parts, local.date(), since)
    message = summary_mail(
        summary,
        parts.words,
        parts.zone,
        sender=parts.post.sender,
        to=parts.post.to,
        message_id=message_id(key, parts),
    )
    put(key, message, parts)


def tell_about_file(entry: Entry, parts: Parts) -> None:
    """Ask about a held file at once; a question that waits until tomorrow is asked too late."""
    if entry.state == "held":
        _notice(f"held:{entry.id}", file_line(entry, parts), parts)


def tell_about_fault(part: str, fault: Fault, parts: Parts) -> None:
    """Tell once that something went away, and once that it is back."""
    moment = "over" if fault.until else "begun"
    _notice(f"fault:{part}:{fault.since:%Y%m%dT%H%M%S}:{moment}", fault, parts)


def tell_about_first_contact(parts: Parts) -> None:
    """Say once who the first export would hold, and that it waits for a word; the daily summary repeats it."""
    if not (told := waiting(parts)) or parts.ledger.mails.has("first:export"):
        return
    message = contact_mail(
        told,
        parts.words,
        parts.zone,
        at=parts.now(),
        sender=parts.post.sender,
        to=parts.post.to,
        message_id=message_id("first:export", parts),
    )
    put("first:export", message, parts)


def deliver(parts: Parts) -> None:
    """File what is not filed, send what is not sent; raise Unavailable where the server does not take it now."""
    for mail in parts.ledger.mails.unfiled():
        name = mail.key.replace(":", "-")
        with Folder(parts.post.folder) as folder:
            if mail.page:
                durable.put(folder, f"{name}.html", mail.page.encode())
            durable.put(folder, f"{name}.eml", mail.message)
        parts.ledger.mails.filed(mail.key, parts.now())
    trouble: Unavailable | None = None
    for mail in parts.ledger.mails.unsent():
        try:
            _send(mail, parts)
        except Unavailable as problem:
            parts.ledger.mails.failed(mail.key, str(problem))
            if problem.code != "smtp_refused":  # this mail only; the next one may be taken
                raise
            trouble = trouble or problem
        else:
            parts.ledger.mails.sent(mail.key, parts.now())
    if trouble:
        raise trouble


def _send(mail: Mail, parts: Parts) -> None:
    """Hand a mail to the server, if there is one and somebody to write to."""
    if parts.post.server is None or not parts.post.to:
        return
    for code, facts in send(opened(mail.message), parts.post.server):
        # The others have it; sending again would give it to them twice.
        log.warning("%s", parts.words.masking().say(f"unavailable.{code}", **facts))


def put(key: str, message: EmailMessage, parts: Parts) -> None:
    """Put a mail into the outbox under its key."""
    page = message.get_body(("html",))
    html = page.get_content() if page is not None else ""
    parts.ledger.mails.put(Mail(key, str(message["Subject"]), message.as_bytes(), html, parts.now()))


def message_id(key: str, parts: Parts) -> str:
    """The Message-ID of the mail with this key: the same whenever it is made, so that a repeat is seen as one."""
    domain = parseaddr(parts.post.sender)[1].rpartition("@")[2] or "localhost"
    return f"<{key.replace(':', '.')}.{parts.ledger.installation}@{domain}>"


def opened(message: bytes) -> EmailMessage:
    """A mail from its bytes."""
    return message_from_bytes(message, policy=policy.default)


def _notice(key: str, about: FileLine | Fault, parts: Parts) -> None:
    if parts.ledger.mails.has(key):
        return
    message = notice_mail(
        about,
        parts.words,
        parts.zone,
        at=parts.now(),
        sender=parts.post.sender,
        to=parts.post.to,
        message_id=message_id(key, parts),
    )
    put(key, message, parts)
