"""Litter: names that are never a finished file, and the owner files that say somebody has the real one open."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from fnmatch import translate
from unicodedata import normalize

from dropzone.durable import is_part

PATTERNS = (
    # Office and editors
    *("~$*", ".~lock.*#", "*.tmp", "*.swp", "*~"),
    # unfinished uploads, downloads and copies
    *("*.part", "*.partial", "*.filepart", "*.crdownload", "*.download", "*.writing", ".sftpgo-upload.*"),
    # synchronising programs
    *(".syncthing.*", "~syncthing~*", ".st*", ".sync_*", ".owncloud*", ".nfs*", ".fuse_hidden*"),
    # operating systems and storage boxes
    *("thumbs.db", "desktop.ini", ".ds_store", "._*", ".apdisk", ".trash*", "@eadir", "#recycle", "$recycle.bin"),
)
"""Names real programs leave in shared folders (public issues: dicomsort#36, sftpgo and syncthing manuals)."""

_LITTER = re.compile("|".join(translate(pattern) for pattern in PATTERNS), re.DOTALL)


def folded(name: str) -> str:
    """Return `name` as file names are compared: NFC and without case."""
    return normalize("NFC", name).casefold()


def is_litter(name: str) -> bool:
    """Tell whether `name` is litter: it is neither taken nor listed."""
    return is_part(name) or _LITTER.match(folded(name)) is not None


def owners(names: Iterable[str]) -> set[str]:
    """Return those of a folder's names, folded, that are owner files of office programs."""
    return {folded(name) for name in names if name.startswith(("~$", ".~lock."))}


def has_owner(name: str, owner_files: Collection[str]) -> bool:
    """Tell whether one of the owner files beside `name` says that it is open in an office program.

    Excel writes ~$ before the name, Word over its first two
    characters when it is long, LibreOffice .~lock.<name>#.
    """
    if not owner_files:
        return False
    name = folded(name)
    return any(owner in owner_files for owner in (f"~${name}", f"~${name[2:]}", f".~lock.{name}#"))
