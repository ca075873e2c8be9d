"""Writes the annotated sample of the configuration from the schema, so that it can never be out of date."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from processor.configuration.schema import Key, schema
from processor.configuration.shapes import PARTICULAR, SHAPES
from processor.domain.toml import literal, name_of
from processor.errors import Misconfigured

WIDTH = 100
Language = Literal["de", "en"]

_SHOWN = {
    "language",
    "erp.url",
    "erp.targets.flag.column",
    "erp.targets.flag.yes",
    "erp.targets.flag.no",
    "erp.targets.bounce.action",
    "erp.targets.bounce.column",
    "erp.targets.bounce.value",
}
"""Optional keys that stand in the sample ready to be filled in; every other one is commented out."""


_ASIDE = {"dropzone.sftp", "export.sftp", "export.lists"}
"""Tables that stand in the sample commented out as a whole."""


class Ready(NamedTuple):
    """What stands in the sample instead of the schema's own."""

    erp: str = ""
    exclude: Sequence[str] = ()


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
    "particular": (
        "Further keys of [[erp.targets]] for ERPs that are not so simple, and below them targets that use them. For "
        "many ERPs there is a ready one: abgleich init --erp list",
        "Weitere Schlüssel von [[erp.targets]] für ERPs, die nicht so einfach sind, und darunter Tabellen, die sie "
        "benutzen. Für viele ERPs gibt es fertige: abgleich init --erp list",
    ),
    "one_of": ("One of", "Eines von"),
    "example": ("Example", "Beispiel"),
    "classes": ("Classes", "Klassen"),
}


def sample(language: Language = "en", erp: str = "", exclude: Sequence[str] = ()) -> str:
    """Return the annotated configuration as TOML, with every key, its description and its default or an example.

    `erp` is a ready [erp] table to stand in it instead, `exclude` further patterns of addresses never to be exported.
    """
    lines = [*_prose(_say("head", language)), "#", *_prose(_say("how", language)), ""]
    lines += _table(schema(), language, Ready(erp, exclude))
    return "\n".join(lines) + "\n"


def write_sample(path: Path, language: Language = "en", erp: str = "", exclude: Sequence[str] = ()) -> None:
    """Write the sample to a new file that only its owner may read, for it will hold passwords.

    Raise Misconfigured "config_exists" where there is a file already, "config_unwritable" where none can be made.
    """
    try:
        path.touch(mode=0o600, exist_ok=False)
        path.write_text(sample(language, erp, exclude), encoding="utf-8")
    except FileExistsError as problem:
        raise Misconfigured("config_exists", file=str(path)) from problem
    except OSError as problem:
        raise Misconfigured("config_unwritable", file=str(path), why=problem.strerror or str(problem)) from problem


def _table(table: Key, language: Language, ready: Ready) -> Iterator[str]:
    """Yield the plain keys of a table, then its tables: TOML wants them in this order."""
    for key in table.inside.values():
        if key.path == "export.exclude" and ready.exclude:
            yield from _prose(key.about(language))
            yield f"{key.name} = {literal([*_listed(key.default), *ready.exclude])}"
        elif not key.inside and key.path not in PARTICULAR:
            yield from _key(key, language)
    for key in table.inside.values():
        if key.path == "erp" and ready.erp:
            yield from ("", *ready.erp.strip().splitlines())
        elif key.path in _ASIDE:
            yield from (line if line[:1] in ("", "#") else f"#{line}" for line in _inner(key, language, ready))
        elif key.inside and key.path not in PARTICULAR:
            yield from _inner(key, language, ready)


def _inner(key: Key, language: Language, ready: Ready) -> Iterator[str]:
    yield ""
    if key.path == "policy.bounces":
        yield from _bounces(key, language)
        return
    yield from _prose(key.about(language))
    yield f"[[{key.path}]]" if key.many else f"[{key.path}]"
    yield from _table(key, language, ready)
    if key.path == "erp.targets":
        yield from _particular(key, language)


def _particular(table: Key, language: Language) -> Iterator[str]:
    """Yield the keys that only some ERPs need, and targets that show them."""
    yield ""
    yield from _prose(_say("particular", language))
    for key in table.all():
        if any(key.path == one or key.path.startswith(f"{one}.") for one in PARTICULAR):
            name = key.path.removeprefix(f"{table.path}.")
            yield from _prose(f"{name}: {key.about(language)}{_choices(key, language)}", "#   ")
    for (english, german), target in SHAPES:
        yield ""
        yield from _prose(german if language == "de" else english)
        yield f"#[[{table.path}]]"
        yield from (f"#{name} = {literal(value)}" for name, value in target.items())


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []


def _choices(key: Key, language: Language) -> str:
    chosen = [literal(choice) for choice in key.choices if choice != ""]
    return f" {_say('one_of', language)} {', '.join(chosen)}." if chosen else ""


def _key(key: Key, language: Language) -> Iterator[str]:
    yield from _prose(key.about(language) + _choices(key, language))
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
        yield from _prose(f"{inner.name}: {inner.about(language)}{_choices(inner, language)}")
    yield f"#[{key.path}]"
    yield from (f"#{name} = {literal(rule)}" for name, rule in _BOUNCE.items())


def _prose(text: str, later: str = "# ") -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent="# ", subsequent_indent=later, break_long_words=False, break_on_hyphens=False
    )


def _say(name: str, language: Language) -> str:
    english, german = _TEXTS[name]
    return german if language == "de" else english
