"""The terminal itself: sentences, errors, JSON, a spinner for long work."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Callable
from typing import TypeVar

from rich.console import Console
from rich.text import Text

from processor.domain.shown import shown
from processor.errors import AbgleichError
from processor.report.discreet import discreet
from processor.report.words import Words
from processor.shipped import shipped

T = TypeVar("T")


class DiscreetFormatter(logging.Formatter):
    """Formats log records, tracebacks of our own faults included, with every address in them masked."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as text without a whole address."""
        return discreet(super().format(record))


def console_of(*, stderr: bool = False) -> Console:
    """A console that shows our text as it is: no highlighting, no markup from files."""
    return Console(stderr=stderr, highlight=False)


def plain_words(language: str = "") -> Words:
    """Our own words, for commands that have no configuration; the language of the environment unless given."""
    spoken = "de" if os.environ.get("LC_ALL", os.environ.get("LANG", "")).lower().startswith("de") else "en"
    return Words.load(language or spoken, [shipped("templates")])


def log_to_terminal(level: int) -> None:
    """Send what is logged from `level` on to standard error, with the time and with addresses masked."""
    from rich.logging import RichHandler

    handler = RichHandler(console=console_of(stderr=True), show_path=False, rich_tracebacks=False, markup=False)
    handler.setFormatter(DiscreetFormatter("%(message)s", datefmt="%Y-%m-%d %H:%M:%S"))
    logging.basicConfig(level=level, handlers=[handler])


def say(path: str, words: Words, /, **facts: object) -> None:
    """Print one sentence."""
    console_of().print(Text(words.say(path, **facts)))


def fail(section: str, problem: AbgleichError) -> None:
    """Print why a command could not be done, on standard error: one sentence, then each problem on its line."""
    console = console_of(stderr=True)
    facts = dict(problem.facts)
    problems = facts.get("problems")
    console.print(Text(plain_words().say(f"{section}.{problem.code}", **facts), style="red"))
    if isinstance(problems, list):
        for one in problems:
            console.print(Text(f"  • {shown(one, 400)}"))


def print_json(value: object) -> None:
    """Print one JSON value on one line."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")


def working(words: Words, work: Callable[[], T], *, silent: bool = False) -> T:
    """Do long work behind a spinner where a person looks on."""
    console = console_of()
    if silent or not console.is_terminal:
        return work()
    with console.status(words.say("cli.working")):
        return work()
