"""When many mailboxes of one provider are said to be gone on one day, it is the provider that has gone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from processor.domain.provider import PROVIDERS, domains_of, provider_of
from processor.domain.storm import storms, suspects
from tests.processor.domain.small_world import bounce, optout, past, planned, row


def people(count: int, domain: str = "example.com") -> list[str]:
    return [f"person{number}@{domain}" for number in range(count)]


def stormy(addresses: Iterable[str], before: Iterable[str] = (), there: int = 0, kind: str = "mailbox_unknown") -> Any:
    """The storms a file of bounces makes, as provider → (count, here)."""
    plan = planned([bounce(address, kind) for address in addresses])
    found = storms(plan, frozenset(before), dict.fromkeys(suspects(plan, frozenset(before)), there))
    assert {code for code, _ in found} <= {"storm"}
    return {facts["domain"]: (facts["count"], facts["here"]) for _, facts in found}


@pytest.mark.parametrize(("there", "passes"), [(0, 25), (100, 25), (1000, 30), (10_000, 300)])
def test_many_mailboxes_of_one_provider_gone_at_once_are_a_storm(there: int, passes: int) -> None:
    assert stormy(people(passes), there=there) == {}
    assert stormy(people(passes + 1), there=there) == {"example.com": (passes + 1, passes + 1)}


def test_the_files_of_a_day_count_together() -> None:
    before = [f"other{number}@example.com" for number in range(20)]
    assert stormy(people(5), before) == {}
    assert stormy(people(6), before) == {"example.com": (26, 6)}


def test_whoever_was_gone_in_an_earlier_file_counts_once() -> None:
    assert stormy(people(25), people(25)) == {}


def test_a_file_without_anybody_of_the_provider_pays_nothing_for_its_storm() -> None:
    assert stormy(["x@example.org"], people(100)) == {}


def test_the_domains_of_one_provider_count_together_and_so_do_its_customers() -> None:
    addresses = [*people(13, "gmail.com"), *people(13, "googlemail.com")]
    assert stormy(addresses) == {"Gmail": (26, 26)}
    assert stormy(addresses, there=400) == {"Gmail": (26, 26)}
    assert stormy(addresses, there=450) == {}  # 3 % of 900


def test_two_small_domains_are_two_providers() -> None:
    assert stormy([*people(20), *people(20, "example.org")]) == {}
    assert stormy([f"person@example{number}.com" for number in range(40)]) == {}


def test_only_new_unknown_mailboxes_make_a_storm() -> None:
    assert stormy(people(40), kind="mailbox_full") == {}
    assert stormy(people(10) * 4) == {}
    assert storms(planned([optout(address) for address in people(40)]), frozenset(), {}) == []
    known = past(suppressed=dict.fromkeys(people(40), ("bounce",)))
    again = planned([bounce(address) for address in people(40)], before=known)
    assert storms(again, frozenset(), {}) == []


def test_only_providers_under_suspicion_are_counted_in_the_erp() -> None:
    addresses = [*people(26, "gmx.de"), *people(25)]
    plan = planned([bounce(address) for address in addresses], [row(addresses[0])])
    assert suspects(plan, frozenset()) == set(PROVIDERS["GMX / WEB.DE"])
    assert suspects(planned([bounce("a@gmx.de")]), frozenset()) == set()


def test_a_domain_belongs_to_one_provider_and_is_written_as_canonical_addresses_are() -> None:
    domains = [domain for family in PROVIDERS.values() for domain in family]
    assert len(domains) == len(set(domains))
    assert domains == [domain.lower() for domain in domains]
    assert (provider_of("hotmail.de"), provider_of("example.com")) == ("Outlook", "example.com")
    assert "web.de" in domains_of(provider_of("gmx.net"))
    assert domains_of("example.com") == ("example.com",)
