"""Reads the configuration: TOML, secrets from outside, paths from its own folder, and all that is wrong at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from processor.configuration.gaps import Gaps
from processor.configuration.places import anchored
from processor.configuration.problems import Problem, problems_of
from processor.errors import Misconfigured
from processor.report.words import Words
from processor.settings import Settings
from processor.shipped import shipped

_WHERE = re.compile(r"\s*\(at line (\d+), column (\d+)\)$")


def load(path: Path, environment: Mapping[str, str]) -> Settings:
    """Return the settings in the TOML file `path`; relative paths in it are relative to its folder.

    ${NAME} in a text is taken from `environment`, ${file:/path} from a file. Raise Misconfigured: "config_not_found",
    "config_unreadable", "config_encoding", "config_syntax" or "config_syntax_end" with what is known of the place, or
    "config_wrong" with `problems`, a sentence for each wrong key in the language of `environment`. No message and no
    traceback ever holds a secret.
    """
    folder = path.absolute().parent
    gaps = Gaps(environment, folder)
    document = anchored(gaps.filled(_parsed(path)), folder)
    settings, wrong = _validated(document, gaps)
    if settings is None:
        raise Misconfigured("config_wrong", file=str(path), count=len(wrong), problems=_told(wrong, environment))
    return settings


def spoken(environment: Mapping[str, str]) -> str:
    """Return the language of somebody at this terminal: "de" or "en"."""
    return "de" if environment.get("LC_ALL", environment.get("LANG", "")).lower().startswith("de") else "en"


def _validated(document: Mapping[str, Any], gaps: Gaps) -> tuple[Settings | None, Sequence[Problem]]:
    """Return the settings, or what is wrong; the validator's own error ends here because it carries every value."""
    try:
        settings = Settings.model_validate(document)
    except ValidationError as problem:
        return None, [*gaps.problems, *problems_of(problem.errors(include_url=False), gaps)]
    return (None if gaps.problems else settings), gaps.problems


def _told(problems: Sequence[Problem], environment: Mapping[str, str]) -> list[str]:
    """Return the problems as sentences: our own words, for the operator's may be what is misconfigured."""
    words = Words.load(spoken(environment), [shipped("templates")])
    return [words.say(f"misconfigured.{one.code}", **one.told(words.language)) for one in problems]


def _parsed(path: Path) -> dict[str, Any]:
    """Return the file's content; a byte order mark, as Windows' editor writes it, is fine."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as problem:
        raise Misconfigured("config_not_found", file=str(path)) from problem
    except OSError as problem:
        raise Misconfigured("config_unreadable", file=str(path), why=problem.strerror or str(problem)) from problem
    except UnicodeDecodeError:
        raise Misconfigured("config_encoding", file=str(path)) from None  # the error would carry the whole file
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        said = str(problem)
    where = _WHERE.search(said)
    if where is None:
        raise Misconfigured("config_syntax_end", file=str(path), why=said)
    line, column = int(where[1]), int(where[2])
    raise Misconfigured("config_syntax", file=str(path), line=line, column=str(column), why=said[: where.start()])
