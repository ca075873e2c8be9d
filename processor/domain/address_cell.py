"""Takes a cell apart into the address-like texts it holds; whether they are addresses is judged elsewhere."""

from __future__ import annotations

import html
import re
import unicodedata

CELL_LIMIT = 4_000
"""Characters; longer cells are no list of addresses and would only cost time."""

Piece = tuple[str, str]
"""Text of one would-be address, and a fault code where it is already clear that none can be read, else ""."""

_DEPTH = 8
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});")
_MAIL_LINK = re.compile(r"<a\b[^<>]*href\s*=\s*[\"']?mailto:([^\"'<>\s]+)[^<>]*>.*?</a\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?(?:a|b|br|del|div|em|font|i|p|s|small|span|strong|td|tr|u)(?:\s[^<>]*)?/?>", re.IGNORECASE)
# Soft hyphen, zero-width blank, direction marks and isolates, word joiner and invisible operators, BOM.
_INVISIBLE = re.compile("[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
# The two joiners have a meaning between letters of some scripts (RFC 5892 A.1, A.2), and none beside ASCII or an end.
_JOINER = re.compile("(?<![^\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f])")
_EDGE = " ;,\x00\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f\x7f"
_PART = re.compile(r'(?:"(?:[^"\\]|\\.)*"|<[^<>]*>|[^;,"<]|["<])+')
_PLAIN_PART = re.compile(r"(?:<[^<>]*>|[^;,<]|<)+")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_QUOTED_LOCAL = re.compile(r'"(?:[^"\\]|\\.)*"@[^\s"<>,;()\[\]]+')
_ANGLE = re.compile(r"<\s*([^<>]*@[^<>]*)>")
_BRACKET = re.compile(r"[\[(]\s*([^\[\]()\s]*@[^\[\]()\s]*)\s*[\])]")
_SLASH = re.compile(r"\s*[/|]\s*")
_JOINING = frozenset({"und", "oder", "u.", "o.", "bzw.", "and", "or", "et", "ou", "&", "+", "-", "–", "/", "|"})
_PAIRS = (('"', '"'), ("'", "'"), ("„", "“"), ("“", "”"), ("‚", "‘"), ("‘", "’"), ("»", "«"), ("«", "»"), ("{", "}"))
_TEXT_FORMULA = re.compile(r'=\s*"([^"]*)"')
# A guard against formulas is an apostrophe, or a tab that came out as its escape, before the sign that would start
# one. A real address may begin with an apostrophe, but hardly with one before such a sign, and never with a backslash.
_GUARD = re.compile(r"(?:'|\\t)\s*(?=[=+\-@\t＝＋－＠])")
_PREFIX = re.compile(r"(mailto:|smtp:|e-?mail:)\s*", re.IGNORECASE)
_ADDRESS_TYPE = re.compile(r"\brfc822\s*;", re.IGNORECASE)  # RFC 3464 section 2.3.2: "rfc822; anna@example.com"
_COMMENT = re.compile(r"\s*\([^()@]*\)")


def pieces(cell: str) -> list[Piece]:
    """Given a cell, return its pieces in order, at least one; `"Muster, Anna" <anna@example.com>` is one piece.

    Separators are `;` `,`, line ends, and `/` `|` or blanks where an address stands on both sides.
    The text of a piece is NFC (RFC 6532 section 3.1) and unwrapped, otherwise as written. Never raises.
    """
    if len(cell) > CELL_LIMIT:
        return [(cell, "too_long")]
    return _read(_clean(cell), _DEPTH)


def _clean(text: str) -> str:
    """Resolve HTML, drop what nobody can see, make every kind of blank one ordinary blank."""
    if "<" in text:
        text = _TAG.sub(" ", _MAIL_LINK.sub(r" \1 ", text))
    before = None
    while before != text:  # some exports escape twice, and each step may bring forth work for the others
        before = text
        text = _ENTITY.sub(lambda match: html.unescape(match.group()), text)
        text = unicodedata.normalize("NFC", _JOINER.sub("", _INVISIBLE.sub("", text)))
    return " ".join(_ADDRESS_TYPE.sub("", text).split())


def _trim(text: str) -> str:
    """Drop separators, trailing dots and brackets without a partner from both ends."""
    before = None
    while before != text:
        before = text
        text = text.strip(_EDGE)
        if "@" in text:
            text = text.rstrip(".:")
        for opening, closing in ("<>", "()", "[]"):
            if text.startswith(opening) and closing not in text:
                text = text[1:]
            if text.endswith(closing) and opening not in text:
                text = text[:-1]
        if text.count('"') == 1:
            text = text.removeprefix('"').removesuffix('"')
    return text


def _read(text: str, depth: int) -> list[Piece]:
    text = _trim(text)
    if "@" not in text or not depth or _QUOTED_LOCAL.fullmatch(text):
        return [(_unwrapped(text), "")]
    parts = _separated(text)
    if parts is None:
        return [(text, "several_unclear")]
    if parts != [text]:
        return [piece for part in parts for piece in _read(part, depth - 1)]
    inner = _unwrapped(text)
    if inner != text:
        return _read(inner, depth - 1)
    return [(text, "blank_inside" if " " in text else "")]


def _separated(text: str) -> list[str] | None:
    """Return the parts of `text`, itself where it is one part, None where it cannot be told what belongs together."""
    cut = _PART if text.count('"') % 2 == 0 else _PLAIN_PART
    parts = [part for part in map(_trim, cut.findall(text)) if part]
    if len(parts) > 1:
        if any(_ANGLE.search(part) for part in parts):  # Muster, Anna <anna@example.com>: the comma was the name's
            return [part for part in parts if "@" in part]
        return parts
    parts = _SLASH.split(text)
    if len(parts) > 1 and all(part.count("@") == 1 for part in parts):
        return parts
    for wrapped in (_ANGLE, _BRACKET):
        if inside := wrapped.findall(text):
            return _named(inside, wrapped.sub(" ", _QUOTED.sub(" ", text)))
    return _between_blanks(text)


def _named(inside: list[str], outside: str) -> list[str] | None:
    """Given what stands in brackets and the rest, return the former if the rest is names, or says the same again."""
    others = {_trim(word).strip("'").lower() for word in outside.split() if "@" in word}
    if others and others != {_trim(word).lower() for word in inside}:
        return None
    return inside


def _between_blanks(text: str) -> list[str] | None:
    words = text.split()
    if len(words) == 1 or _TEXT_FORMULA.match(text):
        return [text]
    holding = [word for word in words if "@" in word]
    if len(holding) == 1:
        return [text]
    if all("@" in word or word.casefold() in _JOINING for word in words):
        return holding
    return None


def _unwrapped(text: str) -> str:
    """Take quotes, guards against formulas, prefixes and trailing comments off one piece, layer by layer."""
    before = None
    while before != text and not _QUOTED_LOCAL.fullmatch(text):
        before = text
        text = _trim(text)
        for opening, closing in _PAIRS:
            if len(text) > 1 and text.startswith(opening) and text.endswith(closing):
                text = text[1:-1]
        if match := _TEXT_FORMULA.fullmatch(text):
            text = match.group(1)
        text = _GUARD.sub("", text, count=1) if _GUARD.match(text) else text
        if "@" in text:
            text = _without_prefix(text)
            if match := _COMMENT.search(text):
                text = text[: match.start()] if match.end() == len(text) else text
    return text


def _without_prefix(text: str) -> str:
    match = _PREFIX.match(text)
    if not match:
        return text
    text = text[match.end() :]
    if match.group(1).lower() != "mailto:":
        return text
    from urllib.parse import unquote

    # RFC 6068: "%2B" stands for a plus sign, and header fields follow a question mark.
    local, at, domain = text.partition("@")
    return unquote(local) + at + domain.partition("?")[0]
