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
from processor.errors import Unavailable
from processor.export import render
from processor.export.shape import encodable
from processor.ledger.exports import Export
from processor.ledger.watchbook import RoundEntry
from processor.parts import Outgoing, Parts

if TYPE_CHECKING:
    import pandas as pd


def settle_customers(parts: Parts, *, files: int, export: bool) -> None:
    """Set to NO again who said no, then export who is new (unless `export` is off because a file still waits).

    A survey is one pass over all living customers. Raise Unavailable where the ERP is away, and at the end where it
    does not let somebody who said no be set to NO; the export, which holds none of them, has gone out then.
    """
    finish_repairs(parts)  # of an earlier life
    if export:
        finish_exports(parts)
    survey, stubborn = keep_promises(parts, files)
    if stubborn:  # perhaps somebody was editing just then
        survey, stubborn = keep_promises(parts, files)
    if export and parts.outgoing is not None:
        draw(survey.new_subscribers(), parts, parts.outgoing)
        finish_exports(parts)
    if stubborn:
        rows = [f"{target}:{key.strip('[]')}" for target, key in stubborn]
        raise Unavailable("guard_blocked", count=len(rows), rows=rows[:20])


def keep_promises(parts: Parts, files: int) -> tuple[Survey, list[tuple[str, str]]]:
    """Survey the customers and set to NO again who said no; return the survey and the rows that could not be set."""
    begun = monotonic()
    survey = look_through(parts)
    repairs = survey.repairs()
    parts.ledger.watchbook.plan_repairs(repairs, parts.now())
    stubborn = finish_repairs(parts)
    entry = RoundEntry(
        at=parts.now(),
        files=files,
        suppressed=parts.ledger.figures.suppressed(),
        customers=survey.customers,
        repaired=len(repairs) - len(stubborn),
        seconds=monotonic() - begun,
    )
    parts.ledger.watchbook.note(entry)
    return survey, stubborn


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


def finish_repairs(parts: Parts) -> list[tuple[str, str]]:
    """Carry out stored repairs, those of an earlier life too; return (target, key) of rows that stay as they are.

    One row that cannot be set must not keep the others YES: what the ERP refuses is narrowed down to single rows, and
    what somebody is editing just now is left to the next survey.
    """
    repairs = parts.ledger.watchbook.repairs()
    stubborn = _apply_what_can_be(repairs, parts)
    parts.ledger.watchbook.forget_repairs(stubborn)
    parts.ledger.watchbook.repaired(parts.now())
    return stubborn


def _apply_what_can_be(repairs: pd.DataFrame, parts: Parts) -> list[tuple[str, str]]:
    """Write repairs; return (target, key) of those that stay undone."""
    if repairs.empty:
        return []
    keys = list(dict.fromkeys(zip(repairs["target"], repairs["key"], strict=True)))
    try:
        parts.erp.apply(repairs, now=parts.now().astimezone(parts.zone), source="abgleich")
    except Changed as stop:
        rest = only(repairs, (key not in stop.keys for key in zip(repairs["target"], repairs["key"], strict=True)))
        return [*stop.keys, *_apply_what_can_be(rest, parts)] if stop.keys else keys
    except Unavailable as problem:
        if problem.code not in ("erp_refuses", "erp_write_reverted", "erp_key_not_unique"):
            raise
        if len(keys) == 1:
            return keys
        half = set(keys[: len(keys) // 2])
        first = [key in half for key in zip(repairs["target"], repairs["key"], strict=True)]
        second = only(repairs, (not chosen for chosen in first))
        return [*_apply_what_can_be(only(repairs, first), parts), *_apply_what_can_be(second, parts)]
    return []


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
