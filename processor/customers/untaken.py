"""Exports that nobody has fetched: taken back when somebody in them says no or gives his address up, or to be merged.

Each is first noted, then renamed away, then noted as back; a death in between is finished by the next look, which finds
the file where it was or out of sight. Whoever fetches it in the same moment has it, and then it was fetched.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from dropzone.errors import ZoneError, ZoneUnavailable
from processor.customers.returned import had_again
from processor.domain.batch import among, distinct
from processor.domain.consent import SAYS_NO
from processor.domain.crowd import Crowd
from processor.domain.digest import DIGEST
from processor.domain.packed import Portions, in_portions
from processor.ledger.exports import Export
from processor.ledger.takebacks import Why
from processor.parts import Outgoing, Parts

if TYPE_CHECKING:
    import pandas as pd

A_WEEK = timedelta(days=7)
"""For so long a file that lies there counts as not fetched, where nobody says that the server takes files away."""


class Refusing:
    """Collects over the chunks of all customers who of a crowd is NO in one of his rows: that beats any YES."""

    def __init__(self, crowd: Crowd) -> None:
        self._crowd = crowd
        self.people: set[str] = set()

    def add(self, chunk: pd.DataFrame) -> None:
        """Look through one chunk of the gateway's customers, which has digests."""
        no = chunk[chunk["flag"].isin(SAYS_NO)]
        self.people |= distinct(no.loc[self._crowd.among(no["canonical"], no[DIGEST].to_numpy()), "canonical"])


def looking_for_a_no(parts: Parts) -> Refusing | None:
    """Return what finds out whom somebody set to NO by hand in the ERP, of those in exports that nobody has fetched.

    None where no export lies there, or one cannot look: the next survey does.
    """
    outgoing = parts.outgoing
    if outgoing is None or outgoing.untaken == "left":
        return None
    out = parts.ledger.takebacks.out(_since(parts, outgoing))
    try:
        lying = outgoing.outlet.names() if out else ()
    except ZoneUnavailable:
        return None
    lying_there = [one for one in out if one.name in lying]
    return Refusing(parts.ledger.takebacks.crowd(lying_there)) if lying_there else None


def take_back_after_a_no(parts: Parts, by_hand: Collection[str] = ()) -> bool:
    """Take back every export not fetched yet that holds somebody who has said no since; the others go out anew.

    `by_hand`: who is NO in the ERP though no file says so. What an earlier life began comes first, whatever has become
    of the reason. Return whether there are people now who are new again. Raise ZoneUnavailable.
    """
    outgoing = parts.outgoing
    if outgoing is None:
        return False
    back = _finish(parts, outgoing)
    if outgoing.untaken == "left":
        return back
    holding = parts.ledger.takebacks.holding_a_no(_since(parts, outgoing), by_hand)
    return _take_back(holding, "said_no", parts, outgoing) or back


def take_back_given_up(parts: Parts) -> bool:
    """Take back every export not fetched yet with an address that its customer has given up meanwhile.

    The server never had it then: it need not be removed, and no order of reading can add it after its removal. One
    that a customer has again is no reason, or the file would be taken back and go out again for ever. Return whether
    there are people now who are new again. Raise ZoneUnavailable.
    """
    outgoing, takebacks, removals = parts.outgoing, parts.ledger.takebacks, parts.ledger.removals
    if outgoing is None or outgoing.untaken == "left":
        return False
    since = _since(parts, outgoing)
    holding = _lying(takebacks.holding_given_up(since), outgoing)
    if holding:
        removals.forget(sorted(had_again(removals.waiting(), parts)))
        holding = takebacks.holding_given_up(since)
    if not _take_back(holding, "given_up", parts, outgoing):
        return False
    waiting = removals.waiting()
    removals.forget(sorted(set(waiting) - parts.ledger.people.known(among=waiting)))
    return True


def take_back_to_merge(joined: Portions, parts: Parts, outgoing: Outgoing) -> bool:
    """Take back, by policy, every export not fetched yet for somebody to join the people in them.

    Who could not be handed over the last time is no reason, or files would be taken back for him for ever. Return
    whether there are people now who are new again.
    """
    if outgoing.untaken != "merge" or not any(_somebody_fits(people["canonical"].tolist(), parts) for people in joined):
        return False
    return _take_back(parts.ledger.takebacks.out(), "merge", parts, outgoing)


def _since(parts: Parts, outgoing: Outgoing) -> datetime | None:
    return None if outgoing.takes_away else parts.now() - A_WEEK


def after_removal(joined: Portions, parts: Parts, outgoing: Outgoing) -> Portions:
    """Return whom to hand over now: not those whom a removal file names that nobody has fetched yet.

    Until then the server has them still; added before that file is read they would be lost. Raise ZoneUnavailable.
    """
    if outgoing.untaken == "left":
        return joined
    removals = parts.ledger.removals
    out = removals.out(_since(parts, outgoing))
    waiting = removals.named_in(out.intersection(outgoing.outlet.names())) if out else set[str]()
    if not waiting:
        return joined
    return Portions(lambda: in_portions(people[~among(people["canonical"], waiting)] for people in joined))


def _somebody_fits(people: list[str], parts: Parts) -> bool:
    return len(parts.ledger.left_out.among(people)) < len(people)


def _take_back(exports: Sequence[Export], why: Why, parts: Parts, outgoing: Outgoing) -> bool:
    parts.ledger.takebacks.ask(_lying(exports, outgoing), why, parts.now())
    return _finish(parts, outgoing)


def _lying(exports: Sequence[Export], outgoing: Outgoing) -> list[Export]:
    names = outgoing.outlet.names() if exports else ()
    return [one for one in exports if one.name in names]


def _finish(parts: Parts, outgoing: Outgoing) -> bool:
    """Take back what is asked for; return whether something was."""
    takebacks = parts.ledger.takebacks
    for export in takebacks.asked():
        try:
            ours = outgoing.outlet.take_back(export.name, export.digest)
        except ZoneUnavailable:
            raise
        except ZoneError:  # somebody has worked on it: it is his now, and the mail says so
            takebacks.altered(export.number, parts.now())
        else:
            takebacks.back(export.number, parts.now()) if ours else takebacks.fetched(export.number)
    back = takebacks.uncleared()
    for export in back:
        outgoing.outlet.discard(export.name)
        takebacks.cleared(export.number, parts.now())
    return bool(back)
