"""What kind of file the first bytes say it is; the name is never asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import BinaryIO, Literal
from zipfile import ZipInfo

from processor.errors import Refused
from processor.read.archive import inflate
from processor.read.limits import Limits

HEAD = 65536
"""Bytes looked at."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_FOREIGN = (
    (b"%PDF-", "PDF"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"{\\rtf", "RTF"),
    (b"\x1f\x8b\x08", "GZIP"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
    (b"BZh", "bzip2"),
    (b"SQLite format 3\0", "SQLite"),
    (b"MZ\x90\0", "EXE"),
)
_MARKUP = re.compile(r"\s*(?:<\?xml\b|<!doctype\b|<!--|<(?:html|head|body|table|meta|workbook|style)\b)", re.IGNORECASE)
_JSON = re.compile(r'\s*(?:\{\s*["}]|\[\s*[{"])')


def container(stream: BinaryIO) -> Literal["text", "zip"]:
    """Return how a file has to be opened.

    Raise Refused where its first bytes are those of something else: empty_file, old_excel, encrypted_workbook,
    not_a_list (looks_like).
    """
    stream.seek(0)
    head = stream.read(HEAD)
    if not head:
        raise Refused("empty_file")
    if head.startswith(_OLE):
        raise _ole(stream)
    if head.startswith(_ZIP):
        return "zip"
    for magic, what in _FOREIGN:
        if head.startswith(magic):
            raise Refused("not_a_list", looks_like=what)
    return "text"


def packed(stream: BinaryIO, parts: Mapping[str, ZipInfo], limits: Limits) -> Literal["workbook", "ods", "archive"]:
    """Given a ZIP and its parts, return whether it is a workbook, an OpenDocument one, or an archive of files.

    Raise Refused where it is something else: binary_workbook, not_a_list (looks_like).
    """
    if "xl/workbook.xml" in parts:
        return "workbook"
    if "xl/workbook.bin" in parts:
        raise Refused("binary_workbook")
    for part, what in (("word/document.xml", "Word"), ("ppt/presentation.xml", "PowerPoint")):
        if part in parts:
            raise Refused("not_a_list", looks_like=what)
    kind = parts.get("mimetype")
    said = b"" if kind is None else b"".join(inflate(stream, kind, limits, 1000))
    if said.startswith(_OPEN_DOCUMENT) and not said.startswith(_OPEN_DOCUMENT + b"spreadsheet"):
        raise Refused("not_a_list", looks_like="OpenDocument")
    return "ods" if said.startswith(_OPEN_DOCUMENT) else "archive"


def refuse_markup(start: str) -> None:
    """Given the first characters of a text, raise Refused where they open a web page, XML or JSON."""
    if _MARKUP.match(start):
        raise Refused("html_not_table")
    if _JSON.match(start):
        raise Refused("not_a_list", looks_like="JSON")


def _ole(stream: BinaryIO) -> Refused:
    """Return the refusal of a compound file; which one, the names in its directory tell.

    Workbooks from before 2007 are not read. Both readers at hand can be made to choke on a small file: calamine lays
    out each sheet densely before anybody knows how large it is, so two cells in far corners cost gigabytes; xlrd
    follows both links of a directory entry without remembering where it was, so 40 entries that share their
    neighbours, 6 kB, never come to an end. Saving as XLSX costs people less than such a file would.

    An encrypted workbook keeps its package in a stream named EncryptedPackage ([MS-OFFCRYPTO] 2.3.4.4), Word its text
    in WordDocument ([MS-DOC] 2.1.1), Outlook its message in streams that start with __substg1.0 ([MS-OXMSG] 2.1.3).
    """
    found = _first_of(stream, {"EncryptedPackage": 1, "WordDocument": 2, "__substg1.0": 3})
    if found == 1:
        return Refused("encrypted_workbook")
    if found:
        return Refused("not_a_list", looks_like="Word" if found == 2 else "Outlook")
    return Refused("old_excel")


def _first_of(stream: BinaryIO, names: dict[str, int]) -> int:
    """Return the value of the first UTF-16 name that occurs in the stream, 0 for none."""
    needles = {name.encode("utf-16-le"): value for name, value in names.items()}
    keep = max(map(len, needles))
    stream.seek(0)
    tail = b""
    read: Callable[[], bytes] = lambda: stream.read(1 << 20)  # noqa: E731  as iter() wants it
    for chunk in iter(read, b""):
        window = tail + chunk
        hits = [(window.find(needle), value) for needle, value in needles.items() if needle in window]
        if hits:
            return min(hits)[1]
        tail = window[-keep:]
    return 0
