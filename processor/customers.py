"""The other direction: look through all customers, keep the promises, hand new subscribers over."""

from __future__ import annotations

import hashlib
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from dropzone import durable
from dropzone.errors import ZoneError, ZoneUnavailable, world
from dropzone.folder import Folder
from dropzone.publish import discard_part, publish
from processor.domain.address import addresses_of
from processor.domain.batch import only
from processor.domain.survey import Standing, Survey, quarantine_end
from processor.erp.gateway import Changed
from processor.export import render
from processor.export.shape import encodable
from processor.ledger.exports import Export
from processor.ledger.watchbook import RoundEntry
from processor.parts import Outgoing, Parts

if TYPE_CHECKING:
    import pandas as pd


def settle_customers(parts: Parts, *, files: int, export: bool) -> None:
    """Set to NO again who said no, then export who is new (unless `export` is off because a file still waits).

    The survey is one pass over all living customers; raise Unavailable where the ERP is away.
    """
    finish_repairs(parts)
    finish_exports(parts)
    begun = monotonic()
    survey = look_through(parts)
    repairs = survey.repairs()
    parts.ledger.watchbook.plan_repairs(repairs, parts.now())
    finish_repairs(parts)
    entry = RoundEntry(
        at=parts.now(),
        files=files,
        suppressed=parts.ledger.figures.suppressed(),
        customers=survey.customers,
        repaired=len(repairs),
        seconds=monotonic() - begun,
    )
    parts.ledger.watchbook.note(entry)
    if export and parts.outgoing is not None:
        draw(survey.new_subscribers(), parts, parts.outgoing)
        finish_exports(parts)


def look_through(parts: Parts) -> Survey:
    """Survey all living customers."""
    people = parts.ledger.people
    standing = Standing(people.said_no(), people.kept_out(), people.known(), people.faulty_since())
    outgoing = parts.outgoing
    survey = Survey(standing, exclude=outgoing.exclude if outgoing else (), effects=parts.effects)
    fields = list(dict.fromkeys(outgoing.shape.fields)) if outgoing else []
    before = quarantine_end(parts.policy.quarantine_days, parts.now())
    for chunk in parts.erp.customers(fields):
        survey.add(chunk, before)
    return survey


def finish_repairs(parts: Parts) -> None:
    """Carry out stored repairs, those of an earlier life too; an overtaken one is found anew by the next survey."""
    repairs = parts.ledger.watchbook.repairs()
    if repairs.empty:
        return
    try:
        parts.erp.apply(repairs, now=parts.now().astimezone(parts.zone), source="abgleich")
    except Changed:
        parts.ledger.watchbook.forget_repairs()
    else:
        parts.ledger.watchbook.repaired(parts.now())


def draw(people: pd.DataFrame, parts: Parts, outgoing: Outgoing) -> None:
    """Fix the next export: its bytes in the spool, then its number, digest and people in the ledger."""
    people = with_address_as_written(people)
    people = only(people, encodable(people["written"], outgoing.shape.encoding))
    if people.empty:
        return
    content = render(people, outgoing.shape)
    number = parts.ledger.exports.next_number()
    with Folder(parts.spool) as spool:
        durable.put(spool, spooled(number, parts).name, content)  # one left by an export never drawn is replaced
    digest = hashlib.sha256(content).hexdigest()
    name = outgoing.name.format(number=number)
    export = Export(number, name, digest, len(people), parts.now(), published_at=None, void=False)
    parts.ledger.exports.draw(export, list(people["canonical"]))


def finish_exports(parts: Parts) -> None:
    """Publish drawn exports, those of an earlier life included; withdraw one whose people have said no meanwhile."""
    if parts.outgoing is None:
        return
    for export in parts.ledger.exports.unpublished():
        out = (parts.outgoing.folder / export.name).exists()
        if not out and parts.ledger.exports.people(export.number) & parts.ledger.people.kept_out():
            discard_part(parts.outgoing.folder, export.name)
            parts.ledger.exports.withdraw(export.number)
        else:
            publish_or_void(export, parts, parts.outgoing)
    with world(parts.spool):
        for done in parts.spool.glob(spooled("*", parts).name):  # an earlier life may have died before this
            done.unlink(missing_ok=True)


def publish_or_void(export: Export, parts: Parts, outgoing: Outgoing) -> None:
    """Put the file into the export folder; a name taken by a foreign file is left alone, the people go out anew."""
    try:
        publish(outgoing.folder, export.name, spooled(export.number, parts), export.digest)
    except ZoneUnavailable:
        raise
    except ZoneError:
        parts.ledger.exports.void(export.number)
    else:
        parts.ledger.exports.published(export.number, parts.now())


def with_address_as_written(people: pd.DataFrame) -> pd.DataFrame:
    """Add the column `written`: the address as the ERP writes it, without a name or brackets around it."""
    cells = addresses_of(people["email"].unique()) if len(people) else {}
    written = [
        next(address.written for address in cells[cell] if address.canonical == canonical)
        for cell, canonical in zip(people["email"] if len(people) else (), people["canonical"], strict=True)
    ]
    return people.assign(written=written)


def spooled(number: int | str, parts: Parts) -> Path:
    """Where the bytes of an export wait until they are published; "*" for any."""
    return parts.spool / f"export-{number}"
