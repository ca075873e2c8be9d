"""What a bounce class leads to, and when: the operator's policy with the trade's defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

Effect = Literal["mark", "report", "never", "ignore"]


@dataclass(frozen=True)
class Rule:
    """After `mailings` different mailings with this class, first and last at least `days` apart: `effect`.

    mark = the address is faulty: marked in the ERP and no longer exported. report = named in the summary only.
    never = the sender's fault, counted but never held against the address. ignore = not a bounce.
    """

    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012  read by pydantic when the configuration is validated

    effect: Effect
    mailings: int = 1
    days: int = 0


DEFAULTS: Mapping[str, Rule] = {
    # Address faults: only these may ever remove an address.
    "mailbox_unknown": Rule("mark"),
    "domain_dead": Rule("mark", mailings=2, days=1),  # resolver trouble looks the same, hence another day
    "address_invalid": Rule("mark"),
    "moved": Rule("mark"),  # the new owner has given no consent
    # State of the mailbox.
    "mailbox_disabled": Rule("mark", mailings=2, days=14),
    "mailbox_full": Rule("mark", mailings=5, days=21),
    # Transport.
    "temporary": Rule("report", mailings=5, days=30),
    "unknown": Rule("report", mailings=5, days=30),
    # The sender's fault.
    "blocked": Rule("never"),
    "content": Rule("never"),
    "sender_fault": Rule("never"),
    # Between reader and sender.
    "personal_block": Rule("report", mailings=2),
    "vendor_suppressed": Rule("report"),
    # Not bounces.
    "auto_reply": Rule("ignore"),
    "address_change_hint": Rule("ignore"),
    "delayed": Rule("ignore"),
    "delivered_or_other": Rule("ignore"),
}


@dataclass(frozen=True)
class Policy:
    """Counting rules for bounces, and whether a file may ever lift an opt-out."""

    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012  read by pydantic when the configuration is validated

    bounces: Mapping[str, Rule] = field(default_factory=dict)  # only what differs from DEFAULTS
    window_days: int = 180  # older bounces do not count
    forgive_days: int = 60  # a pause of so long with a mailing in it and no bounce: counting starts over
    confirm_days: int = 7  # a second event so much later confirms an address fault
    quarantine_days: int = 0  # marked for so long without correction: confirmed too; 0 = only a second event confirms
    trust_optin: bool = False  # a later confirmed opt-in in a file lifts an opt-out

    def __post_init__(self) -> None:
        unknown = sorted(set(self.bounces) - set(DEFAULTS))
        if unknown:
            raise ValueError(f"no such bounce class: {', '.join(unknown)}; known are {', '.join(DEFAULTS)}")

    def rule(self, bounce_class: str) -> Rule:
        """Return what happens to a bounce of this class."""
        return self.bounces.get(bounce_class) or DEFAULTS[bounce_class]

    @property
    def window(self) -> timedelta:
        """How far back bounces count."""
        return timedelta(days=self.window_days)
