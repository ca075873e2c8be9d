"""What `abgleich status` says at any moment, and the status page: the summary under another head."""

from __future__ import annotations

from datetime import tzinfo

from processor.domain.summary import Summary
from processor.report.letter import inlined
from processor.report.page import render
from processor.report.summary import values
from processor.report.words import Words

TITLE = "summary.title_status"


def status_text(summary: Summary, words: Words, zone: tzinfo) -> str:
    """Given a summary up to this moment, return it as plain text for a terminal, addresses masked."""
    words = words.masking()
    return render("summary.txt.j2", words, zone, **values(summary, words, zone, TITLE))


def status_html(summary: Summary, words: Words, zone: tzinfo) -> str:
    """Given a summary up to this moment, return a page that needs nothing else, addresses masked."""
    words = words.masking()
    return inlined(render("summary.html.j2", words, zone, **values(summary, words, zone, TITLE)))
