"""Fills a template: StrictUndefined, autoescaped HTML, and every value made harmless on its way into the text."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from datetime import tzinfo
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from processor.domain.shown import shown
from processor.errors import Misconfigured
from processor.report import figures
from processor.report.discreet import discreet
from processor.report.words import Words

if TYPE_CHECKING:
    from jinja2 import Environment

VALUE_LIMIT = 2000
WIDTH = 96


class Prose(str):
    """Text of our own laying-out, whose line ends are meant."""


def render(template: str, words: Words, zone: tzinfo, **values: Any) -> str:
    """Given a template's name and its values, return the text with "\\n" line ends.

    The template comes from the first of `words.folders` that has it. Every value it prints is cut, freed of control
    and bidi characters and, where `words` are masking, of addresses, so no cell and no file name can add a line, a
    tag or a person. Raise Misconfigured where an operator's template is broken or uses a value we do not give.
    """
    from jinja2 import TemplateError, TemplateSyntaxError

    environment = _environment(words.folders, template.endswith((".html.j2", ".html")), words.mask)
    try:
        text = environment.get_template(template).render(**_tools(words, zone), **values)
    except TemplateSyntaxError as problem:
        where = f"{problem.name or template}, {problem.lineno}"
        raise Misconfigured("template_broken", file=where, why=str(problem.message)) from problem
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as problem:
        raise Misconfigured("template_broken", file=template, why=str(problem)) from problem
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


def _tools(words: Words, zone: tzinfo) -> dict[str, Callable[..., str] | str]:
    """Return what every template may call."""
    language = words.language
    return {
        "language": language,
        "say": words.say,
        "worded": words.worded,
        "number": words.number,
        "moment": partial(words.moment, zone=zone),
        "clock": partial(words.clock, zone=zone),
        "mean": partial(figures.mean, language=language),
        "day": partial(figures.day, language=language),
        "size": partial(figures.size, language=language),
        "duration": partial(figures.duration, language=language),
    }


@lru_cache(maxsize=16)
def _environment(folders: tuple[Path, ...], html: bool, mask: bool) -> Environment:
    """Return the template engine for these folders; kept, because compiling a template costs more than filling it."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, Undefined
    from markupsafe import Markup

    def harmless(value: object) -> object:
        if isinstance(value, Prose | Markup | Undefined):
            return value
        text = str(value)
        return shown(discreet(text) if mask else text, VALUE_LIMIT)

    environment = Environment(
        loader=FileSystemLoader(folders),
        undefined=StrictUndefined,
        autoescape=html,  # noqa: S701  plain text is not HTML
        finalize=harmless,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["wrapped"] = partial(_wrapped, harmless=harmless)
    environment.filters["block"] = lambda value: Prose(str(value).strip("\n"))
    environment.filters["right"] = lambda value, width: Prose(str(harmless(value)).rjust(width))
    environment.filters["left"] = lambda value, width: Prose(str(harmless(value)).ljust(width))
    return environment


def _wrapped(value: object, indent: int = 0, width: int = WIDTH, *, harmless: Callable[[object], object]) -> Prose:
    """Return a sentence broken into lines that stand under the column where it begins."""
    lines = textwrap.wrap(str(harmless(value)), width - indent, break_long_words=False, break_on_hyphens=False)
    return Prose(("\n" + " " * indent).join(lines))
