"""Writes the [erp] table of a profile as TOML, with its notes in one language."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import Literal

from processor.domain.toml import literal
from processor.profiles.profile import Profile

Language = Literal["de", "en"]

_WIDTH = 100
_SOURCES: Mapping[str, tuple[str, str]] = {
    "source": ("Known from the ERP's own source", "Bekannt aus dem Quelltext des ERP"),
    "worked": ("Known from other people's programs", "Bekannt aus fremden Programmen"),
    "documented": ("Known from documentation only", "Nur aus Dokumentation bekannt"),
}
_ACCOUNT = (
    "The account needs to read and update the tables below, and to insert or delete only where it is said. The "
    "password is taken from the environment.",
    "Das Konto muss die Tabellen unten lesen und ändern dürfen, einfügen und löschen nur, wo es da steht. Das "
    "Passwort kommt aus der Umgebung.",
)
_STARTING_POINT = (
    "This is a starting point and was never run against the real ERP. Compare it with your database, ask the vendor "
    "whether he bears writes from outside, take away the # in front, and let `abgleich check` approve every line "
    "before anything runs.",
    "Das ist ein Ausgangspunkt und lief nie gegen das wirkliche ERP. Bitte mit der eigenen Datenbank vergleichen, den "
    "Hersteller fragen, ob er Schreiben von außen mitträgt, das # davor wegnehmen und `abgleich check` jede Zeile "
    "bestätigen lassen, bevor etwas läuft.",
)
_PROVEN = (
    "Proven on a copy of its tables, not on yours: `abgleich check` says what is different in your installation.",
    "Bewährt an einem Nachbau seiner Tabellen, nicht an Ihren: `abgleich check` sagt, was bei Ihnen anders ist.",
)


def erp_table(profile: Profile, language: Language = "en") -> str:
    """Return the [erp] table with its targets; those of a profile that is not proven are commented out."""
    pick = 1 if language == "de" else 0
    lines = [*_prose(f"{profile.system}. {_SOURCES[profile.sure][pick]}: {profile.source}.")]
    lines += _prose((_PROVEN if profile.proven else _STARTING_POINT)[pick])
    lines += ["[erp]", *_prose(_ACCOUNT[pick]), f"odbc = {literal(profile.odbc)}"]
    lines += [*_noted(profile.settings.strip(), language, live=profile.proven)]
    lines += ["", *_noted(profile.targets.strip(), language, live=profile.proven)]
    return "\n".join(lines) + "\n"


def _noted(text: str, language: Language, *, live: bool) -> Iterator[str]:
    """Yield TOML lines, the notes of one language between them as comments."""
    notes: list[str] = []
    for line in text.splitlines():
        if line.startswith(("#en ", "#de ")):
            notes += [line[4:]] if line[1:3] == language else []
            continue
        yield from _prose(" ".join(notes))
        notes = []
        yield line if live or not line.strip() else f"#{line}"
    yield from _prose(" ".join(notes))


def _prose(text: str) -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent="# ", subsequent_indent="# ", break_long_words=False, break_on_hyphens=False
    )
