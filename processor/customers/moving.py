"""What follows when a customer's address changes: an objection goes with the person, the old address is given up."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING

from processor.domain.batch import distinct, frame, only
from processor.domain.consent import stays_suppressed
from processor.domain.digest import ROW_DIGEST, together, with_digests
from processor.domain.moves import Moved, nothing
from processor.domain.plan import SAID_NO
from processor.ledger.former import Succession
from processor.ledger.rows import OBJECTIONS, RULE
from processor.parts import Parts

if TYPE_CHECKING:
    import pandas as pd

    from processor.domain.digest import Numbers


def follow(moved: Moved, customers: int, parts: Parts) -> bool:
    """Store what a look at all customers found; return whether a look again is due.

    That is where an objection followed, or somebody has another address than the one a held file names.

    An objection is the person's (GDPR art. 21(3)), a bounce the address's. Where more rows moved than one file may
    touch, the table may have got new keys: then only what no other customer has is taken for given up.
    """
    if not len(moved.left) and not len(moved.fresh):
        return False
    people, now = parts.ledger.people, parts.now()
    before = _former(moved.left, parts)
    former = set().union(*before.values()) if before else set[str]()
    living = distinct(parts.erp.holders(former)[0]["canonical"]) if former else set[str]()
    many = len(before) > parts.ceilings.optouts.rows(customers)
    before = {row: who - living if many or len(who) > 1 else who for row, who in before.items()}
    objections = _objections(moved, before, now, parts)
    given_up = sorted(people.known(among=former) - living - people.kept_out(among=former))
    succeeded = [] if many else _successions(moved, before)
    parts.ledger.rows.note(moved.left, moved.fresh, objections, given_up, now, succeeded)
    return len(objections) > 0 or bool(people.kept_out(among={one.successor for one in succeeded}))


def follow_late(parts: Parts) -> None:
    """Store the objections under addresses that customers had before: the list came when they had others already.

    An address that any customer has again speaks for him only.
    """
    late = parts.ledger.rows.late_objections(parts.now())
    if not late:
        return
    holders, _ = parts.erp.holders({name for one in late for name in (one.address, one.successor)})
    living = distinct(holders["canonical"])
    heirs = {(one.row, one.successor) for one in late}
    rows = with_digests(holders)
    rows = only(rows, (pair in heirs for pair in zip(rows[ROW_DIGEST], rows["canonical"], strict=True)))
    before: dict[int, set[str]] = defaultdict(set)
    for one in late:
        before[one.row] |= {one.address} - living
    objections = _objections(Moved(nothing(), nothing(), rows), before, parts.now(), parts)
    if len(objections):
        parts.ledger.rows.note(nothing(), nothing(), objections, [], parts.now())


def _successions(moved: Moved, before: dict[int, set[str]]) -> list[Succession]:
    rows = moved.rows
    pairs = () if rows is None else zip(rows[ROW_DIGEST].tolist(), rows["canonical"].tolist(), strict=True)
    return [Succession(row, old, new) for row, new in pairs for old in sorted(before.get(row, ()))]


def _former(left: Numbers, parts: Parts) -> dict[int, set[str]]:
    """Return by row the addresses it no longer has, as far as they are known subscribers' or of people who said no."""
    plain = parts.ledger.crowds.who_have(together([left[:, 1]]))
    found: dict[int, set[str]] = defaultdict(set)
    for row, address in left.tolist():
        if address in plain:
            found[row] |= plain[address]
    return found


def _objections(moved: Moved, before: dict[int, set[str]], now: datetime, parts: Parts) -> pd.DataFrame:
    """Return what is to be suppressed for the address that a person who said no has now (columns OBJECTIONS)."""
    none = frame(dict.fromkeys(OBJECTIONS, ()), OBJECTIONS)
    if moved.rows is None or not before:
        return none
    standing = parts.ledger.rows.objections(sorted(set().union(*before.values())))
    said_no: dict[str, list[dict[str, object]]] = defaultdict(list)
    for record in standing.to_dict("records"):
        said_no[str(record["canonical"])].append({str(name): value for name, value in record.items()})
    new = list(dict.fromkeys(moved.rows["canonical"].tolist()))
    past = parts.ledger.people.past(new)
    optins: dict[str, list[datetime]] = defaultdict(list)
    for address, event, at in zip(*(past.events[name].tolist() for name in ("canonical", "event", "at")), strict=True):
        if event == "subscribed":
            optins[address].append(at)
    found: dict[tuple[str, str], dict[str, object]] = {}
    for row, address in zip(moved.rows[ROW_DIGEST].tolist(), moved.rows["canonical"].tolist(), strict=True):
        for old in sorted(before.get(row, ())):
            for one in said_no[old]:
                reason, since = str(one["reason"]), one["since"]
                known = reason in past.suppressed.get(address, frozenset()) and reason in SAID_NO
                last = [since] if isinstance(since, datetime) else []
                if not known and stays_suppressed(last, optins[address], trust_optin=parts.policy.trust_optin):
                    ours = {"canonical": address, "address": address, "since": now, "rule": RULE}
                    found.setdefault((address, reason), one | ours)
    if not found:
        return none
    rows = list(found.values())
    return frame({name: [row[name] for row in rows] for name in OBJECTIONS}, OBJECTIONS)
