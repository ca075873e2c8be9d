"""The removal file: addresses that customers gave up, for the newsletter server to take off its lists."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from dropzone import durable
from dropzone.errors import ZoneError, ZoneUnavailable, world
from dropzone.folder import Folder
from processor.customers.returned import had_again
from processor.export import as_removal, render
from processor.export.render import Part
from processor.ledger.removals import RemovalFile
from processor.parts import Outgoing, Parts

if TYPE_CHECKING:
    import pandas as pd


ANOTHERS = timedelta(hours=1)
"""For so long a drawn file whose bytes are not here is taken for another machine's, which is about to publish it."""


def draw_removals(parts: Parts, outgoing: Outgoing) -> None:
    """Fix the next removal file, if there is anything to remove that no customer has again and nobody said no to.

    Who said no stays out there as one who said no; removed, he would be new to the server when he comes again. What
    the server never had, because the export was taken back, need not be removed.
    """
    removals = parts.ledger.removals
    waiting = removals.waiting()
    if not waiting or not outgoing.removals:
        return
    people = parts.ledger.people
    kept = had_again(waiting, parts) | people.kept_out(among=waiting)
    kept |= set(waiting) - people.known(among=waiting)
    removals.forget(sorted(kept))
    given_up = [address for address in waiting if address not in kept]
    for part in render(_people(given_up), as_removal(outgoing.adapter)).parts:
        removals.draw(_spooled_file(part, outgoing.name, parts), part.canonical)


def take_off(people: list[str], name: str, parts: Parts, outgoing: Outgoing) -> None:
    """Fix the removal file of one list; who is in none is noted as left, to be taken off by hand.

    A file without a list's own name would take people off every list.
    """
    told: set[str] = set()
    if outgoing.removals and name in outgoing.files:
        for part in render(_people(people), as_removal(outgoing.adapter, one_list=True)).parts:
            parts.ledger.removals.draw_for_list(_spooled_file(part, outgoing.files[name], parts), part.canonical, name)
            told.update(part.canonical)
    if rest := [one for one in people if one not in told]:
        parts.ledger.listings.leave(rest, name, parts.now())


def _spooled_file(part: Part, pattern: str, parts: Parts) -> RemovalFile:
    """Put the bytes of the next removal file into the spool and return what is to be noted of it."""
    number = parts.ledger.exports.next_number()
    with world(parts.spool), Folder(parts.spool) as spool:
        durable.put(spool, spooled(number, parts).name, part.content)
    digest, name = hashlib.sha256(part.content).hexdigest(), removal_name(pattern, number)
    return RemovalFile(number, name, digest, len(part.canonical), parts.now())


def finish_removal(file: RemovalFile, parts: Parts, outgoing: Outgoing) -> None:
    """Publish a drawn removal file beside the exports, under another name where somebody else's file has its own.

    Where its bytes are lost, because an older ledger was put back perhaps, they are made anew for the next time.
    """
    spool = spooled(file.number, parts)
    if not spool.exists() and not outgoing.outlet.has(file.name):
        if parts.now() - file.drawn_at > ANOTHERS:
            _make_anew(file, parts, outgoing)
        return
    try:
        outgoing.outlet.publish(file.name, spool, file.digest)
    except ZoneUnavailable:
        raise
    except ZoneError as problem:
        if problem.code == "source_changed":
            _make_anew(file, parts, outgoing)
        else:
            parts.ledger.removals.renamed(file.number, f"{Path(file.name).stem}-{file.digest[:8]}{_ending(file.name)}")
    else:
        parts.ledger.removals.published(file.number, parts.now())


def _make_anew(file: RemovalFile, parts: Parts, outgoing: Outgoing) -> None:
    """Fix the bytes of a removal file again, whatever limits have come since; nothing where none of it can be said."""
    people, of_a_list = parts.ledger.removals.people(file.number)
    adapter = replace(as_removal(outgoing.adapter, one_list=of_a_list), rows=0, size=0)
    for part in render(_people(people), adapter).parts:
        with world(parts.spool), Folder(parts.spool) as spool:
            durable.put(spool, spooled(file.number, parts).name, part.content)
        parts.ledger.removals.redrawn(file.number, hashlib.sha256(part.content).hexdigest())


def removal_name(pattern: str, number: int) -> str:
    """Return the name of a removal file: that of an export, with "-remove" before its ending."""
    name = pattern.format(number=number)
    return f"{name.removesuffix(_ending(name))}-remove{_ending(name)}"


def _people(addresses: list[str]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame({"canonical": addresses, "written": addresses}, dtype="str")


def _ending(name: str) -> str:
    return Path(name).suffix


def spooled(number: int | str, parts: Parts) -> Path:
    """Where the bytes of a removal file wait until they are published; "*" for any."""
    return parts.spool / f"removal-{number}"
