"""The gaps in values of the settings, such as {today}, and what they are filled with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

Value = str | int | bool

NULL = "{null}"
"""The value that is none: TOML has no word for it."""

GAPS = ("today", "now", "now_utc", "reason", "source", "email", "digest", "null")


def filled(value: Value, facts: Mapping[str, object], moments: bool = False) -> Any:
    """Return a value of the settings with its gaps filled from `facts`; `now` among them is aware, the office's time.

    Dates are written as 2026-04-12 and times as 2026-04-12 07:00:00, {now_utc} as the same moment in UTC. `moments`: a
    text that is nothing but {today}, {now} or {now_utc} becomes a date or datetime, for servers that read such a text
    by the language of the session (SQL Server's old DATETIME type does). A text that is nothing but {null} becomes
    NULL.
    """
    if not isinstance(value, str) or "{" not in value:
        return value
    if value == NULL:
        return None
    now = facts.get("now")
    if moments and isinstance(now, datetime):
        local, everywhere = (at.replace(tzinfo=None, microsecond=0) for at in (now, now.astimezone(UTC)))
        exact: dict[str, Any] = {"{today}": local.date(), "{now}": local, "{now_utc}": everywhere}
        if value in exact:
            return exact[value]
    worded = dict.fromkeys(GAPS, "") | dict(facts)
    if isinstance(now, datetime):
        worded |= {"today": f"{now:%Y-%m-%d}", "now": f"{now:%Y-%m-%d %H:%M:%S}"}
        worded |= {"now_utc": f"{now.astimezone(UTC):%Y-%m-%d %H:%M:%S}"}
    return value.format(**worded)


def start_of(value: Value) -> str | None:
    """Return what stands before the first gap of a text, None where it has no gap."""
    if not isinstance(value, str) or "{" not in value:
        return None
    return value.partition("{")[0]


def wrong(value: Value) -> bool:
    """Return whether a text of the settings has a gap that nobody can fill."""
    if not isinstance(value, str):
        return False
    try:
        value.format(**dict.fromkeys(GAPS, ""))
    except (KeyError, IndexError, ValueError, AttributeError):
        return True
    return False
