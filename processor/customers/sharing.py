"""Who is handed over on which list, and in which file: the difference, made into files to be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from processor.domain.batch import frame, only
from processor.domain.listed import LISTS, Difference, Listed
from processor.domain.lists import Lists
from processor.domain.packed import NOBODY
from processor.export.render import LEFT_OUT
from processor.parts import Outgoing, Parts

if TYPE_CHECKING:
    import pandas as pd

    from processor.domain.survey import Survey


class Share(NamedTuple):
    """Files of one kind: their name with {number}, the people row by row, and the lists each row hands them over on."""

    name: str
    people: pd.DataFrame
    lists: Sequence[Sequence[str]] | None = None  # None: there are no lists


def looking_at_lists(parts: Parts) -> Listed | None:
    """Return what finds out, while all customers are looked through, who belongs on which list; None without lists."""
    if parts.outgoing is None or parts.outgoing.lists is None:
        return None
    lists = parts.outgoing.lists
    return Listed(lists, parts.ledger.listings.remembered(lists.names), parts.ledger.crowds.known())


def difference_of(listed: Listed | None, survey: Survey, parts: Parts, outgoing: Outgoing) -> Difference:
    """Return who is to be handed over; without lists everybody who is new, and nobody leaves any."""
    new = survey.new_subscribers()
    if listed is None:
        return Difference(joined=new, left=NOBODY, assumed=NOBODY, nobody=NOBODY)
    return listed.difference(new, kept_out=parts.ledger.crowds.kept_out(), exclude=outgoing.exclude)


def shares(joined: Iterable[pd.DataFrame], outgoing: Outgoing) -> Iterator[Share]:
    """Yield for each portion the files of each list that has its own, then those in which it stands in a column.

    Several lists of somebody stand in one cell where the server separates them by something, else in a row each.
    """
    for people in joined:
        if outgoing.lists is None:
            yield Share(outgoing.name, people)
        else:
            yield from _by_list(people, outgoing.lists, outgoing)


def _by_list(people: pd.DataFrame, lists: Lists, outgoing: Outgoing) -> Iterator[Share]:
    masks = people[LISTS]
    for place, name in enumerate(lists.names):
        mine = only(people, (mask >> place & 1 == 1 for mask in masks))
        if name in outgoing.files and len(mine):
            yield Share(outgoing.files[name], _named(mine, [name] * len(mine), outgoing), [[name]] * len(mine))
    named = [[name for name in lists.named(mask) if name not in outgoing.files] for mask in masks]
    rows = only(people, map(bool, named))
    named = [names for names in named if names]
    if outgoing.adapter.between:
        cells = [";".join(names) for names in named]
    else:
        rows = rows.loc[rows.index.repeat([len(names) for names in named])]
        cells = [name for names in named for name in names]
        named = [[name] for name in cells]
    if len(rows):
        yield Share(outgoing.name, _named(rows, cells, outgoing), named)


def on_no_list(people: pd.DataFrame) -> pd.DataFrame:
    """Return people who are on no list as left out of the export (columns LEFT_OUT)."""
    return frame({"canonical": people["canonical"], "reason": ["no_list"] * len(people)}, LEFT_OUT)


def note_assumed(difference: Difference, parts: Parts) -> None:
    """Note on which lists people are taken to be who were known before there were lists."""
    import pandas as pd

    outgoing = parts.outgoing
    if outgoing is None or outgoing.lists is None:
        return
    for people in difference.assumed:
        named = {mask: outgoing.lists.named(mask) or [""] for mask in set(people[LISTS].tolist())}
        pairs = pd.DataFrame({"canonical": people["canonical"], "list": people[LISTS].map(named)}).explode("list")
        parts.ledger.listings.assume(pairs)


def leaving(left: Iterable[pd.DataFrame], outgoing: Outgoing) -> Iterator[tuple[str, list[str]]]:
    """Yield for each portion every list that somebody leaves, and who."""
    for people in left:
        for place, name in enumerate(outgoing.lists.names if outgoing.lists else ()):
            gone = only(people, (mask >> place & 1 == 1 for mask in people[LISTS]))["canonical"].tolist()
            if gone:
                yield name, gone


def _named(people: pd.DataFrame, cells: Sequence[str], outgoing: Outgoing) -> pd.DataFrame:
    """Return the people with their lists, where the file has a column for them; else it stays what the ERP has."""
    in_column = any(column.field == "list" for column in outgoing.adapter.columns)
    return people.assign(list=list(cells)) if in_column else people
