"""Addresses that one customer gave up and another has now: they are not to be removed after all."""

from __future__ import annotations

from processor.domain.batch import distinct
from processor.parts import Parts


def had_again(waiting: list[str], parts: Parts) -> set[str]:
    """Return which of the canonical addresses that customers gave up a customer has now."""
    holders, _ = parts.erp.holders(set(waiting))
    return distinct(holders["canonical"]) & set(waiting)
