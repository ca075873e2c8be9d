"""One machine at a time: the turn is one's, then another's, and a dead machine does not keep it."""

from __future__ import annotations

from contextlib import closing

import pytest
import sqlalchemy as sa

from processor.errors import Unavailable
from processor.ledger import Ledger
from tests.processor.domain.small_world import optout
from tests.processor.ledger.filing import take

ONLY_A_SERVERS = pytest.mark.parametrize("ledger_url", ["postgresql"], indirect=True)


@ONLY_A_SERVERS
def test_the_turn_is_one_machines_and_then_anothers(ledger: Ledger, ledger_url: str) -> None:
    with closing(Ledger.open(ledger_url)) as other:
        for one, two in ((ledger, other), (other, ledger)):
            with one.turns.taken() as mine, two.turns.taken() as also:
                assert (mine, also) == (True, False)


@ONLY_A_SERVERS
def test_a_machine_that_dies_in_its_turn_lets_go_of_it(ledger: Ledger, ledger_url: str) -> None:
    with closing(Ledger.open(ledger_url)) as other:
        turn = other.turns.taken()
        assert turn.__enter__()
        with sa.create_engine(ledger_url).begin() as connection:
            others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'"
            assert connection.exec_driver_sql(others).all()
        with ledger.turns.taken() as mine:
            assert mine
        with pytest.raises(Unavailable):  # it learns that it had lost it
            turn.__exit__(None, None, None)


def test_in_its_turn_a_machine_writes_and_others_note_decisions(ledger: Ledger, ledger_url: str) -> None:
    with closing(Ledger.open(ledger_url)) as other, ledger.turns.taken() as mine:
        take(ledger, "AAAAAAAA", [optout("anna@example.com")])
        other.drops.decide("AAAAAAAA", "discard")
        assert (mine, ledger.drops.get("AAAAAAAA").decision) == (True, "discard")
