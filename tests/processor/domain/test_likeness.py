"""Slips and tags are pointed out where they are likely, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processor.domain.likeness import PROVIDERS, SHOWN, SLIPS, Neighbour, Trusted, hints, neighbours
from tests.processor.domain.small_world import batch

NAMES = st.text("abcdefghijklmnopqrstuvwxyz-", min_size=3, max_size=12).map(lambda name: f"{name}.de")


def close_to(*addresses: str, event: str = "optout") -> dict[str, Neighbour]:
    return neighbours(batch(*({"address": address, "event": event} for address in addresses)).rows)


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("gmial.com", "gmail.com"),
        ("gmx.dee", "gmx.de"),
        ("t-onlien.de", "t-online.de"),
        ("wbe.de", "web.de"),
        ("freenett.de", "freenet.de"),
        ("posteo.dw", "posteo.de"),
    ],
)
def test_a_slip_of_the_finger_is_known(slip: str, meant: str) -> None:
    assert Trusted(PROVIDERS).meant_by(slip) == meant


def test_no_provider_and_no_word_for_one_is_a_slip_of_itself() -> None:
    trusted = Trusted(PROVIDERS)
    assert [domain for domain in PROVIDERS if trusted.meant_by(domain)] == []
    assert set(SLIPS) & PROVIDERS == set()
    assert set(SLIPS.values()) <= PROVIDERS


@given(domain=NAMES, at=st.integers(0, 20), sign=st.sampled_from("qxz0"))
def test_one_sign_too_many_too_few_or_mistaken_leads_back(domain: str, at: int, sign: str) -> None:
    at %= len(domain)
    for slip in (
        domain[:at] + sign + domain[at:],
        domain[:at] + domain[at + 1 :],
        domain[:at] + sign + domain[at + 1 :],
    ):
        assert Trusted([domain]).meant_by(slip) == ("" if slip == domain or slip in SLIPS else domain)


@given(one=NAMES, other=NAMES)
def test_a_slip_leads_there_only_if_it_leads_back(one: str, other: str) -> None:
    assert (Trusted([one]).meant_by(other) == one) == (Trusted([other]).meant_by(one) == other)


def test_where_two_domains_are_as_near_none_is_named() -> None:
    assert Trusted(["gmx.at", "gmx.ch"]).meant_by("gmx.ah") == ""


def test_a_domain_that_many_addresses_of_the_file_have_is_no_slip_and_has_slips_of_its_own() -> None:
    many = [f"p{number}@firma-beispiel.de" for number in range(10)]
    assert close_to(*many, "x@firma-beispil.de") == {
        "x@firma-beispil.de": Neighbour("hint_typo", "x@firma-beispiel.de", False)
    }
    assert close_to(*[f"p{number}@wed.at" for number in range(10)]) == {}


def test_only_lines_that_act_are_looked_at() -> None:
    assert close_to("a@gmial.com", event="subscribed") == {}
    assert close_to("a@gmial.com", event="bounce") != {}


def test_a_tag_is_left_off_but_a_plus_in_front_is_a_name() -> None:
    assert close_to("anna+news+x@example.com", "+49@example.com") == {
        "anna+news+x@example.com": Neighbour("hint_plus_tag", "anna@example.com", False)
    }


def test_an_address_of_a_customer_is_right_and_an_unsure_neighbour_must_be_a_customer() -> None:
    near = {
        "a@gmial.com": Neighbour("hint_typo", "a@gmail.com", True),
        "b@gmxx.de": Neighbour("hint_typo", "b@gmx.de", False),
        "c+x@example.com": Neighbour("hint_plus_tag", "c@example.com", False),
    }
    assert [facts["address"] for _, facts in hints(near, set())] == ["a@gmial.com"]
    assert [facts["address"] for _, facts in hints(near, {"a@gmial.com", "b@gmx.de", "c@example.com"})] == [
        "b@gmxx.de",
        "c+x@example.com",
    ]


def test_of_many_hints_some_are_told_and_the_rest_is_counted() -> None:
    near = {f"p{n}@gmial.com": Neighbour("hint_typo", f"p{n}@gmail.com", True) for n in range(SHOWN + 7)}
    told = hints(near, set())
    assert len(told) == SHOWN + 1
    assert told[-1] == ("hint_more", {"count": 7})
