"""Codes become sentences: the words of one language from templates/words/, the operator's own before ours."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import TypeGuard

from processor.domain.receipt import Worded
from processor.domain.shown import shown
from processor.errors import Misconfigured
from processor.report import figures
from processor.report.discreet import discreet

Sentences = Mapping[str, str]
"""One code: "en", "de", and "en_one", "de_one" where a fact `count` is 1."""

KEYS = frozenset(f"{language}{form}" for language in figures.CUSTOMS for form in ("", "_one"))
UNGROUPED = frozenset({"line", "lines", "row", "rows", "port", "status", "smtp", "year", "pid", "code"})
"""Facts whose digits are a name rather than an amount: nobody searches for line 12,345."""
LIST_LIMIT = 20
FACT_LIMIT = 300


class Words:
    """Says codes in one language. Given the same code and facts it always returns the same sentence.

    `missing` collects codes that had no words or lacked a fact; production shows such a code as it is and goes on.
    `folders` are the template folders the words came from, the first one wins; `zone` is the office's.
    A discreet one (see `masking`) masks every address in the facts.
    """

    def __init__(
        self,
        language: str,
        tables: Mapping[str, Mapping[str, Sentences]],
        folders: Sequence[Path] = (),
        zone: tzinfo = UTC,
        *,
        mask: bool = False,
    ) -> None:
        self.language = language
        self.folders = tuple(folders)
        self.zone = zone
        self.mask = mask
        self.missing: set[str] = set()
        self._tables = tables

    @classmethod
    def load(cls, language: str, folders: Sequence[Path], zone: tzinfo = UTC) -> Words:
        """Given template folders, the operator's first, return their words; raise Misconfigured for a broken file."""
        if language not in figures.CUSTOMS:
            raise Misconfigured("no_such_language", language=language, known=sorted(figures.CUSTOMS))
        tables: dict[str, dict[str, dict[str, str]]] = {}
        for folder in reversed(folders):
            for section, code, sentences in _sentences(folder / "words"):
                tables.setdefault(section, {}).setdefault(code, {}).update(sentences)
        return cls(language, tables, folders, zone)

    def masking(self) -> Words:
        """Return the same words for a text that leaves by post: addresses in facts are masked."""
        words = Words(self.language, self._tables, self.folders, self.zone, mask=True)
        words.missing = self.missing
        return words

    def has(self, path: str) -> bool:
        """Return whether "section.code" can be said in this language."""
        section, _, code = path.partition(".")
        return self.language in self._tables.get(section, {}).get(code, {})

    def codes(self, section: str) -> Mapping[str, Sentences]:
        """Return all sentences of a section by code."""
        return self._tables.get(section, {})

    def say(self, path: str, /, **facts: object) -> str:
        """Given "section.code" and facts, return the sentence on one line; never raises for a missing word."""
        section, _, code = path.partition(".")
        sentences = self._tables.get(section, {}).get(code, {})
        sentence = sentences.get(self.language)
        if facts.get("count") == 1:
            sentence = sentences.get(f"{self.language}_one", sentence)
        told = {name: self.fact(name, value) for name, value in facts.items()}
        if sentence is not None:
            try:
                return sentence.format_map(told)
            except (LookupError, ValueError, AttributeError, TypeError):
                pass  # a gap without a fact: shown below, found by the tests
        self.missing.add(path)
        return f"{path} ({', '.join(f'{name}={value}' for name, value in told.items())})" if told else path

    def worded(self, section: str, said: Worded) -> str:
        """Given a section and a (code, facts) pair, return the sentence."""
        code, facts = said
        return self.say(f"{section}.{code}", **facts)

    def fact(self, name: str, value: object) -> str:
        """Given one fact, return it as it stands in a sentence: shown, grouped, in the office's time."""
        if isinstance(value, bool):
            return self.say("receipt.yes" if value else "receipt.no")
        if isinstance(value, int) and name in UNGROUPED:
            return str(value)
        if isinstance(value, int | float):
            return figures.percent(value, self.language) if name == "share" else self.number(value)
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, date):
            return figures.day(value, self.language)
        if _is_worded(value):
            return self.worded(name if name in self._tables else "unavailable", value)
        if isinstance(value, list | tuple | set | frozenset):
            items = sorted(value, key=str) if isinstance(value, set | frozenset) else list(value)
            rest = [f"… (+{self.number(len(items) - LIST_LIMIT)})"] if len(items) > LIST_LIMIT else []
            return ", ".join([self.fact(name, item) for item in items[:LIST_LIMIT]] + rest)
        text = str(value)
        return shown(discreet(text) if self.mask else text, FACT_LIMIT)

    def number(self, value: float) -> str:
        """Return an amount grouped as the language does."""
        return figures.number(value, self.language)

    def moment(self, at: datetime, zone: tzinfo | None = None) -> str:
        """Return day and time in `zone`, the office's unless told otherwise."""
        return figures.moment(at, zone or self.zone, self.language)

    def clock(self, at: datetime, zone: tzinfo | None = None) -> str:
        """Return the time of day in `zone`, the office's unless told otherwise."""
        return figures.clock(at, zone or self.zone, self.language)


def _is_worded(value: object) -> TypeGuard[Worded]:
    """Return whether a fact is itself a code with facts, such as the fault that a thing to do is about."""
    return (
        isinstance(value, list | tuple)
        and len(value) == 2
        and isinstance(value[0], str)
        and isinstance(value[1], Mapping)
    )


def _sentences(folder: Path) -> Iterator[tuple[str, str, Sentences]]:
    """Given a words folder, yield (section, code, sentences) of `<section>.toml` and `<section>.<part>.toml`."""
    for file in sorted(folder.glob("*.toml")):
        try:
            content = tomllib.loads(file.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError) as problem:
            raise Misconfigured("words_broken", file=str(file), why=str(problem)) from problem
        for code, sentences in content.items():
            if not isinstance(sentences, dict) or not all(isinstance(text, str) for text in sentences.values()):
                raise Misconfigured("words_not_a_table", file=str(file), entry=code)
            if strange := sorted(set(sentences) - KEYS):
                raise Misconfigured("words_strange_key", file=str(file), entry=code, keys=strange, known=sorted(KEYS))
            yield file.name.partition(".")[0], code, sentences
