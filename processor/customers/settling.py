"""The other direction: look through all customers, keep the promises, hand new subscribers over."""

from __future__ import annotations

from dataclasses import replace

from processor.customers.contact import may_export
from processor.customers.exporting import draw
from processor.customers.guard import finish_repairs, keep_promises, look_through, tell_stubborn
from processor.customers.publishing import publish_drawn
from processor.customers.removing import draw_removals
from processor.customers.sharing import difference_of, looking_at_lists
from processor.customers.untaken import (
    after_removal,
    looking_for_a_no,
    take_back_after_a_no,
    take_back_given_up,
    take_back_to_merge,
)
from processor.domain.listed import Difference, Listed
from processor.domain.survey import Survey
from processor.parts import Outgoing, Parts


def settle_customers(parts: Parts, *, files: int, export: bool) -> None:
    """Set to NO again who said no, then export who is new (unless `export` is off because a file still waits).

    A survey is one pass over all living customers. Raise Unavailable where the ERP is away, and at the end where it
    does not let somebody who said no be set to NO; the export, which holds none of them, has gone out then.
    """
    begun = parts.now()
    finish_repairs(parts)  # of an earlier life
    if export:
        publish_drawn(parts)
    listed, refusing = looking_at_lists(parts), looking_for_a_no(parts)
    survey, stubborn, _ = keep_promises(parts, files, listed, refusing)
    if stubborn:  # perhaps somebody was editing just then
        listed = looking_at_lists(parts)
        survey, stubborn, _ = keep_promises(parts, files, listed)
    moved = parts.ledger.rows.followed(begun, parts.now()) > 0  # a no, perhaps to an address that lies out there
    by_hand = refusing.people if refusing else ()
    back = bool(moved or by_hand) and take_back_after_a_no(parts, by_hand)
    back = take_back_given_up(parts) or back
    if export and parts.outgoing is not None:
        difference = _due(listed, survey, parts, parts.outgoing)
        if take_back_to_merge(difference.joined, parts, parts.outgoing) or back:
            listed = looking_at_lists(parts)
            difference = _due(listed, look_through(parts, listed), parts, parts.outgoing)
        if may_export(difference.joined, parts, parts.outgoing):
            draw(difference, parts, parts.outgoing)
            draw_removals(parts, parts.outgoing)
        publish_drawn(parts, since=begun)
    tell_stubborn(stubborn)


def _due(listed: Listed | None, survey: Survey, parts: Parts, outgoing: Outgoing) -> Difference:
    """Return what is to be handed over now."""
    difference = difference_of(listed, survey, parts, outgoing)
    return replace(difference, joined=after_removal(difference.joined, parts, outgoing))
