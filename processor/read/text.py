"""Bytes → characters: which encoding a text file has, proven over the whole file before a row is read."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from processor.errors import Refused
from processor.read.container import refuse_markup
from processor.read.limits import Limits

_CHUNK = 1 << 19
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_FALLBACK = "abgleich.cp1252"

# A valid multi-byte UTF-8 sequence (RFC 3629 section 4, without its finer bounds).
_UTF8_PAIR = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# ü ä ö Ä Ö Ü of code page 850 inside a word; in Windows-1252 these bytes are quotes, signs or nothing.
_OEM_UMLAUT = re.compile(rb"[A-Za-z][\x81\x84\x94\x8e\x99\x9a][A-Za-z]")
# The same of Mac Roman, as Excel for Mac writes it, with the line ends of old: there no DOS text ends its lines.
_MAC_UMLAUT = re.compile(rb"[A-Za-z][\x80\x85\x86\x8a\x9a\x9f\xa7][A-Za-z]")
_OEM_ONLY = re.compile(rb"[A-Za-z][\x81\x84\x94\x8e\x99][A-Za-z]")
_LINE_FEED = re.compile(rb"\n")
_ANSI_UMLAUT = re.compile(rb"[\xe4\xf6\xfc\xc4\xd6\xdc\xdf]")


@dataclass(frozen=True)
class Encoding:
    """How to decode a file: `name` for people, `codec` and `errors` for Python, `skip` bytes of a byte order mark.

    `has_at` says whether the file holds the character @ anywhere.
    """

    name: str
    codec: str
    errors: str = "strict"
    skip: int = 0
    has_at: bool = False


def examine(stream: BinaryIO, limits: Limits) -> Encoding:
    """Given a seekable stream, return its encoding after decoding all of it once in bounded memory.

    A byte order mark decides, then zero bytes (UTF-16), then strict UTF-8, then Windows-1252, or code page 850 where
    its umlauts stand inside words, or Mac Roman where the lines end as on old Macs too. UTF-8 with some Windows-1252
    lines in it, as hand-joined files have, is read as both. Raise Refused: empty_file, nul_bytes, line_too_long,
    unreadable_characters, file_too_big, html_not_table.
    """
    if stream.seek(0, io.SEEK_END) > limits.text:
        raise Refused("file_too_big", limit_mb=limits.text >> 20)
    for encoding in _candidates(stream):
        try:
            has_at = _walk(stream, encoding, limits)
        except UnicodeDecodeError:
            continue
        return Encoding(encoding.name, encoding.codec, encoding.errors, encoding.skip, has_at)
    raise Refused("unreadable_characters", line=_line(stream, encoding), encoding=encoding.name)


@contextmanager
def opened(stream: BinaryIO, encoding: Encoding) -> Iterator[io.TextIOWrapper]:
    """Yield the file as text whose lines keep their ends (CR, LF or CRLF); the stream itself stays open."""
    stream.seek(encoding.skip)
    text = io.TextIOWrapper(stream, encoding.codec, encoding.errors, newline="")
    try:
        yield text
    finally:
        text.detach()


def _candidates(stream: BinaryIO) -> Iterator[Encoding]:
    stream.seek(0)
    head = stream.read(1 << 16)
    for mark, codec in _BOMS:
        if head.startswith(mark):
            name = "utf-8-sig" if codec == "utf-8" else codec
            skip = len(mark) * (2 if head.startswith(mark, len(mark)) else 1)  # whoever saved it may have added one
            yield Encoding(name, codec, skip=skip)
            if codec != "utf-8":
                return
            yield Encoding("utf-8-sig+cp1252", codec, _FALLBACK, skip)
            return
    wide = _wide(head)
    if wide:
        yield Encoding(wide, wide)
        return
    yield Encoding("utf-8", "utf-8")
    yield _legacy(stream)


def _wide(head: bytes) -> str:
    """Return the UTF-16 byte order that the zero bytes speak for, "" for none: half of all Latin text is zeros."""
    half = len(head) // 2
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if half and odd > 0.6 * half and even <= 0.1 * half:
        return "utf-16-le"
    if half and even > 0.6 * half and odd <= 0.1 * half:
        return "utf-16-be"
    return ""


def _legacy(stream: BinaryIO) -> Encoding:
    """Return the encoding of a file that is not UTF-8 throughout."""
    signs = (_UTF8_PAIR, _OEM_UMLAUT, _OEM_ONLY, _MAC_UMLAUT, _ANSI_UMLAUT, _LINE_FEED)
    seen = dict.fromkeys(signs, False)
    stream.seek(0)
    while chunk := stream.read(_CHUNK):
        for sign in signs:
            seen[sign] = seen[sign] or bool(sign.search(chunk))
    if seen[_UTF8_PAIR]:
        return Encoding("utf-8+cp1252", "utf-8", _FALLBACK)
    if seen[_ANSI_UMLAUT]:
        return Encoding("cp1252", "cp1252")
    if seen[_MAC_UMLAUT] and not seen[_LINE_FEED] and not seen[_OEM_ONLY]:
        return Encoding("mac-roman", "mac-roman")
    return Encoding("cp850", "cp850") if seen[_OEM_UMLAUT] else Encoding("cp1252", "cp1252")


def _walk(stream: BinaryIO, encoding: Encoding, limits: Limits) -> bool:
    """Decode everything; return whether an @ was met. Raise UnicodeDecodeError or Refused (see examine)."""
    stream.seek(encoding.skip)
    decoder = codecs.getincrementaldecoder(encoding.codec)(encoding.errors)
    has_at = content = False
    before = open_length = 0  # characters decoded so far; of these in the line that has not ended yet
    size = max(1, min(_CHUNK, limits.line))  # so that no line inside one chunk can be too long
    while True:
        raw = stream.read(size)
        text = decoder.decode(raw, final=not raw)
        if not content and text.strip("\ufeff \t\r\n\0"):
            content = True
            refuse_markup(text[:4096].lstrip("\ufeff"))
        if "\0" in text:
            raise Refused("nul_bytes", line=_line(stream, encoding, before + text.index("\0")))
        first, last = _ends(text)
        if open_length + first > limits.line:
            raise Refused("line_too_long", line=_line(stream, encoding, before), limit=limits.line)
        open_length = len(text) - last if last else open_length + len(text)
        has_at = has_at or "@" in text
        before += len(text)
        if not raw:
            break
    if not content:
        raise Refused("empty_file")
    return has_at


def _ends(text: str) -> tuple[int, int]:
    """Return the length up to the first line end, and the position after the last one (0: there is none)."""
    firsts = [at for at in (text.find("\n"), text.find("\r")) if at >= 0]
    return min(firsts, default=len(text)), max(text.rfind("\n"), text.rfind("\r")) + 1


def _line(stream: BinaryIO, encoding: Encoding, position: int | None = None) -> int:
    """Return the number of the line that holds the character at this position (None: the first undecodable byte)."""
    stream.seek(encoding.skip)
    decoder = codecs.getincrementaldecoder(encoding.codec)(encoding.errors)
    line, last, bad = 1, "", False
    while not bad and (position is None or position > 0):
        raw = stream.read(_CHUNK)
        try:
            text = decoder.decode(raw, final=not raw)[:position]
        except UnicodeDecodeError as trouble:
            text, bad = trouble.object[: trouble.start].decode(encoding.codec, encoding.errors), True
        position = None if position is None else position - len(text)
        line += text.count("\n") + text.count("\r") - text.count("\r\n")
        line -= last == "\r" and text.startswith("\n")
        last = text[-1:] or last
        bad = bad or not raw
    return line


def _as_cp1252(trouble: UnicodeError) -> tuple[str, int]:
    """Decode the bytes UTF-8 could not read as Windows-1252; raise `trouble` where that has no character either."""
    if not isinstance(trouble, UnicodeDecodeError):
        raise trouble
    bad = trouble.object[trouble.start : trouble.end]
    try:
        return bad.decode("cp1252"), trouble.end
    except UnicodeDecodeError:
        raise trouble from None


codecs.register_error(_FALLBACK, _as_cp1252)
