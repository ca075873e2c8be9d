"""The note about one export: how many people, opt-outs known up to when, and whether it is safe to send."""

from __future__ import annotations

from datetime import datetime, tzinfo

from processor.domain.freshness import Freshness
from processor.report.words import Words


def freshness_text(name: str, people: int, fresh: Freshness, words: Words, zone: tzinfo) -> str:
    """Return the note as plain text: the file, its people, then one sentence for each thing to know before sending."""
    head = title(name, words)
    count = words.say("fresh.people", count=people)
    return "\n".join([head, "", count, *sentences(fresh, words, zone), "", verdict(fresh, words), ""])


def taken_back_text(name: str, at: datetime, words: Words, zone: tzinfo) -> str:
    """Return what stands in place of the note once the export was taken back."""
    return "\n".join([title(name, words), "", words.say("fresh.taken_back", at=words.moment(at, zone)), ""])


def title(name: str, words: Words) -> str:
    """Return the first line of every note about an export."""
    return words.say("fresh.title", name=name)


def sentences(fresh: Freshness, words: Words, zone: tzinfo) -> list[str]:
    """Return what was known when the export was drawn, and what was waiting or refused."""
    told = [words.say("fresh.known", at=words.moment(fresh.known_until, zone))]
    if fresh.last_at is None:
        told.append(words.say("fresh.no_optouts"))
    else:
        told.append(words.say("fresh.last", name=fresh.last_name, at=words.moment(fresh.last_at, zone)))
    told += [words.say("fresh.held", count=fresh.held)] if fresh.held else []
    told += [words.say("fresh.refused", count=fresh.refused)] if fresh.refused else []
    return told + ([words.say("fresh.waiting", count=fresh.waiting)] if fresh.waiting else [])


def verdict(fresh: Freshness, words: Words) -> str:
    """Return whether it is safe to send, in one sentence."""
    return words.say("fresh.safe" if fresh.safe else "fresh.look_first")
