"""What an unknown file seems to hold: a draft of a layout, for a human to complete."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, tzinfo

from processor.domain.bounce import classify
from processor.domain.table import Table
from processor.errors import Refused
from processor.layouts import details, words
from processor.layouts.layout import Means
from processor.layouts.meanings import is_bare, name_of, usually
from processor.layouts.vocabulary import AMBIGUOUS
from processor.layouts.words import fold
from processor.recognise.choose import headed_by_number
from processor.recognise.columns import addresses_at, word_of
from processor.recognise.dates import read_dates
from processor.recognise.hints import FOLDERS, family_of

KIND_OF = {"optout": "optouts", "complaint": "complaints", "bounce": "bounces"}
MANY = 25
"""More different words than this are no vocabulary."""

_BY_HEADING = {
    "at": details.OPTOUT_DATE | details.DATE | details.CHANGED | details.CREATED,
    "list": details.LIST,
    "mailing": details.MAILING | details.SUBJECT,
    "enhanced": details.ENHANCED,
    "smtp": details.SMTP,
    "diagnosis": details.DIAGNOSIS,
}
_SPEAKS = words.STATUS | words.BOUNCE_TYPE | words.REASON
_ENHANCED, _SMTP = re.compile(r"[245]\.\d{1,3}\.\d{1,3}"), re.compile(r"[245]\d\d")


@dataclass(frozen=True)
class Draft:
    """A table as it would be taught: columns by number, `address` those that may hold the addresses.

    `words` maps a word of the status column, as written, to the name of its meaning, "" where nobody knows it.
    `parts` maps roles of a layout (at, mailing, enhanced, smtp, diagnosis, list) to columns; `kind` says what each line
    means where the status says nothing, `name_part` which part of the file's name tells.
    """

    table: Table
    headed: bool
    address: Sequence[int]
    status: int | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, int] = field(default_factory=dict)
    kind: str = ""
    name_part: str = ""
    day_first: bool | None = None
    system: str = ""


def draft_of(tables: Sequence[Table], name: str, folder: str) -> Draft:
    """Given a file's tables, return what the first one with addresses seems to hold; raise Refused where none has."""
    for table in tables:
        if places := addresses_at(table, [fold(cell) for cell in table.header]):
            break
    else:
        columns = [cell for table in tables for cell in table.header if cell.strip()][:20]
        raise Refused("not_recognised", place=name, columns=columns, missing="E-Mail")
    headed = bool(table.header)
    table = table if headed else headed_by_number(table)
    parts = _parts(table, places)
    draft = with_status(Draft(table, headed, places, parts=parts), _status(table, {*places, *parts.values()}))
    family = FOLDERS.get(folder, "") or family_of(name)
    speaks = parts.keys() & {"enhanced", "smtp", "diagnosis"}
    kind = KIND_OF.get(family, "") or ("bounces" if speaks and draft.status is None else "")
    return replace(draft, kind=kind, name_part=name_part_of(name))


def with_status(draft: Draft, column: int | None) -> Draft:
    """Return the draft with this status column and its words, those prefilled that mean the same everywhere."""
    if column is None:
        return replace(draft, status=None, words={})
    heading = draft.table.header[column]
    seen = Counter(cell.strip() for cell in draft.table.columns[column] if word_of(cell))
    known = {word: _beyond_doubt(heading, word) for word, _ in seen.most_common()}
    parts = {role: place for role, place in draft.parts.items() if place != column}
    return replace(draft, status=column, words={w: name_of(m) if m else "" for w, m in known.items()}, parts=parts)


def lines_of(draft: Draft, word: str) -> int:
    """Return how many lines have this word in the status column."""
    return sum(cell.strip() == word for cell in draft.table.columns[draft.status]) if draft.status is not None else 0


def order_is_open(draft: Draft, zone: tzinfo) -> str:
    """Return a date of which nobody can say whether day or month stands first, "" where there is none."""
    if "at" not in draft.parts or draft.day_first is not None:
        return ""
    return min(read_dates(set(draft.table.columns[draft.parts["at"]]), zone).ambiguous, default="")


def name_part_of(name: str) -> str:
    """Return the word of a file's name that tells what it is, else its longest word, "" where it has none."""
    found = [word.lower() for word in re.findall(r"[^\W\d_]{4,}", name.rpartition(".")[0])]
    return next((word for word in found if family_of(word)), max(found, key=len, default=""))


def _beyond_doubt(heading: str, word: str) -> Means | None:
    """Return what a word means wherever it stands; one that is said of accounts too is asked for."""
    folded = fold(word)
    if (folded in AMBIGUOUS and fold(heading) not in words.BOUNCE_TYPE) or (
        is_bare(folded) and fold(heading) in words.STATUS
    ):
        return None
    return usually(heading, word)


def _parts(table: Table, taken: Sequence[int]) -> dict[str, int]:
    """Return the columns whose heading, or else whose cells, say what part they play."""
    parts: dict[str, int] = {}
    for place, heading in enumerate(map(fold, table.header)):
        if place in taken:
            continue
        cells = [cell for cell in set(table.columns[place]) if cell.strip()][:50]
        role = next((role for role, known in _BY_HEADING.items() if heading in known), "") or _by_content(
            heading, cells
        )
        if role and cells:
            parts.setdefault(role, place)
    return parts


def _by_content(heading: str, cells: Sequence[str]) -> str:
    if not cells or heading in _SPEAKS:
        return ""
    if all(_ENHANCED.fullmatch(cell.strip()) for cell in cells):
        return "enhanced"
    if all(_SMTP.fullmatch(cell.strip()) for cell in cells):
        return "smtp"
    if len(read_dates([cell for cell in cells if not cell.strip().isdigit()], UTC).some()) * 2 > len(cells):
        return "at"
    told = sum(" " in cell and classify(text=cell).rule != "none" for cell in cells)
    return "diagnosis" if told * 2 >= len(cells) else ""


def _status(table: Table, taken: set[int]) -> int | None:
    """Return the column that most likely says what happened: with most known words, then by heading, then by few."""
    best: tuple[int, int, int, int] | None = None
    for place, cells in enumerate(table.columns):
        seen = {cell.strip() for cell in cells if word_of(cell)}
        if place in taken or not 0 < len(seen) <= MANY or any("@" in word for word in seen):
            continue
        headed = fold(table.header[place]) in _SPEAKS
        known = sum(usually(table.header[place], word) is not None for word in seen)
        if not (known or headed or len(seen) * 2 <= len(cells)):
            continue
        if known or headed or not all(is_bare(fold(word)) or word.replace(".", "").isdigit() for word in seen):
            best = max(best or (-1, -1, -99, 0), (known, int(headed), -len(seen), -place))
    return None if best is None else -best[3]
