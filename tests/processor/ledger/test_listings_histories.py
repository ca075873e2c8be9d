"""Random histories of customers who move between lists, cut short at any file: in the end everybody is in place."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from processor.domain.crowd import Crowd
from processor.domain.digest import digests
from processor.domain.listed import LISTS, Difference, Listed
from processor.domain.lists import Lists, Rule
from processor.domain.packed import Portions
from processor.ledger import Ledger
from processor.ledger.exports import Export
from tests.processor.domain.small_world import NOW

PEOPLE = [f"p{number}@example.com" for number in range(4)]
RULES = Lists([Rule("A", {"country": ["a*"]}), Rule("B", {"country": ["*b"]}), Rule("R")], rest="R")
STATE = st.dictionaries(st.sampled_from(PEOPLE), st.sampled_from(["a", "b", "ab", "x"]))
HISTORY = st.lists(st.tuples(STATE, st.integers(0, 5), st.booleans()), min_size=1, max_size=6)


def look(customers: dict[str, str], ledger: Ledger) -> Difference:
    known = ledger.people.known()
    rows = {"canonical": list(customers), "country": list(customers.values()), "flag": ["yes"] * len(customers)}
    frame = pd.DataFrame({name: pd.Series(values, dtype="str") for name, values in rows.items()}).assign(
        faulty=False, digest=digests(list(customers))
    )
    listed = Listed(RULES, ledger.listings.remembered(RULES.names), ledger.crowds.known())
    listed.add(frame)
    new = frame[pd.Series([one not in known for one in customers], dtype=bool)]
    return listed.difference(Portions(lambda: iter([new])), kept_out=Crowd.of(()), exclude=())


def on(people: Portions, place: int) -> list[str]:
    frame = people.whole()
    return (
        [one for one, mask in zip(frame["canonical"], frame[LISTS], strict=True) if mask >> place & 1]
        if len(frame)
        else []
    )


def work(customers: dict[str, str], steps: int, withdrawn: bool, ledger: Ledger, server: set[tuple[str, str]]) -> None:
    """Carry a difference out, list by list, until `steps` are over; what was published is on the server."""
    difference = look(customers, ledger)
    for place, name in enumerate(RULES.names):
        if not (people := on(difference.joined, place)):
            continue
        if not (steps := steps - 1) + 1 > 0:
            return
        number = ledger.exports.next_number()
        ledger.exports.draw(Export(number, name, "", len(people), NOW, None, False), people, [name] * len(people))
        if withdrawn:
            ledger.exports.withdraw(number)
            withdrawn = False
            continue
        ledger.exports.published(number, NOW)
        assert not server & {(one, name) for one in people}, "handed over on a list he is on"
        server |= {(one, name) for one in people}
    for place, name in enumerate(RULES.names):
        people = on(difference.left, place)
        assert server >= {(one, name) for one in people}, "taken off a list he is not on"
        ledger.listings.leave(people, name, NOW + timedelta(seconds=1))
        server -= {(one, name) for one in people}


@settings(max_examples=15, deadline=None)
@given(history=HISTORY)
def test_after_any_history_everybody_is_on_the_lists_he_belongs_on(history: Any) -> None:
    ledger, server = Ledger.open("sqlite://"), set[tuple[str, str]]()
    last = history[-1][0]
    for customers, steps, withdrawn in [*history, (last, 9, False), (last, 9, False)]:
        work(customers, steps, withdrawn, ledger, server)
    quiet = look(last, ledger)
    belong = {(one, name) for one, country in last.items() for name in RULES.named(RULES.mask({"country": country}))}
    assert {pair for pair in server if pair[0] in last} == belong
    assert [one.addresses() for one in (quiet.joined, quiet.left, quiet.nobody)] == [[], [], []]
    ledger.close()
