"""Writes the annotated sample of the configuration from the schema, so that it can never be out of date."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from processor.configuration.schema import Key, schema
from processor.configuration.toml import literal, name_of
from processor.errors import Misconfigured

WIDTH = 100
Language = Literal["de", "en"]

_SHOWN = {"language", "erp.url", "erp.targets.bounce.action", "erp.targets.bounce.column", "erp.targets.bounce.value"}
"""Optional keys that stand in the sample ready to be filled in; every other one is commented out."""

_SECOND = {
    "name": "contacts",
    "table": "contacts",
    "key": ["id"],
    "email": ["email", "email_2"],
    "flag": {"column": "no_newsletter", "yes": [0], "no": 1, "null": "yes"},
    "bounce": {"action": "set_no"},
}
_BOUNCE = {"mailbox_full": {"effect": "mark", "mailings": 3, "days": 14}, "personal_block": {"effect": "mark"}}

_TEXTS: Mapping[str, tuple[str, str]] = {
    "head": (
        "Configuration of abgleich. `abgleich check` proves every line of it and says what to mend.",
        "Konfiguration von abgleich. `abgleich check` prüft jede Zeile und sagt, was zu berichtigen ist.",
    ),
    "how": (
        "A key with # right before it may be left out; it shows the default, or an example where there is none. "
        "Relative paths are relative to this file's folder. Windows paths stand in single quotes: 'D:\\newsletter'. "
        "${NAME} in any text is taken from the environment, ${file:/run/secrets/name} from a file only its owner "
        "may read.",
        "Ein Schlüssel mit # direkt davor darf fehlen; er zeigt den Vorgabewert oder, wo es keinen gibt, ein Beispiel. "
        "Relative Pfade gelten ab dem Ordner dieser Datei. Windows-Pfade stehen in einfachen Anführungszeichen: "
        "'D:\\newsletter'. ${NAME} in einem Text kommt aus der Umgebung, ${file:/run/secrets/name} aus einer Datei, "
        "die nur ihr Eigentümer lesen darf.",
    ),
    "second": (
        "A second table. Its flag is the other way round: 1 means no newsletter.",
        "Eine zweite Tabelle. Ihr Kennzeichen ist umgekehrt: 1 heißt kein Newsletter.",
    ),
    "one_of": ("One of", "Eines von"),
    "example": ("Example", "Beispiel"),
    "classes": ("Classes", "Klassen"),
}


def sample(language: Language = "en") -> str:
    """Return the annotated configuration as TOML, with every key, its description and its default or an example."""
    lines = [*_prose(_say("head", language)), "#", *_prose(_say("how", language)), ""]
    lines += _table(schema(), language)
    return "\n".join(lines) + "\n"


def write_sample(path: Path, language: Language = "en") -> None:
    """Write the sample to a new file that only its owner may read, for it will hold passwords.

    Raise Misconfigured "config_exists" where there is a file already, "config_unwritable" where none can be made.
    """
    try:
        path.touch(mode=0o600, exist_ok=False)
        path.write_text(sample(language), encoding="utf-8")
    except FileExistsError as problem:
        raise Misconfigured("config_exists", file=str(path)) from problem
    except OSError as problem:
        raise Misconfigured("config_unwritable", file=str(path), why=problem.strerror or str(problem)) from problem


def _table(table: Key, language: Language) -> Iterator[str]:
    """Yield the plain keys of a table, then its tables: TOML wants them in this order."""
    for key in table.inside.values():
        if not key.inside:
            yield from _key(key, language)
    for key in table.inside.values():
        if key.inside:
            yield from _inner(key, language)


def _inner(key: Key, language: Language) -> Iterator[str]:
    yield ""
    if key.path == "policy.bounces":
        yield from _bounces(key, language)
        return
    yield from _prose(key.about(language))
    yield f"[[{key.path}]]" if key.many else f"[{key.path}]"
    yield from _table(key, language)
    if key.many:
        yield ""
        yield from _prose(_say("second", language))
        yield f"#[[{key.path}]]"
        yield from (f"#{name} = {literal(value)}" for name, value in _SECOND.items())


def _key(key: Key, language: Language) -> Iterator[str]:
    choices = f" {_say('one_of', language)} {', '.join(map(literal, key.choices))}." if key.choices else ""
    yield from _prose(key.about(language) + choices)
    value = language if key.path == "language" else key.default
    empty = value is None or value in ("", [], {})
    if key.examples and (empty or key.path in _SHOWN):
        value, *others = key.examples
        start = "" if key.required or key.path in _SHOWN else "#"
        yield f"{start}{name_of(key.name)} = {literal(value)}"
        yield from (f"#{name_of(key.name)} = {literal(other)}" for other in others)
        return
    for example in key.examples:
        yield from _prose(f"{_say('example', language)}: {key.name} = {literal(example)}")
    yield f"{'' if key.path in _SHOWN else '#'}{name_of(key.name)} = {literal(value)}"


def _bounces(key: Key, language: Language) -> Iterator[str]:
    yield from _prose(key.about(language))
    yield from _prose(f"{_say('classes', language)}: {', '.join(key.inside)}.")
    for inner in next(iter(key.inside.values())).inside.values():
        choices = f" {_say('one_of', language)} {', '.join(map(literal, inner.choices))}." if inner.choices else ""
        yield from _prose(f"{inner.name}: {inner.about(language)}{choices}")
    yield f"#[{key.path}]"
    yield from (f"#{name} = {literal(rule)}" for name, rule in _BOUNCE.items())


def _prose(text: str) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent="# ", subsequent_indent="# ", break_long_words=False, break_on_hyphens=False
    )


def _say(name: str, language: Language) -> str:
    english, german = _TEXTS[name]
    return german if language == "de" else english
