"""Files that make both sides equal again, written on request: for the newsletter server, and to look at."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from processor.customers.exporting import with_address_as_written
from processor.customers.sharing import shares
from processor.domain.batch import among
from processor.domain.digest import digests
from processor.domain.drift import NEVER_THERE
from processor.domain.listed import LISTS
from processor.errors import AbgleichError
from processor.export import Adapter, addresses_only, as_removal, render

if TYPE_CHECKING:
    import pandas as pd

    from processor.customers.proving import Reconciled
    from processor.parts import Outgoing, Parts


def write_repairs(found: Reconciled, folder: Path, parts: Parts) -> list[Path]:
    """Write the files into a new or existing folder and return them; none for a difference that nobody has.

    remove-there: who must not be mailed. import-there: who was exported and never arrived, in the shape of an export.
    next-export: who would go out next. look-first: active there and not in the ERP. erp-set-to-no: what the guard sets.
    Raise AbgleichError where a file is there already, or no export is configured, which gives the files their shape.
    """
    outgoing = parts.outgoing
    if outgoing is None:
        raise AbgleichError("reconcile_no_shape")
    folder.mkdir(parents=True, exist_ok=True)
    day = parts.now().astimezone(parts.zone).strftime("%Y%m%d-%H%M%S")
    written: list[Path] = []
    for name, contents in _files(found, parts, outgoing):
        for number, content in enumerate(contents, 1):
            ending = f"-{number}" if len(contents) > 1 else ""
            path = folder / f"{name}-{day}{ending}{Path(outgoing.name).suffix}"
            _write(path, content)
            written.append(path)
    return written


def _files(found: Reconciled, parts: Parts, outgoing: Outgoing) -> Iterator[tuple[str, list[bytes]]]:
    drift = found.drift
    lists = {
        "remove-there": sorted(one for name in NEVER_THERE for one in drift.get(name, ())),
        "look-first": drift.get("gone_here_active_there", ()),
        "erp-set-to-no": drift.get("out_there_yes_here", ()),
    }
    for name, people in lists.items():
        shaped = as_removal if name == "remove-there" else addresses_only
        yield name, _bytes(_plain(people), shaped(outgoing.adapter)) if people else []
    lost = set(drift.get("exported_never_arrived", ()))
    lost -= parts.ledger.people.kept_out(among=lost)  # after the list came, and the ERP may say YES still
    if lost:
        yield from _shared(
            "import-there", [_on_their_lists(_customers(lost, parts, outgoing), parts, outgoing)], outgoing
        )
    yield from _shared("next-export", found.people, outgoing)


def _shared(name: str, people: Iterable[pd.DataFrame], outgoing: Outgoing) -> Iterator[tuple[str, list[bytes]]]:
    """Files of the same kinds as an export has: those of each list that has its own."""
    made: dict[str, list[bytes]] = {}
    for share in shares(people, outgoing):
        ending = "" if outgoing.lists is None else f"-{Path(share.name.format(number=0)).stem}"
        contents = _bytes(with_address_as_written(share.people), outgoing.adapter)
        made.setdefault(name + ending, []).extend(contents)
    yield from made.items()


def _on_their_lists(people: pd.DataFrame, parts: Parts, outgoing: Outgoing) -> pd.DataFrame:
    """Add the lists that people were handed over on."""
    if outgoing.lists is None:
        return people
    remembered = parts.ledger.listings.remembered(outgoing.lists.names)
    return people.assign(**{LISTS: remembered.of(digests(people["canonical"].tolist()))[0]})


def _bytes(people: pd.DataFrame, adapter: Adapter) -> list[bytes]:
    return [part.content for part in render(people, adapter).parts]


def _plain(people: Sequence[str]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame({"canonical": list(people), "written": list(people)}, dtype="str")


def _customers(people: set[str], parts: Parts, outgoing: Outgoing) -> pd.DataFrame:
    """The first ERP row that may get mail of each of these people, with the fields an export needs."""
    import pandas as pd

    found = [
        chunk[among(chunk["canonical"], people) & (chunk["flag"] == "yes") & ~chunk["faulty"]]
        for chunk in parts.erp.customers(outgoing.adapter.reads)
    ]
    return pd.concat(found, ignore_index=True).drop_duplicates("canonical")


def _write(path: Path, content: bytes) -> None:
    """Write a file that is not there yet, for the eyes of this user."""
    new = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(path, new, 0o600), "wb") as file:
            file.write(content)
    except OSError as problem:
        raise AbgleichError("reconcile_cannot_write", file=str(path), why=problem.strerror or str(problem)) from problem
