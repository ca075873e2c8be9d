"""What the operator taught: a folder of layouts and words, read anew whenever it changes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from processor.errors import Misconfigured
from processor.layouts import LAYOUTS
from processor.layouts.layout import Layout, Means
from processor.layouts.operator import layout_of
from processor.layouts.operator_words import with_words, words_of

WORDS_FILE = "words.toml"
BIGGEST = 1_000_000
"""Bytes of a file; a layout has some thousand."""


@dataclass(frozen=True)
class Taught:
    """All layouts, the operator's first, each knowing his words; `own` by file name; `broken` files with the reason.

    A broken file takes nothing from the others: they go on, and the admin is told.
    """

    folder: Path = Path()
    layouts: tuple[Layout, ...] = LAYOUTS
    own: Mapping[str, Layout] = field(default_factory=dict)
    words: Mapping[str, Means] = field(default_factory=dict)
    broken: tuple[Misconfigured, ...] = ()


def taught(folder: Path, *, named: bool = False) -> Taught:
    """Given the operator's folder, return what it teaches now.

    A folder that is not there teaches nothing; one `named` in the configuration must be there.
    """
    files: list[tuple[str, bytes | Misconfigured]] = []
    try:
        if named and not folder.is_dir():
            return Taught(folder, broken=(Misconfigured("layouts_missing", folder=str(folder)),))
        paths = sorted(path for path in folder.glob("*.toml") if not path.name.startswith("."))
    except OSError as problem:
        why = problem.strerror or str(problem)
        return Taught(folder, broken=(Misconfigured("layouts_unreadable", folder=str(folder), why=why),))
    for path in paths:
        try:
            if path.stat().st_size > BIGGEST:
                raise OSError(0, f"> {BIGGEST}")
            files.append((str(path), path.read_bytes()))
        except OSError as problem:
            why = problem.strerror or str(problem)
            files.append((str(path), Misconfigured("layout_unreadable", file=str(path), why=why)))
    return replace(_understood(tuple(files)), folder=folder)


@lru_cache(maxsize=2)
def _understood(files: tuple[tuple[str, bytes | Misconfigured], ...]) -> Taught:
    """Given paths with their bytes, return what they teach; the same bytes are understood once."""
    own: dict[str, Layout] = {}
    words: Mapping[str, Means] = {}
    broken: list[Misconfigured] = []
    for file, content in files:
        try:
            path, document = Path(file), _document(file, content)
            if path.name == WORDS_FILE:
                words = words_of(document, file)
            else:
                own[path.name] = layout_of(path.stem, document, file)
        except Misconfigured as problem:
            broken.append(problem)
    layouts = with_words((*own.values(), *LAYOUTS), words)
    return Taught(layouts=layouts, own=own, words=words, broken=tuple(broken))


def _document(file: str, content: bytes | Misconfigured) -> Mapping[str, object]:
    if isinstance(content, Misconfigured):
        raise content
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        raise Misconfigured("layout_encoding", file=file) from problem
    except tomllib.TOMLDecodeError as problem:
        raise Misconfigured("layout_syntax", file=file, why=str(problem)) from problem
