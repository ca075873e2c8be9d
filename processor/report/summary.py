"""The daily summary to the admins: one mail a day, verdict first, what to do, then the numbers and the details."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from email.message import EmailMessage
from typing import Any

from processor.domain.address import masked
from processor.domain.receipt import OUTCOMES, Counts
from processor.domain.shown import shown
from processor.domain.summary import Conflict, FileLine, Proposal, Summary
from processor.domain.toml import literal
from processor.report.discreet import discreet
from processor.report.letter import Attachment, inlined, letter
from processor.report.machine import summary_json
from processor.report.page import render
from processor.report.promises import promises
from processor.report.subject import headline, verdict_line
from processor.report.words import Words

FILES_LIMIT = 40
CONFLICTS_LIMIT = 20


def summary_mail(
    summary: Summary,
    words: Words,
    zone: tzinfo,
    *,
    sender: str,
    to: Sequence[str],
    message_id: str,
    subject_prefix: str = "[newsletter]",
) -> EmailMessage:
    """Given one day's summary, return the mail: plain text, HTML and a JSON copy, all addresses masked.

    The same values give the same bytes; Date is the end of the period, `message_id` comes from the ledger, so that a
    mail sent twice after a crash is recognised as one.
    """
    return letter(
        subject=f"{subject_prefix} {verdict_line(summary, words, zone)}".strip(),
        text=summary_text(summary, words, zone),
        html=summary_html(summary, words, zone),
        attachments=[Attachment(f"summary-{summary.day.isoformat()}.json", summary_json(summary, words))],
        sender=sender,
        to=to,
        message_id=message_id,
        date=summary.until.astimezone(zone),
        language=words.language,
    )


def summary_text(summary: Summary, words: Words, zone: tzinfo) -> str:
    """Return the summary as plain text, lines up to 96 characters, addresses masked."""
    return render("summary.txt.j2", words.masking(), zone, **values(summary, words.masking(), zone))


def summary_html(summary: Summary, words: Words, zone: tzinfo) -> str:
    """Return the summary as one HTML page for mail clients: inline CSS, no outside resource, addresses masked."""
    return inlined(render("summary.html.j2", words.masking(), zone, **values(summary, words.masking(), zone)))


def values(summary: Summary, words: Words, zone: tzinfo, title: str = "summary.title") -> dict[str, Any]:
    """Return what the templates of summary and status are filled with."""
    files = sorted(summary.files, key=lambda file: file.received)
    return {
        "title": words.say(title),
        "summary": summary,
        "verdict": words.say(f"summary.verdict_{summary.verdict}"),
        "headline": headline(summary, words, zone),
        "todo": [words.worded("todo", said) for said in summary.todo],
        "held": [_file(file, words) for file in summary.held],
        "numbers": summary.numbers,
        "sum": _sum(summary.counts, words),
        "promises": promises(summary, words, zone),
        "files": [_file(file, words) for file in files[-FILES_LIMIT:]],
        "files_more": max(0, len(files) - FILES_LIMIT),
        "conflicts": [_conflict(one, words) for one in summary.conflicts[:CONFLICTS_LIMIT]],
        "conflicts_more": max(0, len(summary.conflicts) - CONFLICTS_LIMIT),
        "faults": [(words.worded("unavailable", fault.what), fault) for fault in summary.faults],
        "proposals": [proposed_line(one, words) for one in summary.proposals if _may_be_shown(one.word)],
        "calls": [(masked(who), key, words.say(f"detail.class_{why}")) for who, key, why in summary.worth_a_call],
    }


def _file(file: FileLine, words: Words) -> dict[str, Any]:
    """Return one file as the templates show it."""
    section = "refused" if file.verdict == "refused" else "held"
    return {
        "file": file,
        "name": f"{file.folder}/{file.name}" if file.folder else file.name,
        "reasons": [words.worded(section, said) for said in file.reasons],
        "counts": _counts(file.counts, words),
    }


def _conflict(conflict: Conflict, words: Words) -> tuple[str, str]:
    return words.worded("conflict", conflict.what), masked(conflict.address) if conflict.address else ""


def _may_be_shown(word: str) -> bool:
    """Whether a word can be pasted as it stands: without anybody's address, and without invisible characters."""
    return shown(discreet(word)) == word


def proposed_line(proposal: Proposal, words: Words) -> str:
    """Return a proposal as a line of words.toml, commented out where nothing suggests what the word means."""
    line = f"{literal(proposal.word)} = {literal(proposal.means or '?')}"
    facts = {"name": proposal.name, "count": proposal.lines}
    seen = words.say("summary.word_seen", **facts) if proposal.lines else words.say("summary.word_refused", **facts)
    return f"{'' if proposal.means else '# '}{line}  # {seen}"


def _counts(counts: Counts, words: Words) -> str:
    """Return "312 lines: 287 applied, 19 already so, …", "" for a file of which no line was read."""
    if not counts.read:
        return ""
    told = [(getattr(counts, outcome), outcome) for outcome in OUTCOMES]
    parts = [f"{words.number(lines)} {words.say(f'receipt.outcome_{outcome}')}" for lines, outcome in told if lines]
    return words.say("summary.file_counts", count=counts.read, parts=", ".join(parts))


def _sum(counts: Counts, words: Words) -> str:
    """Return the sum that must add up, every part named, none left out."""
    parts = [f"{words.number(getattr(counts, name))} {words.say(f'receipt.outcome_{name}')}" for name in OUTCOMES]
    return words.say("summary.sum", count=counts.read, parts=" + ".join(parts))
