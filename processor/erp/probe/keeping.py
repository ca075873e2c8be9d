"""Whether the column that keeps addresses aside has room for those that are in the data, beside what it holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from processor.erp.gaps import filled
from processor.erp.probe.catalogue import Column
from processor.erp.probe.finding import Finding
from processor.erp.targets import Target, facts_of
from processor.erp.values import text_of

REASON = "mailbox_unknown"
"""One of the longer bounce classes, which fill {reason}."""


class Longest(NamedTuple):
    """The most characters that keeping one row's address would take, without the words around it, and that row."""

    characters: int
    key: str


NO_ADDRESS = Longest(0, "")
"""Before any row was looked at."""


def longest(target: Target, cells: Mapping[str, Sequence[Any]], keys: Sequence[str], known: Longest) -> Longest:
    """Return the row that needs the most room, of some rows and of those `known` from before."""
    kept = [len(text_of(raw).rstrip()) for raw in cells[target.bounce.keep_in]]
    for name in target.email:
        for raw, before, key in zip(cells[name], kept, keys, strict=True):
            if (cell := len(text_of(raw).strip())) and cell + before + 2 * bool(before) > known.characters:
                known = Longest(cell + before + 2 * bool(before), key)
    return known


def keep_findings(target: Target, columns: Mapping[str, Column], needs: Longest, now: datetime) -> Iterator[Finding]:
    """Yield what is wrong with the column: too short for an address that is there, or for one that may come."""
    column = columns.get(target.bounce.keep_in)
    if column is None or column.length is None or column.family != "text":
        return
    words = len(str(filled(target.bounce.keep, facts_of(now, reason=REASON))))
    facts = {"target": target.name, "column": column.name, "type": column.described, "length": column.length}
    if needs.key and needs.characters + words > column.length:
        yield Finding("error", "erp_keep_short", {**facts, "key": needs.key, "needed": needs.characters + words})
        return
    lengths = [columns[name].length or 0 for name in target.email if name in columns]
    if max(lengths, default=0) + words > column.length:
        yield Finding("warn", "erp_keep_tight", {**facts, "needed": max(lengths) + words})
