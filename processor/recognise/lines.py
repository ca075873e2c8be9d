"""A batch as plain values, one for each line and one to close: what `abgleich read --json` prints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from processor.domain.batch import EVENTS, Batch


def json_lines(batch: Batch) -> Iterator[dict[str, Any]]:
    """Given a batch, yield for each row line, address, event, class, at (ISO 8601 in UTC or None), list, rule, reason.

    `reason` is the code of an ignored or rejected line (words: line), else what the file itself says.
    """
    rows = batch.rows
    times = [None if text != text else text for text in rows["at"].dt.strftime("%Y-%m-%dT%H:%M:%SZ").tolist()]
    names = ("line", "address", "event", "bounce_class", "list", "rule", "code", "reason")
    for at, (line, address, event, bounce_class, listed, rule, code, reason) in zip(
        times, zip(*(rows[name].tolist() for name in names), strict=True), strict=True
    ):
        yield {
            "line": line,
            "address": address,
            "event": event,
            "class": bounce_class,
            "at": at,
            "list": listed,
            "rule": rule,
            "reason": code or reason,
        }


def json_closing(batch: Batch) -> dict[str, Any]:
    """Given a batch, return who claimed the file, why (codes with their facts), and how many rows mean what."""
    counted = batch.rows["event"].value_counts()
    return {
        "layout": batch.layout,
        "evidence": [{"code": code, **facts} for code, facts in batch.evidence],
        "counts": {event: int(counted[event]) for event in EVENTS if event in counted.index},
    }
