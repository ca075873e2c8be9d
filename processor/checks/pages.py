"""Words and templates: each is tried with made-up values, so that a broken one is found before it is needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from string import Formatter

from processor import wiring
from processor.checks import specimen
from processor.checks.finding import Finding
from processor.errors import Misconfigured
from processor.report.notice import notice_mail
from processor.report.receipt import receipt_files
from processor.report.status import status_html, status_text
from processor.report.summary import summary_mail
from processor.report.undone import undone_files
from processor.report.words import Words
from processor.settings import Settings
from processor.shipped import shipped


def findings(settings: Settings) -> Iterator[Finding]:
    """Yield whether all words and templates, the operator's own among them, can be used."""
    own = settings.templates
    if own is not None and not own.is_dir():
        yield Finding("error", "templates_missing", {"folder": str(own)})
        return
    words = wiring.words_of(settings)
    found = [*(_strangers(own) if own else ()), *(_words(own, words) if own else ()), *_rendered(words, settings)]
    yield from found
    if not any(finding.level == "error" for finding in found):
        yield Finding(
            "ok", "templates_own" if own else "templates", {"folder": str(own or ""), "language": words.language}
        )


def _strangers(own: Path) -> Iterator[Finding]:
    """Yield files that have no counterpart among ours: nobody will ever read them."""
    ours = shipped("templates")
    sections = {file.name.partition(".")[0] for file in (ours / "words").glob("*.toml")}
    for file in sorted(own.glob("*.j2")):
        if not (ours / file.name).is_file():
            known = sorted(path.name for path in ours.glob("*.j2"))
            yield Finding("warn", "template_unknown", {"file": str(file), "known": known})
    for file in sorted((own / "words").glob("*.toml")):
        if file.name.partition(".")[0] not in sections:
            yield Finding("warn", "template_unknown", {"file": str(file), "known": sorted(sections)})


def _words(own: Path, words: Words) -> Iterator[Finding]:
    """Yield sentences of the operator that say something nobody asks for, or leave a gap that nobody fills."""
    language = words.language
    mine, ours = Words.load(language, [own]), Words.load(language, [shipped("templates")])
    for section in sorted({file.name.partition(".")[0] for file in (own / "words").glob("*.toml")}):
        for code, sentences in mine.codes(section).items():
            known = ours.codes(section).get(code)
            if known is None:
                yield Finding("warn", "word_unknown", {"word": f"{section}.{code}"})
                continue
            fillable = set().union(*(_gaps(sentence) or set() for sentence in known.values()))
            for sentence in sentences.values():
                gaps = _gaps(sentence)
                if gaps is None or gaps - fillable:
                    facts = {"word": f"{section}.{code}", "sentence": sentence, "known": sorted(fillable) or ["–"]}
                    yield Finding("error", "word_gap", facts)


def _gaps(sentence: str) -> set[str] | None:
    """Return the names of the gaps in a sentence, None where its braces do not match."""
    try:
        return {
            name.partition(".")[0].partition("[")[0]
            for _, name, _, _ in Formatter().parse(sentence)
            if name is not None
        }
    except ValueError:
        return None


def _rendered(words: Words, settings: Settings) -> Iterator[Finding]:
    """Yield the templates that cannot be filled."""
    zone, sender = settings.zone, settings.mail.sender
    told = {"sender": sender, "to": settings.mail.to, "message_id": "<check@localhost>"}
    summary, file, fault = specimen.summary(), specimen.file(), specimen.fault()
    tries: dict[str, Callable[[], object]] = {
        "receipt": lambda: receipt_files(specimen.receipt("done"), words, zone),
        "refusal": lambda: receipt_files(specimen.receipt("refused"), words, zone),
        "undone": lambda: undone_files(specimen.undone(), words, zone),
        "summary": lambda: summary_mail(summary, words, zone, **told),  # type: ignore[arg-type]
        "status": lambda: (status_text(summary, words, zone), status_html(summary, words, zone)),
        "held": lambda: notice_mail(file, words, zone, at=specimen.NOW, **told),  # type: ignore[arg-type]
        "fault": lambda: notice_mail(fault, words, zone, at=specimen.NOW, **told),  # type: ignore[arg-type]
    }
    said: set[str] = set()
    for attempt in tries.values():
        try:
            attempt()
        except Misconfigured as problem:
            if str(problem) not in said:
                yield Finding("error", problem.code, dict(problem.facts))
            said.add(str(problem))
