"""One table of an operator's file, asked key by key; what is wrong is said with file, key and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from processor.domain.shown import shown
from processor.errors import Misconfigured
from processor.layouts.layout import Means, Names
from processor.layouts.meanings import ACTING, MEANINGS, is_life
from processor.layouts.words import fold


@dataclass(frozen=True)
class Entries:
    """A table of TOML as tomllib gives it. Every method raises Misconfigured where a value is of the wrong kind."""

    file: str
    table: Mapping[str, object]
    path: str = ""

    def key(self, name: str) -> str:
        """Return a key as the operator finds it in the file."""
        return f"{self.path}.{name}" if self.path else name

    def only(self, *known: str) -> None:
        """Refuse keys that nobody asks for; a typing mistake must not hide."""
        for name in self.table:
            if name not in known:
                near = get_close_matches(name.lower(), known, n=1, cutoff=0.6) or sorted(known)
                raise Misconfigured("layout_unknown_key", file=self.file, key=self.key(name), known=near)

    def text(self, name: str) -> str:
        """Return a text, "" where the key lacks."""
        value = self.table.get(name, "")
        if not isinstance(value, str):
            raise Misconfigured("layout_text", file=self.file, key=self.key(name))
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """Return one text or a list of them."""
        value = self.table.get(name, [])
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(one, str) and one.strip() for one in values):
            raise Misconfigured("layout_texts", file=self.file, key=self.key(name))
        return tuple(map(str, values))

    def names(self, name: str) -> Names:
        """Return the headings a column may have, best first."""
        return self.texts(name)

    def truth(self, name: str) -> bool | None:
        """Return true or false, None where the key lacks."""
        value = self.table.get(name)
        if value is not None and not isinstance(value, bool):
            raise Misconfigured("layout_yes_no", file=self.file, key=self.key(name))
        return value

    def pattern(self, name: str) -> str:
        """Return a regular expression that can be used."""
        text = self.text(name)
        try:
            re.compile(text)
        except re.error as problem:
            raise Misconfigured("layout_pattern", file=self.file, key=self.key(name), why=str(problem)) from problem
        return text

    def inner(self, name: str) -> Entries:
        """Return the table of this name, an empty one where it lacks."""
        value = self.table.get(name, {})
        if not isinstance(value, dict):
            raise Misconfigured("layout_table", file=self.file, key=self.key(name))
        return Entries(self.file, value, self.key(name))

    def tables(self, name: str) -> Iterator[Entries]:
        """Yield the tables of a list of tables."""
        value = self.table.get(name, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise Misconfigured("layout_tables", file=self.file, key=self.key(name))
        for place, one in enumerate(value):
            yield Entries(self.file, one, self.key(f"{name}[{place}]"))

    def meaning(self, name: str) -> Means:
        """Return the meaning a value names."""
        text = self.text(name)
        if text not in MEANINGS:
            facts = {"found": shown(text, 60), "known": list(MEANINGS)}
            raise Misconfigured("layout_meaning", file=self.file, key=self.key(name), **facts)
        return MEANINGS[text]

    def words(self, headings: tuple[str, ...] = ("",)) -> Mapping[str, Means]:
        """Return this table as words, folded, with what they mean under `headings`.

        A word of life cannot be made to take somebody off: with it, a file of subscribers would mute all of them.
        """
        words: dict[str, Means] = {}
        for word in self.table:
            means, folded = self.meaning(word), fold(word)
            if means.event in ACTING and any(is_life(heading, word) for heading in headings):
                raise Misconfigured("layout_word_of_life", file=self.file, key=self.path, word=shown(word, 60))
            if words.setdefault(folded, means) != means:
                raise Misconfigured("layout_word_twice", file=self.file, key=self.path, word=shown(word, 60))
        return words
