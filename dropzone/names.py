"""Names: what people are shown, what a claimed file is called in working/ and what it is called where it rests."""

from __future__ import annotations

import os
import re
import secrets
import unicodedata
from dataclasses import dataclass

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32 (crockford.com/base32.html): no I, L, O, U, so that an id can be read over the telephone."""

_ID = f"[{ALPHABET}]{{8}}"
_CLAIMED = re.compile(rf"({_ID})\.(\d{{1,6}})\.([^.]+)\.(.+)", re.DOTALL)
_RESTING = re.compile(rf"(.*)\.({_ID})(\.[A-Za-z0-9]{{1,7}})?", re.DOTALL)
_COMPANION = re.compile(rf"(.*)\.({_ID})((?:\.[a-z][a-z0-9_-]*){{2,}})", re.DOTALL)
SUFFIX = re.compile(r"(\.[a-z][a-z0-9_-]*){2,}")
"""Suffixes of companions: at least two parts in small letters, so that none looks like an original or an id."""

LONGEST_ORIGINAL = 200  # bytes; our mark before it must fit into the 255 most file systems allow
LONGEST_STEM = 80  # bytes; the whole name of a resting file stays below 100
LONGEST_SHOWN = 120  # characters

_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\..*)?", re.IGNORECASE | re.DOTALL)
"""Device names of Windows, with any extension (learn.microsoft.com, Naming Files, Paths, and Namespaces)."""


def new_id() -> str:
    """Return 8 random characters of Crockford's base32: 40 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(8))


@dataclass(frozen=True)
class Claimed:
    """The name of a file in working/: `<id>.<attempt>.<folder or "-">.<original name>`."""

    id: str
    attempt: int
    folder: str
    original: str

    @classmethod
    def anew(cls, name: str) -> Claimed:
        """Return how a resting file of this name is claimed again; the folder it was dropped into is in no name."""
        stem, extension = halves(name)
        original, _, drop_id = stem.rpartition(".")
        return cls(drop_id, 0, "", original + extension)

    @property
    def text(self) -> str:
        """The file name."""
        return f"{self.id}.{self.attempt}.{self.folder or '-'}.{self.original}"

    def marked(self, attempt: int) -> Claimed:
        """Return the same with another attempt mark."""
        return Claimed(self.id, attempt, self.folder, self.original)

    @classmethod
    def parse(cls, name: str) -> Claimed | None:
        """Return what `name` says, None when it is not one of ours."""
        found = _CLAIMED.fullmatch(name)
        if not found:
            return None
        folder = "" if found[3] == "-" else found[3]
        return cls(found[1], int(found[2]), folder, found[4])


def fitting(original: str) -> str:
    """Return the original name as it goes into working/: at most 200 bytes, the extension kept."""
    stem, extension = _split(original)
    while len(os.fsencode(stem + extension)) > LONGEST_ORIGINAL:
        stem = stem[:-1]
    return stem + extension


def resting(original: str, drop_id: str) -> tuple[str, str]:
    """Return the cleaned name of a resting file in two halves, "<stem>.<id>" and "<ext>"; companions share the first.

    Letters (NFC), digits, blanks and ._-() stay, everything else becomes "_".
    """
    stem, extension = _split(unicodedata.normalize("NFC", original))
    stem = "".join(char if _harmless(char) else "_" for char in stem).strip(" .")
    stem = stem.encode()[:LONGEST_STEM].decode(errors="ignore").rstrip(" .") or "file"
    if _RESERVED.fullmatch(stem):
        stem = f"_{stem}"
    return f"{stem}.{drop_id}", extension


def rests_as(name: str, drop_id: str) -> bool:
    """Tell whether `name` is the resting file of this id."""
    found = _RESTING.fullmatch(name)
    return found is not None and found[2] == drop_id


def resting_id(name: str) -> str:
    """Return the id in the name of a resting file, "" where `name` is none of ours."""
    found = _RESTING.fullmatch(name)
    return found[2] if found is not None else ""


def halves(name: str) -> tuple[str, str]:
    """Return "<stem>.<id>" and "<ext>" of a resting file's name."""
    found = _RESTING.fullmatch(name)
    assert found is not None, name
    return f"{found[1]}.{found[2]}", found[3] or ""


def accompanies(name: str, drop_id: str) -> bool:
    """Tell whether `name` is a companion (receipt, rows) of the resting file of this id."""
    found = _COMPANION.fullmatch(name)
    return found is not None and found[2] == drop_id


def shown(name: str) -> str:
    """Return a name for people and logs: one line, printable, at most 120 characters.

    Bytes that are no UTF-8, control, formatting and bidirectional signs are written as backslash escapes.
    """
    text = "".join(_visible(char) for char in unicodedata.normalize("NFC", name))
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 21]}…{text[-20:]}"


def trusted(raw: bytes) -> str | None:
    """Return a name that a foreign server gave as a plain file name of ours; None for one nobody gives by accident.

    No separators of any system, no control signs, no "." or "..", at most 200 bytes. What is no UTF-8 is taken as
    Latin-1, which all bytes are.
    """
    try:
        name = raw.decode()
    except UnicodeDecodeError:
        name = raw.decode("latin-1")
    strange = any(sign in "/\\" or unicodedata.category(sign) in ("Cc", "Cs") for sign in name)
    return None if strange or name in ("", ".", "..") or len(name.encode()) > LONGEST_ORIGINAL else name


def _visible(char: str) -> str:
    if "\udc80" <= char <= "\udcff":
        return f"\\x{ord(char) - 0xDC00:02x}"
    if unicodedata.category(char) == "Zs":
        return " "
    return char if char.isprintable() else char.encode("unicode_escape").decode()


def _harmless(char: str) -> bool:
    return char in " ._-()" or unicodedata.category(char)[0] in "LM" or unicodedata.category(char) == "Nd"


def _split(name: str) -> tuple[str, str]:
    """Split before the extension: 1 to 7 ASCII letters or digits after the last full stop; shorter than any id."""
    stem, stop, last = name.rpartition(".")
    plain = last.isascii() and last.isalnum() and len(last) <= 7
    return (stem, stop + last) if stem.strip(" .") and plain else (name, "")
