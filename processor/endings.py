"""How a command ends: the exit codes, and which trouble or round leads to which."""

from __future__ import annotations

from collections.abc import Sequence

from processor.errors import AbgleichError, Misconfigured, Refused, Unavailable
from processor.trouble import Round
from processor.wiring import AlreadyRunning

OK = 0
OWN_FAULT = 1  # a fault of abgleich, or something that `check` says must be mended
BAD_SETTINGS = 2  # wrong usage or settings
SOME_REFUSED = 3
SOME_HELD = 4
NOTHING_KNOWN = 5  # nobody knows the address that was asked for
RUNNING = 11  # abgleich works on this state folder already
NOT_NOW = 75  # something is away; trying later is worth it (EX_TEMPFAIL of sysexits.h)

_TROUBLE: Sequence[tuple[type[AbgleichError], str, int]] = (
    (Misconfigured, "misconfigured", BAD_SETTINGS),
    (AlreadyRunning, "cli", RUNNING),
    (Refused, "refused", SOME_REFUSED),
    (Unavailable, "unavailable", NOT_NOW),
    (AbgleichError, "cli", OWN_FAULT),
)


def of_trouble(problem: AbgleichError) -> tuple[str, int]:
    """Return the section of the words for a command that could not be done, and its exit code."""
    return next((section, code) for kind, section, code in _TROUBLE if isinstance(problem, kind))


def of_round(done: Round) -> int:
    """Return the exit code that says how a round went, the worst first."""
    if done.away:
        return NOT_NOW
    if done.stuck:
        return OWN_FAULT
    states = {entry.state for entry in done.entries}
    return SOME_REFUSED if "refused" in states else SOME_HELD if "held" in states else OK
