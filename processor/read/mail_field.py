"""Header fields of mails → plain text: whatever bytes stand there."""

from __future__ import annotations

import re
from contextlib import suppress
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime

_TYPE = re.compile(r"\s*([\w.-]{1,40})\s*;\s*", re.ASCII)
_MAIL_TYPES = frozenset({"rfc822", "utf-8", "smtp"})
_ENHANCED = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})")
_TOKEN = re.compile(r"\s*([A-Za-z][A-Za-z-]{0,40})")


def fields(block: Message, name: str) -> list[str]:
    """Return the values of all fields of that name, unfolded and decoded; bytes that are no UTF-8 as Windows-1252."""
    wanted = name.lower()
    return [_decoded(str(value)) for key, value in block.raw_items() if key.lower() == wanted]


def field(block: Message, name: str) -> str:
    """Return the value of the first field of that name, "" where there is none."""
    return next(iter(fields(block, name)), "")


def _decoded(value: str) -> str:
    raw = value.encode("utf-8", "surrogateescape")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    if "=?" in text:
        with suppress(MessageError, ValueError, LookupError):  # an encoded word that is none (RFC 2047)
            text = str(make_header(decode_header(text)))
    text = text.encode("utf-8", "replace").decode("utf-8")
    return " ".join(text.replace("\0", " ").split())


def bare(value: str) -> str:
    """Return a value without the type before it ("smtp; 550 …" → "550 …") and without angle brackets around it."""
    value = _TYPE.sub("", value, count=1) if _TYPE.match(value) else value
    return value[1:-1] if value.startswith("<") and value.endswith(">") else value


def address_in(value: str) -> str:
    """Return the address of a recipient field ("rfc822; anna@example.com"), "" where it is of no kind we can mail."""
    kind = _TYPE.match(value)
    if kind and kind[1].lower() not in _MAIL_TYPES:
        return ""
    text = bare(value)
    return text if "@" in text else ""


def enhanced_in(value: str) -> str:
    """Return the enhanced status code a value starts with (RFC 3463), "" for none."""
    found = _ENHANCED.match(value)
    return found[1] if found else ""


def token(value: str) -> str:
    """Return the first word of a value in lower case: comments may follow it (RFC 3464 section 2.1.1)."""
    found = _TOKEN.match(value)
    return found[1].lower() if found else ""


def moment(value: str) -> str:
    """Return a date of RFC 5322 as ISO 8601 with its offset, "" where it is none; without a zone it is UTC."""
    try:
        found = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
    return found.isoformat() if found.tzinfo else f"{found.isoformat()}+00:00"
