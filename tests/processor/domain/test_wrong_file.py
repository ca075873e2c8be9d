"""Files that are something else than they are called wait for a human; their legitimate neighbours do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from processor.domain.batch import Batch
from processor.domain.earlier import Earlier, Memory
from processor.domain.receipt import Worded
from processor.domain.wrong_file import customers_for_optouts, mostly_unknown, swapped_kind
from tests.processor.domain.small_world import (
    NOW,
    Line,
    batch,
    bounce,
    complaint,
    customers,
    optout,
    past,
    planned,
    row,
)

FIRST = Memory()
RELEASED = Memory(files=[Earlier("a.csv", NOW, 30, 0, released=True)])


def people(count: int) -> list[str]:
    return [f"person{number}@example.com" for number in range(count)]


def codes(found: Sequence[Worded]) -> list[str]:
    return [code for code, _ in found]


# The customers dropped as opt-outs.


def swapped(named: int, living: int, *, headings: Sequence[str] = (), rule: str = "said:optouts/", **more: Any) -> Any:
    """Codes for a file that newly opts out `named` of `living` customers."""
    lines, rows = (
        [optout(one, rule=rule) for one in people(named)],
        [row(one, at) for at, one in enumerate(people(named))],
    )
    file = replace(batch(*lines), evidence=[("plain_list", {"layout": "plain-addresses", "columns": list(headings)})])
    allowed, memory = more.get("allowed", 0.05), more.get("memory", Memory())
    return codes(customers_for_optouts(planned(lines, rows), file, living, allowed, memory))


def test_a_file_that_names_most_customers_is_held_however_small_the_erp() -> None:
    assert swapped(10, 19) == ["swapped_list"]
    assert swapped(10, 20) == []
    assert swapped(9, 9) == []


def test_an_operator_who_allowed_more_is_not_asked() -> None:
    assert swapped(15, 19, allowed=0.9) == []
    assert swapped(18, 19, allowed=0.9) == ["swapped_list"]


def test_opt_outs_that_stand_in_the_erp_already_are_no_customer_list() -> None:
    rows = [row(address, key, flag="no") for key, address in enumerate(people(30))]
    lines = [optout(address) for address in people(30)]
    assert customers_for_optouts(planned(lines, rows), batch(*lines), 30, 0.05, Memory()) == []


CUSTOMER_LIST = ["Kundennummer", "Firma", "E-Mail", "Straße", "PLZ", "Umsatz"]


def test_columns_of_a_customer_list_are_asked_about_where_only_the_folder_says_opt_out() -> None:
    assert swapped(10, 1000, headings=CUSTOMER_LIST) == ["customer_columns"]
    assert swapped(9, 1000, headings=CUSTOMER_LIST) == []
    assert swapped(10, 1000, headings=["E-Mail", "Vorname", "Ort", "Telefon"]) == []
    assert swapped(10, 1000, headings=CUSTOMER_LIST, rule="word:abgemeldet") == []
    assert swapped(10, 1000, headings=CUSTOMER_LIST, memory=RELEASED) == []


# People of another company.


def unknown(new: int, known: int, *, share: float = 0.5, familiar: bool = True) -> list[str]:
    lines = [optout(address) for address in people(new + known)]
    rows = [row(address, key) for key, address in enumerate(people(known))]
    memory = Memory(familiar=familiar)
    return codes(mostly_unknown(planned(lines, rows), customers(*rows), share, memory))


def test_a_file_of_which_more_than_half_is_unknown_is_held() -> None:
    assert unknown(31, 30) == ["mostly_unknown"]
    assert unknown(30, 30) == []


def test_a_few_unknown_people_are_never_too_many() -> None:
    assert unknown(25, 0) == []
    assert unknown(26, 0) == ["mostly_unknown"]


def test_a_first_history_may_hold_many_whom_the_erp_forgot_but_not_only_such() -> None:
    assert unknown(900, 100, familiar=False) == []
    assert unknown(960, 40, familiar=False) == ["mostly_unknown"]


def test_the_operator_sets_the_share_and_one_asks_never() -> None:
    assert unknown(31, 30, share=0.6) == []
    assert unknown(100, 0, share=1.0) == []
    assert unknown(100, 0, share=1.0, familiar=False) == []


def test_whoever_the_ledger_knows_is_no_stranger() -> None:
    known = past(suppressed=dict.fromkeys(people(60), ("optout",)))
    lines = [optout(address) for address in people(80)]
    assert mostly_unknown(planned(lines, before=known), customers(), 0.5, Memory(familiar=True)) == []


# Bounces called opt-outs.


def called(code: str, *lines: Line, memory: Memory = FIRST) -> list[str]:
    facts: dict[str, object] = {"where": "optouts/"} if code.startswith("says") else {"count": len(lines)}
    file: Batch = replace(batch(*lines), evidence=[(code, facts)] if code else [])
    return codes(swapped_kind(file, memory))


@pytest.mark.parametrize("code", ["says_optout", "bounces_in_optouts"])
def test_bounces_called_opt_outs_are_held(code: str) -> None:
    assert called(code, bounce("a@example.com"), bounce("b@example.com")) == ["bounces_as_optouts"]
    assert called(code, bounce("a@example.com"), optout("b@example.com")) == []
    assert called(code, bounce("a@example.com"), memory=RELEASED) == []


@pytest.mark.parametrize("code", ["says_bounce", "optouts_in_bounces"])
def test_opt_outs_called_bounces_are_held(code: str) -> None:
    assert called(code, optout("a@example.com")) == ["optouts_as_bounces"]
    assert called(code, optout("a@example.com"), bounce("b@example.com")) == []
    assert called(code, complaint("a@example.com"), optout("b@example.com")) == []


def test_lists_that_are_what_they_are_called_pass() -> None:
    assert called("says_optout", optout("a@example.com")) == []
    assert called("says_bounce", bounce("a@example.com")) == []
    assert called("", bounce("a@example.com")) == []
    assert called("says_optout") == []


GONE = "550 5.1.1 <a@example.com>: Recipient address rejected: User unknown"


def test_opt_outs_by_folder_alone_beside_which_mail_servers_answer_are_held() -> None:
    said: dict[str, Any] = {"rule": "said:optouts/"}
    lines = [optout("a@example.com", reason=GONE, **said), optout("b@example.com", **said)]
    assert called("says_optout", *lines) == ["answers_as_optouts"]
    assert called("says_optout", *lines, optout("c@example.com", **said)) == []
    assert called("says_optout", optout("a@example.com", reason=GONE, rule="word:abgemeldet")) == []


@pytest.mark.parametrize(
    "reason", ["bekommt zu viele Mails", "per Telefon, 12.3.", "no longer interested", "", "Umzug"]
)
def test_what_readers_say_is_no_answer_of_a_mail_server(reason: str) -> None:
    assert called("says_optout", optout("a@example.com", reason=reason, rule="said:optouts/")) == []
