"""A mail of ours: text and HTML side by side, attachments, headers of RFC 5322, the same bytes for the same values."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from css_inline import CSSInliner


class Attachment(NamedTuple):
    """A JSON file that travels with the mail."""

    name: str
    content: bytes


def letter(
    *,
    subject: str,
    text: str,
    html: str,
    sender: str,
    to: Sequence[str],
    message_id: str,
    date: datetime,
    language: str,
    attachments: Sequence[Attachment] = (),
) -> EmailMessage:
    """Return the mail; raise ValueError where a header would hold a line end (they come from the configuration).

    Auto-Submitted (RFC 3834) keeps out-of-office robots from answering; boundaries are derived from the message id,
    because randomness would make every filed copy differ.
    """
    message = EmailMessage(policy=SMTP)
    message["Subject"] = subject
    message["From"] = sender
    if to:
        message["To"] = ", ".join(to)
    message["Date"] = date
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    for attachment in attachments:
        message.add_attachment(attachment.content, maintype="application", subtype="json", filename=attachment.name)
    message["Content-Language"] = language  # after the content, which would take it away
    _fix_boundaries(message, message_id)
    return message


def inlined(html: str) -> str:
    """Given a page with a style sheet, return it with the rules in the tags, as mail clients want them.

    What cannot stand in a tag (phone width, dark mode) stays in the head. Nothing is loaded from anywhere.
    """
    return _inliner().inline(html)


@lru_cache(maxsize=1)
def _inliner() -> CSSInliner:
    import css_inline

    return css_inline.CSSInliner(load_remote_stylesheets=False, keep_at_rules=True, keep_style_tags=False)


def _fix_boundaries(message: MIMEPart, message_id: str) -> None:
    """Give every multipart a boundary that depends on nothing but the message id and its place."""
    for place, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{hashlib.sha256(f'{place} {message_id}'.encode()).hexdigest()[:32]}")
