"""What came before: earlier files of the same source, as far as they say whether a new one is plausible."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

ACTING = ("optout", "complaint", "bounce")
"""Events that take somebody off a list."""
BY_NAME = "said:"
"""What the rule of a line begins with that means what it does because of folder or name alone."""


@dataclass(frozen=True)
class Earlier:
    """An earlier file of the same source that was applied.

    `lines` are its lines of the new file's kind, `known` those of them that said nothing new even then. Compared with
    the new file: `shared` of the new file's entries stood in it too, and it had `newer` that the new one lacks (0 where
    nothing is suspicious and nobody looked). `released`: a human let it pass.
    """

    name: str
    received: datetime
    lines: int
    known: int
    released: bool = False
    shared: int = 0
    newer: int = 0


@dataclass(frozen=True)
class Memory:
    """What the ledger remembers for weighing one new file.

    `files` are those of the same source, latest first. `entries` is the number of different entries of the new file's
    kind, `dated` whether they have times. `familiar`: files of this layout came before, and of the people they newly
    named the ERP had most. `gone` are the addresses that other files newly called unknown mailboxes within 24 hours,
    `by_name` the number of ERP rows that others opted out in that time because of folder or name alone.
    """

    files: Sequence[Earlier] = ()
    entries: int = 0
    dated: bool = False
    familiar: bool = False
    gone: frozenset[str] = frozenset()
    by_name: int = 0


def kind_of(rows: pd.DataFrame) -> str:
    """Given the rows of a batch, return the acting event most of them have, "" where none acts."""
    counted = rows.loc[rows["event"].isin(ACTING), "event"].value_counts()
    return str(counted.index[0]) if len(counted) else ""


_MONTHS = frozenset(
    (
        *("jan", "januar", "january", "feb", "februar", "february", "mar", "mär", "mrz", "märz", "maerz", "march"),
        *("apr", "april", "may", "mai", "jun", "juni", "june", "jul", "juli", "july", "aug", "august", "sep", "sept"),
        *("september", "oct", "okt", "oktober", "october", "nov", "november", "dec", "dez", "dezember", "december"),
    )
)
_BESIDE = frozenset({"kopie", "copy", "von", "of", "neu", "new", "alt", "old", "final", "aktuell"})


def source_of(name: str) -> str:
    """Given a file name, return what files of the same source have in common: its words without dates and numbers.

    "unsubscribed_export_5d2c1f90.csv" and "unsubscribed_export_77d01e (1).csv" are of one source, and so are
    "Abmeldungen Oktober 2026.xlsx" and "Abmeldungen 2026-11.csv". "" where nothing is left.
    """
    stem = re.sub(r"\.\w{1,5}$", "", name.lower())
    words = [word for word in re.findall(r"[^\W_]+", stem) if not any(sign.isdigit() for sign in word)]
    return " ".join(word for word in words if word not in _BESIDE | _MONTHS)
