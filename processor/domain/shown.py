"""Makes foreign text safe to show: in logs, mails and terminals, and in tables that people open."""

from __future__ import annotations

import re

# Printable by category, but nobody sees them: they could hide or fake text as well as zero-width characters do.
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")
_USUAL = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}

# The signs that begin a formula (OWASP "CSV Injection", CWE-1236), also in full width and as small forms.
_SIGN = "[=+\\-@＝＋－＠﹦﹢﹣﹫]"
_UNSEEN_START = r"[\s\x00-\x20\x7f\xad\u200b-\u200f\u2060\ufeff]*"
_LINE_BLANKS = r"[^\S\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*"
_DANGER = re.compile(
    rf"\A(?=[\t\r\x00]|{_UNSEEN_START}{_SIGN})"
    rf"|(?<=[\n\r\v\f\x1c-\x1e\x85\u2028\u2029])(?={_LINE_BLANKS}{_SIGN})"
)


def shown(text: object, limit: int = 120) -> str:
    r"""Given anything, return it as one printable line of at most `limit` (≥ 1) characters, encodable as UTF-8.

    Control, direction, zero-width and surrogate characters appear as \n, \x1b or \u202e; what is cut ends in "…".
    """
    whole = str(text)
    if len(whole) <= limit and whole.isascii() and whole.isprintable():
        return whole
    signs: list[str] = []
    length = 0
    for sign in whole[: limit + 1]:
        seen = sign if sign.isprintable() and sign not in _UNSEEN else _escaped(sign)
        signs.append(seen)
        length += len(seen)
    if length <= limit:
        return "".join(signs)
    while length > limit - 1:
        length -= len(signs.pop())
    return "".join(signs) + "…"


def _escaped(sign: str) -> str:
    code = ord(sign)
    if code <= 0xFF:
        return _USUAL.get(sign) or f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def safe_cell(text: str) -> str:
    """Given a cell for a table that people open, return it so that no spreadsheet takes it for a formula.

    An apostrophe is put before a start that spreadsheets run (= + - @, tab, carriage return, NUL, also in full width
    or after blanks), in each line of the cell, since a quoted line break may be taken for the end of a row. Text
    without such a start comes back unchanged, and doing it twice changes nothing more. For machines' files: never.
    """
    return _DANGER.sub("'", text)
