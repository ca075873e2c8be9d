"""A mail or a mailbox file → Table: one row for each recipient a report is about, no message lost."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from processor.domain.table import Table
from processor.errors import Refused
from processor.read.limits import Limits
from processor.read.mail_report import HEADER, Unread, rows_of

_HEAD = 1 << 16
_PIECE = 1 << 16
_RAW = 200

# RFC 4155 appendix A: "From ", sender, blank, date as asctime writes it. Some mail programs write no date at all.
_SEPARATOR = re.compile(rb"From (?:[^\r\n]{0,400}\d{1,2}:\d\d[^\r\n]{0,40}\d{4}[^\r\n]{0,20}|- ?|)\r?\n?\Z")
_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:")  # RFC 5322 section 3.6.8: printable ASCII without the colon
_SENT = frozenset({b"from", b"return-path", b"received"})
_MACHINE = frozenset({b"received", b"return-path", b"message-id", b"mime-version", b"content-type", b"delivered-to"})


def is_mail(stream: BinaryIO) -> bool:
    """Given a seekable stream, return whether it begins as a mail or a mailbox file does.

    That takes a whole block of header fields, closed by an empty line, with a sender and something only mail programs
    write; after a mailbox's "From " line a first field is enough. A list with such words in it has no such block.
    """
    stream.seek(0)
    lines = stream.read(_HEAD).lstrip(b"\xef\xbb\xbf\r\n").split(b"\n")
    if _SEPARATOR.match(lines[0]) and len(lines) > 1:
        return bool(_FIELD.match(lines[1].removeprefix(b">")))
    names: set[bytes] = set()
    for place, line in enumerate(lines):
        field = _FIELD.match(line)
        if field:
            names.add(field[1].lower())
        elif not line.strip():
            return bool(names & _SENT) and len(names & (_SENT | _MACHINE)) > 1
        elif not (line[:1] in b" \t" and place):
            return False
    return False


def read_mail(stream: BinaryIO, limits: Limits) -> Table:
    """Given a seekable stream `is_mail` says yes to, return its reports as a table with the columns of HEADER.

    `lines` and the lines of `broken` are where the message starts, so several rows may have the same. Messages that
    report nothing that can be read are in `broken`. Raise Refused: file_too_big, too_many_mails (limit), too_many_rows
    (limit), mail_without_report (count, line) where nothing but such messages is found.
    """
    if stream.seek(0, io.SEEK_END) > limits.text:
        raise Refused("file_too_big", limit_mb=limits.text >> 20)
    rows: list[tuple[str, ...]] = []
    lines: list[int] = []
    broken: list[tuple[int, str, str]] = []
    for count, (line, message, cut) in enumerate(_messages(stream, limits)):
        if count >= limits.mails:
            raise Refused("too_many_mails", limit=limits.mails)
        for found in rows_of(message, limits, cut=cut):
            if isinstance(found, Unread):
                broken.append((line, found.code, found.text[:_RAW]))
            else:
                rows.append(found)
                lines.append(line)
        if len(rows) + len(broken) > limits.rows:
            raise Refused("too_many_rows", limit=limits.rows)
    if not rows:
        raise Refused("mail_without_report", count=len(broken), line=broken[0][0] if broken else 1)
    columns = list(map(list, zip(*rows, strict=True)))
    return Table(container="mail", header=HEADER, columns=columns, lines=lines, broken=broken)


def _messages(stream: BinaryIO, limits: Limits) -> Iterator[tuple[int, bytes, bool]]:
    """Yield for each message the line it starts in, its first `limits.mail` bytes, and whether more followed.

    In a mailbox a message starts at a separator after an empty line; anything else is one message.
    """
    stream.seek(0)
    kept, size, start, number = io.BytesIO(), 0, 0, 0
    mailbox, fresh, empty = False, True, True
    while piece := stream.readline(_PIECE):
        separates = False
        if fresh:
            number += 1
            if not start:
                piece = piece.removeprefix(b"\xef\xbb\xbf")
                mailbox = bool(_SEPARATOR.match(piece))
            separates = mailbox and empty and bool(_SEPARATOR.match(piece))
        fresh, empty = piece.endswith(b"\n"), fresh and not piece.strip()
        if separates or (not start and piece.strip()):
            if start:
                yield start, kept.getvalue(), size > limits.mail
            kept, size, start = io.BytesIO(), 0, number
        if start and not separates:
            kept.write(piece[: max(0, limits.mail - size)])
            size += len(piece)
    if start:
        yield start, kept.getvalue(), size > limits.mail
