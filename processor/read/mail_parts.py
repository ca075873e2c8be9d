"""A mail's bytes → its parts, by the standard library's parser, kept from taking the time of a whole day."""

from __future__ import annotations

import re
from email.message import Message
from email.parser import BytesParser, HeaderParser
from email.policy import Compat32
from typing import Any

from processor.read.limits import Limits

_FIELD_LIMIT = 4_000
_NESTING = 100
_GROUPS = 2_000
_NESTS = re.compile(rb"[\r\n]content-type:\s*(?:multipart|message)/", re.IGNORECASE)


class TooMany(Exception):
    """A message has more parts than any honest one."""


class _Bounded(Compat32):
    """Cuts header fields: the standard library needs the square of their length for some."""

    def header_source_parse(self, sourcelines: Any) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_FIELD_LIMIT]


def parsed(message: bytes, limits: Limits) -> Message:
    """Return a mail as parsed. Raise TooMany, or RecursionError where parts lie too deep within each other."""
    if sum(1 for _ in _NESTS.finditer(message)) > _NESTING:
        raise TooMany
    made = 0

    def factory(policy: Any = None) -> Message:
        nonlocal made
        made += 1
        if made > limits.mail_parts:
            raise TooMany
        return Message(policy=policy)

    return BytesParser(factory, policy=_Bounded()).parsebytes(message)


def parts_of(mail: Message) -> list[Message]:
    """Return the parts of a mail; what it encloses is another mail, whose own reports are not this one's."""
    content = mail.get_payload() if mail.get_content_maintype() == "multipart" else None
    if not isinstance(content, list):
        return [mail]
    return [leaf for part in content if isinstance(part, Message) for leaf in parts_of(part)]


def groups_of(part: Message) -> list[Message]:
    """Return the groups of fields of a report; only message/delivery-status is taken apart by the parser itself."""
    content = part.get_payload()
    groups = [group for group in content if isinstance(group, Message)] if isinstance(content, list) else []
    if part.get_content_type() == "message/delivery-status":
        return groups
    texts = [text for group in groups for text in re.split(r"\r?\n[ \t]*\r?\n", text_of(group))]
    if len(texts) > _GROUPS:
        return []
    return groups + [headers_in(text) for text in texts if text.strip()]


def text_of(part: Message) -> str:
    """Return what stands below the fields of a part; bytes that are no UTF-8 stay as they are (surrogates)."""
    content = part.get_payload(decode=True)
    return content.decode("utf-8", "surrogateescape") if isinstance(content, bytes) else ""


def headers_in(text: str) -> Message:
    """Return the header fields a text starts with."""
    return HeaderParser(policy=_Bounded()).parsestr(text.lstrip("\r\n"))
