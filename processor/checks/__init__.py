"""What `abgleich check` proves before the service runs: everything for real, nothing that stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from dropzone.errors import ZoneError
from processor import wiring
from processor.checks import customers, folders, layouts, lists, memory, pages, post, remote
from processor.checks.finding import Finding, as_dict, text_of, unexpected, worded
from processor.errors import AbgleichError, Misconfigured
from processor.report.words import Words
from processor.settings import Settings
from processor.shipped import shipped

__all__ = ["Finding", "as_dict", "broken_templates", "check", "text_of", "words_for"]

Area = Callable[[], Iterator[Finding]]


def check(settings: Settings, *, now: Callable[[], datetime] = wiring.utc_now) -> Iterator[Finding]:
    """Yield what was proven and what is wrong, area by area; every finding has words in the section check.

    Folders are probed with a file that is made, moved and removed again; the ERP and the mail server are asked up to
    the point where something would change. An area that fails never hides the others.
    """
    words = words_for(settings)
    areas: dict[str, Area] = {
        "configuration": partial(_configuration, settings),
        "templates": partial(pages.findings, settings),
        "layouts": partial(layouts.findings, settings),
        "clock": partial(post.clock, settings, now),
        "state": partial(folders.state, settings),
        "lock": partial(memory.lock, settings),
        "ledger": partial(memory.ledger, settings),
        "dropzone": partial(folders.drop, settings, now),
        "export": partial(folders.export, settings),
        "sftp": partial(remote.findings, settings, now),
        "erp": partial(customers.erp, settings, now),
        "columns": partial(customers.columns, settings),
        "lists": partial(lists.findings, settings),
        "mail": partial(post.mail, settings, now),
    }
    for name, area in areas.items():
        for finding in _guarded(name, area, settings):
            yield worded(finding, words)


def broken_templates(settings: Settings) -> Iterator[str]:
    """Yield a sentence for each template or words file that could not be used when it is needed."""
    words = words_for(settings)
    for finding in _guarded("templates", partial(pages.findings, settings), settings):
        if finding.level == "error":
            yield text_of(worded(finding, words), words)


def words_for(settings: Settings) -> Words:
    """Return the words to tell the findings in: the operator's, or ours where his are broken."""
    try:
        return wiring.words_of(settings)
    except Misconfigured:
        return Words.load(settings.language, [shipped("templates")], settings.zone)


def _guarded(name: str, area: Area, settings: Settings) -> Iterator[Finding]:
    try:
        yield from area()
    except (AbgleichError, ZoneError) as problem:
        yield Finding("error", problem.code, dict(problem.facts))
    except Exception as problem:
        yield unexpected(name, problem, settings)


def _configuration(settings: Settings) -> Iterator[Finding]:
    """Being here proves that every key is valid: a configuration with mistakes was never loaded."""
    yield Finding("ok", "configuration", {"language": settings.language, "targets": _names(settings)})


def _names(settings: Settings) -> list[str]:
    return [target.name for target in settings.erp.each_target()]
