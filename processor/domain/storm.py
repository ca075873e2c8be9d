"""The storm guard: very many living mailboxes of one provider do not die on one day; a failure there looks the same."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import TYPE_CHECKING

from processor.domain.address import domain_of
from processor.domain.batch import distinct
from processor.domain.provider import domains_of, provider_of
from processor.domain.receipt import Worded

if TYPE_CHECKING:
    from processor.domain.plan import Plan

STORM = 25
"""So many new "unknown mailbox" at one provider within 24 hours are never a storm …"""
STORM_SHARE = 0.03
"""… and neither is this share of the customers there. In December 2020 Gmail refused living mailboxes for two days."""


def storms(plan: Plan, gone_before: Set[str], by_domain: Mapping[str, int]) -> list[Worded]:
    """Return a reason to hold for each provider with too many new "unknown mailbox", largest first.

    `gone_before` are the addresses other files newly called so within the 24 hours before; `by_domain` is the number
    of customers at each of the domains in `suspects`.
    """
    found: list[Worded] = []
    for provider, (here, all_day) in sorted(_gone(plan, gone_before).items(), key=lambda each: -each[1][1]):
        ceiling = max(STORM, int(STORM_SHARE * sum(by_domain.get(domain, 0) for domain in domains_of(provider))))
        if all_day > ceiling:
            found.append(("storm", {"count": all_day, "here": here, "domain": provider, "ceiling": ceiling}))
    return found


def suspects(plan: Plan, gone_before: Set[str]) -> set[str]:
    """Return the receiving domains of providers with so many new "unknown mailbox" that customers must be counted."""
    gone = _gone(plan, gone_before)
    return {domain for provider, (_, all_day) in gone.items() if all_day > STORM for domain in domains_of(provider)}


def _gone(plan: Plan, gone_before: Set[str]) -> dict[str, tuple[int, int]]:
    """By provider, how many addresses this plan newly takes for dead, and how many with those of the day before."""
    rows = plan.rows
    unknown = (rows["bounce_class"] == "mailbox_unknown") & rows["outcome"].isin(("applied", "in_advance"))
    here = distinct(rows.loc[unknown, "canonical"])
    found = {provider: (number, number) for provider, number in _by_provider(here).items()}
    for provider, number in _by_provider(gone_before - here).items():
        if provider in found:
            found[provider] = (found[provider][0], found[provider][1] + number)
    return found


def _by_provider(addresses: Set[str]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for address in addresses:
        provider = provider_of(domain_of(address))
        counted[provider] = counted.get(provider, 0) + 1
    return counted
