"""Exports that nobody has fetched: taken back when somebody in them says no, or to go out together with who is new.

Each is first noted, then renamed away, then noted as back; a death in between is finished by the next look, which finds
the file where it was or out of sight. Whoever fetches it in the same moment has it, and then it was fetched.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from dropzone.errors import ZoneError, ZoneUnavailable
from processor.ledger.exports import Export
from processor.ledger.takebacks import Why
from processor.parts import Outgoing, Parts

A_WEEK = timedelta(days=7)
"""For so long a file that lies there counts as not fetched, where nobody says that the server takes files away."""


def take_back_after_a_no(parts: Parts) -> None:
    """Take back every export not fetched yet that holds somebody who has said no since; the others go out anew.

    What an earlier life began comes first, whatever has become of the reason. Raise ZoneUnavailable.
    """
    outgoing = parts.outgoing
    if outgoing is None:
        return
    _finish(parts, outgoing)
    if outgoing.untaken != "left":
        since = None if outgoing.takes_away else parts.now() - A_WEEK
        _take_back(parts.ledger.takebacks.holding_a_no(since), "said_no", parts, outgoing)


def take_back_to_merge(parts: Parts, outgoing: Outgoing) -> bool:
    """Take back, by policy, every export not fetched yet; return whether there are people now who are new again."""
    return outgoing.untaken == "merge" and _take_back(parts.ledger.takebacks.out(), "merge", parts, outgoing)


def _take_back(exports: Sequence[Export], why: Why, parts: Parts, outgoing: Outgoing) -> bool:
    lying = outgoing.outlet.names() if exports else ()
    parts.ledger.takebacks.ask([one for one in exports if one.name in lying], why, parts.now())
    return _finish(parts, outgoing)


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
