"""The lines that could not be used, as a list that people mend and drop again: the .again.csv."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Mapping
from typing import TYPE_CHECKING

from processor.domain.batch import Unusable
from processor.domain.shown import safe_cell, shown
from processor.layouts.again import HEADINGS, event_cell
from processor.report.figures import CUSTOMS
from processor.report.rows import advice_of, place_of
from processor.report.words import Words

if TYPE_CHECKING:
    import pandas as pd

CELL_LIMIT = 10_000
"""More than is kept of a cell, so that none is cut here: what was too long must not become readable by being cut."""


def again_csv(rejected: pd.DataFrame, unusable: Mapping[int, Unusable], words: Words) -> bytes:
    """Given the rejected lines of a receipt and what those without a usable address would have meant, return the list.

    UTF-8 with BOM, CRLF, the separator Excel expects in that country; our reader takes it back (layouts.again). As it
    stands not one line of it can be used: what happened is said only where the address is at fault. A word that was
    unknown stands under "Reason", because here it might be a known one.
    """
    octets = io.BytesIO()
    octets.write(codecs.BOM_UTF8)
    text = io.TextIOWrapper(octets, encoding="utf-8", errors="backslashreplace", newline="")
    writer = csv.writer(text, delimiter=CUSTOMS[words.language].cell, lineterminator="\r\n")
    writer.writerow(HEADINGS[words.language])
    times = rejected["at"].dt.strftime("%Y-%m-%dT%H:%M:%SZ").fillna("").tolist()
    names = ("sheet", "line", "address", "canonical", "list", "mailing", "reason", "code")
    columns = zip(rejected.index.tolist(), times, *(rejected[name].tolist() for name in names), strict=True)
    for row, at, sheet, line, address, canonical, listed, mailing, reason, code in columns:
        cell, event = canonical or address, ""
        if meant := unusable.get(row):
            cell = meant.cell
            event = event_cell(words.language, meant.event, meant.bounce_class, confident=meant.confident)
        told = (advice_of(code, words), cell, event, at, listed, mailing, reason, place_of(sheet, line))
        writer.writerow([safe_cell(shown(each, CELL_LIMIT)) for each in told])
    text.detach()
    return octets.getvalue()
