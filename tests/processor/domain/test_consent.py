"""Who wins when an address has said both no and yes."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from processor.domain.consent import stays_suppressed
from tests.processor.domain.small_world import NOW

MOMENTS = st.integers(0, 9).map(lambda hour: NOW + timedelta(hours=hour))
SOME = st.lists(MOMENTS, max_size=4)
SOON = timedelta(microseconds=1)


def test_who_never_said_no_is_not_suppressed() -> None:
    assert not stays_suppressed([], [], trust_optin=True)
    assert not stays_suppressed([], [NOW], trust_optin=False)


def test_an_opt_out_alone_stands() -> None:
    assert stays_suppressed([NOW], [], trust_optin=True)


def test_a_later_evidenced_opt_in_ends_the_opt_out_where_opt_ins_are_trusted() -> None:
    assert not stays_suppressed([NOW], [NOW + SOON], trust_optin=True)


def test_at_the_same_moment_the_opt_out_wins() -> None:
    assert stays_suppressed([NOW], [NOW], trust_optin=True)


def test_an_opt_out_after_the_opt_in_stands() -> None:
    assert stays_suppressed([NOW - SOON, NOW + SOON], [NOW], trust_optin=True)


@given(optouts=SOME.filter(bool), optins=SOME)
def test_without_trust_no_opt_in_ever_revives_an_address(optouts: list[datetime], optins: list[datetime]) -> None:
    assert stays_suppressed(optouts, optins, trust_optin=False)


@given(optouts=SOME, optins=SOME, trust=st.booleans(), data=st.data())
def test_the_order_of_the_acts_plays_no_part(
    optouts: list[datetime], optins: list[datetime], trust: bool, data: st.DataObject
) -> None:
    other_outs, other_ins = data.draw(st.permutations(optouts)), data.draw(st.permutations(optins))
    first = stays_suppressed(optouts, optins, trust_optin=trust)
    assert first == stays_suppressed(other_outs, other_ins, trust_optin=trust)


@given(optouts=SOME.filter(bool), optins=SOME.filter(bool))
def test_the_last_act_decides_and_nothing_else_does(optouts: list[datetime], optins: list[datetime]) -> None:
    assert stays_suppressed(optouts, optins, trust_optin=True) == (max(optouts) >= max(optins))
