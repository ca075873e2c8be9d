"""Pieces of a packed part → an XML parser, within the measure of honest files."""

from __future__ import annotations

from collections.abc import Iterable
from xml.parsers import expat

from processor.errors import Refused

DEPTH = 200
"""Elements within each other."""

_NAMES = 20_000
_TOKEN = 4 * 1024 * 1024
"""Bytes: the parser keeps an unfinished tag whole and reads it anew with each piece. A cell has 32,767 characters."""


def new_parser() -> tuple[expat.XMLParserType, dict[str, str]]:
    """Return a parser that refuses document types, and the names of elements and attributes it will have met."""
    names: dict[str, str] = {}
    parser = expat.ParserCreate(intern=names)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser, names


def feed(parser: expat.XMLParserType, names: dict[str, str], pieces: Iterable[bytes]) -> bool:
    """Given the bytes of a part, read all of them and return whether they are well-formed XML.

    What is no XML is just read. Raise Refused: suspicious_workbook (document type, names or tags beyond all measure).
    """
    started = broken = False
    since = 0  # bytes since a tag ended
    for piece in pieces:
        if not started and piece.strip():
            started = True
            broken = not piece.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith((b"<", b"\0<"))
        if broken:
            continue
        since = len(piece) - piece.rfind(b">") if b">" in piece else since + len(piece)
        if since > _TOKEN or len(names) > _NAMES:
            raise Refused("suspicious_workbook")
        broken = not _parse(parser, piece)
    return not broken and _parse(parser, b"", final=True)


def _parse(parser: expat.XMLParserType, piece: bytes, final: bool = False) -> bool:
    """Return whether the XML is well-formed so far."""
    try:
        parser.Parse(piece, final)
    except (expat.ExpatError, LookupError, ValueError):  # the latter two for an encoding nobody knows, or of many bytes
        return False
    return True


def _refuse_doctype(*_: object) -> None:
    raise Refused("suspicious_workbook")
