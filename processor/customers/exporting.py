"""The import files for the newsletter server: fixed in the ledger first, then published."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from dropzone import durable
from dropzone.errors import ZoneError, ZoneUnavailable, world
from dropzone.folder import Folder
from processor.customers.removing import ANOTHERS, take_off
from processor.customers.sharing import Share, leaving, note_assumed, on_no_list, shares
from processor.domain.address import addresses_of
from processor.domain.batch import distinct, frame
from processor.domain.listed import Difference
from processor.export import render
from processor.export.render import LEFT_OUT, Part
from processor.ledger.exports import Export
from processor.parts import Outgoing, Parts

if TYPE_CHECKING:
    import pandas as pd


def draw(difference: Difference, parts: Parts, outgoing: Outgoing) -> None:
    """Fix the next exports, several where there are lists or limits, and note who cannot be handed over and why.

    One by one: who is on two lists, and in the file of the first when the process dies, is still due on the other.
    """
    import pandas as pd

    note_assumed(difference, parts)
    left_out = [frame(dict.fromkeys(LEFT_OUT, ()), LEFT_OUT), *map(on_no_list, difference.nobody)]
    left_out += (_draw_share(share, parts, outgoing) for share in shares(difference.joined, outgoing))
    parts.ledger.left_out.note(pd.concat(left_out, ignore_index=True).drop_duplicates("canonical"), parts.now())
    for name, people in leaving(difference.left, outgoing):
        take_off(people, name, parts, outgoing)


def _draw_share(share: Share, parts: Parts, outgoing: Outgoing) -> pd.DataFrame:
    """Fix the exports of some people; return who is left out and why. What was rendered is let go of with it."""
    rendered = render(with_address_as_written(share.people), outgoing.adapter)
    for part in rendered.parts:
        draw_part(part, share, parts)
    return rendered.left_out


def draw_part(part: Part, share: Share, parts: Parts) -> None:
    """Fix one export: its bytes in the spool, then its number, digest, people and their lists in the ledger."""
    number = parts.ledger.exports.next_number()
    with world(parts.spool), Folder(parts.spool) as spool:
        durable.put(spool, spooled(number, parts).name, part.content)  # one left by an export never drawn is replaced
    digest = hashlib.sha256(part.content).hexdigest()
    people, lists = part.canonical, None
    if share.lists is not None:
        rows = [(one, share.lists[place]) for one, place in zip(part.canonical, part.places, strict=True)]
        people, lists = [one for one, names in rows for _ in names], [name for _, names in rows for name in names]
    name = share.name.format(number=number)
    export = Export(number, name, digest, len(set(people)), parts.now(), published_at=None, void=False)
    parts.ledger.exports.draw(export, people, lists)


def finish_export(export: Export, parts: Parts, outgoing: Outgoing, *, afresh: bool) -> None:
    """Publish a drawn export, or withdraw one that never came out and whose people may not be in it any more.

    `afresh`: it was drawn in this round, by a look at all customers. One whose bytes are lost, because an older ledger
    was put back perhaps, is given up: it may have come out once, so that its number is not used again.
    """
    if outgoing.outlet.has(export.name):
        publish_or_void(export, parts, outgoing)
    elif not spooled(export.number, parts).exists():
        if parts.now() - export.drawn_at > ANOTHERS:
            outgoing.outlet.discard(export.name)
            parts.ledger.exports.void(export.number)
    elif parts.ledger.exports.holds_somebody_kept_out(export.number) or not (afresh or _all_may(export.number, parts)):
        outgoing.outlet.discard(export.name)
        parts.ledger.exports.withdraw(export.number)
    else:
        publish_or_void(export, parts, outgoing)


def _all_may(number: int, parts: Parts) -> bool:
    """Return whether everybody in an export still is a customer who may get mail by each of his rows."""
    people = parts.ledger.exports.people(number)
    rows, _ = parts.erp.holders(people)
    may = (rows["flag"] == "yes").to_numpy(dtype=bool) & ~rows["faulty"].to_numpy(dtype=bool)
    return distinct(rows.loc[may, "canonical"]) - distinct(rows.loc[~may, "canonical"]) >= people


def publish_or_void(export: Export, parts: Parts, outgoing: Outgoing) -> None:
    """Put the file into the export folder; a name taken by a foreign file is left alone, the people go out anew."""
    try:
        outgoing.outlet.publish(export.name, spooled(export.number, parts), export.digest)
    except ZoneUnavailable:
        raise
    except ZoneError:
        parts.ledger.exports.void(export.number)
    else:
        parts.ledger.exports.published(export.number, parts.now())


def with_address_as_written(people: pd.DataFrame) -> pd.DataFrame:
    """Add the column `written`: the address as the ERP writes it, without a name or brackets around it."""
    if not len(people):
        return people.assign(written=[])
    more = people["email"].str.lower() != people["canonical"]  # else the cell is nothing but the address
    wrapped = people[more]
    cells = addresses_of(wrapped["email"].tolist())
    written = [
        next(address.written for address in cells[cell] if address.canonical == canonical)
        for cell, canonical in zip(wrapped["email"].tolist(), wrapped["canonical"].tolist(), strict=True)
    ]
    people = people.assign(written=people["email"])
    people.loc[more, "written"] = written
    return people


def spooled(number: int | str, parts: Parts) -> Path:
    """Where the bytes of an export wait until they are published; "*" for any."""
    return parts.spool / f"export-{number}"
