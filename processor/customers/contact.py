"""First contact: before anything was ever exported abgleich only says what it would export, and waits for a word."""

from __future__ import annotations

from typing import Any

from processor.domain.address import masked
from processor.domain.listed import LISTS
from processor.domain.packed import Portions
from processor.domain.receipt import Worded
from processor.errors import AbgleichError
from processor.parts import Outgoing, Parts

EXPORT = "export"
"""What waits: abgleich release export."""

SHOWN = 5
"""People shown, masked, of those who would be exported."""


GROWN, SLACK = 2, 10
"""A release holds for so many times the people it was given for, and a few more."""


def may_export(people: Portions, parts: Parts, outgoing: Outgoing) -> bool:
    """Return whether exports may go out; before the first one, note who would be in it and wait for a release.

    Whoever connects two systems does the damage with the first load, so a human looks at it once. A word about few
    people, or nobody, is none about many: where the settings were changed since, he is asked again.
    """
    if outgoing.start == "at once" or parts.ledger.exports.next_number() > 1:
        return True
    asked = parts.ledger.releases.get(EXPORT)
    released_for = asked.facts["people"] if asked is not None and asked.released_at is not None else None
    if released_for is not None and sum(map(len, people)) <= GROWN * released_for + SLACK:
        return True
    parts.ledger.releases.ask(EXPORT, _facts(people, parts, outgoing), parts.now())
    return False


def waiting(parts: Parts) -> list[Worded]:
    """Return what to tell about a first export that waits (words: contact), [] where none does."""
    asked = parts.ledger.releases.get(EXPORT)
    if parts.outgoing is None or asked is None or asked.released_at is not None:
        return []
    facts = asked.facts
    told: list[Worded] = [("would_export", {"count": facts["people"], "customers": facts["customers"]})]
    told += [("such_as", {"people": facts["shown"]})] if facts["shown"] else []
    told += [("changed", {"count": facts["changed"]})]
    told += [("on_list", {"name": name, "count": count}) for name, count in facts.get("lists", {}).items()]
    if not facts["optouts"] and not facts["bounces"]:
        return [*told, ("nothing_known", {})]
    told += [("known", {"optouts": facts["optouts"], "bounces": facts["bounces"], "files": facts["files"]})]
    return [*told, *([] if facts["subscribers"] else [("no_snapshot", {})])]


def release(parts: Parts, who: str) -> None:
    """Let the first export go out; raise AbgleichError where none waits."""
    if not parts.ledger.releases.release(EXPORT, who, parts.now()):
        raise AbgleichError("no_first_export")


def _facts(people: Portions, parts: Parts, outgoing: Outgoing) -> dict[str, Any]:
    last = parts.ledger.watchbook.last()
    optouts, bounces = parts.ledger.loaded.suppressed()
    count, shown, on_lists = _counted(people, outgoing)
    return {
        "people": count,
        "shown": [masked(address) for address in shown],
        "customers": last.customers if last else 0,
        "changed": parts.ledger.loaded.rows_changed(),
        "optouts": optouts,
        "bounces": bounces,
        "files": parts.ledger.loaded.files(limit=10),
        "subscribers": sum(one.active for one in parts.ledger.snapshots.last()),
        "lists": on_lists,
    }


def _counted(people: Portions, outgoing: Outgoing) -> tuple[int, list[str], dict[str, int]]:
    """How many people would be handed over, some of them, and how many on each list."""
    count, shown = 0, list[str]()
    names = outgoing.lists.names if outgoing.lists else []
    on_lists = dict.fromkeys(names, 0)
    for portion in people:
        count += len(portion)
        shown += portion["canonical"].head(SHOWN - len(shown)).tolist()
        for place, name in enumerate(names):
            on_lists[name] += int((portion[LISTS].to_numpy() >> place & 1).sum())
    return count, shown, on_lists if count else {}
