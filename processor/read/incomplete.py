"""What a program writes below a list when it fails in the middle of it: then the list is only a part of the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from processor.domain.shown import shown
from processor.errors import Refused
from processor.read.header import holds_address

_LOOKED_AT = 5_000  # rows from below; no error page is longer

_FAILED = re.compile(
    r"""
    (?:\#?\s*|<[^>]*>\s*|")*                       # PHP writes <br /> and <b> around its errors
    (?:
        (?:error|fehler|erreur|errore)\s*:           # AcyMailing: the query broke
      | error\s+(?:code\s+)?\d+\b                  # MySQL: ERROR 2013 (HY000)
      | (?:php\s+)?(?:(?:catchable\ |recoverable\ )?fatal\ error|parse\ error|warning|notice|deprecated)
        (?:</b>)?\s*:\s.*(?:\son\ line\ |\ in\ |\Z)
      | uncaught\ (?:\w*error|\w*exception)\b
      | traceback\ \(most\ recent\ call\ last\)
      | (?:mysql|mysqli|pg|pdo\w*|sql\w*)\ ?(?:server\ has\ gone\ away|error|exception)\b
      | allowed\ memory\ size\ of\ \d
      | maximum\ execution\ time\ of\ \d
      | (?:5\d\d)\s+(?:internal\ server\ error|bad\ gateway|service\ unavailable|gateway\ time-?out)
      | (?:query|export|download)\ (?:failed|aborted|was\ (?:killed|cancell?ed|interrupted))
    )
  | \s*<(?:!doctype\ html|html)\b                   # the page of a web server instead of the rest
    """,
    re.IGNORECASE | re.VERBOSE,
)


def refuse_incomplete(
    lines: Sequence[int], columns: Sequence[Sequence[str]], broken: Sequence[tuple[int, str, str]]
) -> None:
    """Given the rows of a table and those kept aside, raise Refused incomplete_export (line, text) where it ends so.

    Only below the last row with an address: a reason for a bounce may well begin with "Error:". AcyMailing writes
    "Error: " and what the database said, PHP and web servers their own pages.
    """
    ending = islice(_ending(lines, columns, broken), _LOOKED_AT)
    failed = [(line, text) for line, text in ending if _FAILED.match(text)]
    if failed:
        line, text = failed[-1]  # the uppermost: there the list ends
        raise Refused("incomplete_export", line=line, text=shown(text, 100))


def _ending(
    lines: Sequence[int], columns: Sequence[Sequence[str]], broken: Sequence[tuple[int, str, str]]
) -> Iterator[tuple[int, str]]:
    """Yield line and text of the rows below the last one with an address, from below."""
    aside = list(broken)
    for place in range(len(lines) - 1, -1, -1):
        while aside and aside[-1][0] > lines[place]:
            line, _, raw = aside.pop()
            yield line, raw
        cells = [column[place] for column in columns]
        if holds_address(cells):
            return
        yield lines[place], " ".join(filter(None, cells))
    yield from ((line, raw) for line, _, raw in reversed(aside))
